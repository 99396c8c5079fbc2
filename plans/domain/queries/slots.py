"""Times of a day at which visits begin, and the first one that is free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone

from plans.domain.booking import cells, resources
from plans.domain.clashes import Proposal
from plans.models import Booking, InspectionPlan, InspectionTeam, Visit
from units.domain.calendar import special_days
from units.enums import DayKind
from units.models import Unit

# Where a plan names no slots: the two halves of a working day.
HALF_DAYS = ((time(8), time(11)), (time(14), time(16, 30)))
CLOSED_KINDS = {DayKind.HOLIDAY, DayKind.SUBSTITUTE, DayKind.EXAM}
_SATURDAY = 5


@dataclass(frozen=True, order=True)
class Slot:
    starts_at: time
    ends_at: time

    @property
    def key(self) -> str:
        return f"{self.starts_at:%H:%M}-{self.ends_at:%H:%M}"

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


def slots_of(plan: InspectionPlan | None) -> list[Slot]:
    """The plan's slots, else the halves of a day; one query."""
    found = [Slot(row.starts_at, row.ends_at) for row in plan.slots.all()] if plan else []
    return found or [Slot(*half) for half in HALF_DAYS]


def first_free(visit: Visit, team: InspectionTeam | None) -> Proposal | None:
    """The first slot of the visit's month in which unit and team are free, told in time if it can
    be; None when the month is full. Three queries.
    """
    days = _days(visit)
    if not days:
        return None
    team_id = team.pk if team else None
    taken = set(
        Booking.objects.filter(on__in=days, resource__in=resources(visit, team_id))
        .exclude(visit=visit)
        .values_list("on", "cell")
    )
    slots = slots_of(visit.plan)
    for day in days:
        for slot in slots:
            if not any((day, cell) in taken for cell in cells(slot.starts_at, slot.ends_at)):
                return Proposal(day, slot.starts_at, slot.ends_at, team)
    return None


def _days(visit: Visit) -> list[date]:
    """Working days of the month from the first one of which the unit can be told in time."""
    first = visit.month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    earliest = timezone.localdate() + timedelta(days=visit.plan.notice_days)
    start = max(first, earliest) if earliest <= last else first
    return open_days(start, last, visit.unit)


def open_days(start: date, last: date, unit: Unit) -> list[date]:
    """Days from `start` to `last` worked at a unit on which nobody sits an examination."""
    special = special_days(start, last, unit)
    return [
        day for day in _between(start, last) if _open(day, {s.kind for s in special.get(day, [])})
    ]


def _open(day: date, kinds: set[str]) -> bool:
    if kinds & CLOSED_KINDS:
        return False
    return day.weekday() < _SATURDAY or DayKind.WORKING_SATURDAY in kinds


def _between(start: date, last: date) -> Iterator[date]:
    while start <= last:
        yield start
        start += timedelta(days=1)
