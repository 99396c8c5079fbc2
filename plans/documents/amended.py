"""What an amendment says otherwise than the plan it amends: for its page and for its paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from documents.blocks import Annex, Column, Table
from plans.enums import Audience
from plans.models import InspectionPlan

# As the field calls them.
_AUDIENCES = {
    Audience.DIRECT_UNITS: "Đơn vị trực thuộc",
    Audience.OFFICES: "Phòng GDĐT, UBND xã/phường",
    Audience.OFFICE_UNITS: "Đơn vị thuộc phòng GDĐT, xã/phường",
}
_ENDS = ("</p>", "</div>", "</li>", "<br>", "</h2>", "</h3>")


@dataclass(frozen=True)
class Amended:
    """One thing that was added (`before` empty), removed (`after` empty) or changed.

    `part` is a key of `AMENDED_PARTS`; `title` names the thing in the words of the plan.
    """

    part: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class _Kind:
    """How the rows of one kind of part are matched between two plans, named and worded."""

    rows: Callable[[InspectionPlan], Any]
    key: Callable[[Any], Any]
    title: Callable[[Any], str]
    words: Callable[[Any], str]


def audience_name(audience: str) -> str:
    """Those who owe a milestone, as papers name them."""
    return _AUDIENCES[Audience(audience)]


def _dues(milestone: Any) -> str:
    lines = [milestone.deliverables, milestone.note]
    for due in milestone.dues.all():
        day = f"{due.due_on:%d/%m/%Y}" if due.due_on else "theo thông báo"
        lines.append(f"{audience_name(due.audience)}: {day}")
    return "\n".join(line for line in lines if line)


def _members(cluster: Any) -> str:
    return "; ".join(sorted(member.unit.short_name for member in cluster.members.all()))


# As the annex of the paper names the parts.
PAPER_NAMES = {
    "subject": "Trích yếu", "intro": "Phần mở đầu", "closing": "Phần kết", "sections": "Mục",
    "bases": "Căn cứ", "streams": "Nội dung kiểm tra", "preparations": "Hồ sơ chuẩn bị",
    "milestones": "Thời hạn", "windows": "Thời gian kiểm tra", "slots": "Giờ kiểm tra",
    "clusters": "Cụm kiểm tra", "dossier-targets": "Đơn vị kiểm tra hồ sơ",
    "targets": "Chỉ tiêu", "recipients": "Nơi nhận",
}  # fmt: skip

AMENDED_PARTS: dict[str, _Kind] = {
    "bases": _Kind(
        lambda plan: plan.bases.all(), lambda row: row.text, lambda _row: "", lambda row: row.text
    ),
    "streams": _Kind(
        lambda plan: plan.streams.all(), lambda row: row.key, lambda row: row.title,
        lambda row: "\n".join(filter(None, [row.title, row.criteria, row.owner])),
    ),
    "preparations": _Kind(
        lambda plan: plan.preparations.select_related("stream"),
        lambda row: (row.stream.key, row.text), lambda row: row.stream.title,
        lambda row: " · ".join(filter(None, [row.text, row.form_code, row.applies_to])),
    ),
    "milestones": _Kind(
        lambda plan: plan.milestones.prefetch_related("dues"), lambda row: row.title,
        lambda row: row.title, _dues,
    ),
    "windows": _Kind(
        lambda plan: plan.windows.all(), lambda row: row.month, lambda row: f"{row.month:%m/%Y}",
        lambda row: row.text,
    ),
    "slots": _Kind(
        lambda plan: plan.slots.all(), lambda row: row.starts_at, lambda _row: "", str
    ),
    "clusters": _Kind(
        lambda plan: plan.clusters.select_related("host").prefetch_related("members__unit"),
        lambda row: row.host_id, lambda row: f"{row.name} ({row.host.short_name})", _members,
    ),
    "dossier-targets": _Kind(
        lambda plan: plan.dossier_targets.select_related("unit", "stream"),
        lambda row: (row.stream.key, row.unit_id), lambda row: row.stream.title,
        lambda row: " – ".join(filter(None, [row.unit.name, row.note])),
    ),
    "targets": _Kind(
        lambda plan: plan.targets.all(), lambda row: row.code, lambda row: row.text,
        lambda row: f"{row.percent:f}".rstrip("0").rstrip(".") + f" %: {row.numerator}",
    ),
    "recipients": _Kind(
        lambda plan: plan.recipients.all(), lambda row: row.text, lambda _row: "",
        lambda row: " ".join(filter(None, [row.text, row.purpose])),
    ),
}  # fmt: skip


def amended(plan: InspectionPlan) -> list[Amended]:
    """Every difference to the plan it amends, in the order of the plan; none for other plans.

    Causes some thirty queries: for the page of changes and the paper, not for lists.
    """
    former = plan.amends
    if former is None:
        return []
    found = [*_head(former, plan), *_sections(former, plan)]
    for part, kind in AMENDED_PARTS.items():
        found += _rows(part, kind, former, plan)
    return found


def _head(former: InspectionPlan, plan: InspectionPlan) -> Iterator[Amended]:
    for name in ("subject", "intro", "closing"):
        before, after = getattr(former, name), getattr(plan, name)
        if before != after:
            yield Amended(name, "", before, after)


def _sections(former: InspectionPlan, plan: InspectionPlan) -> Iterator[Amended]:
    """Chapters by their heading; of a changed one only the paragraphs that differ."""
    old = {section.heading: section for section in former.sections.all()}
    for section in plan.sections.all():
        before = old.pop(section.heading, None)
        words = _differing(before.body if before else "", section.body)
        if words != ("", ""):
            yield Amended("sections", str(section), *words)
    for section in old.values():
        yield Amended("sections", str(section), "\n".join(_paragraphs(section.body)), "")


def _differing(before: str, after: str) -> tuple[str, str]:
    old, new = _paragraphs(before), _paragraphs(after)
    gone: list[str] = []
    come: list[str] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            gone += old[first:last]
            come += new[start:end]
    return "\n".join(gone), "\n".join(come)


def _paragraphs(html: str) -> list[str]:
    for end in _ENDS:
        html = html.replace(end, f"{end}\n")
    lines = (unescape(strip_tags(line)).strip() for line in html.split("\n"))
    return [line for line in lines if line]


def _rows(
    part: str, kind: _Kind, former: InspectionPlan, plan: InspectionPlan
) -> Iterator[Amended]:
    old = {kind.key(row): row for row in kind.rows(former)}
    for row in kind.rows(plan):
        before = old.pop(kind.key(row), None)
        words = kind.words(row)
        if before is None or kind.words(before) != words:
            yield Amended(part, kind.title(row), kind.words(before) if before else "", words)
    for row in old.values():
        yield Amended(part, kind.title(row), kind.words(row), "")


def amended_annex(plan: InspectionPlan) -> Annex | None:
    """The differences as a table beside each other; none where the plan amends no other."""
    changes = amended(plan)
    if not changes or plan.amends is None:
        return None
    columns = (
        Column("TT", 12, "center"), Column("Nội dung", 42), Column("Kế hoạch đã ban hành"),
        Column("Nay điều chỉnh, bổ sung"),
    )  # fmt: skip
    rows = tuple(
        (str(place), _named(change), change.before or "Không có", change.after or "Bỏ")
        for place, change in enumerate(changes, start=1)
    )
    document = plan.amends.document
    former = f" số {document.number_line}" if document and document.number else ""
    return Annex(
        f"NỘI DUNG ĐIỀU CHỈNH, BỔ SUNG SO VỚI KẾ HOẠCH{former.upper()}",
        (Table(columns, rows),),
        orientation="landscape",
    )


def _named(change: Amended) -> str:
    name = PAPER_NAMES[change.part]
    return f"{name}: {change.title}" if change.title else name
