"""Rows of the list of visits as text: fifty of them stand on a page opened all day."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.templatetags.ui import state_chip
from core.web.columns import ColumnChoice, ListColumn
from core.web.markup import filled
from plans.domain.queries.visit_scope import VisitRow
from plans.enums import VisitKind, VisitMode, VisitState

_ROW = '<tr>{}<th scope="row"><a class="row-title" href="{}">{}</a>{}</th>{}</tr>'
_PICK = '<td><input class="above" type="checkbox" name="pick" value="{}" aria-label="{}"></td>'
_NEVER = mark_safe('<span class="muted">–</span>')


def addresses(name: str) -> tuple[str, str]:
    """What stands before and after the number in an address that takes one: asked once a page."""
    before, after = reverse(name, args=[0]).rsplit("0", 1)
    return before, after


def visit_rows(visits: Iterable[VisitRow], columns: ColumnChoice, *, may_pick: bool) -> SafeString:
    """One row a visit."""
    pick = _("Pick %(unit)s")
    before, after = addresses("plans:visit")
    rows = [
        filled(
            _ROW, filled(_PICK, visit.pk, pick % {"unit": visit.unit}) if may_pick else "",
            f"{before}{visit.pk}{after}", visit.unit, _kind(visit), columns.cells(visit),
        )
        for visit in visits
    ]  # fmt: skip
    return mark_safe("\n".join(rows))  # noqa: S308 - rows are escaped


def _kind(visit: VisitRow) -> SafeString | str:
    if visit.kind == VisitKind.THEMATIC:
        return ""
    return filled('<br><span class="small muted">{}</span>', VisitKind(visit.kind).label)


def visit_columns(request: HttpRequest) -> ColumnChoice:
    """What the list shows of each visit beside its unit."""
    write = _Writer()
    return ColumnChoice(
        request,
        [
            ListColumn("manager", _("Managed by"), lambda row: row.manager, "small"),
            ListColumn("plan", _("Plan"), write.plan, "small", is_extra=True),
            ListColumn("contents", _("Contents"), write.contents, "contents small"),
            ListColumn("when", _("Day and time"), write.when, "nowrap", sort="on"),
            ListColumn("mode", _("Mode"), write.mode, "small", is_extra=True),
            ListColumn("team", _("Team"), lambda row: row.team or "–", "team small", sort="team"),
            ListColumn("state", _("State"), write.state, sort="state"),
            ListColumn("notified", _("Notified"), write.told, "nowrap"),
        ],
    )


class _Writer:
    """Words every row shares are made once."""

    def __init__(self) -> None:
        self._month = _("month %(month)s")
        self._chip = cache(lambda state: state_chip(VisitState(state).label, state))
        self._day = cache(lambda day: date_format(day, "SHORT_DATE_FORMAT"))
        self._mode = cache(lambda mode: str(VisitMode(mode).label))

    def contents(self, visit: VisitRow) -> SafeString:
        return filled('<span class="one-line">{}</span>', "; ".join(visit.contents))

    def plan(self, visit: VisitRow) -> SafeString:
        return filled('<span class="one-line">{}</span>', visit.plan)

    def mode(self, visit: VisitRow) -> str:
        return str(self._mode(visit.mode))

    def state(self, visit: VisitRow) -> SafeString:
        chip: SafeString = self._chip(visit.state)
        return chip

    def when(self, visit: VisitRow) -> SafeString:
        if not visit.on:
            words = self._month % {"month": f"{visit.month:%m/%Y}"}
            return filled('<span class="muted">{}</span>', words)
        return filled(
            '<time datetime="{}">{}</time><br><span class="small muted">{}</span>',
            visit.on.isoformat(), self._day(visit.on),
            f"{visit.starts_at:%H:%M}–{visit.ends_at:%H:%M}",
        )  # fmt: skip

    def told(self, visit: VisitRow) -> SafeString | str:
        if not visit.told_at:
            return _NEVER
        told: date = timezone.localdate(visit.told_at)
        return str(self._day(told))
