"""The official value of a criterion: taken over where one collector answered, else decided by the lead."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from inspections.domain.guards import refuse_closed_minutes
from inspections.domain.queries.collected import OfficialRow, official_sheet
from inspections.domain.refusals import InspectionRefused
from inspections.enums import ConclusionState, ExplanationState
from inspections.models import Checklist, Conclusion, Explanation
from inspections.rules import leads
from standards.domain.assessing import Given, append_answers
from standards.domain.refusals import StandardsRefused
from standards.enums import Stage
from standards.models import AnswerEvent, Criterion
from standards.scoring.answers import Answer

TAKEN_OVER = uuid.UUID("5b0e6f7e-6a55-4c1f-9a0e-2f6f7a0a7d10")


@transaction.atomic
def take_over(*, checklist: Checklist, by: User) -> list[AnswerEvent]:
    """Official values for every criterion that exactly one collector answered and nobody decided.

    Several collectors are never merged, and a decision that was made is never overwritten.

    Raises:
        InspectionRefused: not the lead, or the minutes are read back or signed.
    """
    _guard(checklist, by)
    rows = [row for row in official_sheet(checklist).rows if row.official is None and row.sole]
    return append_answers(
        assessment=checklist.assessment, stage=Stage.OFFICIAL, given=_taken(rows), by=by
    )


def _taken(rows: Iterable[OfficialRow]) -> Iterable[Given]:
    """The same event is taken over once, whoever presses and however often."""
    for row in rows:
        sole = row.sole
        assert sole is not None  # noqa: S101 - for the type checker: filtered above
        yield Given(
            row.criterion, sole.answer, sole.note, uuid.uuid5(TAKEN_OVER, str(sole.event.client_id))
        )


@transaction.atomic
def decide(
    *, checklist: Checklist, criterion: Criterion, answer: Answer, note: str = "", by: User
) -> AnswerEvent:
    """The lead's decision on one criterion, with a reason where collectors differ.

    After the minutes a value changes only where an explanation of the unit was accepted.

    Raises:
        InspectionRefused: not the lead, minutes closed, an unacceptable answer, a reason missing.
    """
    if not is_reopened(checklist, criterion):
        _guard(checklist, by)
    elif not leads(by, checklist.inspection):
        raise InspectionRefused(_("The lead of the team decides on official values."))
    row = next(r for r in official_sheet(checklist).rows if r.criterion.pk == criterion.pk)
    if row.differs and not note.strip():
        raise InspectionRefused(_("The collectors differ. Write why this value counts."))
    given = [Given(criterion, answer, note)]
    try:
        [event] = append_answers(
            assessment=checklist.assessment, stage=Stage.OFFICIAL, given=given, by=by
        )
    except StandardsRefused as refusal:
        raise InspectionRefused(refusal.sentence) from refusal
    record(
        "inspection.decide", checklist.inspection, by=by, sentence=note.strip(),
        after={"criterion": criterion.code, "value": event.value},
    )  # fmt: skip
    return event


def is_reopened(checklist: Checklist, criterion: Criterion) -> bool:
    """The unit's explanation of this criterion was accepted, and nothing is concluded yet."""
    accepted = Explanation.objects.filter(
        checklist=checklist, criterion=criterion, state=ExplanationState.ACCEPTED
    )
    concluded = Conclusion.objects.filter(inspection=checklist.inspection_id).exclude(
        state__in=ConclusionState.editable()
    )
    return accepted.exists() and not concluded.exists()


def _guard(checklist: Checklist, by: User) -> None:
    inspection = checklist.inspection
    if not leads(by, inspection):
        raise InspectionRefused(_("The lead of the team decides on official values."))
    refuse_closed_minutes(inspection)
