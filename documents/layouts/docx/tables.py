"""Ruled tables of Word: fixed columns, heads on every page, cells over several rows or columns.

The rows are written as XML and parsed once: python-docx looks a merged cell up through all the
others and needs 0.8 ms a cell even without, half a minute for an annex of 3,000 rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from documents.blocks import Cell, Run, Table, Text
from documents.blocks.tree import runs
from documents.layouts.docx.words import clean, line

TWIPS = 1440 / 25.4  # a millimetre in the unit of Word
NARROWEST_MM = 8.0
_NO_PADDING = (
    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    "</w:tblCellMar>"
)
_INWARDS = f'<w:tblInd {nsdecls("w")} w:w="108" w:type="dxa"/>'
_JUSTIFIED = {"left": "left", "center": "center", "right": "right", "justify": "both"}


@dataclass(frozen=True)
class Placed:
    """A cell in its column; `begins` is False where it goes on from the row above."""

    at: int
    cell: Cell
    begins: bool


def column_widths(table: Table, room_mm: float) -> list[float]:
    """Widths in millimetres; columns without one share what is left over."""
    given = [column.width_mm for column in table.columns]
    left = room_mm - sum(width for width in given if width is not None)
    free = sum(width is None for width in given)
    share = max(NARROWEST_MM, left / free) if free else 0.0
    return [share if width is None else float(width) for width in given]


def placed(table: Table) -> Iterator[list[Placed]]:
    """Every row with all its columns covered, those under a rowspan too."""
    held: dict[int, tuple[Cell, int]] = {}
    for row in table.rows:
        cells, found, at = iter(row), [], 0
        while at < len(table.columns):
            over = held.pop(at, None)
            raw = over[0] if over else next(cells, "")
            cell = raw if isinstance(raw, Cell) else Cell(raw)
            left = over[1] if over else cell.rowspan
            if left > 1:
                held[at] = (cell, left - 1)
            found.append(Placed(at, cell, begins=over is None))
            at += cell.colspan
        yield found


def borderless(file: Any, widths: tuple[float, ...]) -> Any:
    """A new table of one row without lines and without padding; `widths` in millimetres."""
    return without_lines(file.add_table(rows=1, cols=len(widths)), widths)


def without_lines(made: Any, widths: tuple[float, ...]) -> Any:
    """The same for a table that is there already; returns it."""
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    made._tbl.tblPr.insert_element_before(parse_xml(_NO_PADDING), "w:tblLook")  # has no API
    for column, cell, width in zip(made.columns, made.rows[0].cells, widths, strict=True):
        column.width = cell.width = Mm(width)
    keep_whole(made.rows[0])
    return made


def keep_whole(row: Any) -> None:
    """The row is not torn by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # no API either


def add_table(file: Any, table: Table, room_mm: float) -> None:
    """The table at the end of the file, `room_mm` wide, with its caption over it."""
    if table.caption:
        line(file, "Caption", table.caption)
    widths = column_widths(table, room_mm)
    styles = {name: file.styles[name].style_id for name in ("Paper Cell", "Paper Head Cell")}
    head = [Placed(at, Cell(column.title), begins=True) for at, column in enumerate(table.columns)]
    rows = [_row(head, table, widths, styles["Paper Head Cell"], head=True)]
    rows += [_row(placing, table, widths, styles["Paper Cell"]) for placing in placed(table)]
    made = file.add_table(rows=0, cols=0, style="Table Grid")
    made.autofit = False
    element = made._tbl
    # Word lets a table stick out by the padding of its cells.
    element.tblPr.insert_element_before(parse_xml(_INWARDS), "w:tblLayout", "w:tblLook")
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    whole = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")
    element.replace(element.tblGrid, whole[0])
    element.extend(list(whole))
    file.add_paragraph(style="Paper Rule")  # two tables in a row would become one


def _row(
    placing: list[Placed], table: Table, widths: list[float], style: str, *, head: bool = False
) -> str:
    cells = "".join(_cell(place, table, widths, style, head=head) for place in placing)
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell(place: Placed, table: Table, widths: list[float], style: str, *, head: bool) -> str:
    cell = place.cell
    width = sum(widths[place.at : place.at + cell.colspan])
    span = f'<w:gridSpan w:val="{int(cell.colspan)}"/>' if cell.colspan > 1 else ""
    kind = "restart" if place.begins else "continue"
    merge = f'<w:vMerge w:val="{kind}"/>' if cell.rowspan > 1 else ""
    align = "center" if head else cell.align or table.columns[place.at].align
    words = _runs(cell.text, bold=cell.bold) if place.begins else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f'<w:jc w:val="{_JUSTIFIED[align]}"/></w:pPr>{words}</w:p></w:tc>'
    )


def _runs(text: Text, *, bold: bool) -> str:
    return "".join(_run(run, bold=bold) for run in runs(text))


def _run(run: Run, *, bold: bool) -> str:
    wanted = (
        (run.bold or bold, "<w:b/><w:bCs/>"), (run.italic, "<w:i/><w:iCs/>"),
        (run.underline, '<w:u w:val="single"/>'),
    )  # fmt: skip
    looks = "".join(tag for yes, tag in wanted if yes)
    lines = escape(clean(run.text)).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in lines)
    return f"<w:r><w:rPr>{looks}</w:rPr>{words}</w:r>"


def _twips(width_mm: float) -> int:
    return round(width_mm * TWIPS)
