"""Which columns of an assessment stay covered while their inspection is not told to the unit."""

from typing import Any

from inspections.enums import ResultState
from inspections.models import DraftResult
from standards.enums import Stage


def covers_draft_verdict(user: Any, sheet: Any) -> bool:
    """The official column of an inspection, until its draft result is released; nobody who does not
    fill it reads it before. At most two queries.
    """
    if sheet.stage != Stage.OFFICIAL:
        return False
    checklist = getattr(sheet.assessment, "checklist", None)
    if checklist is None:
        return False
    told = DraftResult.objects.filter(
        inspection=checklist.inspection_id, state__in=ResultState.seen_by_unit()
    )
    return not told.exists()
