"""What imports from tables need at start: their job, and who may open the files."""

from typing import Any

from core.files.models import StoredFile
from core.files.owners import owner_rule
from core.spreadsheets import checking
from core.spreadsheets.models import ImportBatch
from core.spreadsheets.registry import kinds

__all__ = ["checking", "may_open_imported_file"]


@owner_rule
def may_open_imported_file(user: Any, stored: StoredFile) -> bool:
    """The table someone sent: whoever sees its import."""
    return any(
        ImportBatch.objects.visible_to(user, kind.permission)
        .filter(kind=kind.key, file=stored)
        .exists()
        for kind in kinds()
        if user.may(kind.permission)
    )
