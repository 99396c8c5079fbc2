"""How much each inspector has to do, as a page and as an Excel file."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from core.spreadsheets import excel_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters
from plans.domain.queries.calendar import opening_day
from plans.domain.queries.load import LoadTable, PersonLoad, load_table
from plans.domain.queries.planning_seen import PlanningSeen
from plans.domain.queries.visit_scope import VisitScope
from plans.domain.solving.problem import DEFAULT_LEG_KM
from plans.exports import load_sheet
from plans.filters import LoadFilterForm
from units.domain.calendar import school_year_of
from units.models import SchoolYear

DEFAULT_SORT = "-visits"


@dataclass(frozen=True)
class _Period:
    """What the address asks for and what is counted."""

    user: User
    filters: Filters
    scope: VisitScope
    years: list[SchoolYear]

    @cached_property
    def days(self) -> tuple[date, date]:
        """First and last day: those asked for, else those of the school year."""
        values = self.filters.values
        year = self._year
        since = values.get("since") or (year.starts_on if year else None)
        until = values.get("until") or (year.ends_on if year else None)
        today = opening_day(self.scope)
        first = since or date(today.year, 1, 1)
        return first, until or max(first, date(first.year, 12, 31))

    @cached_property
    def _year(self) -> SchoolYear | None:
        values = self.filters.values
        if chosen := values.get("school_year"):
            return next((year for year in self.years if str(year.pk) == chosen), None)
        if values.get("since") and values.get("until"):
            return None
        return school_year_of(values.get("since") or opening_day(self.scope))

    @property
    def words(self) -> str:
        first, last = self.days
        return _("From %(first)s to %(last)s") % {
            "first": date_format(first, "SHORT_DATE_FORMAT"),
            "last": date_format(last, "SHORT_DATE_FORMAT"),
        }

    def visits_of(self, person: int, first: date, last: date) -> str:
        """The address of the visits that a figure counts."""
        query: dict[str, Any] = {
            "member": person, "since": first.isoformat(), "until": last.isoformat(), "sort": "on",
        }  # fmt: skip
        if plan := self.filters.values.get("plan"):
            query["plan"] = plan
        return f"{reverse('plans:visit_list')}?{urlencode(query)}"


def _period(request: AuthenticatedRequest) -> _Period:
    seen = PlanningSeen(request.user)
    years = list(SchoolYear.objects.order_by("-starts_on"))
    filters = Filters(request, LoadFilterForm(request.GET, seen=seen, years=years))
    scope = VisitScope.of(seen, {"plan": filters.values.get("plan")})
    return _Period(request.user, filters, scope, years)


def _table(request: AuthenticatedRequest, period: _Period) -> LoadTable:
    first, last = period.days
    return load_table(period.scope, first, last, request.GET.get("sort", DEFAULT_SORT))


@requires("plans.view")
def load(request: AuthenticatedRequest) -> HttpResponse:
    """Visits, days and kilometres of everybody whose visits one may see."""
    period = _period(request)
    table = _table(request, period)
    context = {
        "filters": period.filters,
        "period": period.words,
        "table": table,
        "rows": [_row(load, table, period) for load in table.people],
        "default_leg": round(DEFAULT_LEG_KM),
    }
    return render(request, "plans/load.html", context)


def _row(load: PersonLoad, table: LoadTable, period: _Period) -> dict[str, Any]:
    first, last = period.days
    months = [
        (month, count, period.visits_of(load.person, max(first, month), min(last, _end(month))))
        for month, count in table.by_month(load)
    ]
    return {"load": load, "url": period.visits_of(load.person, first, last), "months": months}


def _end(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@requires("plans.view")
def load_excel(request: AuthenticatedRequest) -> HttpResponse:
    """The same table as an Excel file, each person with the link to the visits counted."""
    period = _period(request)
    first, last = period.days
    sheet = load_sheet(
        _table(request, period), [period.words, *period.filters.words],
        lambda load: period.visits_of(load.person, first, last),
    )  # fmt: skip
    return excel_response(_("Load per inspector"), [sheet])
