"""Every day a crew could have in a month, as arrays: who is visited, and what the day costs in km.

Stops are named by their place in the month's list.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from math import comb

import numpy as np
from numpy.typing import NDArray

from plans.domain.solving.distances import Distances
from plans.domain.solving.problem import TEAM_DAY_KM, Crew, Stop

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

# So many days are enumerated in about a second; beyond it only near neighbours share a day.
MOST_DAYS = 6_000_000
# Orders of a day are tried out one by one: six stops have 720.
MOST_STOPS = 6
_NEAR_BEYOND = 12


@dataclass(frozen=True)
class Ground:
    """A month's stops with their distances; `open_to` tells which crew (row) may see which stop.

    `is_whole`: every possible day is looked at, so that what is proved holds for every schedule.
    """

    stops: tuple[Stop, ...]
    legs: Floats
    outs: Floats
    open_to: NDArray[np.bool_]
    size: int
    is_whole: bool

    def cost(self, day: Sequence[int]) -> float:
        """Of a day in its shortest order."""
        return float(_shortest(self, np.array([day], dtype=np.intp))[0]) + TEAM_DAY_KM


@dataclass(frozen=True)
class Days:
    """Days of one size: a row of places each, in rising order, and its cost with the day itself."""

    members: Places
    cost: Floats

    def only(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> "Days":
        return Days(self.members[rows], self.cost[rows])

    def listed(self) -> Iterator[tuple[tuple[int, ...], float]]:
        for row, cost in zip(self.members.tolist(), self.cost.tolist(), strict=True):
            yield tuple(row), cost


def ground_of(
    stops: Sequence[Stop], crews: Sequence[Crew], most_a_day: int, distances: Distances
) -> Ground:
    size = min(most_a_day, MOST_STOPS, len(stops))
    legs = [[distances.leg(one.id, other.id) for other in stops] for one in stops]
    allowed = [[stop.unit not in crew.barred for stop in stops] for crew in crews]
    count = sum(comb(len(stops), visits) for visits in range(1, size + 1))
    return Ground(
        stops=tuple(stops),
        legs=np.array(legs, dtype=np.float64),
        outs=np.array([distances.from_base(stop.id) for stop in stops], dtype=np.float64),
        open_to=np.array(allowed, dtype=np.bool_).reshape(len(crews), len(stops)),
        size=size,
        is_whole=count <= MOST_DAYS and size == min(most_a_day, len(stops)),
    )


def every_day(ground: Ground) -> Iterator[Days]:
    """All days some crew may have, in portions that fit into a processor's cache."""
    if not ground.is_whole:
        yield from near_days(ground, _NEAR_BEYOND)
        return
    count = len(ground.stops)
    for size in range(1, ground.size + 1):
        rest = _combinations(count, size - 1)
        for first in range(count):
            others = rest[np.searchsorted(rest[:, 0], first, side="right") :] if size > 1 else rest
            column = np.full((len(others), 1), first, dtype=np.intp)
            yield _costed(ground, np.hstack([column, others]))


def near_days(ground: Ground, near: int) -> Iterator[Days]:
    """Days of a stop and some of its nearest neighbours."""
    nearest = np.argsort(ground.legs, axis=1, kind="stable")[:, : near + 1].tolist()
    for size in range(1, ground.size + 1):
        found = {
            tuple(sorted((stop, *company)))
            for stop, others in enumerate(nearest)
            for company in combinations([one for one in others if one != stop], size - 1)
        }
        yield days_of(ground, sorted(found), size)


def days_among(ground: Ground, stops: Iterable[int]) -> Iterator[Days]:
    """All days that visit none but these few stops."""
    places = np.array(sorted(stops), dtype=np.intp)
    for size in range(1, min(ground.size, len(places)) + 1):
        yield _costed(ground, places[_combinations(len(places), size)])


def days_of(ground: Ground, members: Iterable[Sequence[int]], size: int) -> Days:
    """Named days of one size with their cost; without those no crew may have."""
    rows = np.array(list(members), dtype=np.intp).reshape(-1, size)
    return _costed(ground, rows)


def _costed(ground: Ground, members: Places) -> Days:
    if not ground.open_to.all():
        members = members[ground.open_to[:, members].all(axis=2).any(axis=0)]
    return Days(members, _shortest(ground, members) + TEAM_DAY_KM)


def _shortest(ground: Ground, members: Places) -> Floats:
    """The shortest way out, round and back, of every order."""
    size = members.shape[1]
    outs = [ground.outs[members[:, place]] for place in range(size)]
    if size == 1:
        return 2 * outs[0]
    legs = {(a, b): ground.legs[members[:, a], members[:, b]] for a, b in combinations(range(size), 2)}  # fmt: skip
    best = np.full(len(members), np.inf)
    for order in permutations(range(size)):
        if order[0] < order[-1]:
            km = outs[order[0]] + outs[order[-1]]
            for a, b in pairwise(order):
                km += legs[min(a, b), max(a, b)]
            np.minimum(best, km, out=best)
    return best


def _combinations(count: int, size: int) -> Places:
    """Rows of rising places, in lexicographic order."""
    rows = np.zeros((1, 0), dtype=np.intp)
    for _one in range(size):
        last = rows[:, -1] if rows.shape[1] else np.full(len(rows), -1, dtype=np.intp)
        more = count - 1 - last
        origin = np.repeat(np.arange(len(rows)), more)
        step = np.arange(len(origin)) - np.repeat(np.cumsum(more) - more, more)
        rows = np.column_stack([rows[origin], last[origin] + 1 + step])
    return rows
