"""One line of the roll-over page, and the context every line is worked out in."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models import InspectionPlan
from units.domain.calendar import next_working_day
from units.models import SchoolYear, Succession, Unit

_MOST_HEIRS = 8


class Group(models.TextChoices):
    """The parts of the page, in its order."""

    UNITS_GONE = "gone", _("Units closed or merged")
    SECTIONS = "sections", _("Chapters")
    BASES = "bases", _("Legal bases")
    CONTENTS = "contents", _("Contents and dossiers to prepare")
    MILESTONES = "milestones", _("Deadlines")
    WINDOWS = "windows", _("Months of the schedule")
    COVERAGE = "coverage", _("Rules of coverage")
    FRAME = "frame", _("Clusters and named dossiers")
    REST = "rest", _("Slots, targets, recipients")
    TEAMS = "teams", _("Teams")
    UNVISITED = "unvisited", _("Units not visited for years")

    @property
    def shows_new(self) -> bool:
        """Texts are copied: there is nothing to put side by side."""
        return self not in {Group.SECTIONS, Group.BASES, Group.CONTENTS}

    @property
    def shows_old(self) -> bool:
        return self.shows_new and self not in {Group.UNITS_GONE, Group.REST}


@dataclass(frozen=True)
class Change:
    """What would be carried over: `old` and `new` side by side, and why it is proposed.

    `key` names it on the page ("milestone:12"). A line that is only told has no box (`is_told`).
    """

    key: str
    group: str
    label: str
    reason: str = ""
    old: str = ""
    new: str = ""
    checked: bool = True
    is_told: bool = False
    is_warning: bool = False
    data: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def pk(self) -> int:
        return int(self.key.rpartition(":")[2])

    def line(self, accepted: Iterable[str]) -> dict[str, Any]:
        """As it is kept."""
        kept = asdict(self)
        kept.pop("data")
        return kept | {"accepted": not self.is_told and self.key in accepted}


class Passage:
    """From one plan's year to another: days, words and units as they become."""

    def __init__(self, source: InspectionPlan, year: SchoolYear) -> None:
        self.source = source
        self.year = year
        self.years = year.starts_on.year - source.school_year.starts_on.year
        self.day = self.shifted(source.reference_day)

    def shifted(self, day: date) -> date:
        """The same day so many years later, or the next working day of the issuer after it."""
        last_february = day.month == 2 and day.day == 29
        moved = day.replace(year=day.year + self.years, day=28 if last_february else day.day)
        return next_working_day(moved, self.source.issuer)

    def month(self, month: date) -> date:
        return month.replace(year=month.year + self.years, day=1)

    @cached_property
    def _year_words(self) -> re.Pattern[str]:
        first, last = self.source.school_year.name.split("-")
        return re.compile(rf"\b{first}(\s*[-–—]\s*){last}\b")

    def retold(self, text: str) -> str:
        """The text with the new school year's name where it names the old one."""
        first, last = self.year.name.split("-")
        return self._year_words.sub(rf"{first}\g<1>{last}", text)

    def alive(self, units: Iterable[int]) -> set[int]:
        """Those of some units that exist on the new plan's day."""
        there = Unit.objects.on(self.day).filter(pk__in=list(units))
        return set(there.values_list("pk", flat=True))

    def heirs(self, unit: Unit) -> list[Unit]:
        """The unit itself while it exists, else those who took over by then, however often."""
        reached, open_units = [], [unit]
        for _round in range(_MOST_HEIRS):
            if not open_units:
                break
            living = self.alive(each.pk for each in open_units)
            reached += [each for each in open_units if each.pk in living]
            ended = [each.pk for each in open_units if each.pk not in living]
            open_units = self._successors(ended)
        return list(dict.fromkeys(reached))

    def _successors(self, ended: list[int]) -> list[Unit]:
        steps = Succession.objects.filter(predecessor__in=ended, on__lte=self.day)
        steps = steps.exclude(successor__in=ended).select_related("successor")
        return list(dict.fromkeys(step.successor for step in steps))

    def all_heirs(self, units: Iterable[Unit]) -> list[Unit]:
        return list(dict.fromkeys(heir for unit in units for heir in self.heirs(unit)))


def names(units: Iterable[Unit]) -> str:
    return ", ".join(unit.short_name for unit in units)
