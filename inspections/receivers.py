"""What this room does when a unit is told its day, and who fills the columns of those who inspect."""

from typing import Any

from django.dispatch import receiver

from inspections.domain.filling import may_collect
from inspections.domain.opening import open_inspection
from inspections.domain.recommending import tell_recommendations
from inspections.signals import conclusion_issued
from plans.signals import visit_told
from standards.rules import filler

filler(may_collect)


@receiver(visit_told, dispatch_uid="inspections.visit_told")
def visit_was_told(visit: Any, by: Any, **_kwargs: Any) -> None:
    """The unit knows its day: its checklists are there to prepare by."""
    open_inspection(visit=visit, by=by)


@receiver(conclusion_issued, dispatch_uid="inspections.recommendations_told")
def conclusion_was_issued(inspection: Any, by: Any, **_kwargs: Any) -> None:
    """The conclusion is the unit's: what is recommended is told with it."""
    tell_recommendations(inspection=inspection, by=by)
