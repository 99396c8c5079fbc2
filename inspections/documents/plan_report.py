"""Báo cáo kết quả kiểm tra of a whole plan (BC): every inspection, and what was not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.spreadsheets import workbook
from documents.blocks import Block, Cell, Column, Document, Paragraph, Table
from documents.enums import Regime
from documents.kinds import Frame, Part, report
from documents.registry import document_kind, pk_of
from inspections.documents.answers_workbook import answer_sheets
from inspections.documents.parts import outcome_words
from inspections.documents.team_report import RELATED
from inspections.documents.values import values_of
from inspections.enums import ConclusionState, FindingKind, RecommendationState
from inspections.models import Inspection, Recommendation
from plans.documents.plan import header_of, recipients_of
from plans.enums import VisitState
from plans.models import InspectionPlan, Visit
from plans.phrases import lower_first, spelt_citation

NOT_DONE_WORDS = {
    VisitState.PROPOSED: "chưa xếp lịch", VisitState.SCHEDULED: "đã xếp lịch, chưa thông báo",
    VisitState.NOTIFIED: "đã thông báo, chưa kiểm tra", VisitState.IN_PROGRESS: "đang kiểm tra",
    VisitState.POSTPONED: "tạm hoãn", VisitState.CANCELLED: "đã hủy",
}  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """Figures of a plan; `planned` is `done` and everything in `not_done` together."""

    planned: int
    done: int
    not_done: Counter[str]
    concluded: int
    recommended: int
    settled: int


@document_kind("inspections.plan_report", title=_("Report on a plan"), formats=("xlsx",))
class PlanReportPaper:
    """Reports on plans, made from the inspections as they stand."""

    def keys(self) -> Iterator[str]:
        plans = InspectionPlan.objects.filter(visits__inspection__isnull=False).distinct()
        for pk in plans.order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        related = ("issuer", "document", "school_year")
        return plan_report(InspectionPlan.objects.select_related(*related).get(pk=pk_of(key)))

    def workbook(self, key: str) -> bytes:
        return workbook(answer_sheets(inspections_of(pk_of(key))))

    def may_read(self, user: Any, key: str) -> bool:
        makers = user.units_where("plans.edit") | user.units_where("plans.approve")
        return InspectionPlan.objects.filter(issuer__in=makers, pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        return reverse("plans:plan", args=[pk_of(key)])


def inspections_of(plan: int) -> list[Inspection]:
    """Inspections of a plan in the order of their days, with what the report counts."""
    found = Inspection.objects.filter(visit__plan=plan).select_related(
        *RELATED, "conclusion__document", "result"
    )
    short = Q(findings__is_withdrawn=False) & ~Q(findings__kind=FindingKind.STRENGTH)
    counted = found.annotate(shortcomings=Count("findings", filter=short, distinct=True))
    return list(counted.order_by("visit__on", "visit__starts_at", "pk"))


def counts_of(plan: InspectionPlan) -> Counts:
    """Counted from the rows; two queries and one for recommendations."""
    states = Counter(plan.visits.values_list("state", flat=True))
    done = states.pop(VisitState.DONE, 0)
    asked = Recommendation.objects.filter(inspection__visit__plan=plan)
    concluded = Inspection.objects.filter(
        visit__plan=plan, conclusion__state=ConclusionState.ISSUED
    )
    return Counts(
        planned=done + sum(states.values()), done=done, not_done=states,
        concluded=concluded.count(), recommended=asked.count(),
        settled=asked.filter(state=RecommendationState.VERIFIED).count(),
    )  # fmt: skip


def plan_report(plan: InspectionPlan) -> Document:
    """I general, II results by unit, III what was not done, IV recommendations."""
    symbol = f"BC-{plan.issuer.symbol}" if plan.issuer.symbol else ""
    frame = Frame(
        header=header_of(plan.issuer, symbol), regime=Regime.on(plan.reference_day).value,
        recipients=recipients_of([], plan.archive_mark),
    )  # fmt: skip
    with translation.override("vi"):
        return report(
            frame,
            subject=_subject(plan),
            bases=(_basis(plan),),
            parts=tuple(_parts(plan)),
        )


def _subject(plan: InspectionPlan) -> str:
    """With the school year, unless the plan's own subject names it."""
    words = f"Kết quả {lower_first(plan.subject)}"
    return words if "năm học" in words else f"{words}, năm học {plan.school_year}"


def _basis(plan: InspectionPlan) -> str:
    if plan.document is not None and plan.document.is_issued:
        return f"Thực hiện {spelt_citation(plan.document, plan.issuer.name, plan.subject)}"
    return f"Thực hiện kế hoạch {lower_first(plan.subject)} của {plan.issuer.name}"


