"""A whole paper as plain data for `paper_v1.typ`: header, title, body, signature, annexes.

What the HTML layout prints with WeasyPrint in a second, Typst sets in less than a tenth of one.
Both follow the same measures, and a test holds them to one millimetre.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any
from unicodedata import normalize

from documents.blocks import Block, Cell, Document, Heading, Picture, Table
from documents.enums import Regime
from documents.layouts.check_mark import qr_picture, qr_words
from documents.layouts.html.annexes import annex_heads
from documents.layouts.html.page import Layout, addressee_lines, recipient_lines
from documents.layouts.html.words import balanced, closed, day_text, listed, number_text
from documents.layouts.typst.annexes import Data, annex_data, block_data, paragraph_data

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
# Of a paper without a day: PDF/A wants one, and the same paper gives the same file.
NO_DAY = date(2020, 3, 5)
# A paragraph is torn only where two lines stay and two go.
TWICE_TWO_LINES = 4
_DEPTHS = {"part": 0, "chapter": 1, "section": 2, "clause": 3}
_SPACES = re.compile(r"[ \t]+")


def can_be_set(document: Document) -> bool:
    """Whether Typst prints every part as it is meant: words only, and no row is wider or longer than
    its table.

    Photos and drawn signatures are the other engine's. A browser's engine forgives such rows; Typst would move their cells to the next row. Letters
    that the paper's typeface lacks are refused by Typst itself.
    """
    places = (document.blocks, *(annex.blocks for annex in document.annexes))
    if any(each.sketch for each in (*document.cosigners, document.signature)):
        return False
    return all(_is_plain(block) for blocks in places for block in blocks)


def _is_plain(block: Block) -> bool:
    return _is_regular(block) if isinstance(block, Table) else not isinstance(block, Picture)


def paper_data(document: Document, layout: Layout) -> Data:
    """What `paper_v1.typ` reads: strings, numbers and signs of parts, nothing else."""
    heads = annex_heads(document, roman=layout.roman_annexes)
    day = document.header.issued_on or NO_DAY
    data: Data = {
        "title": document.heading,
        "day": [day.year, day.month, day.day],
        "draft": document.draft,
        "page-number": layout.page_number,
        "header": _header(document),
        "authority": document.title.authority.upper() if document.title else "",
        "addressees": addressee_lines(document.addressees),
        "bases": [paragraph_data(line) for line in listed(document.bases)],
        "bases-italic": document.regime == Regime.ND30,
        "enacting": document.enacting.upper(),
        "blocks": _body(document),
        "closing": _closing(document),
        "annexes": [
            annex_data(annex, head) | {"blocks": _leveled(annex.blocks, 1, annex.orientation)}
            for annex, head in zip(document.annexes, heads, strict=True)
        ],
    }
    if document.title:
        data["name"] = {"name": document.title.name.upper(), "subject": document.title.subject}
    if document.check and layout.prints_check:
        data["check"] = {
            "drawing": qr_picture(document.check), "alt": qr_words(document.check),
            "spoken": document.check.spoken, "page": document.check.page,
        }  # fmt: skip
    tidy: Data = _tidy(data)
    return tidy


def revised(data: Data, signature: Data) -> Data:
    """The same paper with text on the page of its signature, which never stands there alone.

    `signature` is what the source tells of a first setting. The last two lines of the last
    paragraph go along, or the last rows of a last table. Empty for a paragraph of more than a page.
    """
    *before, last = data["blocks"]
    changed: Data
    if "tail" in last:
        changed = {"carried": last["tail"]}
    elif signature["on-one-page"] and signature["lines"] < TWICE_TWO_LINES:
        changed = {"sticky": True}
    elif signature["on-one-page"]:
        changed = {"reserved": signature["reserved"]}
    else:
        return {}
    return data | {"blocks": [*before, last | changed]}


def _header(document: Document) -> Data:
    header = document.header
    return {
        "country": COUNTRY,
        "motto": MOTTO,
        "superior": [part.upper() for line in header.superior for part in balanced(line)],
        "issuer": [part.upper() for line in header.issuer for part in balanced(line)],
        "number": f"Số: {number_text(header.number)}/{header.symbol}",
        "day": f"{header.place}, {day_text(header.issued_on)}" if header.dated else "",
        "subject": document.subject_line,
    }


def _closing(document: Document) -> Data:
    groups = recipient_lines(document.recipients)
    paper, electronic, archive = (
        [f"- {line}" for line in groups[name]] for name in ("paper", "electronic", "archive")
    )
    if groups["both"]:
        paper, electronic = ["Gửi bản giấy:", *paper], ["Gửi bản điện tử:", *electronic]
    return {
        "recipients": [*paper, *electronic, *archive],
        "signatures": [
            {"lines": [line.upper() for line in one.lines], "signer": one.signer}
            for one in (*document.cosigners, document.signature)
        ],
    }


def _body(document: Document) -> list[Data]:
    """The blocks; the last one is marked, because some of it goes with the signature."""
    blocks = closed(document.blocks)
    found = _leveled(blocks, 1 if document.title else 0, "portrait")
    if found and found[-1]["kind"] == "paragraph":
        found[-1]["last"] = True
    if blocks and isinstance(blocks[-1], Table) and found[-1]["cells"]:
        found[-1]["tail"] = _tail(blocks[-1])
        found[-1]["cells"][-1]["last"] = True
    return found


def _leveled(blocks: tuple[Block, ...], above: int, orientation: str) -> list[Data]:
    """Headings carry the depth at which they stand; none is skipped, as PDF/UA asks."""
    found: list[Data] = []
    open_depths: list[int] = []
    for block in blocks:
        made = list(block_data(_padded(block), orientation))
        if isinstance(block, Heading) and block.level in _DEPTHS:
            depth = _DEPTHS[block.level]
            open_depths = [*(one for one in open_depths if one < depth), depth]
            made[0]["level"] = above + len(open_depths)
        found += made
    return found


def _padded(block: Block) -> Block:
    """A row that ends early gets empty cells, as a browser's engine leaves room for them."""
    if not isinstance(block, Table):
        return block
    width = len(block.columns)
    rows = tuple(
        (*row, *("",) * (width - taken))
        for row, taken in zip(block.rows, _widths_taken(block), strict=True)
    )
    return replace(block, rows=rows)


