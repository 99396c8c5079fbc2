"""Blocks of a body or an annex as paragraphs and tables of Word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.shared import Mm

from documents.blocks import Block, Heading, ListBlock, Paragraph, Picture, plain
from documents.layouts.docx.pictures import add_picture
from documents.layouts.docx.styles import ALIGN
from documents.layouts.docx.tables import add_table
from documents.layouts.docx.words import clean, line, write
from documents.layouts.html.words import listed_marker

_STYLES = {
    "part": "Heading 1", "chapter": "Heading 1", "section": "Heading 2", "clause": "Heading 3",
}  # fmt: skip


def add_blocks(file: Any, blocks: Iterable[Block], room_mm: float) -> None:
    """All blocks one after another, tables as wide as the page leaves room."""
    for block in blocks:
        if isinstance(block, Paragraph):
            _paragraph(file, block)
        elif isinstance(block, Heading):
            _heading(file, block)
        elif isinstance(block, ListBlock):
            _list(file, block)
        elif isinstance(block, Picture):
            add_picture(file, block)
        else:
            add_table(file, block, room_mm)


def _paragraph(file: Any, block: Paragraph) -> None:
    made = line(file, "Body Text", block.text)
    if block.align != "justify":
        made.alignment = ALIGN[block.align]
    # As the HTML layout has it: an indent marks justified text and what stands at the left.
    if not block.indent or block.align in {"center", "right"}:
        made.paragraph_format.first_line_indent = Mm(0)


def _heading(file: Any, block: Heading) -> None:
    words = plain(block.text)
    if block.level == "article":
        made = file.add_paragraph(style="Heading 4")
        made.add_run(clean(block.marker)).bold = True
        write(made, block.text, prefix=" ")
        return
    made = file.add_paragraph(style=_STYLES[block.level])
    if block.level in {"part", "chapter"}:
        write(made, f"{block.marker}\n{words.upper()}")
        return
    words = words.upper() if block.level == "section" else words
    write(made, f"{block.marker} {words}".strip())


def _list(file: Any, block: ListBlock) -> None:
    """Signs are typed, as in papers on the law's pattern: "đ)" is in no numbering of Word."""
    for index, item in enumerate(block.items):
        marker = listed_marker(block, index)
        made = file.add_paragraph(style="List Paragraph")
        write(made, item.text, prefix=f"{marker}\N{NO-BREAK SPACE}" if marker else "")
        for child in item.children:
            _list(file, child)
