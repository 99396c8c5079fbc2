"""What assessments tell the rooms above."""

from django.dispatch import Signal

# A column was closed: sender StageSheet; arguments: sheet, by.
sheet_handed_in = Signal()
