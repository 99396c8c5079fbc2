"""What rooms and modules above hear about inspections. Sent inside the transaction: a receiver that
fails undoes all.

`conclusion_issued(conclusion, inspection, by)`: the conclusion has its number; owners of
recommendations may be told.
"""

from django.dispatch import Signal

conclusion_issued = Signal()
