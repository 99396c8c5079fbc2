"""Finding the table in a sheet: its heading row, merged and hidden parts, where it ends."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.search.keys import search_key
from core.spreadsheets.layout import Layout, Merge, cell_reference
from core.spreadsheets.refusals import WorkbookRefused

HEADER_SEARCH = 40
EMPTY_ROWS_END = 50
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Z])\)?")
_TOTALS = {"tong", "cong", "tong cong", "tong so", "tong cong toan huyen"}

Vocabulary = Callable[[str], bool]


@dataclass
class RawTable:
    """A sheet as a rectangle of texts, from A1."""

    name: str
    rows: list[list[str]]


@dataclass
class ReadRow:
    """A row of the table. `skipped` says why it is left out, `faults` what is wrong with cells."""

    number: int
    cells: list[str]
    skipped: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Table:
    header_row: int
    headings: list[str]
    rows: list[ReadRow]
    notices: list[str]


def find_table(raw: RawTable, layout: Layout, is_heading: Vocabulary | None = None) -> Table:
    """Headings and rows; everything left out or filled in is said in `notices`."""
    header = _header_index(raw, layout, is_heading)
    headings = _filled(raw, layout, header)
    while headings and not headings[-1]:
        headings.pop()
    first = _first_data_index(layout, header)
    if first < len(raw.rows) and _is_numbering(raw.rows[first]):
        first += 1
    rows, notices = _data_rows(raw, layout, first, len(headings))
    notices += _apply_merges(rows, layout, first)
    notices += _skip_hidden(rows, layout)
    _skip_totals(rows)
    return Table(header + 1, headings, rows, notices)


def _header_index(raw: RawTable, layout: Layout, is_heading: Vocabulary | None) -> int:
    best, best_score = -1, 0
    for index in range(min(HEADER_SEARCH, len(raw.rows))):
        texts = [text for text in _filled(raw, layout, index) if text]
        known = {text for text in texts if not is_heading or is_heading(text)}
        score = len(known) * 1000 + len(texts) if is_heading else len(set(texts))
        if known and score > best_score:
            best, best_score = index, score
    if best >= 0:
        return best
    raise WorkbookRefused(
        _("No heading row was found in the first %(limit)s rows of sheet “%(sheet)s”. The first row of the table must name its columns.")
        % {"limit": HEADER_SEARCH, "sheet": raw.name}
    )  # fmt: skip


def _filled(raw: RawTable, layout: Layout, index: int) -> list[str]:
    """A row of headings in which cells merged downwards show their text."""
    texts = list(raw.rows[index])
    number = index + 1
    for merge in layout.merges:
        if merge.is_vertical and merge.first_row < number <= merge.last_row:
            column = merge.first_column - 1
            if column < len(texts) and merge.first_row <= len(raw.rows):
                texts[column] = texts[column] or raw.rows[merge.first_row - 1][column]
    return texts


def _first_data_index(layout: Layout, header: int) -> int:
    """The row under the headings, below every cell merged into them."""
    number = header + 1
    touching = [m.last_row for m in layout.merges if m.first_row <= number <= m.last_row]
    return max([number, *touching])


def _is_numbering(row: list[str]) -> bool:
    """The line "(1) (2) (3)" or "A B 1 2" that forms put under their headings."""
    marks = [_NUMBERING.fullmatch(text) for text in row if text]
    if len(marks) < 3 or not all(marks):
        return False
    numbers = [int(mark[1]) for mark in marks if mark and mark[1].isdigit()]
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _data_rows(
    raw: RawTable, layout: Layout, first: int, width: int
) -> tuple[list[ReadRow], list[str]]:
    """Rows up to the end of the table: `EMPTY_ROWS_END` empty ones in a row."""
    rows: list[ReadRow] = []
    empty = 0
    for index in range(first, len(raw.rows)):
        texts = raw.rows[index]
        if any(texts):
            empty = 0
            rows.append(ReadRow(index + 1, [*texts[:width], *[""] * (width - len(texts))]))
            continue
        empty += 1
        if empty >= EMPTY_ROWS_END:
            below = next((i + 1 for i in range(index, len(raw.rows)) if any(raw.rows[i])), 0)
            return rows, [_below_sentence(index + 1, below)] if below else []
    return rows, []


def _below_sentence(row: int, below: int) -> str:
    return _("Reading ended at row %(row)s after 50 empty rows; what stands from row %(below)s on was not read.") % {"row": row, "below": below}  # fmt: skip


def _apply_merges(rows: list[ReadRow], layout: Layout, first: int) -> list[str]:
    by_number = {row.number: row for row in rows}
    notices = []
    for merge in layout.merges:
        if merge.first_row <= first:
            continue
        covered = [
            by_number[number]
            for number in range(merge.first_row, merge.last_row + 1)
            if number in by_number
        ]
        if not covered:
            continue
        if merge.is_vertical:
            notices += _fill_down(covered, merge)
        else:
            _refuse_across(covered, merge)
    return notices


def _fill_down(covered: list[ReadRow], merge: Merge) -> list[str]:
    column = merge.first_column - 1
    if column >= len(covered[0].cells):
        return []
    value = covered[0].cells[column] if covered[0].number == merge.first_row else ""
    if not value:
        return []
    for row in covered:
        row.cells[column] = value
    return [
        _("Cells %(range)s are merged: “%(value)s” was taken for all %(count)s rows.")
        % {"range": merge, "value": value[:80], "count": len(covered)}
    ]


def _refuse_across(covered: list[ReadRow], merge: Merge) -> None:
    for row in covered:
        reference = cell_reference(row.number, merge.first_column)
        row.faults.append(
            (
                reference,
                _("Cells %(range)s are merged across columns, so it is unclear which column the value belongs to. Unmerge them and fill each cell.")
                % {"range": merge},
            )
        )  # fmt: skip


def _skip_hidden(rows: list[ReadRow], layout: Layout) -> list[str]:
    hidden = [row for row in rows if row.number in layout.hidden_rows]
    for row in hidden:
        row.skipped = _("Hidden row: not imported.")
    if not hidden:
        return []
    return [
        _("Hidden rows are not imported: %(rows)s. Unhide them in Excel if they belong to the list.")
        % {"rows": number_spans([row.number for row in hidden])}
    ]  # fmt: skip


def _skip_totals(rows: list[ReadRow]) -> None:
    for row in rows:
        words = [text for text in row.cells if text and not text.replace(".", "").isdigit()]
        if len(words) == 1 and search_key(words[0].strip(":")) in _TOTALS:
            row.skipped = _("Total row: not imported.")


def number_spans(numbers: list[int]) -> str:
    """[5, 9, 10, 11] → "5, 9–11"."""
    spans: list[list[int]] = []
    for number in sorted(Counter(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
