"""What this room does when a unit is told its day, and who fills the columns of those who inspect."""

from typing import Any

from django.dispatch import receiver

from inspections.domain.filling import is_withheld, may_collect
from inspections.domain.opening import open_inspection
from plans.signals import visit_told
from standards.rules import filler, withholder

filler(may_collect)
withholder(is_withheld)


@receiver(visit_told, dispatch_uid="inspections.visit_told")
def visit_was_told(visit: Any, by: Any, **_kwargs: Any) -> None:
    """The unit knows its day: its checklists are there to prepare by."""
    open_inspection(visit=visit, by=by)
