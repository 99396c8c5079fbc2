"""Opening what people send: a table with its headings, whatever stands above or is merged in it."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from core.spreadsheets.layout import (
    MAX_COLUMNS,
    MAX_ROWS,
    Layout,
    cell_reference,
    check_reach,
    column_letters,
    read_layout,
    sheet_paths,
)
from core.spreadsheets.package import Package, is_zip, open_package, refuse_other_kinds
from core.spreadsheets.refusals import WorkbookRefused
from core.spreadsheets.table import RawTable, ReadRow, find_table
from core.spreadsheets.text import cell_text, looks_legacy

if TYPE_CHECKING:
    from core.files.models import StoredFile

LEGACY_CELLS = 3
Vocabulary = Callable[[str], bool]


@dataclass
class ReadSheet:
    """One table: headings, rows with their numbers in the file, and what the reader should know."""

    name: str
    header_row: int
    headings: list[str]
    rows: list[ReadRow]
    notices: list[str] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)


def read_workbook(
    source: "StoredFile | Path | bytes", *, is_heading: Vocabulary | None = None
) -> ReadSheet:
    """The table in an .xlsx workbook or a UTF-8 CSV file; WorkbookRefused says why not.

    `is_heading` recognises headings, so that title lines above the table are passed over.
    """
    data = _bytes_of(source)
    if is_zip(data):
        return _read_xlsx(open_package(data), data, is_heading)
    refuse_other_kinds(data)
    return _finish(_csv_table(data), is_heading)


def _bytes_of(source: "StoredFile | Path | bytes") -> bytes:
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, Path):
        data = source.read_bytes()
    else:
        with source.content.open("rb") as handle:
            data = handle.read()
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise WorkbookRefused(
            _("The file is larger than %(limit)s MB. Split the list into several files.")
            % {"limit": settings.UPLOAD_MAX_BYTES // 1024 // 1024}
        )
    return data


def _read_xlsx(package: Package, data: bytes, is_heading: Vocabulary | None) -> ReadSheet:
    paths = sheet_paths(package)
    check_reach(package)
    tables = _visible_tables(data)
    if not tables:
        raise WorkbookRefused(_("The workbook has no visible sheet with data."))
    read, refusals = [], []
    for table in tables:
        try:
            read.append(_finish(table, is_heading, _layout_of(package, paths, table.name)))
        except WorkbookRefused as refusal:
            refusals.append(refusal)
    if not read:
        raise refusals[0]
    best = max(read, key=lambda sheet: (_recognised(sheet, is_heading), bool(sheet.rows)))
    others = [table.name for table in tables if table.name != best.name]
    if others:
        best.notices.append(
            _("Only sheet “%(sheet)s” is read; not read: %(others)s.")
            % {"sheet": best.name, "others": ", ".join(others)}
        )
    return best


def _layout_of(package: Package, paths: dict[str, str], name: str) -> Layout:
    path = paths.get(name, "")
    return read_layout(package.read(path)) if path in package.names() else Layout()


def _recognised(sheet: ReadSheet, is_heading: Vocabulary | None) -> int:
    return sum(
        1 for heading in sheet.headings if heading and (not is_heading or is_heading(heading))
    )


def _visible_tables(data: bytes) -> list[RawTable]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible
                and sheet.typ == SheetTypeEnum.WorkSheet
            ][:20]
            tables = [_raw(name, book.get_sheet_by_name(name)) for name in names]
    except CalamineError as error:
        raise WorkbookRefused(_damaged()) from error
    except BaseException as error:  # the parser's panics are no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookRefused(_damaged()) from error
    return [table for table in tables if table.rows]


def _damaged() -> str:
    return _("The workbook is damaged and its cells cannot be read. Open it in Excel, save it again and send it once more.")  # fmt: skip


def _raw(name: str, sheet: "CalamineSheet") -> RawTable:
    """Values as texts; the same text (a district, a level) is tidied once."""
    known: dict[str, str] = {}

    def text(value: object) -> str:
        if not isinstance(value, str):
            return cell_text(value)
        if value not in known:
            known[value] = cell_text(value)
        return known[value]

    rows = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
    return RawTable(name, [[text(value) for value in row] for row in rows])


def _csv_table(data: bytes) -> RawTable:
    if b"\0" in data[:4096]:
        raise WorkbookRefused(_("This is not an Excel workbook. Send a file saved as .xlsx."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkbookRefused(
            _("The text file is not in UTF-8, so Vietnamese letters would be lost. In Excel choose Save As → “CSV UTF-8”, or better “Excel Workbook (.xlsx)”.")
        ) from error  # fmt: skip
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    if separator not in first:
        raise WorkbookRefused(_("This is not an Excel workbook. Send a file saved as .xlsx."))
    return RawTable("CSV", _csv_rows(text, separator))


def _csv_rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            if len(rows) >= MAX_ROWS:
                raise WorkbookRefused(
                    _("The list has more than %(limit)s rows. Split it into several files.")
                    % {"limit": "20.000"}
                )
            if len(row) > MAX_COLUMNS:
                raise WorkbookRefused(
                    _("Row %(row)s has more than %(limit)s columns.")
                    % {"row": len(rows) + 1, "limit": MAX_COLUMNS}
                )
            rows.append([cell_text(value) for value in row])
    except csv.Error as error:
        raise WorkbookRefused(_("The text file is not a table that can be read.")) from error
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _finish(
    raw: RawTable, is_heading: Vocabulary | None, layout: Layout | None = None
) -> ReadSheet:
    layout = layout or Layout()
    table = find_table(raw, layout, is_heading)
    hidden = {column for column in layout.hidden_columns if column <= len(table.headings)}
    named = sorted(column for column in hidden if table.headings[column - 1])
    notices = list(table.notices)
    if named:
        notices.append(
            _("Hidden columns are not matched by themselves: %(columns)s.")
            % {"columns": ", ".join(column_letters(column) for column in named)}
        )
    legacy = _legacy_cells(table.rows)
    if len(legacy) >= LEGACY_CELLS:
        notices.append(
            _("The text looks typed in an old font (TCVN3 .VnTime or VNI), e.g. in %(cells)s. Convert it to Unicode with UniKey (Ctrl+Shift+F6), then upload the file again.")
            % {"cells": ", ".join(legacy[:3])}
        )  # fmt: skip
    return ReadSheet(raw.name, table.header_row, table.headings, table.rows, notices, hidden)


def _legacy_cells(rows: Iterable[ReadRow]) -> list[str]:
    return [
        cell_reference(row.number, index)
        for row in rows
        for index, text in enumerate(row.cells, start=1)
        if text and not text.isascii() and looks_legacy(text)
    ]
