"""The plan as an official paper: Kế hoạch, Hướng dẫn (NĐ 30/2020, mẫu 1.4).

Everything printed is Vietnamese. Chapters come from the editor; the schedule, the deadlines and
the dossiers to prepare become annexes, made from the same rows the screens show.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.spreadsheets import workbook
from documents.blocks import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Header,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Recipient,
    Recipients,
    Signature,
    Table,
    Title,
    blocks_of,
)
from documents.enums import Regime
from documents.registry import document_kind, pk_of
from plans.documents.amended import amended_annex, audience_name
from plans.documents.schedule_workbook import schedule_sheets
from plans.models import InspectionPlan, Milestone, MonthWindow, PreparationItem
from plans.phrases import lower_first
from units.models import Unit

# Names of the types as papers print them.
TYPE_NAMES = {"KH": "KẾ HOẠCH", "HD": "HƯỚNG DẪN", "CV": ""}


def header_of(issuer: Unit, symbol: str) -> Header:
    """Head of a paper of this unit: the superior body and the issuer as papers write them."""
    return Header(
        superior=_lines(issuer.paper_superior),
        issuer=_lines(issuer.paper_name or issuer.name),
        symbol=symbol,
        place=issuer.locality,
        issuer_name=issuer.name,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip().upper() for line in text.split("|") if line.strip())


def recipients_of(rows: Iterable[tuple[str, str, bool]], archive: str) -> Recipients:
    """The block "Nơi nhận" from (text, purpose, electronic) rows."""
    kept = list(rows)
    return Recipients(
        items=tuple(
            Recipient(text, purpose) for text, purpose, electronic in kept if not electronic
        ),
        archive=archive,
        electronic=tuple(text for text, _purpose, electronic in kept if electronic),
    )


@document_kind("plans.plan", title=_("Inspection plan"), formats=("xlsx",))
class PlanPaper:
    """Plans as papers, and their schedule as a workbook."""

    def keys(self) -> Iterator[str]:
        for pk in InspectionPlan.objects.order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        return plan_paper(_plan(key))

    def workbook(self, key: str) -> bytes:
        return workbook(schedule_sheets(_plan(key)))

    def may_read(self, user: Any, key: str) -> bool:
        return InspectionPlan.objects.visible_to(user).filter(pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        return reverse("plans:plan", args=[pk_of(key)])


def _plan(key: str) -> InspectionPlan:
    related = ("issuer", "school_year", "document")
    return InspectionPlan.objects.select_related(*related).get(pk=pk_of(key))


def plan_paper(plan: InspectionPlan) -> Document:
    """The whole plan. Number, day and signature are filled in when it is issued."""
    rows = plan.recipients.values_list("text", "purpose", "electronic")
    is_letter = not TYPE_NAMES[plan.paper_type]
    return Document(
        kind_code=plan.paper_type,
        regime=Regime.on(plan.reference_day),
        header=header_of(plan.issuer, plan.symbol),
        title=None if is_letter else Title(TYPE_NAMES[plan.paper_type], plan.subject),
        subject_line=f"V/v {plan.subject}" if is_letter else "",
        addressees=tuple(line.strip() for line in plan.addressees.splitlines() if line.strip()),
        bases=tuple(basis.text for basis in plan.bases.all()),
        blocks=tuple(_body(plan)),
        signature=Signature(lines=()),
        recipients=recipients_of(rows, plan.archive_mark),
        annexes=tuple(_annexes(plan)),
    )


def _body(plan: InspectionPlan) -> Iterator[Block]:
    yield from paragraphs(plan.intro)
    for section in plan.sections.all():
        marker = f"{section.marker.rstrip('.')}." if section.marker else ""
        yield Heading("section", marker, section.heading)
        yield from blocks_of(section.body)
    yield from paragraphs(plan.closing)


def paragraphs(text: str) -> Iterator[Paragraph]:
    """A paragraph per line."""
    for line in text.splitlines():
        if line.strip():
            yield Paragraph(line.strip())


def _annexes(plan: InspectionPlan) -> Iterator[Annex]:
    if changes := amended_annex(plan):
        yield changes
    if plan.has_schedule_annex:
        schedule = list(_schedule_blocks(plan))
        if schedule:
            yield Annex("LỊCH KIỂM TRA", tuple(schedule))
    milestones = list(plan.milestones.prefetch_related("dues"))
    if plan.paper_type == "KH" and milestones:
        yield Annex("THỜI HẠN GỬI HỒ SƠ, BÁO CÁO", (milestone_table(milestones),))
    preparations = list(plan.preparations.select_related("stream"))
    if preparations:
        yield Annex("HỒ SƠ CHUẨN BỊ CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA", tuple(_preparation(preparations)))


def _schedule_blocks(plan: InspectionPlan) -> Iterator[Block]:
    windows = list(plan.windows.all())
    if windows:
        yield Heading("clause", "1.", "Thời gian và đơn vị kiểm tra")
        yield window_table(windows)
    clusters = list(plan.clusters.select_related("host").prefetch_related("members__unit"))
    if clusters:
        yield Heading("clause", f"{2 if windows else 1}.", "Kiểm tra theo cụm")
        columns = (
            Column("TT", 12, "center"),
            Column("Đơn vị đăng cai", 70),
            Column("Đơn vị trong cụm"),
        )
        rows = tuple(
            (str(place), cluster.host.name, _members(cluster))
            for place, cluster in enumerate(clusters, 1)
        )
        yield Table(columns, rows)
    yield from _named_dossiers(plan, 1 + bool(windows) + bool(clusters))


def _named_dossiers(plan: InspectionPlan, place: int) -> Iterator[Block]:
    """Units named for the check of their dossiers, under the content it is about."""
    targets = plan.dossier_targets.select_related("unit", "stream").order_by(
        "stream__order", "stream", "order", "pk"
    )
    for stream, group in groupby(targets, key=lambda target: target.stream):
        yield Heading("clause", f"{place}.", f"Kiểm tra hồ sơ: {lower_first(stream.title)}")
        yield ListBlock(tuple(ListItem(f"{target.unit.name};") for target in group))
        place += 1


def _members(cluster: object) -> str:
    names = [member.unit.short_name for member in cluster.members.all()]  # type: ignore[attr-defined]
    return "; ".join(names) if names else "Các đơn vị trên địa bàn"


def window_table(windows: list[MonthWindow]) -> Table:
    """Month by month, as KH 126/KH-SGDĐT An Giang prints it."""
    columns = (Column("Thời gian", 38, "center"), Column("Đơn vị kiểm tra"))
    return Table(columns, tuple((month_words(row), row.text) for row in windows))


def month_words(window: MonthWindow) -> str:
    """Months 1 and 2 with a leading zero, the others without (NĐ 30/2020, Phụ lục I)."""
    month = window.month.month
    return (
        f"Tháng {month:02d}/{window.month.year}"
        if month < 3
        else f"Tháng {month}/{window.month.year}"
    )


def milestone_table(milestones: list[Milestone]) -> Table:
    """What is to be sent, by whom, by which day; one row per audience."""
    columns = (
        Column("TT", 12, "center"), Column("Nội dung"), Column("Đơn vị thực hiện", 48),
        Column("Hạn cuối", 28, "center"),
    )  # fmt: skip
    rows = []
    for place, milestone in enumerate(milestones, start=1):
        dues = list(milestone.dues.all())
        span = max(len(dues), 1)
        words = "\n".join([milestone.title, *(f"- {line}" for line in milestone.deliverable_list)])
        first: tuple[Cell | str, ...] = (Cell(str(place), rowspan=span), Cell(words, rowspan=span))
        if not dues:
            rows.append((*first, "", milestone.note or "Theo thông báo"))
        for index, due in enumerate(dues):
            day = f"{due.due_on:%d/%m/%Y}" if due.due_on else "Theo thông báo"
            cells = (audience_name(due.audience), day)
            rows.append((*first, *cells) if index == 0 else cells)
    return Table(columns, tuple(rows))


def _preparation(items: list[PreparationItem]) -> Iterator[Block]:
    by_stream = groupby(items, key=lambda item: item.stream)
    for place, (stream, group) in enumerate(by_stream, start=1):
        yield Heading("clause", f"{place}.", stream.title)
        yield ListBlock(tuple(ListItem(_item_words(item)) for item in group))


def _item_words(item: PreparationItem) -> str:
    notes = [f"theo mẫu {item.form_code}" if item.form_code else "", item.applies_to]
    if item.office_units_only:
        notes.append("đối với đơn vị thuộc phòng GDĐT, xã/phường")
    shown = "; ".join(note for note in notes if note)
    return f"{item.text.rstrip('.;')} ({shown});" if shown else f"{item.text.rstrip('.;')};"
