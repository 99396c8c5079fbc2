"""The least any schedule of a month can cost: the partition with fractions of days allowed.

Its dual prices tell what each stop is worth; a day whose cost exceeds the worth of its stops by
more than the best known schedule exceeds the bound is in no better schedule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from plans.domain.solving.columns import Days, Floats, Ground, every_day, near_days
from plans.domain.solving.partition import Limits, Members, add_rows

# Days with a reduced cost up to this are kept where there are too many to keep all.
KEPT_KM = 15.0
_KEEP_ALL_BELOW = 50_000
_FIRST_NEIGHBOURS = 6
_TOLERANCE_KM = 1e-4
_MOST_NEW = 600


@dataclass(frozen=True)
class Prices:
    """What a stop is worth, and what a day of n visits is (`sizes[n]`)."""

    stops: Floats
    sizes: Floats

    def reduced(self, days: Days) -> Floats:
        size = days.members.shape[1]
        worth = self.stops[days.members].sum(axis=1)
        reduced: Floats = days.cost - worth - self.sizes[size]
        return reduced

    def most_above(self, other: "Prices", size: int) -> float:
        """By how much a day of up to `size` visits can be worth more than at other prices."""
        rises = np.sort(np.maximum(self.stops - other.stops, 0))[::-1]
        by_size = rises.cumsum()
        return max(
            float(by_size[min(n, len(rises)) - 1] + self.sizes[n] - other.sizes[n])
            for n in range(1, size + 1)
        )


@dataclass(frozen=True)
class Relaxation:
    """`pool` holds every day whose reduced cost is at most `kept_km`, and few others."""

    bound_km: float
    prices: Prices
    pool: list[Days]
    kept_km: float
    master: "Master"

    def within(self, km: float) -> Iterator[tuple[Members, float]]:
        """Days of the pool with a reduced cost of at most so much."""
        for days in self.pool:
            yield from days.only(self.prices.reduced(days) <= km).listed()

    def count_within(self, km: float) -> int:
        return sum(int((self.prices.reduced(days) <= km).sum()) for days in self.pool)


class Master:
    """The linear programme, to which days are added while some have a price below their worth."""

    def __init__(self, ground: Ground, limits: Limits) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.rows = add_rows(self.solver, range(len(ground.stops)), limits)
        self.days: dict[Members, pywraplp.Variable] = {}
        self.value = 0.0

    def add(self, offered: Iterable[tuple[Members, float]]) -> int:
        """How many of these days are new to it."""
        before = len(self.days)
        for day, cost in offered:
            if day not in self.days:
                self.days[day] = self.solver.NumVar(0, self.solver.infinity(), "")
                self.rows.add(self.days[day], day, cost)
        return len(self.days) - before

    def fix(self, day: Members) -> None:
        """The day is used whatever it costs."""
        self.days[day].SetLb(1)

    def release(self, days: Iterable[Members]) -> None:
        for day in days:
            self.days[day].SetLb(0)

    def values(self) -> list[tuple[Members, float]]:
        """How much of each day the cheapest mixture uses."""
        return [(day, variable.solution_value()) for day, variable in self.days.items()]

    def prices(self) -> Prices:
        self.solver.Solve()
        self.value = self.solver.Objective().Value()
        stops = [row.dual_value() for row in self.rows.stops.values()]
        caps = [row.dual_value() for row in self.rows.caps]
        sizes = np.concatenate([[0.0], np.cumsum(caps)]) + self.rows.least.dual_value()
        return Prices(np.array(stops), sizes)

    def priced_out(self, pool: list[Days], prices: Prices) -> Prices:
        """Add days of the pool until none is worth more than it costs."""
        while True:
            new = 0
            for days in pool:
                reduced = prices.reduced(days)
                cheapest = np.argsort(reduced, kind="stable")[:_MOST_NEW]
                new += self.add(days.only(cheapest[reduced[cheapest] < -_TOLERANCE_KM]).listed())
            if not new:
                return prices
            prices = self.prices()


def relax(ground: Ground, limits: Limits, start: Iterable[tuple[Members, float]]) -> Relaxation:
    """The bound, its prices and the days worth a look; `start` are days of a known schedule."""
    master = Master(ground, limits)
    master.add(start)
    for days in near_days(ground, _FIRST_NEIGHBOURS):
        master.add(days.listed())
    while True:
        asked = master.prices()
        pool, kept_km = _kept(ground, asked)
        prices = master.priced_out(pool, asked)
        rise = prices.most_above(asked, ground.size)
        if not ground.is_whole or kept_km - rise >= -_TOLERANCE_KM:
            break
    slack = _TOLERANCE_KM * limits.caps[0]
    return Relaxation(master.value - slack, prices, pool, kept_km - max(0.0, rise), master)


def _kept(ground: Ground, prices: Prices) -> tuple[list[Days], float]:
    """The days with a small reduced cost, or all where they are not too many."""
    kept: list[Days] = []
    held, limit = 0, float("inf")
    for days in every_day(ground):
        kept.append(days.only(prices.reduced(days) <= limit))
        held += len(kept[-1].cost)
        if held > _KEEP_ALL_BELOW and limit > KEPT_KM:
            limit = KEPT_KM
            kept = [one.only(prices.reduced(one) <= limit) for one in kept]
            held = 0
    return _merged(kept), limit


def _merged(portions: Iterable[Days]) -> list[Days]:
    """One lot for each size."""
    by_size: dict[int, list[Days]] = {}
    for one in portions:
        by_size.setdefault(one.members.shape[1], []).append(one)
    return [
        Days(np.concatenate([d.members for d in lot]), np.concatenate([d.cost for d in lot]))
        for lot in by_size.values()
    ]