def _is_regular(table: Table) -> bool:
    width, left = len(table.columns), len(table.rows)
    for row, taken in zip(table.rows, _widths_taken(table), strict=True):
        spans = [cell.rowspan for cell in row if isinstance(cell, Cell)]
        if taken > width or max(spans, default=1) > left:
            return False
        left -= 1
    return True


def _widths_taken(table: Table) -> Iterator[int]:
    """How many columns the cells of each row take together with those that reach down into it."""
    held: list[tuple[int, int]] = []
    for row in table.rows:
        cells = [cell for cell in row if isinstance(cell, Cell)]
        plain_cells = len(row) - len(cells)
        yield plain_cells + sum(cell.colspan for cell in cells) + sum(span for _l, span in held)
        held = [(left - 1, span) for left, span in held if left > 1]
        held += [(cell.rowspan - 1, cell.colspan) for cell in cells if cell.rowspan > 1]


def _tail(table: Table) -> int:
    """How many cells stand in the last rows that no shared cell holds together with those above."""
    start, reach = 0, 0
    for at, row in enumerate(table.rows):
        if at >= reach:
            start = at
        spans = [cell.rowspan for cell in row if isinstance(cell, Cell)]
        reach = max(reach, at + max(spans, default=1))
    padded = _padded(table)
    rows = padded.rows if isinstance(padded, Table) else ()
    return len(list(chain.from_iterable(rows[start:])))


def _tidy(value: Any) -> Any:
    """Composed letters and single spaces, as a browser's engine prints them."""
    if isinstance(value, str):
        return normalize("NFC", _SPACES.sub(" ", value))
    if isinstance(value, dict):
        return {key: _tidy(one) for key, one in value.items()}
    return [_tidy(one) for one in value] if isinstance(value, list) else value
