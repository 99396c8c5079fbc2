"""School years, holidays, working Saturdays."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from units.domain.calendar import fill_holidays
from units.domain.days import keep_day, keep_school_year, remove_day
from units.forms import CalendarDayForm, SchoolYearForm
from units.models import CalendarDay, SchoolYear

_FIRST, _LAST = 2000, 2100


@requires(Permission.VIEW_UNITS)
def calendar(request: AuthenticatedRequest) -> HttpResponse:
    """One year's special days, month by month; the school years beside."""
    year = _year(request)
    days = list(CalendarDay.objects.visible_to(request.user).filter(on__year=year))
    months = [(first, list(found)) for first, found in groupby(days, lambda d: d.on.replace(day=1))]
    context = {
        "year": year,
        "months": months,
        "unchecked": sum(not day.verified for day in days),
        "school_years": SchoolYear.objects.prefetch_related("semesters"),
        "may_edit": request.user.may(Permission.EDIT_CALENDAR),
    }
    return render(request, "units/calendar.html", context)


@requires(Permission.EDIT_CALENDAR, "POST")
def calendar_fill(request: AuthenticatedRequest) -> HttpResponse:
    """Add the national holidays of a year that are missing."""
    year = _year(request)
    added = fill_holidays(year, by=request.user)
    words = ngettext("%(n)d day has been added.", "%(n)d days have been added.", added)
    messages.success(request, words % {"n": added})
    return _to_year(year)


@requires(Permission.EDIT_CALENDAR, "GET", "POST")
def day_new(request: AuthenticatedRequest) -> HttpResponse:
    return _day_page(request, CalendarDay())


@requires(Permission.EDIT_CALENDAR, "GET", "POST")
def day_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _day_page(request, _day(request, pk))


@requires(Permission.EDIT_CALENDAR, "POST")
def day_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    day = _day(request, pk)
    remove_day(day=day, by=request.user)
    messages.success(request, _("%(day)s has been removed.") % {"day": day})
    return _to_year(day.on.year)


@requires(Permission.EDIT_CALENDAR, "GET", "POST")
def school_year_new(request: AuthenticatedRequest) -> HttpResponse:
    return _school_year_page(request, None)


@requires(Permission.EDIT_CALENDAR, "GET", "POST")
def school_year_edit(request: AuthenticatedRequest, name: str) -> HttpResponse:
    return _school_year_page(request, get_object_or_404(SchoolYear, name=name))


def _day(request: AuthenticatedRequest, pk: int) -> CalendarDay:
    return get_object_or_404(CalendarDay.objects.editable_by(request.user), pk=pk)


def _day_page(request: AuthenticatedRequest, day: CalendarDay) -> HttpResponse:
    form = CalendarDayForm(request.POST or None, instance=day)
    if request.method == "POST" and form.is_valid():
        kept = keep_day(day=form.save(commit=False), by=request.user)
        messages.success(request, _("%(day)s has been saved.") % {"day": kept})
        return _to_year(kept.on.year)
    return render(request, "units/day.html", {"form": form, "day": day})


def _school_year_page(request: AuthenticatedRequest, year: SchoolYear | None) -> HttpResponse:
    form = SchoolYearForm(request.POST or None, instance=year)
    if request.method == "POST" and form.is_valid():
        kept = keep_school_year(
            year=form.save(commit=False),
            second_semester_on=form.cleaned_data["second_semester_on"],
            verified=form.cleaned_data["verified"],
            by=request.user,
        )
        messages.success(request, _("The school year %(year)s has been saved.") % {"year": kept})
        return _to_year(kept.starts_on.year)
    return render(request, "units/school_year.html", {"form": form, "year": year})


def _year(request: AuthenticatedRequest) -> int:
    asked = request.POST.get("year") or request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == len("2026") else 0
    return year if _FIRST <= year <= _LAST else timezone.localdate().year


def _to_year(year: int) -> HttpResponse:
    return redirect(f"{reverse('units:calendar')}?year={year}")
