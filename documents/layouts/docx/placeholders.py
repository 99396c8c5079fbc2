"""The places a department's own Word template leaves open, and how they are found in its file.

A place is written as plain words, "{{so_ky_hieu}}". Nothing in a template is ever evaluated: a
name is looked up in this list, and a name outside the list is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from docx.oxml.ns import qn

from documents.enums import DocumentKind

WRITTEN = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

_ALL = frozenset(DocumentKind.values)
_RECORD = frozenset({DocumentKind.RECORD.value})
_LETTER = frozenset({DocumentKind.LETTER.value})
# NĐ 30/2020, Phụ lục I, phần II, mục I, khoản 9: these papers name in "Kính gửi" who acts on them.
_ADDRESSED = _LETTER | {DocumentKind.SUBMISSION.value}


@dataclass(frozen=True)
class Placeholder:
    """One place: its name, what the portal writes there, and the kinds that cannot do without.

    A `block` is written as paragraphs and tables of its own and stands alone in its line; `wide`
    ones may hold tables and therefore stand outside them. `only` are the kinds that know it.
    """

    name: str
    meaning: str | Promise
    required: frozenset[str] = frozenset()
    block: bool = False
    wide: bool = False
    only: frozenset[str] = _ALL

    @property
    def written(self) -> str:
        return f"{{{{{self.name}}}}}"

    @property
    def required_words(self) -> str:
        """In which types of paper it is required, for the list that a clerk reads."""
        if len(self.required) <= len(_ADDRESSED):
            names = [kind.label for kind in DocumentKind if kind.value in self.required]
            return ", ".join(str(name) for name in names) or "–"
        without = [str(kind.label) for kind in DocumentKind if kind.value not in self.required]
        if not without:
            return gettext("every type")
        return gettext("all types except %(kinds)s") % {"kinds": ", ".join(without)}


# What a paper must show: NĐ 30/2020, Điều 8 khoản 2. A record of a meeting has neither place nor
# day in its header (mẫu 1.9), and a letter no name of its type (mẫu 1.5).
PLACEHOLDERS = (
    Placeholder("co_quan_chu_quan", _("The body above the issuer; the line goes where there is none.")),
    Placeholder("co_quan_ban_hanh", _("The issuing body, in capitals."), _ALL),
    Placeholder("so_ky_hieu", _("Number and symbol, as 126/KH-SGDĐT; dots while it is a draft."), _ALL),
    Placeholder("dia_danh_ngay", _("Place and date in words."), _ALL - _RECORD),
    Placeholder("ten_loai", _("Name of the type in capitals, as KẾ HOẠCH."), _ALL - _LETTER),
    Placeholder("trich_yeu", _("Subject of the paper; of a letter with “V/v”."), _ALL),
    Placeholder("kinh_gui", _("The lines “Kính gửi”; nothing where nobody is addressed."), _ADDRESSED, block=True),
    Placeholder("can_cu", _("Authority, legal bases and the word that enacts; without this place they stand before the content."), block=True),
    Placeholder("noi_dung", _("The whole content with its headings, lists and tables."), _ALL, block=True, wide=True),
    Placeholder("chuc_vu_ky", _("Lines over the signature in capitals, as KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC."), _ALL - _RECORD, only=_ALL - _RECORD),
    Placeholder("nguoi_ky", _("Name of the signer."), _ALL - _RECORD, only=_ALL - _RECORD),
    Placeholder("chu_ky", _("The signatures of a record side by side, each with post and name."), _RECORD, block=True, wide=True, only=_RECORD),
    Placeholder("noi_nhan", _("The list of recipients with its head “Nơi nhận:” and where the paper is filed."), _ALL, block=True),
    Placeholder("ma_tra_cuu", _("Code with which anybody can check the issued paper, and the page for it.")),
)  # fmt: skip


def known_in(kind: str) -> dict[str, Placeholder]:
    """The places a kind of paper knows, by their names."""
    return {place.name: place for place in PLACEHOLDERS if kind in place.only}


def parts_of(file: Any) -> Iterator[Any]:
    """The body, then every head and foot of the file as it has them."""
    yield file.element.body
    for relation in file.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/header", "/footer")):
            yield relation.target_part.element


def paragraphs_of(element: Any) -> Iterator[Any]:
    """Every paragraph below an element, those in tables and text boxes too."""
    yield from element.iter(qn("w:p"))


def pieces_of(paragraph: Any) -> list[Any]:
    """The stretches of words of the paragraph itself, in order; not those of a text box in it."""
    return [
        piece for piece in paragraph.iter(qn("w:t"))
        if next(piece.iterancestors(qn("w:p"))) is paragraph
    ]  # fmt: skip


def words_of(paragraph: Any) -> str:
    """Its words put together: Word splits what was typed in one go over several runs."""
    return "".join(piece.text or "" for piece in pieces_of(paragraph))


def names_in(words: str) -> list[str]:
    """The names written between double braces; Word makes the first letter of a line a capital."""
    return [normalize("NFC", name).casefold() for name in WRITTEN.findall(words)]
