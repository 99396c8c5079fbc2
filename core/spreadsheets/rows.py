"""From the texts of a row to values, with every fault gathered."""

from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.refusals import CellRefused
from core.spreadsheets.registry import ImportField, ImportKind, ParsedRow
from core.spreadsheets.table import ReadRow

Mapped = dict[str, int]  # field → column, counted from 1


class RowParser:
    """Puts every cell of a row through its parser; faults are gathered, not raised.

    What was read once (a district, a level) is not read again.
    """

    def __init__(self, kind: ImportKind, mapping: Mapped) -> None:
        self.mapping = mapping
        self.fields = [(known, mapping[known.key]) for known in kind.fields if known.key in mapping]
        self.known: dict[tuple[str, str], tuple[Any, str]] = {}

    def parse(self, row: ReadRow, choice: str) -> ParsedRow:
        parsed = ParsedRow(row.number, {}, self.mapping, list(row.faults), choice)
        for known, column in self.fields:
            raw = row.cells[column - 1] if column <= len(row.cells) else ""
            if not raw:
                if known.required:
                    parsed.blame(known.key, _("“%(field)s” is missing.") % {"field": known.heading})
                continue
            value, refusal = self._read(known, raw)
            if refusal:
                parsed.blame(known.key, refusal)
            else:
                parsed.values[known.key] = value
        return parsed

    def _read(self, known: ImportField, raw: str) -> tuple[Any, str]:
        key = (known.key, raw)
        if key not in self.known:
            try:
                self.known[key] = (known.parse(raw), "")
            except CellRefused as refusal:
                self.known[key] = (None, str(refusal))
        return self.known[key]
