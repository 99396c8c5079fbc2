"""What this room does when a unit is told its day, and who fills the columns of those who inspect."""

from typing import Any

from django.dispatch import receiver

from inspections.domain.filling import is_withheld, may_collect
from inspections.domain.opening import open_inspection
from inspections.domain.recommending import tell_recommendations
from inspections.domain.reminding import tell_handed_in
from inspections.signals import conclusion_issued
from plans.signals import visit_told
from standards.rules import filler, withholder
from standards.signals import sheet_handed_in

filler(may_collect)
withholder(is_withheld)


@receiver(visit_told, dispatch_uid="inspections.visit_told")
def visit_was_told(visit: Any, by: Any, **_kwargs: Any) -> None:
    """The unit knows its day: its checklists are there to prepare by."""
    open_inspection(visit=visit, by=by)


@receiver(sheet_handed_in, dispatch_uid="inspections.sheet_handed_in")
def column_was_handed_in(sheet: Any, **_kwargs: Any) -> None:
    """The unit's self-assessment is there: its team begins the check on the system."""
    tell_handed_in(sheet)


@receiver(conclusion_issued, dispatch_uid="inspections.recommendations_told")
def conclusion_was_issued(inspection: Any, by: Any, **_kwargs: Any) -> None:
    """The conclusion is the unit's: what is recommended is told with it."""
    tell_recommendations(inspection=inspection, by=by)
