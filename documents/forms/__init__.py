"""Forms of the clerk and of whoever keeps the registers."""

from documents.forms.issuing import IssueForm, RevokeForm
from documents.forms.registers import AuthorityForm, LegalDocumentForm, ReserveForm
from documents.forms.templates import TemplateForm

__all__ = [
    "AuthorityForm",
    "IssueForm",
    "LegalDocumentForm",
    "ReserveForm",
    "RevokeForm",
    "TemplateForm",
]
