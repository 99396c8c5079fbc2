"""From prices to whole days: a first schedule by fixing days one by one, then a better one by
planning a few neighbouring days anew at a time.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from plans.domain.solving.columns import Days, Ground, days_among
from plans.domain.solving.partition import LEFT_OUT_KM, Cover, Limits, Members, cover
from plans.domain.solving.relaxation import Relaxation

Offered = list[tuple[Members, float]]

# A month of so many days on offer is solved as one; more are searched part by part.
_MOST_AT_ONCE = 6_000
_NODES = 3_000
_WINDOW_DAYS = 5
_WINDOW_COLUMNS = 1_000
_WINDOW_NODES = 30
_ROUNDS = 2
_SETTLED = (0.6, 0.99)
_NOTHING = 1e-6
_OF_EACH = 20
_REST = 20


@dataclass(frozen=True)
class Search:
    """One month's question to the searches. `until` is a moment of `time.thread_time`."""

    ground: Ground
    limits: Limits
    relaxation: Relaxation
    until: float
    kms: dict[Members, float] = field(default_factory=dict)
    tried: set[frozenset[Members]] = field(default_factory=set)

    @property
    def seconds_left(self) -> float:
        return self.until - time.thread_time()

    def cost(self, days: Iterable[Members]) -> float:
        """Of a schedule's days, with a penalty for each stop it leaves out."""
        known = list(days)
        seen = sum(len(day) for day in known)
        return sum(map(self.km, known)) + LEFT_OUT_KM * (len(self.ground.stops) - seen)

    def km(self, day: Members) -> float:
        """Of a day, in its shortest order."""
        if day not in self.kms:
            self.kms[day] = self.ground.cost(day)
        return self.kms[day]

    def reduced(self, day: Members) -> float:
        """By how much a day costs more than its stops are worth."""
        prices = self.relaxation.prices
        return self.km(day) - float(prices.stops[list(day)].sum() + prices.sizes[len(day)])

    def apart(self, one: Members, other: Members) -> float:
        """The mean way between two days' stops, in km."""
        return float(self.ground.legs[np.ix_(one, other)].mean()) if one != other else -1.0


def best_days(search: Search, known: list[Members]) -> Cover:
    """The best days found, with a bound; `known` are the days of a schedule to start from."""
    best = known
    if len(search.ground.stops) > _REST:
        starts = [_fixed_one_by_one(search, settled) for settled in _SETTLED]
        best = _improved(search, min((known, *starts), key=search.cost))
    cost, bound = search.cost(best), search.relaxation.bound_km
    whole = _at_once(search, best, cost - bound)
    if whole is None or whole.cost_km > cost:
        return Cover(best, cost, min(bound, cost))
    return whole


def _at_once(search: Search, best: list[Members], gap: float) -> Cover | None:
    """All days that a better schedule could have: what is proved for them is proved for all."""
    relaxation = search.relaxation
    if relaxation.kept_km < gap or relaxation.count_within(gap) > _MOST_AT_ONCE:
        return None
    offered = _with(search, relaxation.within(gap), best)
    return cover(
        range(len(search.ground.stops)), offered, search.limits,
        known=best, nodes=_NODES, seconds=search.seconds_left,
    )  # fmt: skip


def _with(
    search: Search, offered: Iterable[tuple[Members, float]], days: Iterable[Members]
) -> Offered:
    found = dict(offered)
    found |= {day: search.km(day) for day in days}
    return list(found.items())


