"""Official values beside the unit's own, as papers, pages and tables show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inspections.models import Checklist, DraftResult, Inspection
from standards.domain.queries.assessments import answers_of
from standards.enums import Stage
from standards.models import AnswerEvent, Criterion, Standard
from standards.scoring.answers import Answer, figure_of
from standards.scoring.outcome import CriterionResult, Outcome, evaluate
from standards.scoring.wording import answer_words, shown

Events = dict[int, AnswerEvent]


@dataclass(frozen=True)
class ValueRow:
    """One criterion: what the unit says, what is official; `released` is what the draft result said
    where the official value has changed since.
    """

    checklist: Checklist
    criterion: Criterion
    result: CriterionResult
    own: str
    official: str
    note: str = ""
    released: str = ""

    @property
    def has_changed(self) -> bool:
        return bool(self.released)

    @property
    def differs(self) -> bool:
        """The unit said something else."""
        return bool(self.own) and self.own != self.official

    @property
    def points_words(self) -> str:
        if not self.result.maximum:
            return ""
        return f"{shown(self.result.points)}/{shown(self.result.maximum)}"


@dataclass(frozen=True)
class SheetValues:
    """A checklist with its values and what the official ones amount to."""

    checklist: Checklist
    outcome: Outcome
    groups: tuple[tuple[Standard, tuple[ValueRow, ...]], ...]

    @property
    def rows(self) -> Iterator[ValueRow]:
        return (row for _standard, rows in self.groups for row in rows)

    @property
    def changed(self) -> list[ValueRow]:
        return [row for row in self.rows if row.has_changed]

    @property
    def points_words(self) -> str:
        """As "7,5/10"; empty where no points are given."""
        if not self.outcome.maximum:
            return ""
        return f"{shown(self.outcome.points)}/{shown(self.outcome.maximum)}"


def with_parts(inspection: Inspection) -> list[Checklist]:
    """Checklists with everything their values need. Eight queries, however many there are."""
    checklists = inspection.checklists.select_related(
        "assessment__unit", "assessment__standard_set", "stream"
    )
    return list(
        checklists.prefetch_related(
            "assessment__standard_set__standards__criteria", "assessment__standard_set__rules"
        )
    )


def values_of(inspection: Inspection, *, until: datetime | None = None) -> list[SheetValues]:
    """Values of every checklist. `until` is the release of the draft result: later official values
    stand beside those of that moment.
    """
    return [sheet_values(checklist, until=until) for checklist in with_parts(inspection)]


def as_released(result: DraftResult) -> list[SheetValues]:
    """Values as the unit was told them, or as they stand while the draft is written."""
    return [
        sheet_values(checklist, frozen=result.released_at)
        for checklist in with_parts(result.inspection)
    ]


def sheet_values(
    checklist: Checklist, *, until: datetime | None = None, frozen: datetime | None = None
) -> SheetValues:
    """One query for the answers. With `frozen`, official values given later are left out."""
    assessment = checklist.assessment
    own: Events = {}
    now: Events = {}
    then: Events = {}
    events = assessment.events.filter(stage__in=[Stage.SELF, Stage.OFFICIAL])
    for event in events.order_by("device_at", "client_id"):
        if event.stage == Stage.SELF:
            own[event.criterion_id] = event
            continue
        if frozen is None or event.server_at <= frozen:
            now[event.criterion_id] = event
        if until is not None and event.server_at <= until:
            then[event.criterion_id] = event
    facts, scheme = assessment.facts, assessment.standard_set.scheme
    outcome = evaluate(scheme, answers_of(assessment, now), facts)
    groups = tuple(
        (
            standard,
            tuple(
                _row(checklist, criterion, outcome, (own, now, then))
                for criterion in standard.criteria.all()
                if outcome.results[criterion.code].applies
            ),
        )
        for standard in assessment.standard_set.standards.all()
    )
    return SheetValues(checklist, outcome, tuple((s, rows) for s, rows in groups if rows))


def _row(
    checklist: Checklist, criterion: Criterion, outcome: Outcome,
    columns: tuple[Events, Events, Events],
) -> ValueRow:  # fmt: skip
    own, now, then = (events.get(criterion.pk) for events in columns)
    said = words_of(criterion, now)
    before = words_of(criterion, then)
    return ValueRow(
        checklist, criterion, outcome.results[criterion.code], words_of(criterion, own), said,
        note=now.note if now else "", released=before if then is not None and before != said else "",
    )  # fmt: skip


def words_of(criterion: Criterion, event: AnswerEvent | None) -> str:
    """An answer in words; empty where there is none."""
    if event is None:
        return ""
    answer, value = Answer.from_json(event.value), criterion.as_value()
    return answer_words(value, answer, figure_of(value, answer))
