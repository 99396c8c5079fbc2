"""What a plan's data file means: its units, its people, its days."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from accounts.models import User
from inspection_portal.demo.marks import person
from units.domain.calendar import next_working_day
from units.models import SchoolYear, Unit

Entry = dict[str, Any]


class PlanFile:
    """A plan's data file, read against the units and the day of loading.

    A day is either a date or a number of days from the day of loading; the latter falls on a working
    day and inside the plan's school year.
    """

    def __init__(self, entry: Entry, units: dict[str, Unit]) -> None:
        self.entry = entry
        self.units = units
        self.today = timezone.localdate()

    def __getitem__(self, name: str) -> Any:
        return self.entry[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.entry.get(name, default)

    @cached_property
    def author(self) -> User:
        return person(self["people"]["author"])

    @cached_property
    def leader(self) -> User:
        return person(self["people"]["leader"])

    @cached_property
    def clerk(self) -> User:
        return person(self["people"]["clerk"])

    @cached_property
    def school_year(self) -> SchoolYear:
        return SchoolYear.objects.get(name=self["school_year"])

    @property
    def issuer(self) -> Unit:
        return self.units[self["issuer"]]

    def unit_list(self, keys: list[str]) -> list[Unit]:
        return [self.units[key] for key in keys]

    def day(self, value: date | int) -> date:
        if isinstance(value, date):
            return value
        wanted = next_working_day(self.today + timedelta(days=value))
        return min(wanted, self.school_year.ends_on)

    def on_paper(self, paper: Entry) -> date:
        """The date a paper bears: as printed, or the day of loading."""
        day = paper["day"]
        return day if isinstance(day, date) else self.today

    @property
    def paper_day(self) -> date | None:
        """The date of the plan's own paper, or of its letter."""
        paper = self.get("paper") or self.get("letter", {}).get("paper")
        return self.on_paper(paper) if paper else None

    def month(self, value: date | int) -> date:
        day = value if isinstance(value, date) else self.today + timedelta(days=value)
        return min(day, self.school_year.ends_on).replace(day=1)


def clock(text: str) -> time:
    return time.fromisoformat(text)


def levels_between_commas(levels: list[str]) -> str:
    return f",{','.join(levels)}," if levels else ""