def _fixed_one_by_one(search: Search, settled: float) -> list[Members]:
    """The days the relaxation is surest of are fixed and it is solved again, until few stops are
    left; those are planned at once. Days of which it is `settled` sure are fixed together.
    """
    master, fixed = search.relaxation.master, set[Members]()
    left = set(range(len(search.ground.stops)))
    while len(left) > _REST and search.seconds_left > 0:
        master.priced_out(_pool_inside(search, left), master.prices())
        sure = [(value, day) for day, value in master.values() if left.issuperset(day)]
        surest = max((value for value, _day in sure), default=0.0)
        if surest < _NOTHING:
            break
        for value, day in sorted(sure, reverse=True):
            if value >= min(surest, settled) and left.issuperset(day):
                master.fix(day)
                fixed.add(day)
                left -= set(day)
    master.release(fixed)
    rest = cover(
        left, _of_each(search, left), search.limits.without(fixed),
        nodes=_WINDOW_NODES, seconds=search.seconds_left,
    )  # fmt: skip
    return [*sorted(fixed), *(rest.days if rest else ())]


def _improved(search: Search, days: list[Members]) -> list[Members]:
    """Each day with a few others is planned anew until nothing gets better any more."""
    for choose in (_with_spare_room, _nearest) * _ROUNDS:
        for day in sorted(days, key=lambda day: (-search.reduced(day), day)):
            if search.seconds_left < 0:
                return days
            if day in days:
                days = _replanned(search, days, choose(search, days, day))
    return days


def _nearest(search: Search, days: list[Members], around: Members) -> list[Members]:
    return sorted(days, key=lambda day: (search.apart(around, day), day))[:_WINDOW_DAYS]


def _with_spare_room(search: Search, days: list[Members], around: Members) -> list[Members]:
    """Days with few visits are where another one can go, also from far away."""
    near = _nearest(search, days, around)
    spare = sorted(days, key=lambda day: (len(day), search.apart(around, day), day))
    return list(dict.fromkeys([*near[: _WINDOW_DAYS - 2], *spare[:2]]))


def _dearest(search: Search, days: list[Members], around: Members) -> list[Members]:
    """Of the nearer days those that cost the most beyond what their visits are worth."""
    near = sorted(days, key=lambda day: (search.apart(around, day), day))[1 : 2 * _WINDOW_DAYS]
    dear = sorted(near, key=lambda day: (-search.reduced(day), day))
    return [around, *dear[: _WINDOW_DAYS - 1]]


def _replanned(search: Search, days: list[Members], window: list[Members]) -> list[Members]:
    if frozenset(window) in search.tried:
        return days
    search.tried.add(frozenset(window))
    rest = [day for day in days if day not in window]
    stops = {stop for day in window for stop in day}
    slack = sum(search.reduced(day) for day in window)
    found = cover(
        stops, _with(search, _cheapest(search, stops, slack), window), search.limits.without(rest),
        known=window, nodes=_WINDOW_NODES, seconds=search.seconds_left,
    )  # fmt: skip
    if found is None or found.cost_km > sum(map(search.km, window)) - _NOTHING:
        return days
    return rest + found.days


def _pool_inside(search: Search, stops: Iterable[int]) -> list[Days]:
    inside = np.zeros(len(search.ground.stops), dtype=np.bool_)
    inside[list(stops)] = True
    pool = search.relaxation.pool
    return [days.only(np.nonzero(inside[days.members].all(axis=1))[0]) for days in pool]


def _cheapest(search: Search, stops: Iterable[int], most_km: float) -> Offered:
    """Of all days that visit none but these stops, those of the smallest reduced costs."""
    lots = list(days_among(search.ground, stops))
    reduced = [search.relaxation.prices.reduced(days) for days in lots]
    every = np.sort(np.concatenate(reduced))
    limit = min(most_km, float(every[:_WINDOW_COLUMNS][-1]))
    near = [days.only(np.nonzero(km <= limit)[0]) for days, km in zip(lots, reduced, strict=True)]
    return [one for days in near for one in days.listed()]


def _of_each(search: Search, stops: Iterable[int]) -> Offered:
    """Of all days that visit none but these stops, each stop's best ones of every size."""
    found: dict[Members, float] = {}
    for days in days_among(search.ground, stops):
        order = np.argsort(search.relaxation.prices.reduced(days), kind="stable")
        for stop in stops:
            own = order[(days.members[order] == stop).any(axis=1)][:_OF_EACH]
            found |= days.only(own).listed()
    return list(found.items())
