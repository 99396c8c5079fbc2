"""What each collector answered, beside what counts as official (etools' three tiers of a finding)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from inspections.models.inspection import Checklist
from standards.domain.queries.assessments import answers_of, latest_events
from standards.enums import Stage
from standards.models import AnswerEvent, Criterion, Standard
from standards.scoring.answers import Answer, figure_of
from standards.scoring.outcome import CriterionResult, Outcome, evaluate
from standards.scoring.wording import answer_words

COLLECTED = (Stage.ONSITE, Stage.DESK)


@dataclass(frozen=True)
class Collected:
    """One collector's latest answer to one criterion, with what it amounts to in words."""

    event: AnswerEvent
    answer: Answer
    words: str

    @property
    def author(self) -> Any:
        return self.event.author

    @property
    def note(self) -> str:
        return self.event.note


@dataclass(frozen=True)
class OfficialRow:
    """One criterion: what was collected, and what is official."""

    criterion: Criterion
    result: CriterionResult
    collected: tuple[Collected, ...]
    official: AnswerEvent | None
    words: str = ""

    @property
    def applies(self) -> bool:
        return self.result.applies

    @property
    def sole(self) -> Collected | None:
        """The one answer that may be taken over: exactly one collector gave it."""
        return self.collected[0] if len(self.collected) == 1 else None

    @property
    def needs_decision(self) -> bool:
        """Several collectors answered and nobody has decided."""
        return self.official is None and len(self.collected) > 1

    @property
    def is_open(self) -> bool:
        return self.applies and self.official is None

    @property
    def differs(self) -> bool:
        """Collectors say different things."""
        return len({str(each.event.value) for each in self.collected}) > 1

    @property
    def is_stale(self) -> bool:
        """Somebody answered after the official value was decided."""
        official = self.official
        return official is not None and any(
            each.event.server_at > official.server_at for each in self.collected
        )


@dataclass(frozen=True)
class OfficialSheet:
    """A checklist's official column, criterion by criterion, and what it amounts to."""

    checklist: Checklist
    outcome: Outcome
    groups: tuple[tuple[Standard, tuple[OfficialRow, ...]], ...] = field(default=())

    @property
    def rows(self) -> Iterator[OfficialRow]:
        return (row for _standard, rows in self.groups for row in rows)

    @property
    def open_rows(self) -> list[OfficialRow]:
        return [row for row in self.rows if row.is_open]


def official_sheet(checklist: Checklist) -> OfficialSheet:
    """Read the checklist with `assessment.standard_set` and its parts. Two queries."""
    assessment = checklist.assessment
    latest = latest_events(assessment)
    official = latest[Stage.OFFICIAL]
    outcome = evaluate(
        assessment.standard_set.scheme, answers_of(assessment, official), assessment.facts
    )
    by_collector = _latest_by_collector(checklist)
    groups = tuple(
        (
            standard,
            tuple(
                _row(criterion, outcome, by_collector, official)
                for criterion in standard.criteria.all()
            ),
        )
        for standard in assessment.standard_set.standards.all()
    )
    return OfficialSheet(checklist, outcome, groups)


def _row(
    criterion: Criterion, outcome: Outcome, by_collector: dict[int, list[AnswerEvent]],
    official: dict[int, AnswerEvent],
) -> OfficialRow:  # fmt: skip
    result, event = outcome.results[criterion.code], official.get(criterion.pk)
    words = ""
    if event is not None:
        words = answer_words(criterion.as_value(), Answer.from_json(event.value), result.figure)
    collected = tuple(_collected(criterion, each) for each in by_collector.get(criterion.pk, []))
    return OfficialRow(criterion, result, collected, event, words)


def _collected(criterion: Criterion, event: AnswerEvent) -> Collected:
    answer, value = Answer.from_json(event.value), criterion.as_value()
    return Collected(event, answer, answer_words(value, answer, figure_of(value, answer)))


def _latest_by_collector(checklist: Checklist) -> dict[int, list[AnswerEvent]]:
    """Criterion → each collector's last answer; on site where anybody answered there, else the desk."""
    latest: dict[tuple[str, int], dict[int | None, AnswerEvent]] = {}
    events = (
        checklist.assessment.events.filter(stage__in=COLLECTED)
        .select_related("author").order_by("device_at", "client_id")
    )  # fmt: skip
    for event in events:
        latest.setdefault((event.stage, event.criterion_id), {})[event.author_id] = event
    found: dict[int, list[AnswerEvent]] = {}
    for stage in COLLECTED:
        for (at, criterion), by_author in latest.items():
            if at == stage:
                found.setdefault(criterion, list(by_author.values()))
    return found
