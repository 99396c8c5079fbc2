"""Thông báo kết luận kiểm tra (TB), and Công văn yêu cầu khắc phục (CV)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from documents.blocks import Block, Column, Document, ListBlock, ListItem, Paragraph, Table
from documents.kinds import FieldGap, PaperIncomplete, announcement, letter
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
    text_blocks,
    when_and_who,
)
from inspections.documents.result import tables_of
from inspections.documents.values import SheetValues, values_of
from inspections.enums import ExplanationState, FindingKind, ResultState
from inspections.models import Conclusion, DraftResult, Explanation, Inspection
from inspections.rules import carries_out
from plans.phrases import lines_of

_RELATED = ("inspection__visit__unit", "inspection__visit__plan__issuer", "document",
            "inspection__visit__plan__document", "inspection__visit__team")  # fmt: skip


def _conclusion(key: str) -> Conclusion:
    return Conclusion.objects.select_related(*_RELATED).get(pk=pk_of(key))


@document_kind("inspections.conclusion", title=_("Conclusion of an inspection"))
class ConclusionPaper:
    """Conclusions as papers: what was found, what the unit said, what is demanded."""

    def keys(self) -> Iterator[str]:
        for pk in Conclusion.objects.order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        return conclusion_paper(_conclusion(key))

    def may_read(self, user: Any, key: str) -> bool:
        return Conclusion.objects.visible_to(user).filter(pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        return _conclusion(key).get_absolute_url()


def conclusion_paper(conclusion: Conclusion) -> Document:
    """The whole announcement; raises PaperIncomplete while the issuer has no symbol."""
    inspection = conclusion.inspection
    with translation.override("vi"):
        return announcement(
            frame_of(inspection, conclusion.symbol, conclusion.recipients),
            subject=f"Kết luận {subject_of(inspection)}",
            bases=(plan_basis(inspection),),
            blocks=(when_and_who(inspection), *clauses(_parts(conclusion))),
        )


def _parts(conclusion: Conclusion) -> Iterator[tuple[str, list[Block]]]:
    inspection = conclusion.inspection
    result = getattr(inspection, "result", None)
    sheets = values_of(inspection, until=result.released_at if result else None)
    yield "Kết quả kiểm tra", tables_of(sheets)
    yield "Nhận xét", list(finding_blocks(findings_of(inspection)))
    yield "Ý kiến của đơn vị được kiểm tra", list(_heard(result)) if result else []
    yield "Nội dung điều chỉnh so với dự thảo kết quả", list(_changes(sheets))
    yield "Kết luận", list(text_blocks(conclusion.summary))
    rows = recommendations_of(inspection)
    asked: list[Block] = list(text_blocks(conclusion.demands))
    if conclusion.due_on and asked:
        asked.append(Paragraph(f"Thời hạn thực hiện: trước ngày {conclusion.due_on:%d/%m/%Y}."))
    yield "Kiến nghị, yêu cầu", [*asked, *([recommendation_table(rows)] if rows else [])]


def _heard(result: DraftResult) -> Iterator[Block]:
    """How the unit replied to the draft, and what became of each explanation."""
    if result.state == ResultState.SILENT:
        yield Paragraph(
            f"Dự thảo kết quả đã được thông báo tới đơn vị; đến hết ngày {result.reply_by:%d/%m/%Y}"
            " đơn vị không có ý kiến."
        )
    elif result.state == ResultState.REPLIED:
        said = "Đơn vị nhất trí với dự thảo kết quả." if result.agrees else ""
        yield from text_blocks(said or result.reply)
        rows = explanations_of(result)
        if rows:
            yield _explanation_table(rows)


def explanations_of(result: DraftResult) -> list[Explanation]:
    """What the unit explained, in the order of its writing; one query."""
    return list(result.explanations.select_related("criterion", "finding", "checklist"))


def _explanation_table(rows: list[Explanation]) -> Table:
    columns = (
        Column("Nội dung", 34), Column("Giải trình của đơn vị"), Column("Ý kiến của đoàn", 52),
    )  # fmt: skip
    return Table(columns, tuple((_about(row), row.text, _decided(row)) for row in rows))


def _about(row: Explanation) -> str:
    if row.criterion is not None:
        return f"Tiêu chí {row.criterion.code}"
    return row.finding.text[:120] if row.finding else ""


def _decided(row: Explanation) -> str:
    words = {
        ExplanationState.ACCEPTED: "Chấp nhận", ExplanationState.REJECTED: "Không chấp nhận",
    }.get(ExplanationState(row.state), "Chưa xem xét")  # fmt: skip
    return f"{words}: {row.decision_reason}" if row.decision_reason else words


def _changes(sheets: list[SheetValues]) -> Iterator[Block]:
    """Official values that changed since the draft result: both are printed."""
    changed = [row for sheet in sheets for row in sheet.changed]
    if changed:
        yield ListBlock(
            tuple(
                ListItem(
                    f"Tiêu chí {row.criterion.code} ({row.criterion.text.rstrip(' ?.:')}):"
                    f" dự thảo {row.released}; kết luận {row.official}."
                )
                for row in changed
            )
        )


@document_kind("inspections.demand", title=_("Letter that demands remedies"))
class DemandPaper:
    """Only where something is to be mended (NĐ 217/2025/NĐ-CP, Điều 15.3.đ)."""

    def keys(self) -> Iterator[str]:
        for conclusion in Conclusion.objects.order_by("pk").select_related("inspection"):
            if may_demand(conclusion.inspection):
                yield str(conclusion.pk)

    def build(self, key: str) -> Document:
        return demand_paper(_conclusion(key))

    def may_read(self, user: Any, key: str) -> bool:
        found = Conclusion.objects.select_related(*_RELATED).filter(pk=pk_of(key)).first()
        return found is not None and carries_out(user, found.inspection)

    def url(self, key: str) -> str:
        return _conclusion(key).get_absolute_url()


def may_demand(inspection: Inspection) -> bool:
    """Something was recommended, or a violation was seen."""
    seen = inspection.findings.filter(kind=FindingKind.VIOLATION, is_withdrawn=False)
    return inspection.recommendations.exists() or seen.exists()


def demand_paper(conclusion: Conclusion) -> Document:
    """The letter to the unit. Raises PaperIncomplete where nothing is to be mended."""
    inspection = conclusion.inspection
    if not may_demand(inspection):
        sentence = __("Nothing is recommended and no violation was seen: no letter is needed.")
        raise PaperIncomplete([FieldGap("blocks", sentence)])
    issuer = inspection.visit.plan.issuer
    with translation.override("vi"):
        return letter(
            frame_of(inspection, issuer.symbol, "\n".join(_copies(conclusion))),
            subject=f"chấn chỉnh, khắc phục sau {subject_of(inspection)}",
            addressees=(inspection.visit.unit.name,),
            blocks=tuple(_demands(conclusion)),
            ending=f"{issuer.short_name} yêu cầu đơn vị nghiêm túc thực hiện.",
        )


def _copies(conclusion: Conclusion) -> list[str]:
    """Those of the conclusion but the unit itself, which is addressed."""
    unit = conclusion.inspection.visit.unit.name
    return [line for line in lines_of(conclusion.recipients) if line != unit]


def _demands(conclusion: Conclusion) -> Iterator[Block]:
    inspection = conclusion.inspection
    unit, issuer = inspection.visit.unit.name, inspection.visit.plan.issuer.short_name
    number = _basis(conclusion)
    yield Paragraph(f"{number}, {issuer} yêu cầu {unit} thực hiện các nội dung sau:")
    violations = [f for f in findings_of(inspection) if f.kind == FindingKind.VIOLATION]
    yield from finding_blocks(violations)
    yield from text_blocks(conclusion.demands)
    rows = recommendations_of(inspection)
    if rows:
        yield recommendation_table(rows)
    last = max([row.due_on for row in rows], default=conclusion.due_on)
    due = f" trước ngày {last:%d/%m/%Y}" if last else ""
    yield Paragraph(f"Kết quả khắc phục kèm minh chứng báo cáo về {issuer}{due}.")


def _basis(conclusion: Conclusion) -> str:
    document = conclusion.document
    if document is not None and document.is_issued:
        return f"Căn cứ Thông báo số {document.number_line} ngày {document.issued_on:%d/%m/%Y}"
    return f"Căn cứ kết quả {subject_of(conclusion.inspection)}"
