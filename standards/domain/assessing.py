"""Opening an assessment, answering its criteria, handing a column in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import TransitionRefused
from standards.domain.queries.assessments import missing_answers
from standards.domain.refusals import StandardsRefused
from standards.enums import AssessmentPurpose, Stage
from standards.models import AnswerEvent, Assessment, Criterion, StageSheet, StandardSet
from standards.rules import may_fill, may_open
from standards.scoring.answers import Answer, faults
from standards.scoring.scheme import is_number
from standards.signals import sheet_handed_in
from standards.workflow import SHEET
from units.models import SchoolYear, Unit


@dataclass(frozen=True)
class Given:
    """One answer as it arrives: `client_id` and `device_at` come from the device that took it."""

    criterion: Criterion
    answer: Answer
    note: str = ""
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)
    device_at: datetime | None = None


class SameIdOtherAnswer(StandardsRefused):
    """An id is used again for another answer: the device's fault, both answers are kept by it."""


@transaction.atomic
def open_assessment(
    *,
    unit: Unit,
    standard_set: StandardSet,
    school_year: SchoolYear,
    purpose: AssessmentPurpose | str,
    by: User | None,
    subject: str = "",
    levels: Iterable[str] = (),
    attributes: Mapping[str, str] | None = None,
    is_synthetic: bool = False,
) -> Assessment:
    """Bind a unit to one version of a set for a school year; the five columns are open.

    Raises:
        StandardsRefused: a draft, a level the set does not know, an unknown attribute, or open already.
    """
    if by is not None and not may_open(by, unit):
        raise StandardsRefused(_("You do not have the right to take this step."))
    assessment = Assessment(
        unit=unit, standard_set=standard_set, school_year=school_year, purpose=purpose,
        subject=subject.strip(), attributes=dict(attributes or {}), opened_by=by,
        is_synthetic=is_synthetic,
    )  # fmt: skip
    judged = set(levels or unit.level_list) & set(standard_set.level_list)
    assessment.level_list = sorted(judged)
    _refuse_unfit(assessment)
    try:
        with transaction.atomic():
            assessment.save()
    except IntegrityError as error:
        raise StandardsRefused(_("This assessment is open already.")) from error
    StageSheet.objects.bulk_create(
        [StageSheet(assessment=assessment, stage=stage) for stage in Stage]
    )
    record(
        "standards.assess", assessment, by=by,
        after={"set": str(standard_set), "version": standard_set.version},
    )  # fmt: skip
    return assessment


def _refuse_unfit(assessment: Assessment) -> None:
    if assessment.standard_set.is_draft:
        raise StandardsRefused(_("A draft cannot be assessed by. Publish the set first."))
    if not assessment.level_list:
        raise StandardsRefused(_("The set does not hold for any school level of this unit."))
    for row in assessment.standard_set.attributes:
        value = assessment.attributes.get(row["key"], "")
        choices = {choice["value"] for choice in row.get("choices", [])}
        fits = value in choices if choices else is_number(value) and float(value) > 0
        if not fits:
            raise StandardsRefused(_("“%(what)s” is missing.") % {"what": row["label"]})


@transaction.atomic
def give_answers(
    *, assessment: Assessment, stage: str, given: Iterable[Given], by: User | None
) -> list[AnswerEvent]:
    """Append answers to a column; what arrives twice is stored once. Returns the new events.

    Raises:
        StandardsRefused: handed in, not one's column, or an answer that cannot be accepted.
        SameIdOtherAnswer: an id was used before for another answer.
    """
    if by is not None and not may_fill(by, assessment, stage):
        raise StandardsRefused(_("You do not have the right to take this step."))
    fresh = _fresh(assessment, stage, given, by)
    if fresh and assessment.sheets.get(stage=stage).is_done:
        raise StandardsRefused(_("These answers were handed in. Open them again to change them."))
    return _stored(fresh)


@transaction.atomic
def append_answers(
    *, assessment: Assessment, stage: str, given: Iterable[Given], by: User | None
) -> list[AnswerEvent]:
    """As `give_answers`, for callers that have asked their own rule; a column handed in takes them.

    Raises:
        StandardsRefused: an answer that cannot be accepted.
        SameIdOtherAnswer: an id was used before for another answer.
    """
    return _stored(_fresh(assessment, stage, given, by))


def _fresh(
    assessment: Assessment, stage: str, given: Iterable[Given], by: User | None
) -> list[AnswerEvent]:
    """What is not stored yet."""
    events = [_event(assessment, stage, each, by) for each in given]
    known = {
        event.client_id: event
        for event in AnswerEvent.objects.filter(client_id__in=[e.client_id for e in events])
    }
    return [event for event in events if not _is_repeated(event, known)]


def _stored(fresh: list[AnswerEvent]) -> list[AnswerEvent]:
    """Of two requests that bring the same answer at once, the second finds it there already."""
    AnswerEvent.objects.bulk_create(fresh, ignore_conflicts=True)
    ids = [event.client_id for event in fresh]
    kept = {event.client_id: event for event in AnswerEvent.objects.filter(client_id__in=ids)}
    for event in fresh:
        _is_repeated(event, kept)
    return [kept[number] for number in ids]


def _event(assessment: Assessment, stage: str, given: Given, by: User | None) -> AnswerEvent:
    if given.criterion.standard.standard_set_id != assessment.standard_set_id:
        raise StandardsRefused(_("This criterion belongs to another set."))
    wrong = list(faults(given.criterion.as_value(), given.answer))
    if wrong:
        raise StandardsRefused(f"{given.criterion.code}: {wrong[0][1]}")
    return AnswerEvent(
        assessment=assessment, criterion=given.criterion, stage=stage, client_id=given.client_id,
        value=given.answer.as_json(), note=given.note.strip(),
        device_at=given.device_at or timezone.now(), author=by,
    )  # fmt: skip


def _is_repeated(event: AnswerEvent, known: Mapping[uuid.UUID, AnswerEvent]) -> bool:
    same = known.get(event.client_id)
    if same is None:
        return False
    ours = (event.assessment.pk, event.criterion.pk, event.stage, event.value, event.note)
    theirs = (same.assessment_id, same.criterion_id, same.stage, same.value, same.note)
    if ours != theirs:
        raise SameIdOtherAnswer(_("This answer was sent before with other content."))
    return True


@transaction.atomic
def hand_in(*, sheet: StageSheet, by: User | None) -> StageSheet:
    """Close a column; every criterion that applies is answered, or says why not.

    Raises:
        StandardsRefused: answers are missing; each is named.
    """
    missing = missing_answers(sheet.assessment, sheet.stage)
    if missing:
        codes = ", ".join(criterion.code for criterion in missing)
        raise StandardsRefused(_("Not answered yet: %(codes)s.") % {"codes": codes})
    _step(sheet, "hand_in", by)
    sheet.handed_in_at = timezone.now()
    sheet.save(update_fields=["handed_in_at"])
    sheet_handed_in.send(sender=StageSheet, sheet=sheet, by=by)
    return sheet


@transaction.atomic
def reopen(*, sheet: StageSheet, reason: str, by: User) -> StageSheet:
    """Open a column again, with the reason; what was answered stays and may be answered anew.

    Raises:
        StandardsRefused: no reason, or not one's column.
    """
    _step(sheet, "reopen", by, reason)
    return sheet


def _step(sheet: StageSheet, name: str, by: User | None, comment: str = "") -> None:
    try:
        SHEET.step(sheet, name, by=by, comment=comment)  # type: ignore[arg-type]
    except TransitionRefused as refusal:
        raise StandardsRefused(refusal.sentence) from refusal