def _parts(plan: InspectionPlan) -> Iterator[Part]:
    counts, rows = counts_of(plan), inspections_of(plan.pk)
    yield Part("TÌNH HÌNH THỰC HIỆN", (Paragraph(_summary(counts)),))
    yield Part("KẾT QUẢ THEO ĐƠN VỊ", tuple(_by_unit(rows)))
    yield Part("CÁC CUỘC CHƯA THỰC HIỆN", tuple(_not_done(plan)))
    yield Part("KIẾN NGHỊ", tuple(_recommended(plan, counts)))


def _summary(counts: Counts) -> str:
    left = sum(counts.not_done.values())
    words = ", ".join(
        f"{NOT_DONE_WORDS[VisitState(state)]} {number}"
        for state, number in sorted(counts.not_done.items())
    )
    rest = f" Còn {left} cuộc chưa hoàn thành: {words}." if left else ""
    return (
        f"Tổng số {counts.planned} cuộc kiểm tra; đã hoàn thành {counts.done} cuộc, trong đó đã ban"
        f" hành kết luận {counts.concluded} cuộc.{rest}"
    )


def _by_unit(rows: list[Inspection]) -> Iterator[Block]:
    held = [row for row in rows if row.visit.state == VisitState.DONE]
    if not held:
        yield Paragraph("Chưa có cuộc kiểm tra nào hoàn thành.")
        return
    columns = (
        Column("TT", 10, "center"), Column("Đơn vị", 42), Column("Ngày", 24, "center"),
        Column("Kết quả"), Column("Tồn tại", 16, "center"), Column("Kết luận", 34),
    )  # fmt: skip
    cells = [_unit_cells(place, row) for place, row in enumerate(held, 1)]
    total = sum(getattr(row, "shortcomings", 0) for row in held)
    sums = (Cell("Cộng", colspan=4, bold=True), Cell(str(total), bold=True), "")
    yield Table(columns, (*cells, sums))


def _unit_cells(place: int, row: Inspection) -> tuple[Cell | str, ...]:
    day = f"{row.visit.on:%d/%m/%Y}" if row.visit.on else ""
    results = "\n".join(f"{sheet.checklist}: {outcome_words(sheet)}" for sheet in values_of(row))
    short = str(getattr(row, "shortcomings", 0))
    return (str(place), row.visit.unit.name, day, results or "–", short, _concluded(row))


def _concluded(row: Inspection) -> str:
    conclusion = getattr(row, "conclusion", None)
    if conclusion is None or conclusion.state != ConclusionState.ISSUED:
        return "chưa ban hành"
    return conclusion.document.number_line if conclusion.document else "đã ban hành"


def _not_done(plan: InspectionPlan) -> Iterator[Block]:
    visits: list[Visit] = list(
        plan.visits.exclude(state=VisitState.DONE).select_related("unit")
        .order_by("on", "unit__sort_key", "pk")
    )  # fmt: skip
    if not visits:
        yield Paragraph("Không có.")
        return
    columns = (
        Column("TT", 10, "center"), Column("Đơn vị"), Column("Ngày dự kiến", 30, "center"),
        Column("Tình trạng", 52),
    )  # fmt: skip
    rows = tuple(
        (str(place), visit.unit.name, f"{visit.on:%d/%m/%Y}" if visit.on else f"{visit.month:%m/%Y}",
         NOT_DONE_WORDS[VisitState(visit.state)])
        for place, visit in enumerate(visits, 1)
    )  # fmt: skip
    yield Table(columns, rows)


def _recommended(plan: InspectionPlan, counts: Counts) -> Iterator[Block]:
    if not counts.recommended:
        yield Paragraph("Không có kiến nghị.")
        return
    left = counts.recommended - counts.settled
    yield Paragraph(
        f"Tổng số {counts.recommended} kiến nghị; đã hoàn thành {counts.settled}, còn {left}."
    )
    columns = (
        Column("TT", 10, "center"), Column("Nội dung"), Column("Đơn vị thực hiện", 44),
        Column("Thời hạn", 24, "center"), Column("Tình trạng", 30),
    )  # fmt: skip
    asked = Recommendation.objects.filter(inspection__visit__plan=plan).select_related("owner")
    rows = tuple(
        (str(place), row.text, row.owner.name, f"{row.due_on:%d/%m/%Y}", row.get_state_display())
        for place, row in enumerate(asked.order_by("due_on", "pk"), 1)
    )
    yield Table(columns, rows)
