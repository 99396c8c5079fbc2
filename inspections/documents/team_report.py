"""Báo cáo kết quả kiểm tra of one inspection, by its team (BC)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.spreadsheets import workbook
from documents.blocks import Block, Document, ListBlock, ListItem, Paragraph
from documents.kinds import Part, report
from documents.registry import document_kind, pk_of
from inspections.documents.answers_workbook import answer_sheets
from inspections.documents.conclusion import explanations_of
from inspections.documents.parts import (
    finding_blocks,
    findings_of,
    frame_of,
    plan_basis,
    recommendation_table,
    recommendations_of,
    subject_of,
    symbol_with,
    text_blocks,
)
from inspections.documents.result import tables_of
from inspections.documents.values import values_of
from inspections.enums import ExplanationState, ResultState
from inspections.models import DraftResult, Inspection
from plans.documents.letter import ROLE_WORDS
from plans.enums import TeamRole

RELATED = ("visit__unit", "visit__plan__issuer", "visit__plan__document",
           "visit__plan__school_year", "visit__team")  # fmt: skip


@document_kind("inspections.team_report", title=_("Report of a team"), formats=("xlsx",))
class TeamReportPaper:
    """Reports of the teams; their answers as a workbook."""

    def keys(self) -> Iterator[str]:
        for pk in Inspection.objects.order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        return team_report(Inspection.objects.select_related(*RELATED).get(pk=pk_of(key)))

    def workbook(self, key: str) -> bytes:
        found = Inspection.objects.select_related(*RELATED).filter(pk=pk_of(key))
        return workbook(answer_sheets(found))

    def may_read(self, user: Any, key: str) -> bool:
        return Inspection.objects.carried_out_by(user).filter(pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        return reverse("inspections:inspection", args=[pk_of(key)])


def team_report(inspection: Inspection) -> Document:
    """I course, II results, III assessment, IV recommendations."""
    issuer = inspection.visit.plan.issuer
    with translation.override("vi"):
        return report(
            frame_of(inspection, symbol_with("BC", inspection)),
            subject=f"Kết quả {subject_of(inspection)}",
            addressees=(f"Lãnh đạo {issuer.short_name}",),
            bases=(plan_basis(inspection),),
            parts=tuple(_parts(inspection)),
        )


def _parts(inspection: Inspection) -> Iterator[Part]:
    result: DraftResult | None = getattr(inspection, "result", None)
    yield Part("TÌNH HÌNH THỰC HIỆN", tuple(_course(inspection, result)))
    tables = tables_of(values_of(inspection, until=result.released_at if result else None))
    nothing = Paragraph("Chưa có nội dung nào gắn với bộ tiêu chí.")
    yield Part("KẾT QUẢ KIỂM TRA", tuple(tables) or (nothing,))
    judged = [*finding_blocks(findings_of(inspection))]
    judged += [*text_blocks(result.summary)] if result else []
    yield Part("NHẬN XÉT, ĐÁNH GIÁ", tuple(judged) or (Paragraph("Chưa có nhận xét."),))
    rows = recommendations_of(inspection)
    asked = recommendation_table(rows) if rows else Paragraph("Không có kiến nghị.")
    yield Part("KIẾN NGHỊ", (asked,))


def _course(inspection: Inspection, result: DraftResult | None) -> Iterator[Block]:
    visit = inspection.visit
    day = f" ngày {visit.on:%d/%m/%Y}" if visit.on else ""
    yield Paragraph(f"Cuộc kiểm tra tại {visit.unit.name} được tiến hành{day}.")
    people = [
        f"{member.user.addressed_name}, {ROLE_WORDS[TeamRole(member.role)]}"
        for member in inspection.members
    ]
    if people:
        yield Paragraph("Thành phần đoàn kiểm tra:")
        yield ListBlock(tuple(ListItem(f"{line};") for line in people))
    if result is not None and result.is_seen_by_unit:
        yield Paragraph(_heard(result))


def _heard(result: DraftResult) -> str:
    told = f"Dự thảo kết quả được thông báo tới đơn vị ngày {result.released_at:%d/%m/%Y}"
    if result.state == ResultState.SILENT:
        return f"{told}; đơn vị không có ý kiến trong thời hạn."
    if result.state != ResultState.REPLIED:
        return f"{told}; đơn vị đang xem xét."
    states = [row.state for row in explanations_of(result)]
    if not states:
        return f"{told}; đơn vị đã trả lời, không có giải trình theo tiêu chí."
    accepted = states.count(ExplanationState.ACCEPTED)
    rejected = states.count(ExplanationState.REJECTED)
    open_ = len(states) - accepted - rejected
    left = f", chưa xem xét {open_}" if open_ else ""
    return (
        f"{told}; đơn vị giải trình {len(states)} nội dung: chấp nhận {accepted},"
        f" không chấp nhận {rejected}{left}."
    )
