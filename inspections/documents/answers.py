"""Every answer of an inspection as a workbook: one sheet a checklist, the columns side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from core.spreadsheets import Column, Sheet, workbook
from inspections.models import Checklist, Inspection
from inspections.models.record_gaps import checklists_of
from standards.domain.queries.assessments import answers_of, latest_events
from standards.enums import Stage
from standards.models import AnswerEvent, Criterion
from standards.scoring.answers import Answer
from standards.scoring.outcome import Outcome, evaluate
from standards.scoring.wording import answer_words, shown

HEADS = {
    Stage.SELF: "Tự đánh giá", Stage.OFFICE: "Phòng/xã kiểm tra", Stage.DESK: "Thẩm tra trên hệ thống",
    Stage.ONSITE: "Tại chỗ", Stage.OFFICIAL: "Chính thức",
}  # fmt: skip


@dataclass(frozen=True)
class AnswerRow:
    """One criterion: each column's answer in words, the official points, who decided and when."""

    code: str
    text: str
    words: dict[str, str]
    points: str
    maximum: str
    note: str
    decided: str


def answers_workbook(inspection: Inspection) -> bytes:
    """All checklists, the latest answer of each column; criteria that do not apply are left out."""
    with override("vi"):
        return workbook([_sheet(checklist) for checklist in checklists_of(inspection)])


def _sheet(checklist: Checklist) -> Sheet[AnswerRow]:
    assessment = checklist.assessment
    columns: list[Column[Any]] = [
        Column("TT", lambda row: row.code, 8),
        Column("Tiêu chí", lambda row: row.text, 60),
        *(Column(head, _words(stage), 24) for stage, head in HEADS.items()),
        Column("Điểm", lambda row: row.points, 10),
        Column("Điểm tối đa", lambda row: row.maximum, 12),
        Column("Ghi chú", lambda row: row.note, 40),
        Column("Người quyết định", lambda row: row.decided, 34),
    ]
    heading = [
        f"{assessment.standard_set.name} – {assessment.unit.name}",
        str(assessment.school_year),
    ]
    title = f"{checklist.order}. {assessment.standard_set.code}"
    return Sheet(title, columns, list(_rows(checklist)), heading)


def _words(stage: str) -> Any:
    return lambda row: row.words.get(stage, "")


def _rows(checklist: Checklist) -> Iterator[AnswerRow]:
    assessment = checklist.assessment
    latest = latest_events(assessment)
    outcomes = {
        stage: evaluate(
            assessment.standard_set.scheme, answers_of(assessment, latest[stage]), assessment.facts
        )
        for stage in Stage.values
    }
    for standard in assessment.standard_set.standards.all():
        for criterion in standard.criteria.all():
            if any(outcome.results[criterion.code].applies for outcome in outcomes.values()):
                events = {stage: latest[stage].get(criterion.pk) for stage in Stage.values}
                yield _row(criterion, events, outcomes)


def _row(
    criterion: Criterion, events: dict[str, AnswerEvent | None], outcomes: dict[str, Outcome]
) -> AnswerRow:
    words = {
        stage: answer_words(
            criterion.as_value(), Answer.from_json(event.value),
            outcomes[stage].results[criterion.code].figure,
        )
        for stage, event in events.items()
        if event is not None
    }  # fmt: skip
    official = outcomes[Stage.OFFICIAL].results[criterion.code]
    decided = events[Stage.OFFICIAL]
    return AnswerRow(
        criterion.code, criterion.text, words,
        shown(official.points) if official.maximum and decided else "",
        shown(official.maximum) if official.maximum else "",
        "; ".join(dict.fromkeys(e.note.strip() for e in events.values() if e and e.note.strip())),
        f"{decided.author}, {timezone.localtime(decided.device_at):%d/%m/%Y %H:%M}" if decided else "",
    )  # fmt: skip
