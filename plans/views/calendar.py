"""The calendar: a month, a week or a day, drawn by the server; drag and drop only adds to it."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.saved.opening import opens_as_saved
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import query_with
from plans.domain.queries.absences import away_by_day
from plans.domain.queries.calendar import (
    Span,
    day_span,
    month_span,
    opening_day,
    slot_rows,
    undated,
    week_span,
)
from plans.domain.queries.calendar_day import (
    MOST_COLUMNS,
    half_hours,
    mark_away,
    person_columns,
    team_columns,
)
from plans.domain.queries.calendar_groups import (
    BY_DISTRICT,
    BY_SCHOOL,
    BY_TEAM,
    GROUPINGS,
    group_rows,
    teams_shown,
)
from plans.domain.queries.slots import slots_of
from plans.views.cards import CardWriter, month_rows, week_rows
from plans.views.group_cards import day_rows, grouped_rows
from plans.views.visits import Narrowed, narrowed_visits

MONTH, WEEK, DAY = "month", "week", "day"
BY_PERSON = "person"
_SPANS = {MONTH: month_span, WEEK: week_span, DAY: day_span}
_VIEWS = {MONTH: gettext_lazy("Month"), WEEK: gettext_lazy("Week"), DAY: gettext_lazy("Day")}
_GROUPS = {
    "": gettext_lazy("All together"),
    BY_TEAM: gettext_lazy("By team"),
    BY_SCHOOL: gettext_lazy("By school"),
    BY_DISTRICT: gettext_lazy("By district"),
}
_COLUMNS = {BY_TEAM: gettext_lazy("By team"), BY_PERSON: gettext_lazy("By inspector")}


@requires("plans.view")
@opens_as_saved
def calendar(request: AuthenticatedRequest) -> HttpResponse:
    """Visits on their days and those still without one; what is unknown in the address is ignored."""
    found = narrowed_visits(request)
    plan, visits = found.plan, found.scope
    asked = request.GET.get("view", "")
    view = asked if asked in _SPANS else MONTH
    by = _grouping(view, request.GET.get("by", ""))
    month = found.filters.values.get("month")
    on = _asked(request.GET.get("on", "")) or month or opening_day(visits)
    span = _SPANS[view](visits, on, plan)
    away = away_by_day(request.user, span.first, span.last)
    for day in span.days:
        day.away = away.get(day.on, [])
    waiting = undated(visits)
    editable_at = request.user.units_where("plans.edit")
    write = CardWriter(plan=plan, editable_at=editable_at, here=request.get_full_path())
    context = {
        "filters": found.filters,
        "plan": plan,
        "view": view,
        "by": by,
        "span": span,
        "title": _title(view, on, span),
        "heads": [(day, write.notes(day)) for day in span.days[:7]],
        "waiting": waiting,
        "waiting_cards": [
            (month, [write.waiting(card) for card in month.visits]) for month in waiting
        ],
        "waiting_count": sum(month.count for month in waiting),
        "links": _links(request, span, on),
        "switches": _switches(request, view, by, on),
        "editable_at": editable_at,
        "has_visits": bool(waiting) or any(day.visits for day in span.days),
        **_body(found, view, by, span, write),
    }
    fragment = request.htmx and not request.htmx.boosted
    template = "plans/_calendar.html" if fragment else "plans/calendar.html"
    return render(request, template, context)


def _grouping(view: str, asked: str) -> str:
    if view == DAY:
        return asked if asked in _COLUMNS else BY_TEAM
    return asked if asked in GROUPINGS else ""


def _body(found: Narrowed, view: str, by: str, span: Span, write: CardWriter) -> dict[str, Any]:
    """What the chosen view draws; each asks for nothing that another would."""
    if view == DAY:
        return _day(found, by, span, write)
    if by:
        return _groups(found, view, by, span, write)
    if view == WEEK:
        rows = slot_rows(span, found.plan)
        return {"rows": rows, "slots": week_rows(rows, write)}
    return {"weeks": month_rows(span.weeks, write)}


def _teams(found: Narrowed) -> Any:
    team = found.filters.values.get("team")
    return teams_shown(found.seen.teams, found.plan, team) if team or found.plan else []


def _groups(found: Narrowed, view: str, by: str, span: Span, write: CardWriter) -> dict[str, Any]:
    days = [day for day in span.days if view == WEEK or not day.is_other]
    rows, hidden = group_rows(days, by, _teams(found) if by == BY_TEAM else [])
    return {
        "groups": grouped_rows(rows, write),
        "group_days": [(day, write.notes(day)) for day in days],
        "hidden_groups": hidden,
        "group_head": _GROUPS[by],
    }


def _day(found: Narrowed, by: str, span: Span, write: CardWriter) -> dict[str, Any]:
    cards = span.days[0].visits
    columns = (person_columns if by == BY_PERSON else team_columns)(cards, _teams(found))
    shown = columns[:MOST_COLUMNS]
    mark_away(shown, span.days[0].away)
    lines = half_hours(shown, slots_of(found.plan))
    return {
        "columns": shown,
        "hidden_columns": len(columns) - len(shown),
        "lines": day_rows(lines, span.days[0], write),
    }


def _asked(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Python's calendar ends in 9999; a century around today is all anyone plans.
    today = timezone.localdate()
    return day if abs(day.year - today.year) <= 100 else None


def _title(view: str, on: date, span: Span) -> str:
    if view == MONTH:
        return _("Month %(month)s") % {"month": date_format(on, "m/Y")}
    if view == DAY:
        return date_format(on, "l, d/m/Y")
    return _("Week %(first)s – %(last)s") % {
        "first": date_format(span.first, "d/m"),
        "last": date_format(span.last, "d/m/Y"),
    }


def _links(request: AuthenticatedRequest, span: Span, on: date) -> dict[str, Any]:
    """Addresses of the neighbours; the filters stay as they are."""
    days = {
        "previous": span.previous,
        "next": span.next,
        "today": timezone.localdate(),
    }
    return {
        name: query_with(request.GET, on=day.isoformat(), month=None) for name, day in days.items()
    }


def _switches(
    request: AuthenticatedRequest, view: str, by: str, on: date
) -> list[tuple[str, list[tuple[Any, str, bool]]]]:
    """The two rows of choices above the calendar: (name, [(label, address, whether it is on)])."""
    views = []
    for name, label in _VIEWS.items():
        # From a month to its first week with a working day in it, not to the one that began before.
        monday = on if view != MONTH or on.day > 1 else on + timedelta(days=(7 - on.weekday()) % 7)
        day = on if name == MONTH else monday
        kept = by if _grouping(name, by) == by else ""
        query = query_with(request.GET, view=name, on=day.isoformat(), month=None, by=kept)
        views.append((label, query, name == view))
    groups = [
        (
            label,
            query_with(request.GET, view=view, on=on.isoformat(), month=None, by=key),
            key == by,
        )
        for key, label in (_COLUMNS if view == DAY else _GROUPS).items()
    ]
    return [(_("How long"), views), (_("Grouped"), groups)]
