"""What this room does when a unit is told its day, and who fills the columns of those who inspect."""

from typing import Any

from django.dispatch import receiver

from documents.registry import pk_of
from documents.signals import document_issued
from inspections.domain.concluding import complete_conclusion
from inspections.domain.filling import is_withheld, may_collect
from inspections.domain.opening import open_inspection
from inspections.domain.recommending import tell_recommendations
from inspections.domain.reminding import tell_handed_in
from inspections.models import Conclusion
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


@receiver(document_issued, dispatch_uid="inspections.conclusion_issued")
def conclusion_was_numbered(document: Any, by: Any, **_kwargs: Any) -> None:
    """A conclusion's paper was numbered: it is issued and told in the same transaction."""
    if document.key.startswith("inspections.conclusion:"):
        conclusions = Conclusion.objects.select_related(
            "inspection__visit__unit", "inspection__visit__plan__issuer", "inspection__visit__team"
        )
        complete_conclusion(
            conclusion=conclusions.get(pk=pk_of(document.key)), document=document, by=by
        )
