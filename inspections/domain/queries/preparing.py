"""What a team should know before it leaves: last answers, open recommendations, what may repeat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from inspections.enums import FindingKind
from inspections.models import Checklist, Finding, Inspection, Recommendation
from standards.domain.queries.assessments import (
    CriterionRow,
    answers_of,
    latest_events,
    side_by_side,
)
from standards.enums import Stage
from standards.models import Criterion, CriterionLink
from standards.scoring.outcome import Outcome, evaluate
from standards.scoring.wording import answer_words

SHORTFALLS = (FindingKind.SHORTCOMING, FindingKind.VIOLATION)


@dataclass(frozen=True)
class LastAnswer:
    """A criterion of today beside the official answer of the last inspection, maybe to an older
    criterion which today's continues.
    """

    criterion: Criterion
    old: Criterion
    words: str
    met: bool | None
    note: str
    link_note: str = ""

    @property
    def is_mapped(self) -> bool:
        """The older criterion is not the same row: it is shown beside."""
        return self.old.pk != self.criterion.pk


@dataclass(frozen=True)
class LastTime:
    """The last inspection of the same contents at this unit."""

    checklist: Checklist
    outcome: Outcome
    rows: tuple[LastAnswer, ...]

    @property
    def on(self) -> date | None:
        return self.checklist.inspection.visit.on

    @property
    def unmet(self) -> set[int]:
        """Today's criteria whose older one was not met."""
        return {row.criterion.pk for row in self.rows if row.met is False}


@dataclass(frozen=True)
class Agenda:
    """One checklist before the visit."""

    checklist: Checklist
    last: LastTime | None
    differing: tuple[CriterionRow, ...]
    """Criteria on which self-assessment and desk say different things."""
    still_unmet: tuple[CriterionRow, ...]
    """Not met last time, and not met by the latest column of this time either."""


@dataclass(frozen=True)
class Owed:
    """An open recommendation and how long it has been open, in days."""

    recommendation: Recommendation
    age: int

    @property
    def is_late(self) -> bool:
        return self.recommendation.due_on < timezone.localdate()


def agenda_of(checklist: Checklist) -> Agenda:
    """Read the checklist with its assessment's parts. Eleven queries at most."""
    last = last_time(checklist)
    view = side_by_side(checklist.assessment, [Stage.SELF, Stage.DESK])
    unmet = last.unmet if last else set()
    again = tuple(
        row for _standard, rows in view.groups for row in rows
        if row.criterion.pk in unmet and _falls_short(row)
    )  # fmt: skip
    return Agenda(checklist, last, tuple(view.discrepancies), again)


def _falls_short(row: CriterionRow) -> bool:
    said = [cell for cell in row.cells if cell.answer is not None]
    return bool(said) and said[-1].result.met is False


def last_time(checklist: Checklist) -> LastTime | None:
    """The latest earlier inspection of the unit by this set or by one its criteria continue, if it has
    official answers. What judges another subject (another room) is another matter.
    """
    of_today = {
        criterion.pk: criterion
        for standard in checklist.assessment.standard_set.standards.all()
        for criterion in standard.criteria.all()
    }
    links = list(CriterionLink.objects.filter(new__in=of_today).select_related("old__standard"))
    sets = {
        checklist.assessment.standard_set_id,
        *(link.old.standard.standard_set_id for link in links),
    }
    earlier = _earlier(checklist, sets)
    if earlier is None:
        return None
    return _compared(earlier, of_today, links)


def _earlier(checklist: Checklist, sets: Iterable[int]) -> Checklist | None:
    visit = checklist.inspection.visit
    before = Q(inspection__visit__on__lt=visit.on) if visit.on else Q(pk__lt=checklist.pk)
    if visit.on:
        before |= Q(inspection__visit__on=visit.on, pk__lt=checklist.pk)
    found = (
        Checklist.objects.filter(
            before, assessment__unit=visit.unit_id, assessment__standard_set__in=sets,
            assessment__attributes=checklist.assessment.attributes,
            assessment__events__stage=Stage.OFFICIAL,
        )
        .exclude(pk=checklist.pk)
        .select_related("inspection__visit", "assessment__standard_set")
        .prefetch_related(
            "assessment__standard_set__standards__criteria", "assessment__standard_set__rules"
        )
        .order_by("-inspection__visit__on", "-pk")
    )  # fmt: skip
    return found.first()


def _compared(
    earlier: Checklist, of_today: dict[int, Criterion], links: list[CriterionLink]
) -> LastTime:
    assessment = earlier.assessment
    events = latest_events(assessment)[Stage.OFFICIAL]
    answers = answers_of(assessment, events)
    outcome = evaluate(assessment.standard_set.scheme, answers, assessment.facts)
    continued = {link.old_id: link for link in links}
    rows = []
    for standard in assessment.standard_set.standards.all():
        for old in standard.criteria.all():
            link = continued.get(old.pk)
            today = of_today.get(old.pk) or (of_today.get(link.new_id) if link else None)
            if today is None or old.pk not in events:
                continue
            result = outcome.results[old.code]
            words = answer_words(old.as_value(), answers.get(old.code), result.figure)
            note = events[old.pk].note
            rows.append(LastAnswer(today, old, words, result.met, note, link.note if link else ""))
    return LastTime(earlier, outcome, tuple(rows))


def owed_by(inspection: Inspection) -> list[Owed]:
    """Open recommendations to this unit from any inspection that were told to it, the oldest first."""
    visit, today = inspection.visit, timezone.localdate()
    rows = (
        Recommendation.objects.unsettled()
        .filter(owner=visit.unit_id, told_at__isnull=False)
        .exclude(inspection=inspection)
        .select_related("inspection__visit").order_by("told_at", "pk")
    )  # fmt: skip
    return [Owed(row, (today - timezone.localdate(row.told_at)).days) for row in rows]


def earlier_findings(inspection: Inspection) -> QuerySet[Finding, Any]:
    """Shortcomings and violations seen at this unit before: what may be seen again."""
    visit = inspection.visit
    found = Finding.objects.filter(
        inspection__visit__unit=visit.unit_id, kind__in=SHORTFALLS, is_withdrawn=False
    ).exclude(inspection=inspection)
    if visit.on:
        found = found.filter(inspection__visit__on__lte=visit.on)
    return found.select_related("inspection__visit", "criterion").order_by(
        "-inspection__visit__on", "criterion__standard__order", "criterion__order", "pk"
    )[:50]
