"""What is asked of the solver and what it answers. Distances in km as the crow flies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Point = tuple[float, float]

# One more day of a team is worth this many km; the same weight as in the measurements.
TEAM_DAY_KM = 30.0
# A schedule so near to its bound is the cheapest one; the rest is rounding.
PROVED_KM = 0.05
# Between two places of which one is unknown and nothing of its district is known either.
DEFAULT_LEG_KM = 15.0


@dataclass(frozen=True)
class Stop:
    """A visit without a day. `month` is its first day; `point` latitude and longitude in degrees."""

    id: int
    month: date
    unit: int
    district: str = ""
    point: Point | None = None

    @property
    def resource(self) -> str:
        return f"unit:{self.unit}"


@dataclass(frozen=True)
class Crew:
    """A team. `resources` are its own and its people's, named as bookings name them.

    `barred` are units it may not visit because one of its people belongs to them.
    """

    id: int
    resources: frozenset[str]
    away: frozenset[date] = frozenset()
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Problem:
    """One plan's visits without a day and everything that limits their days.

    `days` are the open days of each month, in order; `slots` the number of times of a day;
    `taken` resources already in use as (resource, day, slot); `held` the visits a crew has on a
    day already; `earliest` the first day of which a unit can still be told in time; `base` where
    crews set out in the morning and return to, if known.
    """

    stops: tuple[Stop, ...]
    crews: tuple[Crew, ...]
    days: Mapping[date, tuple[date, ...]]
    slots: int
    most_a_day: int
    taken: frozenset[tuple[str, date, int]] = frozenset()
    held: Mapping[tuple[int, date], int] = field(default_factory=dict)
    earliest: date = date.min
    base: Point | None = None

    def open_days(self, month: date) -> tuple[date, ...]:
        return tuple(day for day in self.days.get(month, ()) if day >= self.earliest)

    def months(self) -> list[date]:
        return sorted({stop.month for stop in self.stops})

    def of_month(self, month: date) -> list[Stop]:
        """Its visits, in an order that depends on nothing but their ids."""
        return sorted((stop for stop in self.stops if stop.month == month), key=lambda s: s.id)


@dataclass(frozen=True)
class Placing:
    """A day, slot and crew for a stop, and why: how far from the crew's visit before it that day
    (None for the first one, or where a place is unknown) and how many others of its district the crew sees that day.
    """

    stop: int
    day: date
    slot: int
    crew: int
    previous: int | None = None
    leg_km: float | None = None
    same_district: int = 0


@dataclass(frozen=True)
class Share:
    """What falls to one crew."""

    crew: int
    visits: int
    days: int
    km: float

    @property
    def cost_km(self) -> float:
        return self.km + TEAM_DAY_KM * self.days


@dataclass(frozen=True)
class MonthAnswer:
    """`bound_km` is below the cost of every schedule that places all visits of this month; None
    where it is not known. `missing` counts visits for which no slot is left.
    """

    month: date
    placings: tuple[Placing, ...]
    missing: int
    shares: tuple[Share, ...]
    bound_km: float | None = None

    @property
    def km(self) -> float:
        return sum(share.km for share in self.shares)

    @property
    def team_days(self) -> int:
        return sum(share.days for share in self.shares)

    @property
    def is_proved(self) -> bool:
        """No schedule of the month is cheaper."""
        return self.bound_km is not None and self.cost_km <= self.bound_km + PROVED_KM

    @property
    def cost_km(self) -> float:
        """Kilometres and team-days on one scale."""
        return self.km + TEAM_DAY_KM * self.team_days


@dataclass(frozen=True)
class Answer:
    """A schedule of the whole plan."""

    months: tuple[MonthAnswer, ...]

    @property
    def placings(self) -> list[Placing]:
        return [one for month in self.months for one in month.placings]

    @property
    def missing(self) -> dict[date, int]:
        return {month.month: month.missing for month in self.months if month.missing}

    @property
    def km(self) -> float:
        return sum(month.km for month in self.months)

    @property
    def team_days(self) -> int:
        return sum(month.team_days for month in self.months)

    @property
    def cost_km(self) -> float:
        return sum(month.cost_km for month in self.months)

    @property
    def bound_km(self) -> float | None:
        """A bound of the whole year, if every month has one."""
        known = [month.bound_km for month in self.months if month.bound_km is not None]
        return sum(known) if len(known) == len(self.months) else None

    @property
    def shares(self) -> dict[int, Share]:
        """What falls to each crew that has a visit."""
        found: dict[int, Share] = {}
        for one in (share for month in self.months for share in month.shares):
            had = found.get(one.crew, Share(one.crew, 0, 0, 0.0))
            found[one.crew] = Share(
                one.crew, had.visits + one.visits, had.days + one.days, had.km + one.km
            )
        return found
