"""What the preview of an import shows: counts that filter, and rows in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.spreadsheets.models import BatchState, ImportBatch, ImportRow, RowStatus
from core.spreadsheets.registry import ImportKind
from core.web.pages import paginate, query_with
from core.web.pieces import Tab

TONES = {
    RowStatus.ERROR: "late", RowStatus.NEW: "active", RowStatus.CHANGED: "soon",
    RowStatus.SAME: "done", RowStatus.SKIPPED: "neutral",
}  # fmt: skip


@dataclass
class ShownRow:
    """One row of the preview."""

    number: int
    label: str
    url: str
    status: str
    tone: str
    problems: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    options: list[tuple[str, str]] = field(default_factory=list)
    choice: str = ""


def preview_context(request: HttpRequest, kind: ImportKind, batch: ImportBatch) -> dict[str, Any]:
    """With errors, the page opens on them."""
    is_open = batch.state == BatchState.CHECKED
    status = request.GET.get("status", RowStatus.ERROR.value if is_open and batch.errors else "")
    rows = batch.rows.filter(status=status) if status in RowStatus.values else batch.rows.all()
    page = paginate(request, rows)
    shown = list(_shown_rows(kind, page.rows, is_open=is_open))
    return {
        "kind": kind,
        "batch": batch,
        "tabs": _tabs(request, batch, status),
        "page": page,
        "rows": shown,
        "asks": any(row.options for row in shown),
        "is_open": is_open,
        "may_commit": is_open and not batch.errors and batch.to_write,
    }


def _tabs(request: HttpRequest, batch: ImportBatch, status: str) -> list[Tab]:
    every = Tab(
        _("All rows"), query_with(request.GET, status="all", page=None),
        status not in RowStatus.values,
        sum(batch.counts.values()),
    )  # fmt: skip
    return [every] + [
        Tab(
            choice.label, query_with(request.GET, status=choice.value, page=None),
            status == choice.value, batch.count(choice.value),
        )
        for choice in RowStatus
        if batch.count(choice.value) or status == choice.value
    ]  # fmt: skip


def _shown_rows(kind: ImportKind, rows: list[ImportRow], *, is_open: bool) -> Iterator[ShownRow]:
    for row in rows:
        yield ShownRow(
            number=row.number,
            label=row.label or "–",
            url=kind.address(row.target) if row.target else "",
            status=str(RowStatus(row.status).label),
            tone=TONES[RowStatus(row.status)],
            problems=[(cell, text) for cell, text in row.problems],
            changes=[
                (_heading(kind, key), kind.shown(key, old), kind.shown(key, new))
                for key, old, new in row.changes
            ],
            options=[(value, words) for value, words in row.options] if is_open else [],
            choice=row.choice,
        )


def _heading(kind: ImportKind, key: str) -> str:
    known = kind.field(key)
    return str(known.heading) if known else key
