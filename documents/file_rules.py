"""Who may open a file of this room: whoever may read what it belongs to."""

from typing import Any

from core.files.models import StoredFile
from core.files.owners import owner_rule
from documents.models import IssuedDocument, LegalDocument, WordTemplate


@owner_rule
def reads_the_paper(user: Any, stored: StoredFile) -> bool:
    papers = IssuedDocument.objects.visible_to(user)
    return papers.filter(pdf=stored).exists() or papers.filter(signed_files__file=stored).exists()


@owner_rule
def reads_the_law(user: Any, stored: StoredFile) -> bool:
    return user.may("documents.view") and LegalDocument.objects.filter(file=stored).exists()


@owner_rule
def keeps_the_template(user: Any, stored: StoredFile) -> bool:
    return WordTemplate.objects.visible_to(user).filter(file=stored).exists()
