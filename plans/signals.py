"""What rooms above hear about visits. Sent inside the transaction: a receiver that fails undoes all.

`visit_told(visit, by)`: the unit was told its day for the first time.
"""

from django.dispatch import Signal

visit_told = Signal()
