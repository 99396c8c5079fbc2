"""The words of minutes for a small screen, where a sheet of A4 cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.blocks import (
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
from documents.layouts.html.words import listed_marker


@dataclass(frozen=True)
class Line:
    """`kind` is heading, text, row or photo; a row has its values with the heads of their columns."""

    kind: str
    text: str
    values: tuple[tuple[str, str], ...] = ()


def readable(tree: Document) -> Iterator[Line]:
    """Everything that is printed between title and signatures, and the captions of photos."""
    yield Line("heading", tree.heading)
    for blocks in (tree.blocks, *(annex.blocks for annex in tree.annexes)):
        for block in blocks:
            yield from _lines(block)


def _lines(block: Block) -> Iterator[Line]:
    if isinstance(block, Heading):
        yield Line("heading", f"{block.marker} {plain(block.text)}".strip())
    elif isinstance(block, Paragraph):
        yield Line("text", plain(block.text))
    elif isinstance(block, ListBlock):
        for at, item in enumerate(block.items):
            yield Line("text", f"{listed_marker(block, at)} {plain(item.text)}".strip())
    elif isinstance(block, Picture):
        yield Line("photo", block.caption)
    else:
        yield from _rows(block)


def _rows(table: Table) -> Iterator[Line]:
    heads = [column.title for column in table.columns]
    for row in table.rows:
        words = [plain(cell.text) if isinstance(cell, Cell) else cell for cell in row]
        if len(words) < len(heads):
            yield Line("heading", " · ".join(word for word in words if word))
            continue
        named = zip(heads[2:], words[2:], strict=True)
        values = tuple((head, word) for head, word in named if word)
        yield Line("row", " ".join(words[:2]).strip(), values)
