"""From the draft result to the unit's reply: written, released, explained, decided."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.notifications.sending import notify
from core.web.editing import save_if_unchanged
from core.workflow.engine import TransitionRefused
from documents.blocks import digest, to_json
from documents.enums import CURRENT_LAYOUT, Regime
from documents.kinds import PaperIncomplete
from inspections.documents.result import result_paper
from inspections.domain.queries.procedures import procedure_of
from inspections.domain.refusals import InspectionRefused
from inspections.domain.replying import explain, remove_explanation, send_reply
from inspections.enums import ConclusionState, ExplanationState, ResultState
from inspections.models import DraftResult, Explanation, Inspection
from inspections.rules import concludes
from inspections.workflow import RESULT
from plans.domain.people import recipients_by_unit
from units.domain.calendar import add_working_days

__all__ = [
    "change_result", "decide_explanation", "draft_result", "explain", "guard_writers", "let_lapse",
    "release_result", "remove_explanation", "send_reply",
]  # fmt: skip

RESULT_FIELDS = ["summary"]


@transaction.atomic
def draft_result(*, inspection: Inspection, by: User) -> DraftResult:
    """The draft result of an inspection; begun once.

    Raises:
        InspectionRefused: not of those who write it.
    """
    guard_writers(inspection, by)
    result, is_new = DraftResult.objects.get_or_create(inspection=inspection)
    if is_new:
        record("result.draft", result, by=by)
    return result


@transaction.atomic
def change_result(*, result: DraftResult, version: int, by: User, **fields: Any) -> DraftResult:
    """Save the words of a draft.

    Raises:
        StaleEdit: somebody saved after the form was opened.
        InspectionRefused: released already, or not of those who write it.
    """
    guard_writers(result.inspection, by)
    stored = DraftResult.objects.get(pk=result.pk)
    if stored.state != ResultState.DRAFT:
        raise InspectionRefused(_("The draft result was released; it no longer changes."))
    before = snapshot(stored, RESULT_FIELDS)
    for name in RESULT_FIELDS:
        setattr(result, name, fields.get(name, getattr(result, name)))
    save_if_unchanged(result, RESULT_FIELDS, version)
    record("result.change", result, by=by, before=before, after=snapshot(result, RESULT_FIELDS))
    return result


@transaction.atomic
def release_result(*, result: DraftResult, by: User) -> DraftResult:
    """The unit is shown the draft and may reply for the working days of the procedure.

    What it is shown is frozen: blocks, layout and their hash. Side effects: the people who answer
    for the unit are told, once.

    Raises:
        TransitionRefused: something is missing, released already, or not of those who write it.
    """
    gaps = result.missing()
    if gaps and concludes(by, result.inspection):
        raise TransitionRefused(_("Something is still missing."), gaps)
    visit, now = result.inspection.visit, timezone.now()
    days = procedure_of(visit.plan).reply_days
    result.released_at = now
    result.reply_by = add_working_days(timezone.localdate(now), days, visit.unit)
    try:
        tree = result_paper(result)
    except PaperIncomplete as incomplete:
        raise TransitionRefused(incomplete.sentence) from incomplete
    result.blocks = to_json(tree)
    result.layout_version = CURRENT_LAYOUT[Regime(tree.regime)]
    result.content_sha256 = digest(result.blocks)
    frozen = ["released_at", "reply_by", "blocks", "layout_version", "content_sha256"]
    result.save(update_fields=frozen)
    RESULT.step(result, "release", by=by)
    notify(
        "inspections.result_released",
        event=f"inspections.result_released:{result.pk}",
        recipients=recipients_by_unit([visit.unit_id])[visit.unit_id],
        context={"unit": str(visit.unit), "due": date_format(result.reply_by, "d/m/Y")},
        url=result.get_absolute_url(),
    )
    return result


@transaction.atomic
def decide_explanation(
    *, explanation: Explanation, accepted: bool, reason: str, by: User
) -> Explanation:
    """What the team says to an explanation. Rejecting needs a reason, which the unit reads.

    An accepted explanation of a criterion opens its official value to the lead once more. Side
    effects: when the last one is decided the unit is told.

    Raises:
        InspectionRefused: not of those who conclude, no reply yet, the conclusion is submitted, or a
            rejection without a reason.
    """
    result = explanation.result
    guard_writers(result.inspection, by)
    if result.state != ResultState.REPLIED:
        raise InspectionRefused(_("Explanations are decided once the unit has sent its reply."))
    _refuse_concluded(result.inspection)
    if not accepted and not reason.strip():
        raise InspectionRefused(_("Say why the explanation is not accepted: the unit reads it."))
    before = snapshot(explanation, ["state", "decision_reason"])
    explanation.state = ExplanationState.ACCEPTED if accepted else ExplanationState.REJECTED
    explanation.decision_reason = reason.strip()
    explanation.decided_by, explanation.decided_at = by, timezone.now()
    explanation.save(update_fields=["state", "decision_reason", "decided_by", "decided_at"])
    after = snapshot(explanation, ["state", "decision_reason"])
    record("explanation.decide", explanation, by=by, before=before, after=after)
    if not result.explanations.filter(state=ExplanationState.PENDING).exists():
        _tell_decided(result)
    return explanation


def _tell_decided(result: DraftResult) -> None:
    visit = result.inspection.visit
    notify(
        "inspections.explanations_decided",
        event=f"inspections.explanations_decided:{result.pk}",
        recipients=recipients_by_unit([visit.unit_id])[visit.unit_id],
        context={"unit": str(visit.unit)},
        url=result.get_absolute_url(),
    )


@transaction.atomic
def let_lapse(*, result: DraftResult, by: User) -> DraftResult:
    """Go on without a reply, once the last day has passed.

    What the unit had begun to explain was not sent: it stays with the unit.

    Raises:
        TransitionRefused: the unit's days still run, or it replied.
    """
    if result.reply_by is not None and timezone.localdate() <= result.reply_by:
        day = date_format(result.reply_by, "d/m/Y")
        raise TransitionRefused(_("The unit may reply until %(day)s.") % {"day": day})
    RESULT.step(result, "lapse", by=by)
    return result


def _refuse_concluded(inspection: Inspection) -> None:
    conclusion = getattr(inspection, "conclusion", None)
    if conclusion is not None and conclusion.state not in ConclusionState.editable():
        raise InspectionRefused(
            _("The conclusion is submitted. Take it back before anything under it changes.")
        )


def guard_writers(inspection: Inspection, by: User) -> None:
    """Raises InspectionRefused unless this person writes result and conclusion."""
    if not concludes(by, inspection):
        raise InspectionRefused(_("You do not have the right to take this step."))
