"""How far each checklist is: by column, and by member of the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from inspections.models import Checklist
from standards.enums import Stage
from standards.models import AnswerEvent, StageSheet
from standards.scoring.answers import Answer
from standards.scoring.outcome import Outcome, evaluate

# What is known of one column: its latest answer by criterion, and who answered which criterion.
Column = dict[int, tuple[dict[str, Any], set[int | None]]]


@dataclass(frozen=True)
class ColumnProgress:
    """One column of a checklist: how many of its criteria are answered, and whether it is closed."""

    stage: str
    label: Any
    sheet: StageSheet | None
    answered: int
    to_answer: int

    @property
    def is_done(self) -> bool:
        return self.sheet is not None and self.sheet.is_done

    @property
    def is_full(self) -> bool:
        return self.answered >= self.to_answer


@dataclass(frozen=True)
class PersonProgress:
    """What one member still has to answer in a column: criteria given to the member, and those given
    to nobody that nobody has answered.
    """

    person: Any
    given: int
    answered: int
    open: frozenset[int]


@dataclass(frozen=True)
class ChecklistProgress:
    checklist: Checklist
    columns: Mapping[str, ColumnProgress]
    people: Mapping[str, tuple[PersonProgress, ...]]
    is_shared_out: bool
    """Whether a criterion was given to anybody."""

    @property
    def shown(self) -> list[ColumnProgress]:
        """The columns of an inspection: an office's own check is another procedure."""
        return [column for stage, column in self.columns.items() if stage != Stage.OFFICE]

    def open_for(self, person: int, stage: str) -> frozenset[int]:
        """Criteria this member still has to answer in a column."""
        found = (each.open for each in self.people[stage] if each.person.pk == person)
        return next(found, frozenset())

    def of_person(self, person: int, stage: str) -> PersonProgress | None:
        return next((each for each in self.people[stage] if each.person.pk == person), None)


def with_progress_parts(checklists: QuerySet[Checklist]) -> QuerySet[Checklist]:
    """Checklists with what `progress_of` reads: six queries, however many."""
    return checklists.select_related(
        "assessment__unit", "assessment__standard_set", "stream"
    ).prefetch_related(
        "tasks", "assessment__sheets", "assessment__standard_set__standards__criteria",
        "assessment__standard_set__rules",
    )  # fmt: skip


def progress_of(
    checklists: Iterable[Checklist], members: Mapping[int, Iterable[Any]]
) -> list[ChecklistProgress]:
    """Progress of checklists read by `with_progress_parts`; one query.

    `members` are the people of each inspection's team by the inspection's number.
    """
    rows = list(checklists)
    columns = _columns([row.assessment_id for row in rows])
    return [
        _progress(row, columns.get(row.assessment_id, {}), list(members.get(row.inspection_id, ())))
        for row in rows
    ]


def _columns(assessments: list[int]) -> dict[int, dict[str, Column]]:
    events = AnswerEvent.objects.filter(assessment__in=assessments)
    ordered = events.order_by("device_at", "client_id").values_list(
        "assessment_id", "stage", "criterion_id", "value", "author_id"
    )
    found: dict[int, dict[str, Column]] = {}
    for assessment, stage, criterion, value, author in ordered:
        column = found.setdefault(assessment, {}).setdefault(stage, {})
        authors = column[criterion][1] if criterion in column else set()
        column[criterion] = (value, authors | {author})
    return found


def _progress(
    checklist: Checklist, columns: dict[str, Column], people: list[Any]
) -> ChecklistProgress:
    assessment = checklist.assessment
    codes = {
        criterion.pk: criterion.code
        for standard in assessment.standard_set.standards.all()
        for criterion in standard.criteria.all()
    }
    sheets = {sheet.stage: sheet for sheet in assessment.sheets.all()}
    given: dict[int, set[int]] = {}
    for task in checklist.tasks.all():
        given.setdefault(task.criterion_id, set()).add(task.person_id)
    outcomes = {stage: _outcome(checklist, columns.get(stage, {}), codes) for stage in Stage}
    by_stage = {
        stage.value: ColumnProgress(
            stage.value, stage.label, sheets.get(stage.value), outcomes[stage].answered,
            outcomes[stage].to_answer,
        )
        for stage in Stage
    }  # fmt: skip
    by_person = {
        stage.value: tuple(
            _person(each, given, columns.get(stage.value, {}), _asked(outcomes[stage], codes))
            for each in people
        )
        for stage in (Stage.DESK, Stage.ONSITE)
    }
    return ChecklistProgress(checklist, by_stage, by_person, bool(given))


def _outcome(checklist: Checklist, column: Column, codes: dict[int, str]) -> Outcome:
    answers = {codes[pk]: Answer.from_json(value) for pk, (value, _by) in column.items()}
    assessment = checklist.assessment
    return evaluate(assessment.standard_set.scheme, answers, assessment.facts)


def _asked(outcome: Outcome, codes: dict[int, str]) -> set[int]:
    return {pk for pk, code in codes.items() if outcome.results[code].applies}


def _person(
    person: Any, given: dict[int, set[int]], column: Column, asked: set[int]
) -> PersonProgress:
    own = {pk for pk in asked if person.pk in given.get(pk, ())}
    answered = {pk for pk in own if pk in column and person.pk in column[pk][1]}
    shared = {pk for pk in asked if pk not in given and pk not in column}
    return PersonProgress(person, len(own), len(answered), frozenset((own - answered) | shared))
