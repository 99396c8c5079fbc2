"""Công văn lịch kiểm tra: the schedule by day and slot, and the assignment table as its annex.

The structure is that of 760/UBND-GD&ĐT, Long Biên, 07/5/2019. Everything printed is Vietnamese.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from core.spreadsheets import Column as SheetColumn
from core.spreadsheets import Sheet, workbook
from documents.blocks import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Run,
    Signature,
    Table,
    blocks_of,
)
from documents.enums import DocumentKind, Regime
from documents.registry import document_kind, pk_of
from plans.documents.plan import header_of, paragraphs, recipients_of
from plans.enums import TeamRole
from plans.models import ActingLead, InspectionTeam, ScheduleLetter, TeamMember, Visit
from plans.models.team import AnnexRow
from plans.phrases import clock, lines_of

ROLE_WORDS = {
    TeamRole.LEAD: "Trưởng đoàn", TeamRole.DEPUTY: "Phó trưởng đoàn",
    TeamRole.SECRETARY: "Thư ký", TeamRole.MEMBER: "Thành viên",
}  # fmt: skip


@document_kind("plans.letter", title=_("Schedule letter"), formats=("xlsx",))
class LetterPaper:
    """Letters of all plans, drafts and issued ones."""

    def keys(self) -> Iterator[str]:
        for pk in ScheduleLetter.objects.order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        return letter_paper(_letter(key))

    def workbook(self, key: str) -> bytes:
        return workbook(letter_sheets(_letter(key)))

    def may_read(self, user: Any, key: str) -> bool:
        return ScheduleLetter.objects.visible_to(user).filter(pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        return reverse("plans:letter", args=[pk_of(key)])


def _letter(key: str) -> ScheduleLetter:
    related = ("plan__issuer", "plan__document", "team", "document")
    return ScheduleLetter.objects.select_related(*related).get(pk=pk_of(key))


def letter_paper(letter: ScheduleLetter) -> Document:
    """The whole letter. Number, day and signature are filled in when it is issued."""
    recipients = [(line, "", False) for line in lines_of(letter.recipients)]
    return Document(
        kind_code=DocumentKind.LETTER,
        regime=Regime.on(letter.reference_day),
        header=header_of(letter.plan.issuer, letter.symbol),
        subject_line=f"V/v {letter.subject}",
        addressees=tuple(lines_of(letter.addressees)),
        bases=tuple(lines_of(letter.bases)),
        blocks=tuple(_body(letter)),
        signature=Signature(lines=()),
        recipients=recipients_of(recipients, letter.archive_mark),
        annexes=tuple(_annexes(letter)),
    )


def _body(letter: ScheduleLetter) -> Iterator[Block]:
    yield from paragraphs(letter.intro)
    for place, (heading, blocks) in enumerate(_sections(letter), start=1):
        yield Heading("clause", f"{place}.", heading)
        yield from blocks
    yield from paragraphs(letter.closing)


def _sections(letter: ScheduleLetter) -> Iterator[tuple[str, list[Block]]]:
    """The numbered parts; a part nobody filled in is left out and the numbers close up."""
    parts = [
        ("Nội dung kiểm tra", _lines(letter.contents)),
        ("Thời gian kiểm tra", list(_schedule(letter))),
        ("Thành phần đoàn kiểm tra", _composition(letter.team)),
        ("Phương thức tiến hành kiểm tra", _lines(letter.method)),
        ("Một số nội dung chuẩn bị phục vụ công tác kiểm tra", _lines(letter.preparation)),
    ]
    yield from ((heading, blocks) for heading, blocks in parts if blocks)


def _lines(text: str) -> list[Block]:
    """Lines as typed: "- …" and "+ …" become lists, the rest paragraphs."""
    return list(blocks_of("".join(f"<p>{escape(line)}</p>" for line in lines_of(text))))


def dated_visits(letter: ScheduleLetter) -> list[Visit]:
    """The letter's visits that have a day, in the order of the table."""
    visits = letter.visits.filter(on__isnull=False).select_related("unit", "team")
    return list(visits.prefetch_related("streams").order_by("on", "starts_at", "pk"))


def _schedule(letter: ScheduleLetter) -> Iterator[Block]:
    visits = dated_visits(letter)
    if visits:
        yield schedule_table(visits)
    if letter.note.strip():
        yield Paragraph((Run("Ghi chú: ", bold=True), Run(letter.note.strip(), italic=True)))


def schedule_table(visits: list[Visit]) -> Table:
    """Day | time | unit; the cell of a day spans its visits."""
    columns = (
        Column("Ngày kiểm tra", 38, "center"), Column("Giờ", 24, "center"),
        Column("Đơn vị được kiểm tra"),
    )  # fmt: skip
    rows: list[tuple[Cell | str, ...]] = []
    for day, group in groupby(visits, key=lambda visit: visit.on):
        of_day = list(group)
        for index, visit in enumerate(of_day):
            cells = (clock(visit.starts_at) if visit.starts_at else "", visit.unit.short_name)
            first = (Cell(_day_words(day), rowspan=len(of_day)),) if index == 0 else ()
            rows.append((*first, *cells))
    return Table(columns, tuple(rows))


