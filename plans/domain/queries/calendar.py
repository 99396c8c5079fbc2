"""The calendar of visits: weeks of a month, or the slots of a week; a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from core.prepared import prepared
from plans.domain.queries.absences import Away
from plans.domain.queries.slots import Slot, slots_of
from plans.domain.queries.visit_scope import VisitScope, visits_in
from plans.enums import VisitState
from plans.models import InspectionPlan, Visit
from units.domain.calendar import special_days
from units.enums import DayKind
from units.models import CalendarDay

SHOWN_A_DAY = 6
SHOWN_UNDATED = 60
_OFF = {DayKind.HOLIDAY, DayKind.SUBSTITUTE}
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Card:
    """What the calendar shows of a visit."""

    pk: int
    state: str
    month: date
    on: date | None
    starts_at: time | None
    ends_at: time | None
    unit: str
    team_id: int | None
    team: str | None
    issuer_id: int
    plan: str
    kind: str
    unit_id: int
    unit_sort: Any
    district: str
    commune: str

    @property
    def area(self) -> str:
        """The district, or since the reform of 1 July 2025 the commune."""
        return self.district or self.commune


def _cards(visits: "QuerySet[Visit]") -> "QuerySet[Visit, Any]":
    """The columns of a `Card`."""
    return visits.values_list(
        "pk", "state", "month", "on", "starts_at", "ends_at", "unit__short_name",
        "team_id", "team__name", "plan__issuer_id", "plan__title", "kind", "unit_id",
        "unit__sort_key", "unit__district", "unit__commune",
    )  # fmt: skip


def _standing(**scope: Any) -> "QuerySet[Visit]":
    return visits_in(**scope).filter(state__in=VisitState.occupying())


@prepared
def _between(*, first: Any, last: Any, **scope: Any) -> "QuerySet[Visit, Any]":
    return _cards(
        _standing(**scope).filter(on__range=(first, last)).order_by("on", "starts_at", "pk")
    )


@prepared
def _from(*, first: Any, **scope: Any) -> "QuerySet[Visit, Any]":
    return _standing(**scope).filter(on__gte=first).order_by("on").values_list("on")


@prepared
def _latest(**scope: Any) -> "QuerySet[Visit, Any]":
    return _standing(**scope).filter(on__isnull=False).order_by("-on").values_list("on")


def _waiting(**scope: Any) -> "QuerySet[Visit]":
    states = [VisitState.PROPOSED, VisitState.POSTPONED]
    return visits_in(**scope).filter(on__isnull=True, state__in=states)


@prepared
def _undated(**scope: Any) -> "QuerySet[Visit, Any]":
    return _cards(_waiting(**scope).order_by("month", "unit__sort_key", "pk"))


@prepared
def _undated_months(**scope: Any) -> "QuerySet[Visit, Any]":
    counted = _waiting(**scope).order_by().values("month").annotate(count=Count("pk"))
    return counted.values_list("month", "count")


@dataclass
class Day:
    """One day: what is special about it, and the visits on it."""

    on: date
    notes: list[CalendarDay]
    is_today: bool = False
    is_other: bool = False
    visits: list[Card] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)

    @property
    def is_off(self) -> bool:
        kinds = {note.kind for note in self.notes}
        if DayKind.WORKING_SATURDAY in kinds:
            return False
        return self.on.weekday() >= _SATURDAY or bool(kinds & _OFF)

    @property
    def is_exam(self) -> bool:
        return any(note.kind == DayKind.EXAM for note in self.notes)

    @property
    def shown(self) -> list[Card]:
        return self.visits[:SHOWN_A_DAY]

    @property
    def hidden_count(self) -> int:
        return max(0, len(self.visits) - SHOWN_A_DAY)


@dataclass
class SlotRow:
    """One row of the week: a slot, and the visits that begin in it, day by day."""

    slot: Slot
    is_planned: bool
    cells: list[tuple[Day, list[Card]]] = field(default_factory=list)


@dataclass
class Span:
    """What one page of the calendar shows."""

    first: date
    last: date
    days: list[Day]
    previous: date
    next: date

    @property
    def weeks(self) -> list[list[Day]]:
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]


def month_span(visits: VisitScope, on: date, plan: InspectionPlan | None) -> Span:
    """Whole weeks, Monday first, that cover the month of a day."""
    start = on.replace(day=1)
    following = (start + timedelta(days=31)).replace(day=1)
    first = start - timedelta(days=start.weekday())
    last = following - timedelta(days=1)
    last += timedelta(days=6 - last.weekday())
    days = _days(visits, first, last, plan)
    for day in days:
        day.is_other = day.on.month != start.month
    return Span(first, last, days, (start - timedelta(days=1)).replace(day=1), following)


def week_span(visits: VisitScope, on: date, plan: InspectionPlan | None) -> Span:
    """Monday to Sunday of a day."""
    first = on - timedelta(days=on.weekday())
    last = first + timedelta(days=6)
    days = _days(visits, first, last, plan)
    return Span(first, last, days, first - timedelta(days=7), first + timedelta(days=7))


def day_span(visits: VisitScope, on: date, plan: InspectionPlan | None) -> Span:
    """One day by itself."""
    step = timedelta(days=1)
    return Span(on, on, _days(visits, on, on, plan), on - step, on + step)


def _days(visits: VisitScope, first: date, last: date, plan: InspectionPlan | None) -> list[Day]:
    special = special_days(first, last, plan.issuer if plan else None)
    by_day: dict[date, list[Card]] = defaultdict(list)
    for row in _between.rows(first=first, last=last, **visits.values):
        card = Card(*row)
        if card.on:
            by_day[card.on].append(card)
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    today = timezone.localdate()
    return [Day(on, special.get(on, []), on == today, visits=by_day[on]) for on in span]


def slot_rows(span: Span, plan: InspectionPlan | None) -> list[SlotRow]:
    """The plan's slots, and a row for every other time at which a visit of the week begins."""
    planned = slots_of(plan)
    starts = {slot.starts_at for slot in planned}
    extra: dict[time, Slot] = {}
    for visit in _all(span.days):
        if visit.starts_at and visit.ends_at and visit.starts_at not in starts:
            extra.setdefault(visit.starts_at, Slot(visit.starts_at, visit.ends_at))
    rows = [SlotRow(slot, is_planned=True) for slot in planned]
    rows += [SlotRow(slot, is_planned=False) for slot in extra.values()]
    rows.sort(key=lambda row: row.slot)
    for row in rows:
        for day in span.days:
            here = [visit for visit in day.visits if visit.starts_at == row.slot.starts_at]
            row.cells.append((day, here))
    return rows


