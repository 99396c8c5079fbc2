"""The course of an inspection in its minutes: what was found by criterion, what is good, what falls
short, the photos. Words and figures only; nothing here concludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone

from documents.blocks import (
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Picture,
    Table,
)
from documents.kinds.frame import dashed, moment_words
from inspections.enums import FindingKind
from inspections.models import Checklist, Finding, FindingPhoto, Inspection, InspectionRecord
from inspections.models.collected import OfficialRow, OfficialSheet, official_sheet
from inspections.models.record_gaps import SHORTCOMINGS
from plans.phrases import lines_of, spelt_citation
from standards.scoring.wording import shown

NUMERALS = ("I.", "II.", "III.", "IV.")
NO_STRENGTHS = "Đoàn kiểm tra không ghi nhận việc làm tốt cần nhân rộng."
NO_SHORTCOMINGS = "Đoàn kiểm tra không phát hiện tồn tại, hạn chế hoặc sai phạm."
# Photos beyond these stay on the server: minutes are carried and mailed.
MOST_PHOTOS = 40


def course_of(record: InspectionRecord, checklists: Sequence[Checklist]) -> Iterator[Block]:
    """Everything between those present and the opinion of the unit."""
    inspection = record.inspection
    findings = list(
        inspection.findings.filter(is_withdrawn=False).select_related("criterion", "checklist")
    )
    numbers = _photo_numbers(inspection)
    yield _opening(inspection)
    yield Heading("section", NUMERALS[0], "Kết quả kiểm tra theo tiêu chí")
    for at, checklist in enumerate(checklists, start=1):
        yield from _checklist(official_sheet(checklist), at)
    yield Heading("section", NUMERALS[1], "Ưu điểm, việc làm tốt")
    yield from _findings(findings, (FindingKind.STRENGTH,), numbers, record.no_strengths * NO_STRENGTHS)  # fmt: skip
    yield Heading("section", NUMERALS[2], "Tồn tại, hạn chế, sai phạm")
    yield from _findings(findings, SHORTCOMINGS, numbers, record.no_shortcomings * NO_SHORTCOMINGS)
    if record.remarks.strip():
        yield Heading("section", NUMERALS[3], "Diễn biến và nhận xét")
        yield from (Paragraph(line) for line in lines_of(record.remarks))


def _opening(inspection: Inspection) -> Paragraph:
    """By which plan the team came."""
    plan = inspection.visit.plan
    basis = f"kế hoạch “{plan.subject}”"
    if plan.document is not None and plan.document.number is not None:
        basis = spelt_citation(plan.document, plan.issuer.name, plan.subject)
    return Paragraph(
        f"Thực hiện {basis}, Đoàn kiểm tra đã làm việc với {inspection.visit.unit.name}, xem hồ sơ,"
        " đối chiếu với thực tế và ghi nhận kết quả như sau:"
    )


def _checklist(sheet: OfficialSheet, at: int) -> Iterator[Block]:
    assessment = sheet.checklist.assessment
    subject = f" ({assessment.subject})" if assessment.subject else ""
    yield Heading("clause", f"{at}.", f"{assessment.standard_set.name}{subject}")
    yield _table(sheet)
    yield Paragraph(_outcome(sheet))


def _table(sheet: OfficialSheet) -> Table:
    """As the minutes of school libraries have it: criterion, most points, points, note; and beside
    them what each of the team found (rules of real forms: QĐ 01/2003, biên bản Quận 3).
    """
    scored = bool(sheet.outcome.maximum)
    columns = [
        Column("TT", 12, "center"), Column("Tiêu chí"), Column("Ghi nhận khi kiểm tra", 31),
        Column("Giá trị chính thức", 31), Column("Ghi chú", 27),
    ]  # fmt: skip
    if scored:
        columns[4:4] = [Column("Điểm tối đa", 13, "center"), Column("Điểm", 13, "center")]
    rows: list[tuple[Cell | str, ...]] = []
    for standard, official in sheet.groups:
        kept = [row for row in official if row.applies]
        if kept:
            title = f"{standard.code}. {standard.title}" if standard.code else standard.title
            rows.append((Cell(title, colspan=len(columns), bold=True, align="left"),))
            rows += (_row(row, scored=scored) for row in kept)
    if scored:
        reached = (Cell(shown(sheet.outcome.maximum), bold=True), Cell(shown(sheet.outcome.points), bold=True), "")  # fmt: skip
        rows.append((Cell("Tổng cộng", colspan=4, bold=True, align="left"), *reached))
    return Table(tuple(columns), tuple(rows))


def _row(row: OfficialRow, *, scored: bool) -> tuple[Cell | str, ...]:
    points: tuple[str, ...] = ()
    if scored:
        has = bool(row.result.maximum)
        points = (shown(row.result.maximum), shown(row.result.points)) if has else ("", "")
    return (row.criterion.code, row.criterion.text, _found(row), row.words or "…", *points, _note(row))  # fmt: skip


def _found(row: OfficialRow) -> str:
    """What the members found; who of them, where they differ."""
    if not row.differs:
        return row.collected[0].words if row.collected else ""
    return "; ".join(f"{each.author}: {each.words}" for each in row.collected)


def _note(row: OfficialRow) -> str:
    """The lead's reason, else what the members noted, else what is missed."""
    if row.official is not None and row.official.note.strip():
        return str(row.official.note).strip()
    notes = dict.fromkeys(each.note.strip() for each in row.collected if each.note.strip())
    return "; ".join(notes) or "; ".join(row.result.reasons)


