"""The proposal: greedy at once, then a month at a time the best days for it."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from plans.domain.solving.board import Board
from plans.domain.solving.columns import ground_of
from plans.domain.solving.dating import best_order, give_dates
from plans.domain.solving.distances import Distances
from plans.domain.solving.filling import filled
from plans.domain.solving.greedy import greedy
from plans.domain.solving.measuring import crew_days, measured
from plans.domain.solving.partition import Cover, Limits
from plans.domain.solving.problem import Answer, MonthAnswer, Problem, Stop
from plans.domain.solving.relaxation import relax
from plans.domain.solving.searching import Search, best_days

# Of the processor: a busy machine should not make a worse schedule. Eight months of a hundred visits
# are done in half a minute.
SECONDS_A_MONTH = 3.5


def first_answer(problem: Problem) -> Answer:
    """The simple order alone: in a moment, to compare with."""
    distances = Distances(problem.stops, problem.base)
    months = []
    for month in problem.months():
        stops = problem.of_month(month)
        board = greedy(problem, month, stops, distances)
        months.append(measured(month, stops, board, distances))
    return Answer(tuple(months))


def solve(
    problem: Problem,
    *,
    seconds_a_month: float = SECONDS_A_MONTH,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Answer, Answer]:
    """The proposal and the simple order it is compared with; no month is worse than there.

    `seconds_a_month` of the processor limit the search of a month; what an easy one leaves the next may use.
    `tell` hears how many months are done. The same problem has the same answer unless the clock
    ends a search.
    """
    begun = time.thread_time()
    distances = Distances(problem.stops, problem.base)
    simple = first_answer(problem)
    months: list[MonthAnswer] = []
    loads: Counter[int] = Counter()
    for number, known in enumerate(simple.months):
        tell(number, len(simple.months))
        until = begun + seconds_a_month * (number + 1)
        months.append(_better(problem, known, distances, loads, until))
        for share in months[-1].shares:
            loads[share.crew] += round(share.cost_km)
    return Answer(tuple(months)), simple


def _better(
    problem: Problem, known: MonthAnswer, distances: Distances, loads: Mapping[int, float],
    until: float,
) -> MonthAnswer:  # fmt: skip
    stops, month = problem.of_month(known.month), known.month
    free = Board(problem, month)
    rooms = [free.room(crew, day) for day in free.days for crew in problem.crews]
    best, bound = known, None
    if any(rooms):
        found, bound = _cheapest_days(problem, known, rooms, distances, until)
        days = [best_order([stops[place] for place in day], distances) for day in found.days]
        board = give_dates(problem, month, days, loads)
        best = min(known, measured(month, stops, board, distances), key=_rank)
    if best.missing > max(0, len(stops) - sum(rooms)):
        board_or_none = filled(problem, month, stops, best.placings, until)
        if board_or_none:
            best = min(best, measured(month, stops, board_or_none, distances), key=_rank)
    return _bounded(best, bound)


def _cheapest_days(
    problem: Problem, known: MonthAnswer, rooms: list[int], distances: Distances, until: float
) -> tuple[Cover, float | None]:
    """Days that cover the month, and what every schedule costs at least, if that is known."""
    stops = problem.of_month(known.month)
    ground = ground_of(stops, problem.crews, max(rooms), distances)
    limits = Limits.of(rooms, len(stops))
    start = _days_of(known, stops)
    offered = [(day, ground.cost(day)) for day in start]
    search = Search(ground, limits, relax(ground, limits, offered), until)
    found = best_days(search, start)
    return found, found.bound_km if ground.is_whole else None


def _bounded(best: MonthAnswer, bound: float | None) -> MonthAnswer:
    """Where visits are missing, another schedule that misses as many could cost anything."""
    if bound is None or best.missing:
        return best
    return replace(best, bound_km=min(bound, best.cost_km))


def _rank(answer: MonthAnswer) -> tuple[int, float]:
    return answer.missing, round(answer.cost_km, 6)


def _days_of(known: MonthAnswer, stops: list[Stop]) -> list[tuple[int, ...]]:
    """The crew-days of a schedule, by the places of their stops."""
    place = {stop.id: number for number, stop in enumerate(stops)}
    days = crew_days(known.placings)
    return [tuple(sorted(place[one.stop] for one in day)) for day in days]
