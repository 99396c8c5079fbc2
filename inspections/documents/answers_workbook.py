"""Every answer of an inspection, or of a plan's, as an Excel workbook: who answered what, when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from core.spreadsheets import Column, Sheet
from inspections.documents.values import words_of
from inspections.models import Checklist, Inspection
from standards.enums import Stage
from standards.models import AnswerEvent, Criterion, Standard

COLUMN_WORDS = {
    Stage.SELF: "Tự đánh giá", Stage.OFFICE: "Kiểm tra của phòng", Stage.DESK: "Trên hệ thống",
    Stage.ONSITE: "Tại chỗ", Stage.OFFICIAL: "Chính thức",
}  # fmt: skip


@dataclass(frozen=True)
class AnswerLine:
    """The last answer of one person to one criterion in one column; `event` None: no answer."""

    inspection: Inspection
    checklist: Checklist
    standard: Standard
    criterion: Criterion
    event: AnswerEvent | None


def answer_sheets(inspections: Iterable[Inspection]) -> Iterator[Sheet[Any]]:
    """One row per criterion, column and person; a criterion nobody answered has one row too."""
    found = list(inspections)
    heading = [found[0].visit.plan.issuer.name, found[0].visit.plan.subject] if found else []
    with translation.override("vi"):
        rows = [row for inspection in found for row in _lines(inspection)]
        yield Sheet("Câu trả lời", _columns(), rows, heading)


def _lines(inspection: Inspection) -> Iterator[AnswerLine]:
    checklists = inspection.checklists.select_related("assessment__standard_set")
    parts = "assessment__standard_set__standards__criteria"
    for checklist in checklists.prefetch_related(parts):
        latest = _latest(checklist)
        for standard in checklist.assessment.standard_set.standards.all():
            for criterion in standard.criteria.all():
                for event in latest.get(criterion.pk) or [None]:
                    yield AnswerLine(inspection, checklist, standard, criterion, event)


def _latest(checklist: Checklist) -> dict[int, list[AnswerEvent | None]]:
    """Criterion → the last answer of each person in each column, in the order of the columns."""
    events = checklist.assessment.events.select_related("author")
    held: dict[tuple[int, str, int | None], AnswerEvent] = {}
    for event in events.order_by("device_at", "client_id"):
        held[event.criterion_id, event.stage, event.author_id] = event
    order = list(Stage.values)
    found: dict[int, list[AnswerEvent | None]] = {}
    for event in sorted(held.values(), key=lambda e: (order.index(e.stage), e.device_at, e.pk)):
        found.setdefault(event.criterion_id, []).append(event)
    return found


def _columns() -> list[Column[AnswerLine]]:
    return [
        Column("Đơn vị", lambda row: row.inspection.visit.unit.name, 36),
        Column("Ngày kiểm tra", lambda row: row.inspection.visit.on, 14, "date"),
        Column("Bộ tiêu chí", lambda row: str(row.checklist), 36),
        Column("Tiêu chuẩn", lambda row: f"{row.standard.code}. {row.standard.title}", 30),
        Column("Mã", lambda row: row.criterion.code, 9),
        Column("Tiêu chí", lambda row: row.criterion.text, 50),
        Column("Cột", lambda row: COLUMN_WORDS[Stage(row.event.stage)] if row.event else "", 18),
        Column("Trả lời", _answer, 30),
        Column("Ghi chú", lambda row: row.event.note if row.event else "", 36),
        Column("Người trả lời", lambda row: str(row.event.author or "") if row.event else "", 26),
        Column("Lúc", _when, 18),
        Column("Mã bản ghi", lambda row: str(row.event.client_id) if row.event else "", 38),
        Column("Xem trên cổng", lambda row: row.inspection.get_absolute_url(), 24, "link"),
    ]


def _answer(row: AnswerLine) -> str:
    return words_of(row.criterion, row.event) if row.event else "chưa trả lời"


def _when(row: AnswerLine) -> str:
    return f"{timezone.localtime(row.event.device_at):%H:%M %d/%m/%Y}" if row.event else ""
