"""Workbooks an import gives back: the person's own table with its errors, and an empty one."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from core.spreadsheets.models import ImportBatch, ImportRow
from core.spreadsheets.registry import ImportKind
from core.spreadsheets.writing import Column, Sheet, workbook


def error_workbook(batch: ImportBatch) -> bytes:
    """The person's own table with a column that says what to mend; rows keep their numbers."""
    rows = {row.number: row for row in batch.rows.all()}
    last = max(rows, default=batch.header_row)
    lines = [""] * (batch.header_row - 1)
    if lines:
        lines[0] = _("Mend the cells named in the last column, then upload this file again.")
    columns: list[Column[ImportRow | None]] = [
        Column(heading or " ", _cell(index)) for index, heading in enumerate(batch.headings)
    ]
    columns.append(Column(_("Errors in this row"), _problems_text, width=60))
    numbers = range(batch.header_row + 1, last + 1)
    return workbook([Sheet(batch.sheet, columns, (rows.get(number) for number in numbers), lines)])


def template_workbook(kind: ImportKind) -> bytes:
    """An empty table with the headings this kind understands; required ones first."""
    fields = sorted(kind.fields, key=lambda known: not known.required)
    columns: list[Column[object]] = [
        Column(known.heading, lambda _row: "", width=22) for known in fields
    ]
    return workbook([Sheet(kind.title, columns, [])])


def _cell(index: int) -> Callable[[ImportRow | None], str]:
    return lambda row: row.cells[index] if row and index < len(row.cells) else ""


def _problems_text(row: ImportRow | None) -> str:
    if row is None:
        return ""
    return "\n".join(f"{cell}: {text}" if cell else text for cell, text in row.problems)
