"""From days as such to named dates and crews."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from plans.domain.solving.board import Board, slots_in_order
from plans.domain.solving.distances import Distances
from plans.domain.solving.problem import TEAM_DAY_KM, Crew, Problem, Stop


@dataclass(frozen=True)
class Pattern:
    """Stops of one day in order, and its cost in km with the day itself."""

    stops: tuple[Stop, ...]
    cost_km: float


def best_order(day: Sequence[Stop], distances: Distances) -> Pattern:
    """The shortest way through a day's stops; of equal ones the first."""
    orders = (order for order in permutations(day) if order[0].id <= order[-1].id)
    tours = ((distances.tour([stop.id for stop in order]), order) for order in orders)
    km, order = min(tours, key=lambda tour: (tour[0], [stop.id for stop in tour[1]]))
    return Pattern(order, km + TEAM_DAY_KM)


def give_dates(
    problem: Problem, month: date, days: Iterable[Pattern], loads: Mapping[int, float]
) -> Board:
    """Each day to the crew that had the least to do so far, on its first date that fits; choosy
    days first, then long ones. `loads` are the costs of the crews' earlier months in km.
    """
    board = Board(problem, month)
    used: set[tuple[int, date]] = set()
    load = {crew.id: loads.get(crew.id, 0.0) for crew in problem.crews}
    for pattern in sorted(days, key=lambda day: _choosy_first(board, day)):
        for crew in sorted(problem.crews, key=lambda crew: (load[crew.id], crew.id)):
            if _given(board, crew, pattern, used):
                load[crew.id] += pattern.cost_km
                break
    return board


def _given(board: Board, crew: Crew, pattern: Pattern, used: set[tuple[int, date]]) -> bool:
    for day in board.days:
        if (crew.id, day) in used:
            continue
        found = _fitted(board, crew, day, pattern.stops)
        if found:
            used.add((crew.id, day))
            for stop, slot in found:
                board.put(crew, stop, day, slot)
            return True
    return False


def _choosy_first(board: Board, pattern: Pattern) -> tuple[int, float, int]:
    crew_days = ((day, crew) for day in board.days for crew in board.problem.crews)
    choices = sum(_fitted(board, crew, day, pattern.stops) is not None for day, crew in crew_days)
    return choices, -pattern.cost_km, pattern.stops[0].id


def _fitted(
    board: Board, crew: Crew, day: date, stops: Sequence[Stop]
) -> list[tuple[Stop, int]] | None:
    """The shortest order if it fits, there or back; else any order that does."""
    if board.room(crew, day) < len(stops) or any(stop.unit in crew.barred for stop in stops):
        return None
    for order in (tuple(stops), tuple(reversed(stops)), *_other_orders(board, crew, day, stops)):
        found = slots_in_order(board, crew, day, order)
        if found:
            return found
    return None


def _other_orders(
    board: Board, crew: Crew, day: date, stops: Sequence[Stop]
) -> Iterator[tuple[Stop, ...]]:
    """Only where a unit is taken for a part of the day does another order help."""
    slots = range(board.problem.slots)
    free = all(board.may_visit(crew, stop, day, slot) for stop in stops for slot in slots)
    return iter(()) if free else permutations(stops)
