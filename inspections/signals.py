"""What happens in inspections, for those who act on it. Sent inside the transaction: a receiver that
fails undoes all.

`conclusion_issued(inspection, by)`: the conclusion got its number and is the unit's.
"""

from django.dispatch import Signal

conclusion_issued = Signal()
