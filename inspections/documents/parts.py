"""Blocks that the papers of an inspection share. Everything printed is Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from documents.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Run,
    Table,
)
from documents.enums import Regime
from documents.kinds import Frame
from inspections.documents.values import SheetValues, ValueRow
from inspections.enums import FindingKind
from inspections.models import Finding, Inspection, Recommendation
from plans.documents.plan import header_of, recipients_of
from plans.phrases import lines_of, lower_first, spelt_citation

FINDING_HEADINGS = {
    FindingKind.STRENGTH: "Ưu điểm, việc làm được có thể nhân rộng",
    FindingKind.SHORTCOMING: "Tồn tại, hạn chế",
    FindingKind.VIOLATION: "Nội dung có dấu hiệu vi phạm",
}


def frame_of(inspection: Inspection, symbol: str, recipients: str = "") -> Frame:
    """The paper's head and foot: the issuer of the plan, the regime of the day it speaks from."""
    plan = inspection.visit.plan
    rows = [(line, "", False) for line in lines_of(recipients)]
    return Frame(
        header=header_of(plan.issuer, symbol),
        regime=Regime.on(inspection.visit.on or plan.reference_day).value,
        recipients=recipients_of(rows, plan.archive_mark),
    )


def symbol_with(abbreviation: str, inspection: Inspection) -> str:
    symbol = inspection.visit.plan.issuer.symbol
    return f"{abbreviation}-{symbol}" if symbol else ""


def subject_of(inspection: Inspection) -> str:
    """“kiểm tra công tác thư viện tại Trường THPT Quốc Thái”."""
    return f"{lower_first(inspection.visit.plan.subject)} tại {inspection.visit.unit.name}"


def upper_first(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def plan_basis(inspection: Inspection) -> str:
    """“Thực hiện Kế hoạch số …”, or the plan by its subject while it has no number."""
    plan = inspection.visit.plan
    if plan.document is not None and plan.document.is_issued:
        return f"Thực hiện {spelt_citation(plan.document, plan.issuer.name, plan.subject)}"
    return f"Thực hiện kế hoạch {lower_first(plan.subject)} của {plan.issuer.name}"


def when_and_who(inspection: Inspection) -> Paragraph:
    """When the inspection was and who carried it out."""
    visit = inspection.visit
    day = f"Ngày {visit.on:%d/%m/%Y}" if visit.on else "Theo kế hoạch"
    team = visit.team.name if visit.team else "đoàn kiểm tra"
    return Paragraph(f"{day}, {team} đã tiến hành kiểm tra tại {visit.unit.name}. Kết quả như sau:")


def values_blocks(sheet: SheetValues, *, heading: str = "") -> Iterator[Block]:
    """A checklist as a table; its sum and its outcome under it."""
    title = heading or str(sheet.checklist)
    yield Paragraph((Run(title, bold=True),))
    yield values_table(sheet)
    yield Paragraph((Run(f"{outcome_words(sheet)}.", italic=True),))


def outcome_words(sheet: SheetValues) -> str:
    """What the official values amount to: points, title, and whether something is missing."""
    parts = [f"Tổng điểm: {sheet.points_words}"] if sheet.points_words else []
    if not sheet.outcome.is_complete:
        parts.append(f"đã có số liệu {sheet.outcome.answered}/{sheet.outcome.to_answer} tiêu chí")
    elif sheet.outcome.title or sheet.outcome.misses:
        parts.append(f"xếp loại: {sheet.outcome.title or 'chưa đạt'}")
    elif not parts:
        parts.append(f"đã kiểm tra {sheet.outcome.answered} tiêu chí")
    return upper_first("; ".join(parts))


def values_table(sheet: SheetValues) -> Table:
    """Criterion | the unit's own value | official value | points."""
    has_points = bool(sheet.outcome.maximum)
    columns = [
        Column("Mã", 14, "center"), Column("Tiêu chí"), Column("Đơn vị tự đánh giá", 32),
        Column("Kết quả kiểm tra", 36),
    ]  # fmt: skip
    if has_points:
        columns.append(Column("Điểm", 16, "center"))
    rows: list[tuple[Cell | str, ...]] = []
    for standard, criteria in sheet.groups:
        rows.append((Cell(f"{standard.code}. {standard.title}", colspan=len(columns), bold=True),))
        rows += [_value_cells(row, has_points=has_points) for row in criteria]
    return Table(tuple(columns), tuple(rows))


def _value_cells(row: ValueRow, *, has_points: bool) -> tuple[Cell | str, ...]:
    official = row.official or "chưa có"
    if row.has_changed:
        official = f"{official}\n(dự thảo: {row.released})"
    if row.note:
        official = f"{official}\n{row.note}"
    cells = (row.criterion.code, row.criterion.text, row.own or "–", official)
    return (*cells, row.points_words) if has_points else cells


def findings_of(inspection: Inspection) -> list[Finding]:
    """What was seen and not withdrawn: good practice first, violations last. One query."""
    found = inspection.findings.filter(is_withdrawn=False).select_related("criterion", "repeats")
    order = list(FINDING_HEADINGS)
    return sorted(found, key=lambda finding: order.index(FindingKind(finding.kind)))


def finding_blocks(findings: Iterable[Finding]) -> Iterator[Block]:
    """What was seen, kind by kind; a shortcoming seen before says so."""
    known = list(findings)
    for kind, heading in FINDING_HEADINGS.items():
        rows = [finding for finding in known if finding.kind == kind]
        if rows:
            yield Paragraph((Run(f"{heading}:", bold=True),))
            yield ListBlock(tuple(ListItem(_finding_words(finding)) for finding in rows))


def _finding_words(finding: Finding) -> str:
    about = f" (tiêu chí {finding.criterion.code})" if finding.criterion else ""
    again = " – đã nêu trong lần kiểm tra trước" if finding.repeats_id else ""
    return f"{finding.text.strip().rstrip('.;')}{about}{again}."


def recommendations_of(inspection: Inspection) -> list[Recommendation]:
    return list(inspection.recommendations.select_related("owner").order_by("order", "pk"))


def recommendation_table(rows: Iterable[Recommendation]) -> Table:
    """What | by whom | until when."""
    columns = (
        Column("TT", 12, "center"), Column("Nội dung kiến nghị"), Column("Đơn vị thực hiện", 44),
        Column("Thời hạn", 28, "center"),
    )  # fmt: skip
    cells = tuple(
        (str(place), row.text.strip(), row.owner.name, f"{row.due_on:%d/%m/%Y}")
        for place, row in enumerate(rows, 1)
    )
    return Table(columns, cells)


def text_blocks(text: str) -> Iterator[Block]:
    """Lines as typed, a paragraph each; those that begin with "-" become a list."""
    for line in lines_of(text):
        if line.startswith(("- ", "– ")):
            yield ListBlock((ListItem(line[2:].strip()),))
        else:
            yield Paragraph(line)


def clauses(parts: Iterable[tuple[str, Iterable[Block]]]) -> tuple[Block, ...]:
    """Numbered parts; one without anything under it is left out and the numbers close up."""
    found: list[Block] = []
    place = 0
    for heading, blocks in parts:
        under = list(blocks)
        if under:
            place += 1
            found += [Heading("clause", f"{place}.", heading), *under]
    return tuple(found)
