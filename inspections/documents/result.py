"""Dự thảo kết quả kiểm tra: what the unit is told before the conclusion (CV 760/UBND-GD&ĐT, 4.b)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from documents.blocks import Block, Document, Paragraph, Title, from_json
from documents.enums import DocumentKind
from documents.kinds.frame import paper
from documents.registry import document_kind, pk_of
from inspections.documents.parts import (
    clauses,
    finding_blocks,
    findings_of,
    frame_of,
    plan_basis,
    recommendation_table,
    recommendations_of,
    subject_of,
    symbol_with,
    text_blocks,
    upper_first,
    values_blocks,
    when_and_who,
)
from inspections.documents.values import SheetValues, values_of
from inspections.models import DraftResult


@document_kind("inspections.result", title=_("Draft result of an inspection"))
class ResultPaper:
    """Draft results; a released one stays as it was released."""

    def keys(self) -> Iterator[str]:
        for pk in DraftResult.objects.order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        related = ("inspection__visit__unit", "inspection__visit__plan__issuer",
                   "inspection__visit__plan__document", "inspection__visit__team")  # fmt: skip
        result = DraftResult.objects.select_related(*related).get(pk=pk_of(key))
        return from_json(result.blocks) if result.blocks else result_paper(result)

    def may_read(self, user: Any, key: str) -> bool:
        return DraftResult.objects.visible_to(user).filter(pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        result = DraftResult.objects.get(pk=pk_of(key))
        return reverse("inspections:result", args=[result.inspection_id])


def result_paper(result: DraftResult) -> Document:
    """The paper as its rows word it now: values, findings, what will be recommended."""
    inspection = result.inspection
    with translation.override("vi"):
        return paper(
            DocumentKind.ANNOUNCEMENT,
            frame_of(inspection, symbol_with("TB", inspection), inspection.visit.unit.name),
            [],
            title=Title("DỰ THẢO KẾT QUẢ KIỂM TRA", upper_first(subject_of(inspection))),
            bases=(plan_basis(inspection),),
            blocks=(when_and_who(inspection), *clauses(_parts(result)), *_ending(result)),
        )


def _parts(result: DraftResult) -> Iterator[tuple[str, list[Block]]]:
    inspection = result.inspection
    yield "Kết quả theo tiêu chí", tables_of(values_of(inspection))
    yield "Nhận xét", list(finding_blocks(findings_of(inspection)))
    yield "Đánh giá chung", list(text_blocks(result.summary))
    rows = recommendations_of(inspection)
    yield "Dự kiến kiến nghị", [recommendation_table(rows)] if rows else []


def tables_of(sheets: list[SheetValues]) -> list[Block]:
    """Every checklist as a table, one after another."""
    return [block for sheet in sheets for block in values_blocks(sheet)]


def _ending(result: DraftResult) -> Iterator[Block]:
    if result.reply_by is None:
        return
    yield Paragraph(
        "Đề nghị đơn vị có ý kiến theo từng tiêu chí, kèm minh chứng (nếu có), trên hệ thống đến hết"
        f" ngày {result.reply_by:%d/%m/%Y}. Quá thời hạn trên, kết luận được lập theo dự thảo này."
    )