def _day_words(day: date | None) -> str:
    """With the year, so that the paper can be read later too; months 1 and 2 with a zero."""
    if day is None:
        return ""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"Ngày {day.day:02d}/{month}/{day.year}"


def _composition(team: InspectionTeam | None) -> list[Block]:
    if team is None:
        return []
    if team.composition.strip():
        return _lines(team.composition)
    units = [member.unit.name for member in team.members.select_related("unit") if member.unit]
    named = list(dict.fromkeys(units))
    return [Paragraph(f"{'; '.join(named)}.")] if named else []


def _annexes(letter: ScheduleLetter) -> Iterator[Annex]:
    rows = letter.team.annex_rows() if letter.team else []
    if rows:
        subject = letter.subject[:1].upper() + letter.subject[1:]
        table = assignment_table(rows, acting_notes(letter))
        yield Annex("PHÂN CÔNG NHIỆM VỤ", (table,), subtitle=subject, numbered=False)


def acting_notes(letter: ScheduleLetter) -> dict[int, str]:
    """Who acts for the lead at the letter's visits, and when, by person; two queries."""
    days = [visit.on for visit in letter.visits.all() if visit.on]
    if letter.team is None or not days:
        return {}
    meanwhile = Q(begins_on__lte=max(days), ends_on__gte=min(days))
    acting = letter.team.acting_leads.filter(Q(visit__in=letter.visits.all()) | meanwhile)
    return {
        each.person_id: f"(phụ trách Đoàn {_acting_words(each)})"
        for each in acting.select_related("visit__unit")
    }


def _acting_words(acting: ActingLead) -> str:
    if acting.visit is not None:
        return f"tại {acting.visit.unit.short_name}"
    if acting.begins_on == acting.ends_on:
        return f"ngày {acting.begins_on:%d/%m/%Y}"
    return f"từ ngày {acting.begins_on:%d/%m/%Y} đến ngày {acting.ends_on:%d/%m/%Y}"


def assignment_table(rows: list[AnnexRow], notes: Mapping[int, str] | None = None) -> Table:
    """TT | member | task | dossiers; those who share a task share its cells.

    `notes` are words under the names of some people, by person.
    """
    said = notes or {}
    columns = (
        Column("TT", 11, "center"), Column("Thành viên đoàn", 36),
        Column("Phân công nhiệm vụ"), Column("Hồ sơ chuẩn bị", 44),
    )  # fmt: skip
    printed: list[tuple[Cell | str, ...]] = []
    for row in rows:
        for place, member in row.numbered:
            named = [member.user.addressed_name, said.get(member.user_id, "")]
            person = (str(place), "\n".join(line for line in named if line))
            shared = _task_cells(row, member) if place == row.first else ()
            printed.append((*person, *shared))
    return Table(columns, tuple(printed))


def _task_cells(row: AnnexRow, member: TeamMember) -> tuple[Cell, Cell]:
    span = len(row.members)
    if row.assignment is None:
        return Cell(ROLE_WORDS[TeamRole(member.role)], rowspan=span), Cell("", rowspan=span)
    task, dossiers = row.assignment.task.strip(), row.assignment.dossiers.strip()
    return Cell(task, rowspan=span), Cell(dossiers, rowspan=span)


def letter_sheets(letter: ScheduleLetter) -> Iterator[Sheet[Any]]:
    """The schedule and the assignments as a workbook."""
    heading = [letter.plan.issuer.name, f"V/v {letter.subject}"]
    yield Sheet("Lịch kiểm tra", _visit_columns(), dated_visits(letter), heading)
    if letter.team:
        people = [
            (place, member, row.assignment)
            for row in letter.team.annex_rows()
            for place, member in row.numbered
        ]
        yield Sheet("Phân công nhiệm vụ", _people_columns(), people, heading)


def _visit_columns() -> list[SheetColumn[Any]]:
    return [
        SheetColumn("Ngày", lambda row: row.on, 13, "date"),
        SheetColumn("Giờ", lambda row: clock(row.starts_at), 10),
        SheetColumn("Đơn vị được kiểm tra", lambda row: row.unit.name, 44),
        SheetColumn("Nội dung", lambda row: "; ".join(s.title for s in row.streams.all()), 44),
        SheetColumn("Đoàn", lambda row: str(row.team or ""), 26),
        SheetColumn("Xem trên cổng", lambda row: row.get_absolute_url(), 34, "link"),
    ]


def _people_columns() -> list[SheetColumn[Any]]:
    return [
        SheetColumn("TT", lambda row: row[0], 6, "int"),
        SheetColumn("Thành viên đoàn", lambda row: row[1].user.addressed_name, 28),
        SheetColumn("Vai trò", lambda row: ROLE_WORDS[TeamRole(row[1].role)], 18),
        SheetColumn("Phân công nhiệm vụ", lambda row: row[2].task if row[2] else "", 70),
        SheetColumn("Hồ sơ chuẩn bị", lambda row: row[2].dossiers if row[2] else "", 50),
    ]
