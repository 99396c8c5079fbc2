"""A department's own Word template filled with a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.blocks import Document
from documents.enums import Regime
from documents.layouts.docx.body import add_blocks
from documents.layouts.docx.closing import add_recipients, add_signatures
from documents.layouts.docx.page import add_addressees, add_annexes, add_bases, describe
from documents.layouts.docx.placeholders import (
    PLACEHOLDERS,
    WRITTEN,
    known_in,
    names_in,
    paragraphs_of,
    parts_of,
    pieces_of,
    words_of,
)
from documents.layouts.docx.sheets import draft_mark
from documents.layouts.docx.styles import dress_missing
from documents.layouts.docx.words import clean
from documents.layouts.html import LAYOUTS
from documents.layouts.html.words import balanced, closed, day_text, number_text

_BLOCKS = {place.name for place in PLACEHOLDERS if place.block}
_EMU_MM = 36_000


def fill(template: bytes, document: Document, layout_name: str) -> bytes:
    """The paper in the department's template; words as the layout has them, looks as the template.

    The template has passed `documents.domain.templates.gaps_of`. Annexes follow on sheets of their
    own behind it.
    """
    layout = LAYOUTS[layout_name]
    file = docx.Document(BytesIO(template))
    dress_missing(file, italic_bases=layout.regime == Regime.ND30)
    anchors = _anchors(file)
    _write_values(file, values_of(document))
    for name, write in _writers(
        file, document, set(anchors), below_colon=layout.prints_check
    ).items():
        for anchor in anchors.get(name, ()):
            with _moved_before(file, anchor):
                write()
    if document.draft:
        draft_mark(file.sections[0])
    add_annexes(file, document, roman=layout.roman_annexes)
    describe(file, document)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def fits(document: Document) -> bool:
    """Whether a template has room for all who sign: several sign side by side in records only."""
    return not document.cosigners or "chu_ky" in known_in(document.kind_code)


def values_of(document: Document) -> dict[str, str]:
    """What stands in the places inside a line; a new line in it breaks the line."""
    header, title, check = document.header, document.title, document.check
    return {
        "co_quan_chu_quan": _capitals(header.superior),
        "co_quan_ban_hanh": _capitals(header.issuer),
        "so_ky_hieu": f"{number_text(header.number)}/{header.symbol}",
        "dia_danh_ngay": f"{header.place}, {day_text(header.issued_on)}" if header.dated else "",
        "ten_loai": title.name.upper() if title else "",
        "trich_yeu": title.subject if title else document.subject_line,
        "chuc_vu_ky": "\n".join(post.upper() for post in document.signature.lines),
        "nguoi_ky": document.signature.signer,
        "ma_tra_cuu": f"Mã tra cứu: {check.spoken} ({check.page})" if check else "",
    }


def _capitals(names: tuple[str, ...]) -> str:
    return "\n".join(part.upper() for name in names for part in balanced(name))


def _anchors(file: Any) -> dict[str, list[Any]]:
    """The paragraphs that blocks take the place of."""
    found: dict[str, list[Any]] = {}
    for paragraph in paragraphs_of(file.element.body):
        names = names_in(words_of(paragraph))
        if len(names) == 1 and names[0] in _BLOCKS:
            found.setdefault(names[0], []).append(paragraph)
    return found


def _writers(
    file: Any, document: Document, places: set[str], *, below_colon: bool
) -> dict[str, Callable[[], None]]:
    """What each block writes; words without a place of their own stand before the content."""

    def addressees() -> None:
        add_addressees(file, document, below_colon=below_colon)

    def bases() -> None:
        add_bases(file, document)

    def content() -> None:
        if "kinh_gui" not in places:
            addressees()
        if "can_cu" not in places:
            bases()
        add_blocks(file, closed(document.blocks), _room_mm(file))
        # At least the last lines of the text go with the signature, as in the standard layout.
        file.paragraphs[-1].paragraph_format.keep_with_next = True

    return {
        "kinh_gui": addressees, "can_cu": bases, "noi_dung": content,
        "chu_ky": lambda: add_signatures(file, document),
        "noi_nhan": lambda: add_recipients(file, document),
    }  # fmt: skip


def _room_mm(file: Any) -> float:
    """Width between the margins of the template's first sheet."""
    section = file.sections[0]
    return float(section.page_width - section.left_margin - section.right_margin) / _EMU_MM


@contextmanager
def _moved_before(file: Any, anchor: Any) -> Iterator[None]:
    """What is added at the end of the file goes to the anchor's place, and the anchor away."""
    body = file.element.body
    before = set(body)
    yield
    for made in [each for each in body if each not in before]:
        anchor.addprevious(made)
    _remove(anchor)


def _carry_section(anchor: Any) -> None:
    """A break to another sheet that hangs on the anchor stays, on the paragraph before it."""
    section = anchor.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        holder = OxmlElement("w:p")
        holder.get_or_add_pPr().append(deepcopy(section))
        anchor.addprevious(holder)


def _remove(paragraph: Any) -> None:
    """Away with it; a cell keeps its last paragraph, without words, as Word wants it."""
    _carry_section(paragraph)
    parent, after = paragraph.getparent(), paragraph.getnext()
    alone = len(parent.findall(qn("w:p"))) == 1 or (after is None and _is_table(paragraph))
    if alone and parent.tag != qn("w:body"):
        for piece in pieces_of(paragraph):
            piece.text = ""
        return
    parent.remove(paragraph)


def _is_table(paragraph: Any) -> bool:
    before = paragraph.getprevious()
    return before is not None and before.tag == qn("w:tbl")


def _write_values(file: Any, values: dict[str, str]) -> None:
    for part in parts_of(file):
        for paragraph in list(paragraphs_of(part)):
            words = words_of(paragraph)
            names = names_in(words)
            if not names or names[0] in _BLOCKS:
                continue
            _replace(paragraph, values)
            if not words_of(paragraph).strip() and WRITTEN.fullmatch(words.strip()):
                _remove(paragraph)


def _replace(paragraph: Any, values: dict[str, str]) -> None:
    """Each place becomes its words in the run in which it begins; later ones first."""
    pieces = pieces_of(paragraph)
    for found in reversed(list(WRITTEN.finditer(words_of(paragraph)))):
        start, left, at = found.start(), found.end() - found.start(), 0
        put = clean(values[names_in(found.group())[0]])
        for piece in pieces:
            text = piece.text or ""
            begin = start - at
            at += len(text)
            if begin < len(text) and left:
                begin = max(0, begin)
                taken = min(left, len(text) - begin)
                piece.text = text[:begin] + put + text[begin + taken :]
                left, put = left - taken, ""
    for piece in pieces:
        _break_lines(piece)


def _break_lines(piece: Any) -> None:
    """Line breaks of a value as breaks of Word; blanks at the ends of a stretch are kept."""
    first, *others = (piece.text or "").split("\n")
    piece.text = first
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for text in reversed(others):
        more = OxmlElement("w:t")
        more.text = text
        more.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        piece.addnext(more)
        piece.addnext(OxmlElement("w:br"))
