"""The draft result point by point: what is official, what the unit says to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from inspections.documents.parts import findings_of
from inspections.documents.values import SheetValues, ValueRow, as_released
from inspections.enums import ResultState
from inspections.models import DraftResult, Explanation, Finding


@dataclass(frozen=True)
class Point:
    """One criterion or one finding, with the unit's explanation if there is one."""

    key: str
    row: ValueRow | None = None
    finding: Finding | None = None
    explanation: Explanation | None = None

    @property
    def title(self) -> str:
        if self.row is not None:
            return f"{self.row.criterion.code} {self.row.criterion.text}"
        return self.finding.text if self.finding else ""


@dataclass(frozen=True)
class Sheet:
    """A checklist with its points."""

    values: SheetValues
    points: tuple[Point, ...]


@dataclass(frozen=True)
class ReplySheet:
    """Everything the unit replies to."""

    result: DraftResult
    sheets: tuple[Sheet, ...]
    findings: tuple[Point, ...] = field(default=())

    @property
    def points(self) -> Iterator[Point]:
        yield from (point for sheet in self.sheets for point in sheet.points)
        yield from self.findings

    @property
    def explained(self) -> list[Point]:
        return [point for point in self.points if point.explanation is not None]


def reply_sheet(result: DraftResult, *, with_explanations: bool) -> ReplySheet:
    """Values as they were released; explanations only where their reader may see them."""
    known = {}
    if with_explanations:
        rows = result.explanations.select_related("written_by", "decided_by")
        for row in rows.prefetch_related("files__file"):
            known[key_of(row.checklist_id, row.criterion_id, row.finding_id)] = row
    sheets = tuple(
        Sheet(values, tuple(_value_point(row, known) for row in values.rows))
        for values in as_released(result)
    )
    findings = []
    for finding in findings_of(result.inspection):
        key = key_of(None, None, finding.pk)
        findings.append(Point(key, finding=finding, explanation=known.get(key)))
    return ReplySheet(result, sheets, tuple(findings))


def key_of(checklist: int | None, criterion: int | None, finding: int | None) -> str:
    """As "c12-345" or "f7": the anchor of a point on its page."""
    return f"f{finding}" if finding else f"c{checklist}-{criterion}"


def _value_point(row: ValueRow, known: dict[str, Explanation]) -> Point:
    key = key_of(row.checklist.pk, row.criterion.pk, None)
    return Point(key, row=row, explanation=known.get(key))


def sent_explanations(result: DraftResult) -> list[Explanation]:
    """What the team may read: nothing before the reply is sent. Two queries."""
    if result.state != ResultState.REPLIED:
        return []
    rows = result.explanations.select_related(
        "criterion__standard", "finding", "checklist__assessment__standard_set", "decided_by"
    )
    return list(rows.prefetch_related("files__file"))