def _all(days: Iterable[Day]) -> Iterable[Card]:
    return (visit for day in days for visit in day.visits)


@dataclass
class UndatedMonth:
    """Visits of a month that still need a day; `count` says how many there are in all."""

    month: date
    count: int
    visits: list[Card] = field(default_factory=list)

    @property
    def hidden_count(self) -> int:
        return self.count - len(self.visits)


def undated(visits: VisitScope) -> list[UndatedMonth]:
    """Visits without a day under their months; the first ones of a long list. Two queries."""
    counted = _undated_months.rows(**visits.values)
    months = {month: UndatedMonth(month, count) for month, count in counted}
    for row in _undated.window(0, SHOWN_UNDATED, **visits.values) if months else []:
        card = Card(*row)
        months[card.month].visits.append(card)
    return [months[month] for month in sorted(months)]


def opening_day(visits: VisitScope) -> date:
    """Today; for a calendar without visits this month, the day of the nearest ones: those to come,
    else the last ones.
    """
    today = timezone.localdate()
    # Two look-ups by the index of days; an aggregate would read every visit the person sees.
    coming = _from.window(0, 1, first=today.replace(day=1), **visits.values)
    found = coming or _latest.window(0, 1, **visits.values)
    nearest: date = found[0][0] if found else today
    is_this_month = (nearest.year, nearest.month) == (today.year, today.month)
    return today if is_this_month else nearest
