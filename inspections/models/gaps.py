"""What a draft result and a conclusion still lack: one list for the page and for the guard.

Takes both untyped: it stands below their modules.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.workflow.engine import Gap
from inspections.enums import (
    ConclusionState,
    ExplanationState,
    FindingKind,
    RecordState,
    ResultState,
)
from standards.domain.queries.assessments import missing_answers
from standards.enums import Stage


def result_gaps(result: Any) -> Iterator[Gap]:
    """Minutes signed, every official value there, good practice and shortcomings written, a summary
    (KH 126/KH-SGDĐT, mục I.2; CV 760/UBND-GD&ĐT, mục 4.b, 5.b).
    """
    inspection = result.inspection
    here = inspection.get_absolute_url()
    minutes = getattr(inspection, "record", None)
    if minutes is None or minutes.state != RecordState.SIGNED:
        yield Gap(_("The minutes of the inspection are not signed yet."), here)
    yield from _value_gaps(inspection, here)
    yield from _finding_gaps(inspection, here)
    if not result.summary.strip():
        url = reverse("inspections:result_edit", args=[inspection.pk])
        yield Gap(_("The overall assessment is empty."), url)


def _value_gaps(inspection: Any, url: str) -> Iterator[Gap]:
    checklists = inspection.checklists.select_related("assessment__standard_set")
    for checklist in checklists.prefetch_related(
        "assessment__standard_set__standards__criteria", "assessment__standard_set__rules"
    ):
        missing = len(missing_answers(checklist.assessment, Stage.OFFICIAL))
        if missing:
            sentence = ngettext(
                "%(set)s: %(n)d criterion has no official value yet.",
                "%(set)s: %(n)d criteria have no official value yet.",
                missing,
            )
            yield Gap(sentence % {"set": checklist, "n": missing}, url)


def _finding_gaps(inspection: Any, url: str) -> Iterator[Gap]:
    kinds = set(inspection.findings.filter(is_withdrawn=False).values_list("kind", flat=True))
    if FindingKind.STRENGTH not in kinds:
        yield Gap(_("No good practice is written down."), url)
    if not kinds & {FindingKind.SHORTCOMING, FindingKind.VIOLATION}:
        yield Gap(_("No shortcoming is written down."), url)


def conclusion_gaps(conclusion: Any) -> Iterator[Gap]:
    """The unit was heard, its explanations are decided, the words are there, somebody approves."""
    inspection = conclusion.inspection
    yield from _hearing_gaps(inspection)
    edit = reverse("inspections:conclusion_edit", args=[inspection.pk])
    if not conclusion.summary.strip():
        yield Gap(_("The conclusion has no text."), edit)
    if conclusion.demands.strip() and conclusion.due_on is None:
        yield Gap(_("Something is demanded, but no last day is named."), edit)
    if not conclusion.recipients.strip():
        yield Gap(_("Nobody stands under “Nơi nhận”."), edit)
    if not inspection.visit.plan.issuer.symbol.strip():
        url = reverse("units:unit", args=[inspection.visit.plan.issuer_id])
        yield Gap(_("The issuer has no symbol for its papers."), url)
    if conclusion.approver_id is None and conclusion.state not in ConclusionState.editable():
        yield Gap(_("Nobody is named to approve it."), edit)


def _hearing_gaps(inspection: Any) -> Iterator[Gap]:
    result = getattr(inspection, "result", None)
    url = reverse("inspections:result", args=[inspection.pk])
    if result is None or result.state == ResultState.DRAFT:
        yield Gap(_("The draft result has not been released to the unit."), url)
    elif result.state == ResultState.RELEASED:
        day = date_format(result.reply_by, "d/m/Y")
        yield Gap(_("The unit may reply until %(day)s.") % {"day": day}, url)
    elif result.state == ResultState.REPLIED:
        pending = result.explanations.filter(state=ExplanationState.PENDING).count()
        if pending:
            sentence = ngettext(
                "%(n)d explanation of the unit is not decided.",
                "%(n)d explanations of the unit are not decided.",
                pending,
            )
            decide = reverse("inspections:explanations", args=[inspection.pk])
            yield Gap(sentence % {"n": pending}, decide)
