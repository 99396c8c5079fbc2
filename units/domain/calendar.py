"""Which days are worked: weekends, public holidays, days off in lieu, working Saturdays."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import holidays
import yaml
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core.audit.recording import record
from core.validity import in_force
from units.enums import DayKind
from units.models import CalendarDay, SchoolYear, Unit, UnitReach

Days = dict[date, list[CalendarDay]]

_OFF = {DayKind.HOLIDAY, DayKind.SUBSTITUTE}
_SATURDAY = 5
_WINDOW = timedelta(days=31)
_NEXT_YEAR_WITHIN = timedelta(days=62)
_WORKING_DAYS = Path(__file__).resolve().parent.parent / "data" / "working_days.yaml"
_SOURCE = f"Thư viện holidays {version('holidays')}"


def special_days(start: date, end: date, unit: Unit | None = None) -> Days:
    """Days from `start` to `end` that are not what their weekday says, by day.

    National days, and with a unit also those set for it or for anyone who manages it on `start`.
    """
    where = Q(unit__isnull=True)
    if unit:
        above = UnitReach.objects.filter(in_force(start), descendant=unit).values("ancestor")
        where |= Q(unit__in=above)
    days: Days = defaultdict(list)
    for day in CalendarDay.objects.filter(where, on__range=(start, end)):
        days[day.on].append(day)
    return dict(days)


def is_working_day(day: date, unit: Unit | None = None) -> bool:
    """Whether offices work on a day; examination days are working days."""
    return _worked(day, special_days(day, day, unit))


def next_working_day(day: date, unit: Unit | None = None) -> date:
    """`day` itself if it is worked, else the first worked day after it."""
    return day if is_working_day(day, unit) else add_working_days(day, 1, unit)


def add_working_days(day: date, count: int, unit: Unit | None = None) -> date:
    """The `count`-th working day after `day` (before it, for a negative count)."""
    step = timedelta(days=1 if count >= 0 else -1)
    left, known = abs(count), _Window(unit)
    while left:
        day += step
        left -= known.worked(day)
    return day


def working_days_between(start: date, end: date, unit: Unit | None = None) -> int:
    """Working days after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start, unit)
    days = special_days(start, end, unit)
    span = (end - start).days
    return sum(_worked(start + timedelta(days=n), days) for n in range(1, span + 1))


def school_year_of(day: date) -> SchoolYear | None:
    """The school year a day belongs to.

    In the gap between two years, the coming one if it begins within two months, else the past one:
    an order of 26 August speaks of the year that begins on 5 September.
    """
    inside = SchoolYear.objects.filter(starts_on__lte=day, ends_on__gte=day).first()
    coming = SchoolYear.objects.filter(
        starts_on__gt=day, starts_on__lte=day + _NEXT_YEAR_WITHIN
    ).last()
    return inside or coming or SchoolYear.objects.filter(ends_on__lt=day).first()


@transaction.atomic
def fill_holidays(year: int, *, by: User | None = None) -> int:
    """Add the national days of a year that are missing; a row that exists is left as it is.

    Returns the number of rows added. They are not verified: the Government decides every year.
    """
    there = CalendarDay.objects.filter(unit=None, on__year=year)
    taken = set(there.values_list("on", flat=True))
    days = [day for day in (*_public_days(year), *_working_days(year)) if day.on not in taken]
    CalendarDay.objects.bulk_create(days)
    for day in days[:1]:
        record(
            "units.fill_holidays", day, by=by,
            after={"days": [f"{day.on.isoformat()} {day.name}" for day in days]},
        )  # fmt: skip
    return len(days)


def _public_days(year: int) -> list[CalendarDay]:
    found = holidays.country_holidays("VN", years=year, language="vi")
    return [
        CalendarDay(on=on, name=name[:150], kind=_kind(name), source=_SOURCE)
        for on, name in sorted(found.items())
    ]


def _kind(name: str) -> DayKind:
    in_lieu = "nghỉ bù" in name or name.startswith("Ngày nghỉ (thay cho")
    return DayKind.SUBSTITUTE if in_lieu else DayKind.HOLIDAY


def _working_days(year: int) -> list[CalendarDay]:
    rows = yaml.safe_load(_WORKING_DAYS.read_text(encoding="utf-8"))
    return [
        CalendarDay(
            on=row["day"], name=row["name"], kind=DayKind.WORKING_SATURDAY,
            source=row["source"], verified=row["verified"],
        )
        for row in rows
        if row["day"].year == year
    ]  # fmt: skip


def _worked(day: date, days: Days) -> bool:
    kinds = {special.kind for special in days.get(day, [])}
    if DayKind.WORKING_SATURDAY in kinds:
        return True
    return day.weekday() < _SATURDAY and not kinds & _OFF


class _Window:
    """Special days read a month at a time while a count walks along the calendar."""

    def __init__(self, unit: Unit | None) -> None:
        self.unit = unit
        self.start = self.end = date.min
        self.days: Days = {}

    def worked(self, day: date) -> bool:
        if not self.start <= day <= self.end:
            self.start, self.end = day - _WINDOW, day + _WINDOW
            self.days = special_days(self.start, self.end, self.unit)
        return _worked(day, self.days)
