"""A member's page of questions: the own answers, and what others said beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from inspections.domain.filling import own_criteria
from inspections.models import Checklist
from standards.enums import Stage
from standards.models import AnswerEvent, Criterion, Standard
from standards.scoring.answers import Answer, figure_of
from standards.scoring.outcome import evaluate
from standards.scoring.wording import answer_words


@dataclass(frozen=True)
class Said:
    """An answer in words, with who gave it."""

    words: str
    note: str
    author: Any
    at: Any


@dataclass(frozen=True)
class Beside:
    """What stands beside one question. `people` were given it; without them it is the team's."""

    unit: Said | None = None
    desk: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    people: tuple[Any, ...] = ()


@dataclass(frozen=True)
class MemberSheet:
    """One column of a checklist as one member fills it. Three queries."""

    checklist: Checklist
    stage: str
    own: frozenset[int]
    answers: dict[int, AnswerEvent]
    beside: dict[int, Beside]
    done: int
    total: int
    rest: tuple[tuple[Standard, tuple[Criterion, ...]], ...] = field(default=())
    """Criteria given to others."""

    def of_others(self) -> Iterator[tuple[Standard, list[tuple[Criterion, Beside]]]]:
        for standard, rows in self.rest:
            yield standard, [(row, self.beside[row.pk]) for row in rows]


def member_sheet(checklist: Checklist, stage: str, user: Any) -> MemberSheet:
    """Read the checklist with its assessment's parts."""
    own, people = own_criteria(checklist, user), _people(checklist)
    by_stage = _events(checklist)
    mine = {
        criterion: by_author[user.pk]
        for criterion, by_author in by_stage.get(stage, {}).items()
        if user.pk in by_author
    }
    asked = _asked(checklist, {pk: _last(given) for pk, given in by_stage.get(stage, {}).items()})
    answered = by_stage.get(stage, {})
    done = {
        pk for pk in own & asked
        if pk in mine or (pk in answered and user.pk not in {p.pk for p in people.get(pk, ())})
    }  # fmt: skip
    standards = checklist.assessment.standard_set.standards.all()
    beside: dict[int, Beside] = {}
    rest: list[tuple[Standard, tuple[Criterion, ...]]] = []
    for standard in standards:
        rows = list(standard.criteria.all())
        beside |= {row.pk: _beside(row, stage, user, by_stage, people) for row in rows}
        foreign = tuple(row for row in rows if row.pk in asked - own)
        rest += [(standard, foreign)] if foreign else []
    return MemberSheet(
        checklist, stage, frozenset(own), mine, beside, len(done), len(own & asked), tuple(rest)
    )


# Stage → criterion → author → the latest answer.
Events = dict[str, dict[int, dict[Any, AnswerEvent]]]


def _events(checklist: Checklist) -> Events:
    found: Events = {}
    events = checklist.assessment.events.select_related("author")
    for event in events.order_by("device_at", "client_id"):
        given = found.setdefault(event.stage, {}).setdefault(event.criterion_id, {})
        given.pop(event.author_id, None)
        given[event.author_id] = event
    return found


def _last(given: dict[Any, AnswerEvent]) -> AnswerEvent:
    return list(given.values())[-1]


def _people(checklist: Checklist) -> dict[int, tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {}
    for task in checklist.tasks.select_related("person"):
        found[task.criterion_id] = (*found.get(task.criterion_id, ()), task.person)
    return found


def _asked(checklist: Checklist, latest: dict[int, AnswerEvent]) -> set[int]:
    """Criteria that apply, as far as this column's answers tell."""
    assessment = checklist.assessment
    criteria = [c for s in assessment.standard_set.standards.all() for c in s.criteria.all()]
    answers = {c.code: Answer.from_json(latest[c.pk].value) for c in criteria if c.pk in latest}
    results = evaluate(assessment.standard_set.scheme, answers, assessment.facts).results
    return {criterion.pk for criterion in criteria if results[criterion.code].applies}


def _beside(
    criterion: Criterion, stage: str, user: Any, events: Events, people: dict[int, tuple[Any, ...]]
) -> Beside:
    def said(column: str) -> list[Said]:
        given = events.get(column, {}).get(criterion.pk, {})
        return [_said(criterion, event) for event in given.values()]

    own_side = said(Stage.SELF)
    return Beside(
        own_side[-1] if own_side else None,
        tuple(said(Stage.DESK)) if stage == Stage.ONSITE else (),
        tuple(each for each in said(stage) if each.author is None or each.author.pk != user.pk),
        people.get(criterion.pk, ()),
    )


def _said(criterion: Criterion, event: AnswerEvent) -> Said:
    value, answer = criterion.as_value(), Answer.from_json(event.value)
    words = answer_words(value, answer, figure_of(value, answer))
    return Said(words, event.note, event.author, event.device_at)
