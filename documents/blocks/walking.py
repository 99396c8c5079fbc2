"""Every stretch of words of a paper with the part it belongs to, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from documents.blocks.tree import (
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    Table,
    plain,
)

Part = Literal["subject", "addressees", "bases", "text", "table", "annex", "recipients"]
# Printed in capitals whatever was typed.
_IN_CAPITALS = {"part", "chapter", "section"}


@dataclass(frozen=True)
class Words:
    """`number` counts from 1 within the part; `whole` tells sentences from a cell or a name."""

    part: Part
    number: int
    text: str
    whole: bool = False


def words_of(document: Document) -> Iterator[Words]:
    """Words that somebody typed or chose; header and signature come from the registers."""
    subject = document.title.subject if document.title else document.subject_line
    yield Words("subject", 1, subject)
    for part, lines in (("addressees", document.addressees), ("bases", document.bases)):
        for number, line in enumerate(lines, start=1):
            yield Words(part, number, line, whole=part == "bases")  # type: ignore[arg-type]
    yield from _of_blocks(document.blocks)
    for number, annex in enumerate(document.annexes, start=1):
        yield from _of_annex(annex, number)
    for number, item in enumerate(document.recipients.items, start=1):
        yield Words("recipients", number, item.text)


def _of_annex(annex: Annex, number: int) -> Iterator[Words]:
    yield Words("annex", number, annex.subtitle)
    for found in _of_blocks(annex.blocks):
        yield Words("annex", number, found.text, found.whole)


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[Words]:
    tables = texts = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            for text in _cells(block):
                yield Words("table", tables, text)
        else:
            texts += 1
            for text in _lines(block):
                yield Words("text", texts, text, whole=True)


def _lines(block: Paragraph | Heading | ListBlock | Picture) -> Iterator[str]:
    if isinstance(block, Picture):
        yield block.caption
        return
    if isinstance(block, ListBlock):
        for item in block.items:
            yield plain(item.text)
            for child in item.children:
                yield from _lines(child)
    elif not (isinstance(block, Heading) and block.level in _IN_CAPITALS):
        yield plain(block.text)


def _cells(table: Table) -> Iterator[str]:
    yield from (column.title for column in table.columns)
    for row in table.rows:
        for cell in row:
            yield plain(cell.text) if isinstance(cell, Cell) else cell