def _outcome(sheet: OfficialSheet) -> str:
    outcome = sheet.outcome
    parts = []
    if outcome.maximum:
        parts.append(f"{shown(outcome.points)}/{shown(outcome.maximum)} điểm")
    if outcome.title:
        parts.append(f"ứng với mức “{outcome.title}”")
    if outcome.misses:
        title, reasons = outcome.misses[-1]
        parts.append(f"chưa đạt mức “{title}” vì: {'; '.join(r.rstrip('.;') for r in reasons)}")
    words = "; ".join(parts) or f"đã ghi nhận {outcome.answered} tiêu chí"
    return f"Kết quả Đoàn ghi nhận (chưa phải kết luận kiểm tra): {words}."


def _findings(
    findings: Iterable[Finding], kinds: Sequence[FindingKind], numbers: dict[int, list[int]], none: str
) -> Iterator[Block]:  # fmt: skip
    lines = [_finding(found, numbers) for found in findings if found.kind in kinds]
    if not lines:
        yield Paragraph(none or "…")
    elif len(lines) == 1:
        yield Paragraph(lines[0])
    else:
        yield dashed(lines)


def _finding(found: Finding, numbers: dict[int, list[int]]) -> str:
    """As "Sai phạm: … (tiêu chí 2.1; ảnh 3, 4; đã ghi nhận ở lần kiểm tra trước)"."""
    marks = []
    if found.criterion is not None:
        marks.append(f"tiêu chí {found.criterion.code}")
    if found.pk in numbers:
        marks.append(f"ảnh {', '.join(map(str, numbers[found.pk]))}")
    if found.repeats_id is not None:
        marks.append("đã ghi nhận ở lần kiểm tra trước")
    words = " ".join(found.text.split()).rstrip(" .;")
    words = f"Sai phạm: {words}" if found.kind == FindingKind.VIOLATION else words
    return f"{words} ({'; '.join(marks)})." if marks else f"{words}."


def photos_of(inspection: Inspection) -> list[FindingPhoto]:
    """In the order they were taken, without those of findings that were withdrawn."""
    photos = inspection.photos.exclude(finding__is_withdrawn=True)
    return list(photos.select_related("file", "criterion").order_by("device_at", "client_id"))


def _photo_numbers(inspection: Inspection) -> dict[int, list[int]]:
    """Finding → the numbers of its photos in the annex."""
    numbers: dict[int, list[int]] = {}
    for at, photo in enumerate(photos_of(inspection)[:MOST_PHOTOS], start=1):
        if photo.finding_id is not None:
            numbers.setdefault(photo.finding_id, []).append(at)
    return numbers


def photo_annex(inspection: Inspection) -> Annex | None:
    """Photos with captions; the newest beyond `MOST_PHOTOS` are counted only."""
    photos = photos_of(inspection)
    if not photos:
        return None
    blocks: list[Block] = [
        Picture(str(photo.file_id), photo.file.sha256, _caption(photo, at))
        for at, photo in enumerate(photos[:MOST_PHOTOS], start=1)
    ]
    rest = len(photos) - MOST_PHOTOS
    if rest > 0:
        blocks.append(Paragraph(f"Còn {rest} ảnh khác lưu trong hồ sơ kiểm tra trên hệ thống."))
    return Annex("Ảnh chụp khi kiểm tra", tuple(blocks))


def _caption(photo: FindingPhoto, at: int) -> str:
    taken = moment_words(timezone.localtime(photo.device_at))
    about = photo.caption.strip() or (photo.criterion.text if photo.criterion else "")
    code = f" (tiêu chí {photo.criterion.code})" if photo.criterion else ""
    return f"Ảnh {at}. {about}{code}, {taken}" if about else f"Ảnh {at}, {taken}"
