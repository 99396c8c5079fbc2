"""The list of inspections, on the page and as an Excel file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.saved.opening import opens_as_saved
from core.spreadsheets import excel_response
from core.templatetags.ui import state_chip
from core.web.access import requires
from core.web.columns import ColumnChoice, ListColumn
from core.web.http import AuthenticatedRequest
from core.web.markup import filled
from core.web.pages import Filters, paginate
from inspections.domain.queries.listed import (
    DEFAULT_SORT,
    concerning,
    for_list,
    mine,
    narrowed,
    ordered,
    with_phase,
)
from inspections.enums import Phase
from inspections.exports import contents_of, inspection_sheet
from inspections.filters import InspectionFilterForm
from inspections.models import Inspection
from plans.enums import VisitMode

_ROW = '<tr><th scope="row"><a class="row-title" href="{}">{}</a></th>{}</tr>'
_TONES = {
    Phase.PREPARING: ("neutral", "hourglass"), Phase.VISIT: ("active", "play-circle"),
    Phase.MINUTES: ("active", "pencil"), Phase.RESULT: ("active", "send"),
    Phase.CONCLUSION: ("active", "file-earmark-text"), Phase.FOLLOW_UP: ("soon", "clock"),
    Phase.CLOSED: ("done", "check-circle-fill"), Phase.STOPPED: ("soon", "pause-circle"),
}  # fmt: skip


def _narrowed(request: AuthenticatedRequest) -> tuple[Filters, QuerySet[Inspection]]:
    seen = concerning(request.user)
    filters = Filters(request, InspectionFilterForm(request.GET, inspections=seen))
    rows = mine(request.user, seen) if filters.values.get("mine") else seen
    found = narrowed(with_phase(rows), filters.values)
    return filters, ordered(for_list(found), request.GET.get("sort", DEFAULT_SORT))


@requires("plans.view")
@opens_as_saved
def inspection_list(request: AuthenticatedRequest) -> HttpResponse:
    """Every inspection that concerns the person: searched, narrowed, sorted."""
    filters, found = _narrowed(request)
    page = paginate(request, found)
    columns = _columns(request)
    context = {
        "page": page, "columns": columns, "filters": filters, "rows": _rows(page.rows, columns),
    }  # fmt: skip
    fragment = request.htmx and not request.htmx.boosted
    template = "inspections/_rows.html" if fragment else "inspections/inspection_list.html"
    return render(request, template, context)


@requires("plans.view")
def inspection_export(request: AuthenticatedRequest) -> HttpResponse:
    """The same list as an Excel file: the same filters, every row, each with its link."""
    filters, found = _narrowed(request)
    return excel_response(_("Inspections"), [inspection_sheet(found, filters.words)])


def _rows(inspections: Iterable[Inspection], columns: ColumnChoice) -> SafeString:
    rows = [
        filled(_ROW, row.get_absolute_url(), row.visit.unit.short_name, columns.cells(row))
        for row in inspections
    ]
    return mark_safe("\n".join(rows))  # noqa: S308 - rows are escaped


def _columns(request: AuthenticatedRequest) -> ColumnChoice:
    chip = cache(lambda phase: state_chip(Phase(phase).label, *_TONES[Phase(phase)]))
    modes = cache(lambda mode: str(VisitMode(mode).label))
    return ColumnChoice(
        request,
        [
            ListColumn("contents", _("Contents"), _contents, "contents small"),
            ListColumn("when", _("Day and time"), _when, "nowrap", sort="on"),
            ListColumn("mode", _("Mode"), lambda row: modes(row.visit.mode), "small", is_extra=True),
            ListColumn(
                "team", _("Team"), lambda row: _one_line(row.visit.team), "team small", sort="team"
            ),
            ListColumn(
                "year", _("School year"), lambda row: row.visit.plan.school_year, "nowrap",
                is_extra=True,
            ),
            ListColumn(
                "plan", _("Plan"), lambda row: _one_line(row.visit.plan), "small", is_extra=True
            ),
            ListColumn("phase", _("State"), lambda row: chip(row.phase)),
        ],
    )  # fmt: skip


def _contents(row: Any) -> SafeString:
    return _one_line(contents_of(row))


def _one_line(words: Any) -> SafeString:
    """Cut off on a wide screen, where the whole stands in the tip."""
    text = str(words or "–")
    return filled('<span class="one-line" title="{}">{}</span>', text, text)


def _when(row: Any) -> SafeString:
    visit = row.visit
    if visit.on is None:
        return filled('<span class="muted">{}</span>', "–")
    return filled(
        '<time datetime="{}">{}</time> <span class="small muted">{}</span>',
        visit.on.isoformat(), date_format(visit.on, "SHORT_DATE_FORMAT"),
        f"{visit.starts_at:%H:%M}",
    )  # fmt: skip
