"""Changing the calendar by hand."""

from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from core.audit.recording import record, snapshot
from units.models import CalendarDay, SchoolYear, Semester

_DAY = ["on", "kind", "name", "source", "verified"]
_YEAR = ["name", "starts_on", "ends_on"]


@transaction.atomic
def keep_day(*, day: CalendarDay, by: User | None) -> CalendarDay:
    """Write a special day, new or changed."""
    former = CalendarDay.objects.filter(pk=day.pk).first()
    before = snapshot(former, _DAY) if former else None
    day.save()
    record("units.keep_day", day, by=by, before=before, after=snapshot(day, _DAY))
    return day


@transaction.atomic
def remove_day(*, day: CalendarDay, by: User | None) -> None:
    record("units.remove_day", day, by=by, before=snapshot(day, _DAY))
    CalendarDay.objects.filter(pk=day.pk).delete()


@transaction.atomic
def keep_school_year(
    *,
    year: SchoolYear,
    second_semester_on: date | None = None,
    verified: bool = False,
    by: User | None,
) -> SchoolYear:
    """Write a school year; with the second semester's first day, both semesters too."""
    former = SchoolYear.objects.filter(pk=year.pk).first()
    before = snapshot(former, _YEAR) if former else None
    year.save()
    if second_semester_on:
        first_ends = second_semester_on - timedelta(days=1)
        spans = [(1, year.starts_on, first_ends), (2, second_semester_on, year.ends_on)]
        for number, starts, ends in spans:
            Semester.objects.update_or_create(
                school_year=year, number=number,
                defaults={"starts_on": starts, "ends_on": ends, "verified": verified},
            )  # fmt: skip
    after = snapshot(year, _YEAR) | {
        "second_semester_on": second_semester_on.isoformat() if second_semester_on else ""
    }
    record("units.keep_school_year", year, by=by, before=before, after=after)
    return year
