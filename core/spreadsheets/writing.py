"""Workbooks written row by row in bounded memory; what people typed is always text, never a formula."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_LIMIT = 32_767  # UTF-16 units; Excel calls a longer cell damage and drops it
LINK_LIMIT = 60_000  # Excel keeps 65,530 hyperlinks a sheet
SHEET_NAME_LIMIT = 31
A4 = 9

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|\u202a-\u202e\u2066-\u2069]+')
_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}

Kind = Literal["text", "int", "date", "link"]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A heading and where its values come from. A "link" getter gives a path of this site."""

    heading: Any
    getter: Callable[[Row], Any]
    width: float = 18
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    title: Any
    columns: Sequence[Column[Row]]
    rows: Iterable[Row]
    heading_lines: Sequence[Any] = field(default_factory=list)


def clean_text(value: Any) -> str:
    """Text as Excel accepts it: no control characters, no longer than a cell holds."""
    text = _CONTROL.sub("", str(value))
    if len(text) * 2 <= CELL_LIMIT or len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    kept = text.encode("utf-16-le")[: (CELL_LIMIT - 1) * 2].decode("utf-16-le", "ignore")
    return f"{kept}…"


def workbook(sheets: Iterable[Sheet[Any]]) -> bytes:
    """An .xlsx file: styled heading row that stays in sight, filter, A4 landscape print set-up."""
    buffer = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        used: set[str] = set()
        for sheet in sheets:
            _write_sheet(book, sheet, _sheet_name(str(sheet.title), used))
    return buffer.getvalue()


def excel_response(name: str, sheets: Iterable[Sheet[Any]]) -> HttpResponse:
    """The workbook as a download; the file name travels as RFC 5987 asks, diacritics kept."""
    return file_response(name, workbook(sheets))


def file_response(name: str, data: bytes) -> HttpResponse:
    """A ready workbook as a download."""
    stem = _NOT_IN_FILE_NAMES.sub(" ", name.removesuffix(".xlsx")).strip(" .") or "bang-du-lieu"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-") or "bang-du-lieu"
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{quote(stem)}.xlsx"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _write_sheet(book: Any, sheet: Sheet[Any], name: str) -> None:
    page = book.add_worksheet(name)
    title = book.add_format({**_FONT, "bold": True, "font_size": 13})
    head = book.add_format(
        {**_FONT, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter",
         "bg_color": "#E3EEF0", "border": 1}
    )  # fmt: skip
    formats = _cell_formats(book)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    for number, line in enumerate(sheet.heading_lines):
        page.write_string(number, 0, clean_text(line), title)
    top = len(sheet.heading_lines)
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, clean_text(column.heading), head)
    last = top
    for last, row in enumerate(sheet.rows, start=top + 1):
        for index, column in enumerate(sheet.columns):
            _write_cell(page, (last, index), column, column.getter(row), formats)
    _frame(page, top, max(last, top), len(sheet.columns))


def _cell_formats(book: Any) -> dict[str, Any]:
    """One format a kind of cell. Excel shows the separators of the reader's own settings."""
    bordered = {**_FONT, "border": 1, "border_color": "#B8C4C8"}
    return {
        "text": book.add_format({**bordered, "text_wrap": True, "num_format": "@"}),
        "int": book.add_format({**bordered, "num_format": "#,##0"}),
        "date": book.add_format({**bordered, "num_format": "dd/mm/yyyy", "align": "center"}),
        "moment": book.add_format({**bordered, "num_format": "dd/mm/yyyy hh:mm"}),
        "link": book.add_format({**bordered, "font_color": "#0B5563", "underline": 1}),
    }


def _write_cell(
    page: Any, at: tuple[int, int], column: Column[Any], value: Any, formats: dict[str, Any]
) -> None:
    if value is None or value == "":
        page.write_blank(*at, None, formats[column.kind])
    elif column.kind == "int" and isinstance(value, int | float):
        page.write_number(*at, value, formats["int"])
    elif column.kind == "date" and isinstance(value, date):
        _write_day(page, at, value, formats)
    elif column.kind == "link":
        _write_link(page, at, str(value), formats)
    else:
        page.write_string(*at, clean_text(value), formats["text"])


def _write_day(page: Any, at: tuple[int, int], value: date, formats: dict[str, Any]) -> None:
    if not isinstance(value, datetime):
        page.write_datetime(*at, value, formats["date"])
        return
    if timezone.is_aware(value):
        value = timezone.make_naive(value)
    page.write_datetime(*at, value, formats["moment"])


def _write_link(page: Any, at: tuple[int, int], path: str, formats: dict[str, Any]) -> None:
    """Only paths of this site become hyperlinks; anything else stays text."""
    if not path.startswith("/") or path.startswith("//"):
        page.write_string(*at, clean_text(path), formats["text"])
        return
    address = f"{settings.SITE_URL}{path}"
    if at[0] > LINK_LIMIT:
        page.write_string(*at, clean_text(address), formats["text"])
    else:
        page.write_url(*at, address, formats["link"], string=clean_text(address))


def _frame(page: Any, top: int, last: int, width: int) -> None:
    page.freeze_panes(top + 1, min(2, width - 1) if width > 1 else 0)
    if width:
        page.autofilter(top, 0, last, width - 1)
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&R&P/&N")


def _sheet_name(title: str, used: set[str]) -> str:
    """A name Excel accepts, unlike the others of the workbook."""
    plain = _NOT_IN_SHEET_NAMES.sub(" ", clean_text(title)).strip(" '") or "Trang"
    name, number = plain[:SHEET_NAME_LIMIT].strip(" '"), 1
    while name.casefold() in used or name.casefold() == "history":
        number += 1
        name = f"{plain[: SHEET_NAME_LIMIT - 4].strip()} {number}"
    used.add(name.casefold())
    return name
