"""Who may open files kept by inspections."""

from typing import Any

from django.db.models import Q

from core.files.owners import owner_rule
from inspections.models import InspectionRecord


@owner_rule
def may_open_minutes(user: Any, stored: Any) -> bool:
    """The PDFs of minutes and the signatures drawn under them: whoever reads the minutes."""
    of_record = Q(pdf=stored) | Q(signed_pdf=stored) | Q(signatures__sketch=stored)
    return InspectionRecord.objects.visible_to(user).filter(of_record).exists()
