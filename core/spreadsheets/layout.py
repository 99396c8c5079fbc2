"""What a sheet's XML says besides values: how far it reaches, what is merged, what is hidden.

The parser that reads values lays a sheet out as a full rectangle, so one value in the last row of
a sheet would cost gigabytes: the reach is judged here first, on a stream.
"""

import re
import xml.sax
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from posixpath import join, normpath
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from core.spreadsheets.package import Package
from core.spreadsheets.refusals import WorkbookRefused

MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_MERGES = 5_000
MAX_CELLS = MAX_ROWS * MAX_COLUMNS
MAX_HIDDEN = 25_000
MAX_TEXT_BYTES = 512 * 1024 * 1024

_ANY_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_PLAIN_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: [\w:]+="[^"<>]*")*\s?(/>|></c>|>)'
)  # fmt: skip
_LAID_OUT = re.compile(rb"mergeCell|hidden\s*=")
_ROW = re.compile(rb"<row[^<>]*?(?=/?>)")
_SHARED_ITEM = re.compile(rb"<(?:\w+:)?si[\s>]")
_SHARED_CELL = re.compile(rb"\st=[\"']s[\"']")
_SHARED_USE = re.compile(rb"\st=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Merge:
    """A merged range; rows and columns count from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def is_vertical(self) -> bool:
        return self.first_column == self.last_column

    def __str__(self) -> str:
        first = cell_reference(self.first_row, self.first_column)
        return f"{first}:{cell_reference(self.last_row, self.last_column)}"


@dataclass
class Layout:
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_reference(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def sheet_paths(package: Package) -> dict[str, str]:
    """Sheet name → path of its part, as the workbook's relationships say."""
    try:
        book = fromstring(package.read("xl/workbook.xml"))
        links = fromstring(package.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ParseError, DefusedXmlException, ValueError) as error:
        raise WorkbookRefused(_broken()) from error
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    paths: dict[str, str] = {}
    for sheet in book.iter():
        if _local(sheet.tag) != "sheet":
            continue
        key = next((value for name, value in sheet.items() if _local(name) == "id"), "")
        target = targets.get(key, "")
        inside = target[1:] if target.startswith("/") else normpath(join("xl", target))
        paths[sheet.get("name", "")] = inside
    return paths


def check_reach(package: Package) -> None:
    """Refuse a workbook that would unfold beyond bounds, whichever part claims to be a sheet."""
    shared_cells, sheets = 0, []
    for name in package.names():
        if name.endswith(("sharedStrings.xml", "styles.xml")) or "/media/" in name:
            continue
        data = package.read(name)
        if _ANY_CELL.search(data):
            _bounds(data)
            sheets.append(name)
            shared_cells += sum(1 for _match in _SHARED_CELL.finditer(data))
    _check_shared_text(package, sheets, shared_cells)


def read_layout(data: bytes) -> Layout:
    """Merged cells and hidden rows and columns of one sheet."""
    if not _LAID_OUT.search(data):
        return Layout()
    watcher = _Watcher()
    _parse(_without_cells(data), watcher)
    return watcher.layout


def _without_cells(data: bytes) -> bytes:
    """The sheet with its rows but not their cells, when it is in the usual spelling: a tenth."""
    start, end = data.find(b"<sheetData>"), data.rfind(b"</sheetData>")
    if start < 0 or end < start:
        return data
    rows = _ROW.findall(data, start, end)
    return b"".join([data[:start], b"<sheetData>", *(row + b"/>" for row in rows), data[end:]])


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _broken() -> str:
    return _("The workbook's list of sheets cannot be read. Open it in Excel, save it again and send it once more.")  # fmt: skip


def _bounds(data: bytes) -> None:
    """Judge every cell that holds something. Sheets in the usual spelling are read by pattern
    alone; any other spelling goes through the parser.
    """
    seen = valued = 0
    for match in _PLAIN_CELL.finditer(data):
        seen += 1
        if match[3] == b">":
            valued += 1
            if len(match[1]) > 1 or len(match[2]) > 4 or valued > MAX_CELLS:
                _check_cell(match[1].decode(), int(match[2]), valued)
    if seen != sum(1 for _match in _ANY_CELL.finditer(data)):
        _parse(data, _Reach())


def _check_cell(letters: str, row: int, valued: int) -> None:
    if row > MAX_ROWS:
        raise WorkbookRefused(
            _("Cell %(cell)s lies below row %(limit)s, the most a list may have. Delete what stands there, or split the list.")
            % {"cell": f"{letters}{row}", "limit": "20.000"}
        )  # fmt: skip
    if len(letters) > 1 and column_number(letters) > MAX_COLUMNS:
        raise WorkbookRefused(
            _("Cell %(cell)s lies beyond column %(limit)s, the last one a list may have. Delete what stands there.")
            % {"cell": f"{letters}{row}", "limit": column_letters(MAX_COLUMNS)}
        )  # fmt: skip
    if valued > MAX_CELLS:
        raise WorkbookRefused(_("The sheet holds more cells than a list may have. Split it."))


def _check_shared_text(package: Package, sheets: list[str], cells: int) -> None:
    """A long text shared by very many cells is copied once a cell when it is read."""
    name = next((name for name in package.names() if name.endswith("sharedStrings.xml")), "")
    if not name or not cells:
        return
    data = package.read(name)
    starts = [match.start() for match in _SHARED_ITEM.finditer(data)]
    sizes = [end - start for start, end in pairwise([*starts, len(data)])]
    if max(sizes, default=0) * cells <= MAX_TEXT_BYTES:
        return
    uses = [
        int(match[1]) for sheet in sheets for match in _SHARED_USE.finditer(package.read(sheet))
    ]
    unfolded = sum(sizes[use] for use in uses if use < len(sizes))
    if len(uses) != cells or unfolded > MAX_TEXT_BYTES:
        raise WorkbookRefused(
            _("The same very long text fills too many cells. Shorten it and send the file again.")
        )


def _parse(data: bytes, handler: ContentHandler) -> None:
    try:
        defusedxml.sax.parse(BytesIO(data), handler)
    except (xml.sax.SAXException, DefusedXmlException, ValueError) as error:
        raise WorkbookRefused(_broken()) from error


class _Reach(ContentHandler):
    """Follows cells whose address may be missing: then it is the one after the last."""

    def __init__(self) -> None:
        super().__init__()
        self.row = self.column = self.valued = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        tag = name.rpartition(":")[2]
        if tag == "row":
            given = attrs.get("r", "")
            self.row = int(given) if given.isascii() and given.isdigit() else self.row + 1
            self.column = 0
        elif tag == "c":
            place = _REFERENCE.fullmatch(attrs.get("r", ""))
            self.row = int(place[2]) if place else self.row
            self.column = column_number(place[1]) if place else self.column + 1
        elif tag in {"v", "is"}:
            self.valued += 1
            _check_cell(column_letters(max(self.column, 1)), self.row, self.valued)


class _Watcher(ContentHandler):
    """Notes merged and hidden parts while the sheet streams by."""

    def __init__(self) -> None:
        super().__init__()
        self.layout = Layout()
        self.row = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row(attrs)
        elif tag == "mergeCell":
            self._merge(attrs.get("ref", ""))
        elif tag == "col" and _is_on(attrs.get("hidden", "")):
            self._hide_columns(attrs)

    def _row(self, attrs: AttributesImpl) -> None:
        given = attrs.get("r", "")
        self.row = int(given) if given.isascii() and given.isdigit() else self.row + 1
        if _is_on(attrs.get("hidden", "")) and self.row <= MAX_ROWS:
            self.layout.hidden_rows.add(self.row)

    def _hide_columns(self, attrs: AttributesImpl) -> None:
        first, last = attrs.get("min", ""), attrs.get("max", "")
        if first.isdigit() and last.isdigit():
            self.layout.hidden_columns.update(range(int(first), min(int(last), MAX_COLUMNS) + 1))

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if not start or not end:
            return
        if len(self.layout.merges) >= MAX_MERGES:
            raise WorkbookRefused(
                _("The sheet holds too many merged cells. Unmerge them (select all, Merge & Center) and send it again.")
            )  # fmt: skip
        self.layout.merges.append(
            Merge(int(start[2]), column_number(start[1]), int(end[2]), column_number(end[1]))
        )


def _is_on(value: str) -> bool:
    return value in {"1", "true"}
