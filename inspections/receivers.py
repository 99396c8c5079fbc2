"""What this room does when a unit is told its day, and who fills the columns of those who inspect."""

from typing import Any

from django.dispatch import receiver

from documents.registry import pk_of
from documents.signals import document_issued
from inspections.domain.concluding import complete_conclusion
from inspections.domain.filling import may_collect
from inspections.domain.opening import open_inspection
from inspections.domain.queries.covering import covers_draft_verdict
from inspections.models import Conclusion
from plans.signals import visit_told
from standards.rules import filler, veil

filler(may_collect)
veil(covers_draft_verdict)


@receiver(visit_told, dispatch_uid="inspections.visit_told")
def visit_was_told(visit: Any, by: Any, **_kwargs: Any) -> None:
    """The unit knows its day: its checklists are there to prepare by."""
    open_inspection(visit=visit, by=by)


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
