"""A whole paper as a Word file: header, title, body, signature, annexes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.shared import Mm, Pt

from documents.blocks import Document
from documents.enums import Regime
from documents.layouts.docx.body import add_blocks
from documents.layouts.docx.closing import add_closing
from documents.layouts.docx.placeholders import COUNTRY, MOTTO
from documents.layouts.docx.sheets import annex_sheet, check_foot, first_sheet, room_mm
from documents.layouts.docx.styles import dress
from documents.layouts.docx.tables import borderless
from documents.layouts.docx.words import clean, line, rule
from documents.layouts.html import LAYOUTS, addressee_lines
from documents.layouts.html.annexes import annex_heads
from documents.layouts.html.words import balanced, closed, day_text, listed, number_text

# The two columns of the header, in millimetres; together the page's room.
HEADER_MM = (76.0, 89.0)
GAP_MM = 4.0
TITLE_ASIDE_MM = 8
MOTTO_MM = 58.0
# Width of the words "Kính gửi" at 14 pt: dashes stand under the colon that follows them.
BEFORE_COLON_MM = 18.9


def paper_docx(document: Document, layout_name: str) -> bytes:
    """The paper as a Word file, in the words and the order of the layout's HTML."""
    layout = LAYOUTS[layout_name]
    file = docx.Document()
    dress(file, italic_bases=layout.regime == Regime.ND30)
    first_sheet(file, layout.regime, draft=document.draft)
    if document.check and layout.prints_check:
        check_foot(file, document.check)
    describe(file, document)
    _header(file, document)
    _opening(file, document, below_colon=layout.prints_check)
    add_blocks(file, closed(document.blocks), room_mm("portrait"))
    add_closing(file, document)
    add_annexes(file, document, roman=layout.roman_annexes)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def add_annexes(file: Any, document: Document, *, roman: bool) -> None:
    """Every annex on sheets of its own at the end of the file."""
    heads = annex_heads(document, roman=roman)
    for annex, head in zip(document.annexes, heads, strict=True):
        annex_sheet(file, annex.orientation)
        room = room_mm(annex.orientation)
        for text in (head.label, "\n".join(head.title), annex.subtitle):
            if text:
                line(file, "Subtitle", text)
        line(file, "Paper Annex Origin", head.attached_to)
        rule(file, room * 0.25, room)
        add_blocks(file, annex.blocks, room)


def describe(file: Any, document: Document) -> None:
    """Properties of the file; no name of a person, and the day of the paper, not of the file."""
    facts = file.core_properties
    facts.title = clean(document.heading)[:255]
    facts.author, facts.comments, facts.language = clean(document.header.issuer_name), "", "vi-VN"
    day = document.header.issued_on
    if day:
        facts.created = facts.modified = datetime.combine(day, time(), UTC)


def _header(file: Any, document: Document) -> None:
    header, table = document.header, borderless(file, HEADER_MM)
    left, right = table.rows[0].cells
    for style, names in (("Paper Superior", header.superior), ("Paper Issuer", header.issuer)):
        for part in (part for name in names for part in balanced(name)):
            line(left, style, part.upper())
    rule(left, HEADER_MM[0] * 0.3, HEADER_MM[0] - GAP_MM)
    line(right, "Paper Issuer", COUNTRY)
    line(right, "Paper Motto", MOTTO)
    rule(right, MOTTO_MM, HEADER_MM[1])
    left_below, right = table.add_row().cells
    line(left_below, "Paper Number", f"Số: {number_text(header.number)}/{header.symbol}")
    if header.dated:
        line(right, "Paper Day", f"{header.place}, {day_text(header.issued_on)}")
    if document.subject_line:
        line(left_below, "Paper About", document.subject_line)
    _aside([*left.paragraphs, *left_below.paragraphs])


def _aside(paragraphs: list[Any]) -> None:
    """Words of the left column keep away from the right one; its drawn line does so already."""
    for paragraph in paragraphs:
        if paragraph.style.name != "Paper Rule":
            paragraph.paragraph_format.right_indent = Mm(GAP_MM)


def _opening(file: Any, document: Document, *, below_colon: bool) -> None:
    """Title or addressees, bases, and the word that enacts."""
    if document.title:
        line(file, "Title", document.title.name.upper())
        if document.title.subject:
            subject = line(file, "Subtitle", document.title.subject).paragraph_format
            subject.left_indent = subject.right_indent = Mm(TITLE_ASIDE_MM)
            rule(file, 45, room_mm("portrait")).paragraph_format.space_after = Pt(12)
        if document.title.authority:
            line(file, "Paper Authority", document.title.authority.upper())
    add_addressees(file, document, below_colon=below_colon)
    _bases(file, document)


def add_bases(file: Any, document: Document) -> None:
    """Authority, bases and the word that enacts, where a template gives them a place."""
    if document.title and document.title.authority:
        line(file, "Paper Authority", document.title.authority.upper())
    _bases(file, document)


def _bases(file: Any, document: Document) -> None:
    for text in listed(document.bases):
        line(file, "Paper Basis", text)
    if document.enacting:
        line(file, "Paper Authority", document.enacting.upper())


def add_addressees(file: Any, document: Document, *, below_colon: bool) -> None:
    """The lines "Kính gửi"; nothing where nobody is addressed."""
    lines = addressee_lines(document.addressees)
    if len(lines) == 1:
        line(file, "Paper Addressee", f"Kính gửi: {lines[0]}")
    elif lines and below_colon:
        head = line(file, "Paper Addressee", "Kính gửi:", align="left")
        head.paragraph_format.left_indent, head.paragraph_format.space_after = Mm(25), Pt(0)
        for at, text in enumerate(lines, start=1):
            made = line(file, "Paper Addressee", f"- {text}", align="left").paragraph_format
            made.left_indent, made.space_before = Mm(25 + BEFORE_COLON_MM), Pt(0)
            made.space_after = Pt(12 if at == len(lines) else 0)
    elif lines:
        words = "\n".join(["Kính gửi:", *(f"- {text}" for text in lines)])
        line(file, "Paper Addressee", words, align="left").paragraph_format.left_indent = Mm(25)
