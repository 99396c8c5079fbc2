"""The register of outgoing documents as it is printed and as a workbook.

Columns as NĐ 30/2020/NĐ-CP, Phụ lục IV, mục I asks for; copies, day of dispatch and receipt are
left open for the pen. Every number of the book has its line: unused and kept ones say why.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models.fields.json import KT
from django.utils.formats import date_format

from core.spreadsheets import Column, Sheet, workbook
from documents.domain.numbering import BookLine, book_lines
from documents.enums import DocumentKind, DocumentState
from documents.models import IssuedDocument, NumberRegister
from documents.models.numbers import SHARED_SERIES
from documents.rendering.typst_pdf import typst_pdf

DATA = Path(__file__).resolve().parent.parent / "data" / "outgoing_book.yaml"
SOURCE = Path(__file__).resolve().parent.parent / "rendering" / "book_v1.typ"
Row = dict[str, str]


@dataclass(frozen=True)
class Book:
    """What stands in the book: its head, a row a number, and what the gaps are."""

    register: NumberRegister
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    explained: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Changes as soon as anything printed changes."""
        words = json.dumps([self.head, self.rows, self.explained], ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()


@cache
def book_columns() -> list[dict[str, Any]]:
    """The columns of the form, from data."""
    columns: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))["columns"]
    return columns


def outgoing_book(register: NumberRegister) -> Book:
    """Everything the printed book says. Causes two queries, whatever the length."""
    lines = book_lines(register)
    recipients = _recipients(register)
    rows = tuple(_row(line, recipients) for line in lines)
    return Book(register, _head(register, lines), rows, tuple(_explained(lines)))


def book_pdf(book: Book) -> bytes:
    """The book as a landscape PDF; a second or two for 3,000 numbers, so call it in a job."""
    return typst_pdf(SOURCE.read_bytes(), _data(book))


def book_workbook(book: Book) -> bytes:
    """The same rows as a sheet, with what the gaps are on a second one."""
    columns = [
        Column[Row](column["title"], _value_of(column["key"]), width=column["width_mm"] / 2)
        for column in book_columns()
    ]
    gaps = [Column[str]("Các số không phát hành văn bản", str, width=100)]
    return workbook(
        [
            Sheet(
                _series(book.register), columns, book.rows,
                heading_lines=["SỔ ĐĂNG KÝ VĂN BẢN ĐI", book.register.issuer.name, *book.head],
            ),
            Sheet("Số trống, số giữ", gaps, book.explained),
        ]
    )  # fmt: skip


def _value_of(key: str) -> Any:
    return lambda row: row[key]


def _series(register: NumberRegister) -> str:
    """As the book is called: "Kế hoạch", or all types in one."""
    if register.series == SHARED_SERIES:
        return "Các loại văn bản"
    return str(dict(DocumentKind.choices).get(register.series, register.series))


def _recipients(register: NumberRegister) -> dict[int, dict[str, Any]]:
    """Only the block "Nơi nhận" of each paper: the whole papers would be megabytes."""
    papers = IssuedDocument.objects.filter(registered_number__register=register)
    found = papers.annotate(told=KT("blocks__recipients")).values_list("pk", "told")
    return {pk: _as_mapping(told) for pk, told in found}


def _as_mapping(told: Any) -> dict[str, Any]:
    """KT gives the JSON as text."""
    loaded = json.loads(told) if isinstance(told, str) else told
    return loaded if isinstance(loaded, dict) else {}


def _row(line: BookLine, recipients: dict[int, dict[str, Any]]) -> Row:
    empty = dict.fromkeys((column["key"] for column in book_columns()), "")
    if line.entry is None:
        run = _run(line)
        return {**empty, "number": run, "subject": "Không sử dụng", "note": "Chưa ghi lý do"}
    document = line.entry.document
    if document is None:
        words = {"number": str(line.entry), "subject": "Giữ số, không có văn bản trên hệ thống"}
        return {**empty, **words, "note": line.entry.note}
    told = recipients.get(document.pk, {})
    return {
        **empty,
        "number": document.number_line,
        "day": date_format(document.issued_on, "d/m/Y") if document.issued_on else "",
        "subject": f"{document.get_kind_display()}: {document.subject or document.title}",
        "signer": document.authority.person.full_name if document.authority else "",
        "recipients": _listed(told),
        "archive": told.get("archive", "VT"),
        "note": _note(document, line.entry.note),
    }


def _listed(told: dict[str, Any]) -> str:
    paper = [item.get("text", "") for item in told.get("items", [])]
    return "; ".join(filter(None, [*paper, *told.get("electronic", [])]))


def _note(document: IssuedDocument, note: str) -> str:
    words = [note]
    if document.state == DocumentState.REVOKED:
        words.append(f"Đã thu hồi: {document.revoked_reason}")
    if document.superseded_by:
        words.append(f"Được thay thế bằng {document.superseded_by.number_line}")
    return ". ".join(filter(None, words))


def _run(line: BookLine) -> str:
    first = f"{line.first:02d}"
    return first if line.last == line.first else f"{first} – {line.last:02d}"


def _head(register: NumberRegister, lines: list[BookLine]) -> tuple[str, ...]:
    documents = [line.entry.document for line in lines if line.entry and line.entry.document]
    days = sorted(document.issued_on for document in documents if document.issued_on)
    shown = [date_format(day, "d/m/Y") for day in (days[0], days[-1])] if days else ["…", "…"]
    last = f"{lines[-1].last:02d}" if lines else "…"
    first = f"{lines[0].first:02d}" if lines else "…"
    return (
        f"Loại văn bản: {_series(register)}",
        f"Năm: {register.year}",
        f"Từ ngày {shown[0]} đến ngày {shown[1]}",
        f"Từ số {first} đến số {last}",
    )


def _explained(lines: list[BookLine]) -> list[str]:
    """Every number without a paper, with its reason; last the count of all."""
    counted: Counter[str] = Counter()
    words = []
    for line in lines:
        if line.entry is None:
            counted["unused"] += line.last - line.first + 1
            words.append(f"- Số {_run(line)}: không sử dụng, chưa ghi lý do.")
        elif line.entry.document is None:
            counted["kept"] += 1
            words.append(f"- Số {line.entry}: {line.entry.note}.")
        else:
            counted["issued"] += 1
            if line.entry.document.state == DocumentState.REVOKED:
                counted["revoked"] += 1
    total = (
        f"Tổng số: {counted['issued']} văn bản đã phát hành (trong đó {counted['revoked']} đã thu"
        f" hồi), {counted['kept']} số giữ hoặc hỏng có ghi lý do, {counted['unused']} số trống."
    )
    return [*(words or ["Không có số trống."]), total]


def _data(book: Book) -> dict[str, Any]:
    issuer = book.register.issuer
    superior = [part.strip().upper() for part in issuer.paper_superior.split("|")]
    name = [part.strip().upper() for part in (issuer.paper_name or issuer.name).split("|")]
    columns = book_columns()
    return {
        "title": f"Sổ đăng ký văn bản đi {book.register.year} – {_series(book.register)}",
        "superior": [line for line in superior if line],
        "issuer": [line for line in name if line],
        "name": "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        "lines": [*book.head, "Quyển số: ……"],
        "content-title": f"{_series(book.register)} – năm {book.register.year}",
        "columns": [
            {"title": column["title"], "width": column["width_mm"], "align": column["align"]}
            for column in columns
        ],
        "rows": [[row[column["key"]] for column in columns] for row in book.rows],
        "explained-title": "Các số không phát hành văn bản",
        "explained": list(book.explained),
    }
