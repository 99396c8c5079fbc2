"""What rooms above hear about papers. Sent inside the transaction: a receiver that fails undoes all.

`document_issued(document, by)`: a paper has its number; `document_revoked(document, by)`.
"""

from django.dispatch import Signal

document_issued = Signal()
document_revoked = Signal()
