"""The unit replies to the draft result: criterion by criterion, kept at every change, sent once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.files.models import StoredFile
from inspections.domain.people import tell_writers
from inspections.domain.refusals import InspectionRefused
from inspections.enums import ResultState
from inspections.models import Checklist, DraftResult, Explanation, ExplanationFile, Finding
from inspections.rules import replies_for, works_at
from inspections.workflow import RESULT
from standards.models import Criterion


@transaction.atomic
def explain(
    *,
    result: DraftResult,
    text: str,
    files: Iterable[StoredFile] = (),
    criterion: Criterion | None = None,
    checklist: Checklist | None = None,
    finding: Finding | None = None,
    by: User,
) -> Explanation:
    """What the unit sees otherwise, about one criterion or one finding; said again, it is replaced.

    Files sent before stay. The team reads nothing of it before the reply is sent.

    Raises:
        InspectionRefused: not of the unit, the reply is closed, no words, or not of this inspection.
    """
    _guard(result, by)
    if not text.strip():
        raise InspectionRefused(_("Write what you see otherwise."))
    about = _about(result, criterion, checklist, finding)
    found = result.explanations.filter(**about).first()
    before = snapshot(found, ["text"]) if found else {}
    explanation = found or Explanation(result=result, **about)
    explanation.text, explanation.written_by = text.strip(), by
    explanation.save()
    sent = [ExplanationFile.objects.create(explanation=explanation, file=file) for file in files]
    if sent or before != snapshot(explanation, ["text"]):
        after = {"text": explanation.text, "files": [str(each.file_id) for each in sent]}
        record("explanation.write", explanation, by=by, before=before, after=after)
    return explanation


def _about(
    result: DraftResult, criterion: Criterion | None, checklist: Checklist | None,
    finding: Finding | None,
) -> dict[str, object]:  # fmt: skip
    """Exactly one thing, and one of this inspection."""
    inspection = result.inspection_id
    if finding is not None and criterion is None and finding.inspection_id == inspection:
        return {"finding": finding}
    if finding is None and criterion is not None and checklist is not None:
        of_set = criterion.standard.standard_set_id == checklist.assessment.standard_set_id
        if of_set and checklist.inspection_id == inspection:
            return {"criterion": criterion, "checklist": checklist}
    raise InspectionRefused(_("Explain one criterion or one finding of this inspection."))


@transaction.atomic
def remove_explanation(*, explanation: Explanation, by: User) -> None:
    """The unit agrees here after all; files that were added are kept, but belong to nothing.

    Raises:
        InspectionRefused: not of the unit, or the reply is closed.
    """
    _guard(explanation.result, by)
    record("explanation.remove", explanation, by=by, before=snapshot(explanation, ["text"]))
    explanation.delete()


@transaction.atomic
def take_back_explanation_file(*, sent: ExplanationFile, by: User) -> None:
    """A file added by mistake."""
    explanation = sent.explanation
    _guard(explanation.result, by)
    record("explanation.file_removed", explanation, by=by, sentence=str(sent.file))
    sent.delete()


@transaction.atomic
def send_reply(*, result: DraftResult, text: str, agrees: bool, by: User) -> DraftResult:
    """The head of the unit sends the reply, once. Side effects: those who conclude are told.

    Raises:
        InspectionRefused: agrees although something is explained, or says nothing at all.
        TransitionRefused: not the head of the unit, replied already, or the days have lapsed.
    """
    explained = result.explanations.exists()
    if agrees and explained:
        raise InspectionRefused(
            _(
                "You explain some points, so you do not agree with everything. Choose one of the two."
            )
        )
    if not (agrees or explained or text.strip()):
        raise InspectionRefused(_("Agree with everything, or explain at least one point."))
    result.reply, result.agrees = text.strip(), agrees
    result.replied_at, result.replied_by = timezone.now(), by
    RESULT.step(result, "reply", by=by)
    result.save(update_fields=["reply", "agrees", "replied_at", "replied_by"])
    tell_writers(result)
    return result


def _guard(result: DraftResult, by: User) -> None:
    inspection = result.inspection
    if not (works_at(by, inspection) or replies_for(by, inspection)):
        raise InspectionRefused(_("Only the unit itself can send this."))
    if result.state != ResultState.RELEASED:
        raise InspectionRefused(_("The reply is closed; nothing changes here any more."))
