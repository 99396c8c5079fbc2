"""From a stored paper to what people see: the tree, the HTML, the PDF, the workbook."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from core.spreadsheets import Column, Sheet, workbook
from documents import registry
from documents.blocks import Cell, Document, Table, plain
from documents.domain.pictures import with_pictures
from documents.enums import CURRENT_LAYOUT, Regime
from documents.layouts.docx import fill, fits, paper_docx
from documents.layouts.html import LAYOUTS, Layout, paper_html
from documents.layouts.typst import (
    annexes_data,
    can_be_set,
    has_long_annex,
    paper_data,
    revised,
    source,
)
from documents.models import IssuedDocument, WordTemplate
from documents.rendering.joining import for_the_archive, joined
from documents.rendering.pdf import pdf_of
from documents.rendering.typst_pdf import FOR_THE_ARCHIVE, NotSet, typst_pdf, typst_says

logger = logging.getLogger(__name__)

# Python-docx needs 2 ms a wide row: these take about a second.
WORD_ROWS_AT_ONCE = 400


def draft_of(key: str) -> Document:
    """The paper as its source words it now: no number, the marks of a draft; a paper that takes no
    number (minutes) is final once its source says so.
    """
    tree = registry.build(key)
    if registry.is_final(key):
        return tree
    return replace(tree, header=replace(tree.header, number=None), draft=True)


def content_of(document: IssuedDocument) -> Document:
    """The frozen tree of an issued paper, else the draft as its source words it now."""
    return document.content() if document.is_issued else draft_of(document.key)


def layout_of(document: IssuedDocument) -> str:
    """The layout it was issued with; a draft follows its regime's newest."""
    return document.layout_version


def current_html(tree: Document, layout: str = "", *, nonce: str = "") -> str:
    """The paper for a browser."""
    layout = layout or CURRENT_LAYOUT[Regime(tree.regime)]
    return paper_html(with_pictures(tree), layout, screen=True, nonce=nonce)


def pdf_for(tree: Document, layout: str = "") -> bytes:
    """The paper as PDF/A-2a and PDF/UA-1.

    Takes a tenth of a second where Typst sets it whole, a second and more where it cannot: call it
    in a job or a command.
    """
    tree = with_pictures(tree)
    chosen = LAYOUTS[layout or CURRENT_LAYOUT[Regime(tree.regime)]]
    return whole_by_typst(tree, chosen) or by_weasyprint(tree, chosen)


def whole_by_typst(tree: Document, layout: Layout) -> bytes | None:
    """The PDF of a paper that Typst sets from its first page to its last, else None.

    None for layouts before version 4, for tables whose rows do not fit their columns, for a last
    paragraph of more than a page that would leave the signature alone, and for letters that
    Liberation Serif lacks: the other engine takes those from a second typeface.
    """
    if not layout.paper_source or not can_be_set(tree):
        return None
    origin, data = source(layout.paper_source), paper_data(tree, layout)
    try:
        said = typst_says(origin, data, "signature")
        if said["alone"]:
            data = revised(data, said)
            if not data or typst_says(origin, data, "signature")["alone"]:
                return None
        return typst_pdf(origin, data, FOR_THE_ARCHIVE)
    except NotSet as reason:
        logger.info("set by the HTML engine, not by Typst: %s", reason)
        return None


def by_weasyprint(tree: Document, layout: Layout) -> bytes:
    """The PDF of a paper by the HTML engine, long annexes by Typst where the layout says so."""
    css = "\n".join(_stylesheet(path) for path in layout.stylesheets)
    if has_long_annex(tree, layout):
        try:
            annexes = typst_pdf(source(layout.annex_source), annexes_data(tree, layout))
        except NotSet as reason:
            logger.info("annexes set by the HTML engine, not by Typst: %s", reason)
        else:
            body = pdf_of(paper_html(replace(tree, annexes=()), layout.name), css)
            return joined(body, annexes)
    return for_the_archive(pdf_of(paper_html(tree, layout.name), css))


def _stylesheet(path: str) -> str:
    found = finders.find(path)
    if found is None:
        raise LookupError(f"the stylesheet {path} is missing")
    return Path(str(found)).read_text(encoding="utf-8")


def word_for(tree: Document, layout: str = "", *, template: WordTemplate | None = None) -> bytes:
    """The paper as a Word file, in a layout or its regime's newest. About 2 ms a wide row of a table.

    With the issuer's own `template` the words of the layout stand in the looks of the template.
    """
    layout = layout or CURRENT_LAYOUT[Regime(tree.regime)]
    tree = with_pictures(tree)
    if template is None or not fits(tree):
        return paper_docx(tree, layout)
    return fill(template.read(), tree, layout)


def template_of(document: IssuedDocument | None) -> WordTemplate | None:
    """The issuer's own template in use for this kind of paper. Causes one query."""
    if document is None:
        return None
    used = WordTemplate.objects.in_use(document.issuer_id, document.kind)
    return used.select_related("file").first()


def draft_template(key: str) -> WordTemplate | None:
    """The template for a paper as its source words it: known once it is drafted, with its issuer."""
    return template_of(IssuedDocument.objects.live().filter(key=key).first())


def is_long_in_word(tree: Document) -> bool:
    """Whether its Word file takes longer than a person waits for a page."""
    return sum(len(table.rows) for _title, table in _tables(tree)) > WORD_ROWS_AT_ONCE


def workbook_for(tree: Document) -> bytes:
    """Every table of the paper as a sheet, cells that span rows repeated on each."""
    sheets = [
        _sheet(title, number, table) for number, (title, table) in enumerate(_tables(tree), start=1)
    ]
    return workbook(sheets)


def has_tables(tree: Document) -> bool:
    """Whether the paper has anything to put into a workbook."""
    return any(True for _found in _tables(tree))


def _tables(tree: Document) -> Iterator[tuple[str, Table]]:
    parts = [("", tree.blocks), *((annex.title, annex.blocks) for annex in tree.annexes)]
    for title, blocks in parts:
        for block in blocks:
            if isinstance(block, Table):
                yield title or block.caption, block


def _sheet(title: str, number: int, table: Table) -> Sheet[list[str]]:
    columns = [
        Column[list[str]](column.title, _nth(at), width=max(12, (column.width_mm or 60) / 2))
        for at, column in enumerate(table.columns)
    ]
    return Sheet(title or f"Bảng {number}", columns, _filled_rows(table))


def _nth(at: int) -> Any:
    return lambda row: row[at]


def _filled_rows(table: Table) -> list[list[str]]:
    width = len(table.columns)
    held: dict[int, tuple[str, int]] = {}
    rows = []
    for row in table.rows:
        cells = iter(row)
        filled: list[str] = []
        while len(filled) < width:
            at = len(filled)
            if at in held:
                filled.append(_still_held(held, at))
                continue
            raw = next(cells, "")
            cell = raw if isinstance(raw, Cell) else Cell(raw)
            filled += _spread(cell, at, held)
        rows.append(filled[:width])
    return rows


def _still_held(held: dict[int, tuple[str, int]], at: int) -> str:
    text, left = held.pop(at)
    if left > 1:
        held[at] = (text, left - 1)
    return text


def _spread(cell: Cell, at: int, held: dict[int, tuple[str, int]]) -> list[str]:
    text = plain(cell.text)
    if cell.rowspan > 1:
        held.update({at + step: (text, cell.rowspan - 1) for step in range(cell.colspan)})
    return [text, *[""] * (cell.colspan - 1)]
