"""Công văn (mẫu 1.5), Tờ trình and Báo cáo (mẫu 1.4 with "Kính gửi"), Thông báo (mẫu 1.4).

NĐ 30/2020, Phụ lục I, Phần I, II.9.b: the addressed ones name their addressees twice, after
“Kính gửi” and as “Như trên” at the head of the recipients.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.blocks import Annex, Block, Document, Heading, Paragraph, Title
from documents.enums import DocumentKind
from documents.kinds.frame import Frame, closing, dashed, missing, paper
from documents.layouts.html.annexes import ROMAN


@dataclass(frozen=True)
class Part:
    """A part of a report: its heading, numbered in Roman figures, and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


def letter(
    frame: Frame, *, subject: str, addressees: tuple[str, ...], blocks: tuple[Block, ...],
    bases: tuple[str, ...] = (), ending: str = "", annexes: tuple[Annex, ...] = (),
) -> Document:  # fmt: skip
    """An official letter; `subject` is printed behind “V/v”.

    Raises:
        PaperIncomplete: subject, addressees or text are missing.
    """
    gaps = missing("subject", subject, _("A letter says what it is about (V/v …)."))
    gaps += missing("addressees", addressees, _("A letter says to whom it goes (Kính gửi)."))
    gaps += missing("blocks", blocks, _("The letter has no text."))
    return paper(
        DocumentKind.LETTER, frame, gaps,
        first="Như trên",
        subject_line=f"V/v {subject}",
        addressees=addressees,
        bases=bases,
        blocks=(*blocks, *closing(ending)),
        annexes=annexes,
    )  # fmt: skip


def announcement(
    frame: Frame, *, subject: str, blocks: tuple[Block, ...], bases: tuple[str, ...] = (),
    ending: str = "", annexes: tuple[Annex, ...] = (),
) -> Document:  # fmt: skip
    """An announcement, for instance of what an inspection found and what is asked for.

    Raises:
        PaperIncomplete: subject or text are missing.
    """
    gaps = missing("subject", subject, _("An announcement needs its subject."))
    gaps += missing("blocks", blocks, _("The announcement has no text."))
    return paper(
        DocumentKind.ANNOUNCEMENT, frame, gaps,
        title=Title("THÔNG BÁO", subject),
        bases=bases,
        blocks=(*blocks, *closing(ending)),
        annexes=annexes,
    )  # fmt: skip


def submission(
    frame: Frame, *, subject: str, addressees: tuple[str, ...], reasons: tuple[Block, ...],
    proposals: tuple[Block, ...], bases: tuple[str, ...] = (), enclosed: tuple[str, ...] = (),
    ending: str = "", annexes: tuple[Annex, ...] = (),
) -> Document:  # fmt: skip
    """A submission: why, what is proposed, which dossier goes with it.

    Raises:
        PaperIncomplete: subject, addressees, reasons or proposals are missing.
    """
    gaps = missing("subject", subject, _("A submission needs its subject."))
    gaps += missing("addressees", addressees, _("A submission names who decides (Kính gửi)."))
    gaps += missing("reasons", reasons, _("A submission gives its reasons."))
    gaps += missing("proposals", proposals, _("A submission says what is proposed."))
    return paper(
        DocumentKind.SUBMISSION, frame, gaps,
        first="Như trên",
        title=Title("TỜ TRÌNH", subject),
        addressees=addressees,
        bases=bases,
        blocks=(*reasons, *proposals, *_enclosures(enclosed), *closing(ending)),
        annexes=annexes,
    )  # fmt: skip


def _enclosures(papers: tuple[str, ...]) -> Iterator[Block]:
    if papers:
        yield Paragraph("Hồ sơ kèm theo gồm có:")
        yield dashed(papers, "ordered")


def report(
    frame: Frame, *, subject: str, parts: tuple[Part, ...], addressees: tuple[str, ...] = (),
    bases: tuple[str, ...] = (), opening: str = "", ending: str = "",
    annexes: tuple[Annex, ...] = (),
) -> Document:  # fmt: skip
    """A report in parts I, II, …; with addressees where it goes to a superior body.

    Raises:
        PaperIncomplete: subject or parts are missing, or a part has nothing under its heading.
    """
    gaps = missing("subject", subject, _("A report needs its subject."))
    gaps += missing("parts", parts, _("A report needs at least one part."))
    for part in parts:
        sentence = _("Nothing stands under “%(heading)s”.") % {"heading": part.heading}
        gaps += missing("parts", part.blocks, sentence)
    return paper(
        DocumentKind.REPORT, frame, gaps,
        first="Như trên" if addressees else "",
        title=Title("BÁO CÁO", subject),
        addressees=addressees,
        bases=bases,
        blocks=(*closing(opening), *_numbered(parts), *closing(ending)),
        annexes=annexes,
    )  # fmt: skip


def _numbered(parts: tuple[Part, ...]) -> Iterator[Block]:
    for marker, part in zip(ROMAN, parts, strict=False):
        yield Heading("section", f"{marker}.", part.heading)
        yield from part.blocks
