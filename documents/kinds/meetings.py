"""Giấy mời (NĐ 30/2020, mẫu 1.7) and Biên bản (mẫu 1.9; NĐ 217/2025, Điều 15.3.a)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from documents.blocks import (
    Block,
    Document,
    Heading,
    Paragraph,
    Signature,
    Title,
)
from documents.enums import DocumentKind
from documents.kinds.frame import (
    FieldGap,
    Frame,
    closing,
    dashed,
    missing,
    moment_words,
    named,
    paper,
)


@dataclass(frozen=True)
class Person:
    """Somebody at a meeting: "Bà Đinh Thị Thu Hương", post, role in the team."""

    name: str
    post: str = ""
    role: str = ""

    @property
    def name_and_post(self) -> str:
        return ", ".join(part for part in (self.name, self.post) if part)

    @property
    def words(self) -> str:
        """With the role: "Bà Đinh Thị Thu Hương, Phó Chủ tịch …, Trưởng đoàn"."""
        return ", ".join(part for part in (self.name, self.post, self.role) if part)


@dataclass(frozen=True)
class Party:
    """A side that takes part: the team, the unit inspected."""

    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """When and where people met, who led and who wrote. Moments are in local time."""

    begun_at: datetime | None
    ended_at: datetime | None
    place: str
    parties: tuple[Party, ...]
    chair: Person
    secretary: Person


def invitation(
    frame: Frame, *, subject: str, guests: tuple[str, ...], event: str, chair: str,
    begins_at: datetime | None, place: str, notes: tuple[Block, ...] = (), ending: str = "",
) -> Document:  # fmt: skip
    """An invitation: who is asked to come to what, who presides, when, where.

    Raises:
        PaperIncomplete: one of these is missing.
    """
    gaps = missing("subject", subject, _("An invitation needs its subject."))
    gaps += missing("guests", guests, _("An invitation says who is invited."))
    gaps += missing("event", event, _("An invitation says to what."))
    gaps += missing("chair", chair, _("An invitation says who presides."))
    gaps += missing("begins_at", begins_at, _("An invitation gives day and hour."))
    gaps += missing("place", place, _("An invitation gives the place."))
    host = frame.header.issuer_name
    return paper(
        DocumentKind.INVITATION, frame, gaps,
        title=Title("GIẤY MỜI", subject),
        blocks=(
            *_guests(host, guests),
            named("Tới dự", event),
            named("Chủ trì", chair),
            named("Thời gian", f"{moment_words(begins_at)}." if begins_at else ""),
            named("Địa điểm", place),
            *notes,
            *closing(ending),
        ),
    )  # fmt: skip


def _guests(host: str, guests: tuple[str, ...]) -> Iterator[Block]:
    lead = f"{host} trân trọng kính mời:"
    if len(guests) == 1:
        yield Paragraph(f"{lead} {guests[0]}")
        return
    yield Paragraph(lead)
    yield dashed(guests)


def minutes(
    frame: Frame, *, subject: str, sitting: Sitting, course: tuple[Block, ...],
    signers: tuple[Signature, ...], opinions: tuple[Block, ...] = (), copies: int = 2,
) -> Document:  # fmt: skip
    """A record: beginning, place, those present, course, opinions, end, read back, signatures.

    Signatures stand side by side in the order given; the last one is the chair's. `opinions` are
    what the unit inspected says to it. `copies` is how many originals are signed.

    Raises:
        PaperIncomplete: a part is missing, or the end lies before the beginning.
    """
    gaps = missing("subject", subject, _("A record names the meeting or the inspection."))
    gaps += _sitting_gaps(sitting)
    gaps += missing("course", course, _("A record tells what was done and found."))
    gaps += missing("signers", len(signers) > 1, _("A record is signed by at least two sides."))
    undated = replace(frame.header, dated=False)
    return paper(
        DocumentKind.RECORD,
        replace(frame, header=undated, signature=signers[-1] if signers else Signature(())),
        gaps,
        title=Title("BIÊN BẢN", subject),
        blocks=tuple(_course(sitting, course, opinions, copies)),
        cosigners=signers[:-1],
    )


def _sitting_gaps(sitting: Sitting) -> list[FieldGap]:
    gaps = missing("begun_at", sitting.begun_at, _("A record says when it began."))
    gaps += missing("ended_at", sitting.ended_at, _("A record says when it ended."))
    if sitting.begun_at and sitting.ended_at and sitting.ended_at <= sitting.begun_at:
        gaps.append(FieldGap("ended_at", _("The end lies before the beginning.")))
    gaps += missing("place", sitting.place, _("A record says where."))
    gaps += missing("parties", sitting.parties, _("A record names those who took part."))
    gaps += missing("chair", sitting.chair.name, _("A record names who presided."))
    gaps += missing("secretary", sitting.secretary.name, _("A record names who wrote it."))
    return gaps


def _course(
    sitting: Sitting, course: tuple[Block, ...], opinions: tuple[Block, ...], copies: int
) -> Iterator[Block]:
    yield named("Thời gian bắt đầu", _moment(sitting.begun_at))
    yield named("Địa điểm", sitting.place)
    yield Paragraph("Thành phần tham dự:")
    for number, party in enumerate(sitting.parties, start=1):
        yield Heading("clause", f"{number}.", party.name)
        yield dashed(person.words for person in party.people)
    yield named("Chủ trì", f"{sitting.chair.words}.")
    yield named("Thư ký", f"{sitting.secretary.name_and_post}.")
    yield Paragraph("Nội dung:")
    yield from course
    if opinions:
        yield Paragraph("Ý kiến của đơn vị được kiểm tra:")
        yield from opinions
    yield Paragraph(f"Buổi làm việc kết thúc vào {_moment(sitting.ended_at)}")
    yield Paragraph(
        "Biên bản đã được đọc lại cho những người có mặt cùng nghe, công nhận nội dung ghi trên là"
        f" đúng và cùng ký tên; biên bản được lập thành {copies:02d} bản có giá trị như nhau, mỗi"
        " bên giữ ít nhất 01 bản"
    )


def _moment(moment: datetime | None) -> str:
    return f"{moment_words(moment)}." if moment else ""
