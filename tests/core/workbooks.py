"""Workbooks as people and attackers send them."""

import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

HEADINGS = ["Mã trường", "Tên trường", "Số lớp"]


def known_heading(text: str) -> bool:
    return text in HEADINGS


def xlsx(rows: Iterable[Iterable[Any]], shape: Callable[[Any], object] | None = None) -> bytes:
    """A workbook with these rows; `shape` may merge, hide or style afterwards."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if shape:
        shape(sheet)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The workbook with parts added or replaced."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def sheet_xml(rows: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns='
        f'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>'
        "</worksheet>"
    ).encode()
