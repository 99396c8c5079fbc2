"""The annexes of a paper as plain data: strings and numbers, so that no word of it is source.

Typst sets a table of hundreds of rows some thirty times faster than the HTML engine. Its source
(`annexes_v1.typ`) is the same for every paper and reads this data as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import normalize

from documents.blocks import (
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    Run,
    Table,
    Text,
    plain,
    runs,
)
from documents.layouts.html.annexes import AnnexHead, annex_heads
from documents.layouts.html.page import Layout
from documents.layouts.html.words import UNBROKEN, listed_marker

Data = dict[str, Any]
# Text area of a sheet, mm: A4 less the margins of 30 and 15.
ROOM = {"portrait": 165.0, "landscape": 252.0}
# Mean advance of a letter at 13 pt and height of its line, mm; a row over this height may break.
LETTER, LINE, UNBROKEN_ROW = 2.4, 5.6, 120.0


def source(name: str) -> bytes:
    """A Typst source of ours: `annex_source` or `paper_source` of a layout."""
    return (Path(__file__).parent / name).read_bytes()


def has_long_annex(document: Document, layout: Layout) -> bool:
    """Whether tables in one of its annexes reach the rows from which this layout uses Typst."""
    if not layout.annex_source or any(_has_picture(annex) for annex in document.annexes):
        return False
    return any(_row_count(annex) >= layout.long_annex_rows for annex in document.annexes)


def _has_picture(annex: Annex) -> bool:
    """Typst is given words only."""
    return any(isinstance(block, Picture) for block in annex.blocks)


def _row_count(annex: Annex) -> int:
    return sum(len(block.rows) for block in annex.blocks if isinstance(block, Table))


def annexes_data(document: Document, layout: Layout) -> Data:
    """What `annexes_v1.typ` reads: every annex with its head and its blocks."""
    heads = annex_heads(document, roman=layout.roman_annexes)
    return {
        "title": _nfc(document.heading),
        "draft": document.draft,
        "number": layout.page_number,
        "annexes": [
            annex_data(annex, head)
            | {
                "blocks": [
                    one for block in annex.blocks for one in block_data(block, annex.orientation)
                ]
            }
            for annex, head in zip(document.annexes, heads, strict=True)
        ],
    }


def annex_data(annex: Annex, head: AnnexHead) -> Data:
    """The head of an annex and how its sheets lie."""
    return {
        "label": _nfc(head.label),
        "title": [_nfc(line) for line in head.title],
        "subtitle": _nfc(annex.subtitle),
        "origin": _nfc(head.attached_to),
        "landscape": annex.orientation == "landscape",
    }


def block_data(block: Block, orientation: str) -> Iterator[Data]:
    """A block as paragraphs, headings and tables; a list gives a paragraph a line."""
    if isinstance(block, Paragraph):
        yield paragraph_data(
            block.text, block.align, indent=block.indent and block.align == "justify"
        )
    elif isinstance(block, ListBlock):
        yield from _list(block)
    elif isinstance(block, Heading):
        yield _heading(block)
    elif isinstance(block, Table):
        yield _table(block, ROOM[orientation])


def paragraph_data(text: Text, align: str = "justify", *, indent: bool = True) -> Data:
    """A paragraph; only a justified one indents its first line."""
    return {"kind": "paragraph", "text": _text(text), "align": align, "indent": indent}


def _heading(block: Heading) -> Data:
    words = plain(block.text)
    if block.level == "article":
        return paragraph_data((Run(block.marker, bold=True), Run(" "), *runs(block.text)))
    centred = block.level in {"part", "chapter"}
    words = words if block.level == "clause" else words.upper()
    joined = f"{block.marker}\n{words}" if centred else f"{block.marker} {words}".strip()
    return {"kind": "heading", "text": _text(joined), "centred": centred}


def _list(block: ListBlock) -> Iterator[Data]:
    for index, item in enumerate(block.items):
        marker = listed_marker(block, index)
        lead = (Run(f"{marker}\N{NO-BREAK SPACE}"),) if marker else ()
        yield paragraph_data((*lead, *runs(item.text)))
        for child in item.children:
            yield from _list(child)


def _table(table: Table, room: float) -> Data:
    widths = _widths(table, room)
    return {
        "kind": "table",
        "caption": _nfc(table.caption),
        "widths": widths,
        "heads": [_text(column.title) for column in table.columns],
        "cells": list(_cells(table, widths)),
    }


def _widths(table: Table, room: float) -> list[float]:
    """What is left of the line is shared alike, by columns without a width or else by all."""
    given = [column.width_mm for column in table.columns]
    left = max(0.0, room - sum(width or 0 for width in given))
    if None in given:
        share = left / given.count(None)
        return [share if width is None else float(width) for width in given]
    return [float(width or 0) + left / len(given) for width in given]


def _cells(table: Table, widths: list[float]) -> Iterator[Data]:
    """Cells in reading order with the alignment of the column they stand in."""
    held: dict[int, int] = {}
    for row in table.rows:
        at, taken = 0, {column for column, left in held.items() if left > 0}
        held = {column: left - 1 for column, left in held.items() if left > 1}
        for raw in row:
            cell = raw if isinstance(raw, Cell) else Cell(raw)
            while at in taken:
                at += 1
            yield _cell(cell, cell.align or _align(table, at), sum(widths[at : at + cell.colspan]))
            if cell.rowspan > 1:
                held.update(dict.fromkeys(range(at, at + cell.colspan), cell.rowspan - 1))
            at += cell.colspan


def _align(table: Table, at: int) -> str:
    return table.columns[at].align if at < len(table.columns) else "left"


def _cell(cell: Cell, align: str, width: float) -> Data:
    return {
        "text": _text(cell.text),
        "align": align,
        "bold": cell.bold,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "breakable": cell.rowspan > 1 or _height(plain(cell.text), width) > UNBROKEN_ROW,
    }


def _height(words: str, width: float) -> float:
    """Roughly how high these words stand in a column, mm."""
    a_line = max(1.0, (width - 3) / LETTER)
    return sum(max(1, ceil(len(line) / a_line)) for line in words.split("\n")) * LINE


def _text(text: Text) -> str | list[Data]:
    """A string where it is plain, else runs; a number of a paper stays on one line."""
    if isinstance(text, str) and "\n" not in text and not UNBROKEN.search(text):
        return _nfc(text)
    return [
        {
            "text": _nfc(words), "unbroken": unbroken, "bold": run.bold,
            "italic": run.italic, "underline": run.underline,
        }
        for run in runs(text)
        for words, unbroken in _pieces(run.text)
    ]  # fmt: skip


def _pieces(words: str) -> Iterable[tuple[str, bool]]:
    end = 0
    for found in re.finditer(UNBROKEN, words):
        yield from (((words[end : found.start()]), False),) if found.start() > end else ()
        yield found.group(), True
        end = found.end()
    if end < len(words) or not words:
        yield words[end:], False


def _nfc(words: str) -> str:
    return normalize("NFC", words)
