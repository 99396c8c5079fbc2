"""What papers of every kind have in common, and the refusal of those that lack something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from documents.blocks import (
    Block,
    Document,
    Header,
    ListBlock,
    ListItem,
    Paragraph,
    Recipient,
    Recipients,
    Signature,
    Text,
    plain,
)
from documents.blocks.tree import Marker
from documents.enums import DocumentKind, Regime
from documents.kinds.types import type_of
from documents.layouts.html.words import day_text, listed


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Who issues the paper, by which law it is laid out, who receives it, who signs it."""

    header: Header
    regime: str = Regime.ND30.value
    recipients: Recipients = field(default_factory=Recipients)
    signature: Signature = field(default_factory=lambda: Signature(()))


@dataclass(frozen=True)
class FieldGap:
    """What the decree asks for and is not there: the field concerned and a sentence."""

    field: str
    sentence: str


class PaperIncomplete(Exception):
    """The paper cannot be made yet; `gaps` say why, field by field."""

    def __init__(self, gaps: list[FieldGap]) -> None:
        self.gaps = gaps
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """All reasons one after another."""
        return " ".join(gap.sentence for gap in self.gaps)


def missing(name: str, value: object, sentence: str) -> list[FieldGap]:
    """A gap at this field when nothing, or nothing but spaces, was given."""
    given = bool(value.strip()) if isinstance(value, str) else bool(value)
    return [] if given else [FieldGap(name, sentence)]


def paper(
    kind: DocumentKind, frame: Frame, gaps: list[FieldGap], *, first: str = "", **parts: Any
) -> Document:
    """The tree of a complete paper; `first` leads the recipients ("Như trên", "Như Điều 4").

    Raises:
        PaperIncomplete: `gaps` has an entry, or the frame lacks what every paper needs.
    """
    found = [*_frame_gaps(kind, frame), *gaps]
    if found:
        raise PaperIncomplete(found)
    return Document(
        kind_code=kind.value, regime=frame.regime, header=frame.header, signature=frame.signature,
        recipients=led_by(frame.recipients, first), **parts,
    )  # fmt: skip


def _frame_gaps(kind: DocumentKind, frame: Frame) -> list[FieldGap]:
    """Ô 2–4 of the sample form."""
    header = frame.header
    found = missing("issuer", header.issuer, _("The paper does not say who issues it."))
    found += missing("symbol", header.symbol, _("The paper has no symbol."))
    abbreviation = type_of(kind).abbreviation
    if header.symbol and abbreviation and not header.symbol.startswith(f"{abbreviation}-"):
        words = {"symbol": header.symbol, "abbreviation": abbreviation, "kind": kind.label}
        sentence = _(
            "The symbol “%(symbol)s” does not begin with “%(abbreviation)s-”, the abbreviation of"
            " “%(kind)s” (Decree 30/2020/NĐ-CP, Annex III)."
        )
        found.append(FieldGap("symbol", sentence % words))
    if header.dated:
        found += missing("place", header.place, _("The place name before the day is missing."))
    return found


def led_by(recipients: Recipients, first: str) -> Recipients:
    """The recipients with "Như trên" or "Như Điều …" at their head, once."""
    items = recipients.items
    if not first or any(item.text.startswith("Như ") for item in items):
        return recipients
    return replace(recipients, items=(Recipient(first), *items))


def closing(words: str) -> tuple[Block, ...]:
    """The last paragraph, where there is one."""
    return (Paragraph(words.strip()),) if words.strip() else ()


def named(label: str, text: Text) -> Paragraph:
    """A line as "Địa điểm: …"."""
    return Paragraph(f"{label}: {plain(text)}")


def dashed(lines: Iterable[str], marker: Marker = "-") -> ListBlock:
    """Lines behind a sign, each ended by ";" and the last one by a full stop."""
    return ListBlock(tuple(ListItem(line) for line in listed(tuple(lines))), marker)


def moment_words(moment: datetime) -> str:
    """As "08 giờ 30 phút, ngày 07 tháng 5 năm 2019"; full hours without minutes."""
    minutes = f" {moment.minute:02d} phút" if moment.minute else ""
    return f"{moment.hour:02d} giờ{minutes}, {day_text(moment.date())}"
