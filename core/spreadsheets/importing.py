"""The steps of an import: start, match columns, check, decide, commit all or nothing, undo."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.recording import record
from core.files.models import StoredFile
from core.search.keys import search_key
from core.spreadsheets.handing_back import error_workbook, template_workbook
from core.spreadsheets.models import (
    BatchState,
    ColumnMapping,
    ImportBatch,
    ImportChange,
    ImportRow,
    RowStatus,
)
from core.spreadsheets.reading import ReadSheet, read_workbook
from core.spreadsheets.refusals import ImportRefused, WorkbookRefused
from core.spreadsheets.registry import (
    ImportField,
    ImportKind,
    Outcome,
    ParsedRow,
    Scope,
    Written,
    import_kind,
    kind_of,
)
from core.spreadsheets.rows import Mapped, RowParser
from core.spreadsheets.table import ReadRow

if TYPE_CHECKING:
    from accounts.models import User

__all__ = [
    "ImportBatch", "ImportField", "ImportKind", "ImportRefused", "ImportRow", "Outcome",
    "ParsedRow", "Scope", "Written", "check", "choose", "commit", "error_workbook", "import_kind",
    "match_columns", "open_table", "start", "template_workbook", "undo",
]  # fmt: skip

BULK = 500
SAMPLES = 3
Progress = Callable[[int, int, str], None]


def open_table(kind: ImportKind, data: bytes) -> ReadSheet:
    """The table in an uploaded file, before anything is kept.

    Raises:
        WorkbookRefused: the file cannot be read, or has no rows.
    """
    sheet = read_workbook(data, is_heading=kind.knows)
    if not sheet.rows:
        raise WorkbookRefused(
            _("There are no rows under the headings in row %(row)s of sheet “%(sheet)s”.")
            % {"row": sheet.header_row, "sheet": sheet.name}
        )
    return sheet


def start(
    kind: ImportKind, file: StoredFile, sheet: ReadSheet, scope: Scope, *, by: "User"
) -> ImportBatch:
    """Open a table as a new batch, its columns matched as last time or by their headings."""
    fingerprint = _fingerprint(sheet.headings)
    remembered = ColumnMapping.objects.filter(
        kind=kind.key, owner_unit=scope.owner_unit, fingerprint=fingerprint
    ).first()
    return ImportBatch.objects.create(
        kind=kind.key, owner_unit=scope.owner_unit, scope_unit=scope.scope_unit,
        scope_label=scope.label, file=file, sheet=sheet.name[:120], header_row=sheet.header_row,
        headings=sheet.headings, hidden_columns=sorted(sheet.hidden_columns),
        samples=[row.cells for row in sheet.rows if not row.skipped][:SAMPLES],
        row_count=len(sheet.rows), fingerprint=fingerprint, notices=sheet.notices,
        mapping=remembered.mapping if remembered else guess_columns(kind, sheet), uploaded_by=by,
    )  # fmt: skip


def guess_columns(kind: ImportKind, sheet: ReadSheet) -> Mapped:
    """Fields whose heading is recognised, without regard to diacritics; hidden columns are not."""
    mapping: Mapped = {}
    for column, heading in enumerate(sheet.headings, start=1):
        if not heading or column in sheet.hidden_columns:
            continue
        found = next(
            (
                known
                for known in kind.fields
                if known.key not in mapping and known.answers_to(heading)
            ),
            None,
        )
        if found:
            mapping[found.key] = column
    return mapping


def match_columns(batch: ImportBatch, mapping: Mapped) -> None:
    """Set which column holds which field, and remember it for tables of the same form.

    Raises:
        ImportRefused: a column is taken twice, or a field that must be there has none.
    """
    _refuse_closed(batch)
    kind = kind_of(batch.kind)
    twice = [column for column, uses in Counter(mapping.values()).items() if uses > 1]
    problems = [
        _("Column “%(heading)s” is chosen more than once.")
        % {"heading": batch.headings[column - 1]}
        for column in twice
    ]
    problems += [
        _("Choose the column of “%(field)s”.") % {"field": known.heading}
        for known in kind.fields
        if known.required and known.key not in mapping
    ]
    if problems:
        raise ImportRefused(" ".join(problems), problems)
    batch.mapping = mapping
    batch.save(update_fields=["mapping"])
    ColumnMapping.objects.update_or_create(
        kind=batch.kind, owner_unit=batch.owner_unit, fingerprint=batch.fingerprint,
        defaults={"mapping": mapping},
    )  # fmt: skip


def check(batch: ImportBatch, progress: Progress | None = None) -> None:
    """Read every row again and say what importing it would do, all errors at once.

    Decisions taken for rows are kept.
    """
    _refuse_closed(batch)
    report = progress or _silent
    kind = kind_of(batch.kind)
    report(0, batch.row_count, _("Reading the rows"))
    sheet = read_workbook(batch.file, is_heading=kind.knows)
    taken = dict(batch.rows.exclude(choice="").values_list("number", "choice"))
    live = [row for row in sheet.rows if not row.skipped]
    parser = RowParser(kind, batch.mapping)
    parsed = [parser.parse(row, taken.get(row.number, "")) for row in live]
    report(batch.row_count // 3, batch.row_count, _("Comparing with what is there"))
    outcomes = dict(
        zip((row.number for row in parsed), kind.examine(parsed, batch.scope_unit), strict=True)
    )
    by_number = {row.number: row for row in parsed}
    rows = [
        _row(batch, read, by_number.get(read.number), outcomes.get(read.number))
        for read in sheet.rows
    ]
    report(batch.row_count * 2 // 3, batch.row_count, _("Keeping the result"))
    _keep(batch, rows, sheet.notices)
    report(batch.row_count, batch.row_count, _("Checked"))


def choose(batch: ImportBatch, choices: Mapping[int, str]) -> None:
    """Take decisions for rows, among those each row offers; `check` then applies them."""
    _refuse_closed(batch)
    rows = list(batch.rows.filter(number__in=list(choices)))
    for row in rows:
        wanted = choices[row.number]
        row.choice = wanted if wanted in {value for value, _words in row.options} else ""
    ImportRow.objects.bulk_update(rows, ["choice"], batch_size=BULK)


@transaction.atomic
def commit(batch: ImportBatch, *, by: "User") -> None:
    """Write every new and changed row, or none.

    The rows are compared once more with what is there now: if that differs from the preview, a
    colleague was quicker, and nothing is written.

    Raises:
        ImportRefused: with the rows in the way.
    """
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
    _refuse_unready(batch)
    kind = kind_of(batch.kind)
    stored = list(batch.rows.exclude(status=RowStatus.SKIPPED))
    parser = RowParser(kind, batch.mapping)
    parsed = [parser.parse(ReadRow(row.number, row.cells), row.choice) for row in stored]
    outcomes = kind.examine(parsed, batch.scope_unit, lock=True)
    _refuse_stale(stored, parsed, outcomes)
    written = kind.write(parsed, outcomes, batch.scope_unit, by=by)
    _remember(batch, written)
    batch.state, batch.committed_by, batch.committed_at = BatchState.COMMITTED, by, timezone.now()
    batch.save(update_fields=["state", "committed_by", "committed_at"])
    record("imports.commit", batch, by=by, after={"under": batch.scope_label, **batch.counts})


@transaction.atomic
def undo(batch: ImportBatch, *, by: "User") -> None:
    """Bring everything the import wrote back to what it was, for 30 days.

    Raises:
        ImportRefused: too late, or something was changed or used since; nothing is undone then.
    """
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
    if batch.state != BatchState.COMMITTED:
        raise ImportRefused(_("Only an import that was written can be undone."))
    if not batch.may_be_undone:
        raise ImportRefused(_("The import can no longer be undone: 30 days have passed."))
    kind = kind_of(batch.kind)
    changes = [
        Written(change.number, change.target, change.label, change.before, change.after or {})
        for change in batch.changes.all()
    ]
    obstacles = kind.obstacles(changes)
    if obstacles:
        raise ImportRefused(
            _("The import was not undone, because some of its rows were changed or used since."),
            obstacles,
        )
    kind.restore(changes, by=by)
    batch.state, batch.undone_by, batch.undone_at = BatchState.UNDONE, by, timezone.now()
    batch.save(update_fields=["state", "undone_by", "undone_at"])
    record("imports.undo", batch, by=by, before=batch.counts)


def _silent(done: int, total: int, sentence: str) -> None:
    """Nobody watches."""


def _fingerprint(headings: Sequence[str]) -> str:
    return hashlib.sha256("|".join(search_key(text) for text in headings).encode()).hexdigest()


def _refuse_closed(batch: ImportBatch) -> None:
    if batch.state in {BatchState.COMMITTED, BatchState.UNDONE}:
        raise ImportRefused(_("This import is closed. Upload the file again to import it anew."))


def _refuse_unready(batch: ImportBatch) -> None:
    if batch.state != BatchState.CHECKED:
        raise ImportRefused(_("This import is not waiting to be written: its state is “%(state)s”.") % {"state": batch.get_state_display()})  # fmt: skip
    if batch.errors:
        raise ImportRefused(_("%(count)s rows still have errors. Mend them in your file and upload it again; nothing was imported.") % {"count": batch.errors})  # fmt: skip
    if not batch.to_write:
        raise ImportRefused(_("There is nothing to import: every row is as it is here already."))


def _remember(batch: ImportBatch, written: Sequence[Written]) -> None:
    """What undo will need."""
    ImportChange.objects.bulk_create(
        [
            ImportChange(
                batch=batch, number=item.number, target=item.target, label=item.label[:250],
                before=item.before, after=item.after,
            )
            for item in written
        ],
        batch_size=BULK,
    )  # fmt: skip


def _row(
    batch: ImportBatch, read: ReadRow, parsed: ParsedRow | None, outcome: Outcome | None
) -> ImportRow:
    row = ImportRow(batch=batch, number=read.number, cells=read.cells)
    if parsed is None or outcome is None:
        row.status, row.problems = RowStatus.SKIPPED, [["", read.skipped]]
        row.label = next((text for text in read.cells if text and not text.isdigit()), "")[:250]
        return row
    row.status = RowStatus.ERROR if parsed.problems else outcome.status
    row.label, row.target = outcome.label[:250], outcome.target
    row.problems = [list(problem) for problem in parsed.problems]
    row.changes = [list(change) for change in outcome.changes]
    row.options = [list(option) for option in outcome.options]
    row.choice = parsed.choice
    return row


@transaction.atomic
def _keep(batch: ImportBatch, rows: list[ImportRow], notices: list[str]) -> None:
    old = batch.rows.all()
    old._raw_delete(old.db)  # nothing points at rows, and nobody listens
    ImportRow.objects.bulk_create(rows, batch_size=BULK)
    batch.counts = dict(Counter(str(row.status) for row in rows))
    batch.notices, batch.state = notices, BatchState.CHECKED
    batch.version += 1
    batch.save(update_fields=["counts", "notices", "state", "version"])


def _refuse_stale(
    stored: Sequence[ImportRow], parsed: Sequence[ParsedRow], outcomes: Sequence[Outcome]
) -> None:
    different = [
        row.number
        for row, again, outcome in zip(stored, parsed, outcomes, strict=True)
        if again.problems
        or (row.status, row.target, [tuple(change) for change in row.changes])
        != (outcome.status, outcome.target, outcome.changes)
    ]
    if different:
        raise ImportRefused(
            _("The data here have changed since this preview, so nothing was imported. Look at the new preview below, then import."),
            [_("Row %(row)s") % {"row": number} for number in different[:20]],
        )  # fmt: skip
