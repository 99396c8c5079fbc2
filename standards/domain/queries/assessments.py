"""The columns of an assessment side by side, what they amount to, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from standards.enums import Stage
from standards.models import AnswerEvent, Assessment, Criterion, Standard
from standards.scoring.answers import Answer
from standards.scoring.outcome import CriterionResult, Outcome, evaluate
from standards.scoring.wording import answer_words, shown

Latest = dict[str, dict[int, AnswerEvent]]


@dataclass(frozen=True)
class Cell:
    """One column's answer to one criterion, with what it amounts to, who gave it and when."""

    stage: str
    answer: Answer | None
    result: CriterionResult
    words: str = ""
    note: str = ""
    author: Any = None
    at: datetime | None = None

    @property
    def points_words(self) -> str:
        if not self.result.maximum:
            return ""
        return f"{shown(self.result.points)} / {shown(self.result.maximum)}"


@dataclass(frozen=True)
class CriterionRow:
    criterion: Criterion
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether two columns that answered say something else: a point for the visit."""
        said = {
            (cell.answer.number, cell.answer.denominator, cell.answer.word,
             cell.answer.not_applicable)
            for cell in self.cells
            if cell.answer is not None and not cell.answer.is_blank
        }  # fmt: skip
        return len(said) > 1

    @property
    def applies(self) -> bool:
        return any(cell.result.applies for cell in self.cells)


@dataclass(frozen=True)
class Column:
    stage: str
    label: Any
    sheet: Any
    outcome: Outcome
    seen: bool
    begun: bool
    author: Any = None
    at: datetime | None = None

    @property
    def points_words(self) -> str:
        """Points reached of those that could be; empty where none are given."""
        if not self.outcome.maximum:
            return ""
        return _("%(points)s of %(most)s points") % {
            "points": shown(self.outcome.points), "most": shown(self.outcome.maximum),
        }  # fmt: skip


@dataclass(frozen=True)
class SideBySide:
    """Everything the page of an assessment shows; columns others still fill are left out."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[Standard, tuple[CriterionRow, ...]], ...]

    @property
    def shown(self) -> list[Column]:
        """Columns with an answer that the person may see."""
        return [column for column in self.columns if column.begun]

    @property
    def discrepancies(self) -> list[CriterionRow]:
        """Criteria on which columns differ: the agenda of the visit."""
        return [row for _standard, rows in self.groups for row in rows if row.differs]


def latest_events(assessment: Assessment) -> Latest:
    """Stage → criterion → the event that holds; one query."""
    latest: Latest = {stage: {} for stage in Stage.values}
    for event in assessment.events.select_related("author").order_by("device_at", "client_id"):
        latest[event.stage][event.criterion_id] = event
    return latest


def answers_of(assessment: Assessment, events: dict[int, AnswerEvent]) -> dict[str, Answer]:
    """Answers of one column by the code of the criterion."""
    return {
        criterion.code: Answer.from_json(events[criterion.pk].value)
        for standard in assessment.standard_set.standards.all()
        for criterion in standard.criteria.all()
        if criterion.pk in events
    }


def outcome_of(assessment: Assessment, stage: str) -> Outcome:
    """What one column amounts to."""
    answers = answers_of(assessment, latest_events(assessment)[stage])
    return evaluate(assessment.standard_set.scheme, answers, assessment.facts)


def missing_answers(assessment: Assessment, stage: str) -> list[Criterion]:
    """Criteria that apply in this column and are neither answered nor explained."""
    results = outcome_of(assessment, stage).results
    return [
        criterion
        for standard in assessment.standard_set.standards.all()
        for criterion in standard.criteria.all()
        if results[criterion.code].applies and not results[criterion.code].answered
    ]


def side_by_side(assessment: Assessment, seen: Iterable[str]) -> SideBySide:
    """The columns a person may see, evaluated; read the assessment with its set's parts."""
    latest, visible = latest_events(assessment), set(seen)
    sheets = {sheet.stage: sheet for sheet in assessment.sheets.all()}
    columns, answers = [], {}
    for stage in Stage:
        events = latest[stage] if stage in visible else {}
        answers[stage] = answers_of(assessment, events)
        outcome = evaluate(assessment.standard_set.scheme, answers[stage], assessment.facts)
        columns.append(_column(stage, sheets.get(stage), outcome, events, seen=stage in visible))
    begun = [column for column in columns if column.begun]
    groups = tuple(
        (
            standard,
            tuple(
                CriterionRow(criterion, tuple(_cell(criterion, c, latest, answers) for c in begun))
                for criterion in standard.criteria.all()
            ),
        )
        for standard in assessment.standard_set.standards.all()
    )
    return SideBySide(tuple(columns), groups)


def _column(
    stage: Stage, sheet: Any, outcome: Outcome, events: dict[int, AnswerEvent], *, seen: bool
) -> Column:
    last = max(events.values(), key=lambda event: event.device_at, default=None)
    if last is None:
        return Column(stage, stage.label, sheet, outcome, seen, begun=False)
    return Column(
        stage, stage.label, sheet, outcome, seen, begun=True, author=last.author, at=last.device_at
    )


def _cell(
    criterion: Criterion, column: Column, latest: Latest, answers: dict[Stage, dict[str, Answer]]
) -> Cell:
    event = latest[column.stage].get(criterion.pk)
    result = column.outcome.results[criterion.code]
    if event is None:
        return Cell(column.stage, None, result)
    answer = answers[Stage(column.stage)].get(criterion.code)
    words = answer_words(criterion.as_value(), answer, result.figure)
    return Cell(column.stage, answer, result, words, event.note, event.author, event.device_at)


def assessment_with_parts(visible: Any, pk: int) -> Assessment | None:
    """An assessment with unit, year, set, standards and criteria; None outside the scope."""
    found: Assessment | None = (
        visible.select_related("unit", "school_year", "standard_set__legal_document")
        .prefetch_related("sheets", "standard_set__standards__criteria", "standard_set__rules")
        .filter(pk=pk)
        .first()
    )
    return found
