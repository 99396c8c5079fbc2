"""The simple order: from the first day on, each crew goes from unit to nearest unit."""

from collections.abc import Iterable
from datetime import date

from plans.domain.solving.board import Board
from plans.domain.solving.distances import Distances
from plans.domain.solving.problem import Crew, Problem, Stop


def greedy(problem: Problem, month: date, stops: Iterable[Stop], distances: Distances) -> Board:
    """A schedule in a moment; what finds no place is left out."""
    board = Board(problem, month)
    left = {stop.id: stop for stop in stops}
    for day, crew in board.crew_days():
        if not left:
            break
        _fill_day(board, crew, day, left, distances)
    return board


def _fill_day(
    board: Board, crew: Crew, day: date, left: dict[int, Stop], distances: Distances
) -> None:
    room, last = board.room(crew, day), None
    for slot in board.free_slots(crew, day):
        if not room:
            return
        allowed = [stop for stop in left.values() if board.may_visit(crew, stop, day, slot)]
        if not allowed:
            continue
        stop = min(allowed, key=lambda stop: (_away(last, stop, distances), stop.id))
        board.put(crew, stop, day, slot)
        del left[stop.id]
        last, room = stop, room - 1


def _away(last: Stop | None, stop: Stop, distances: Distances) -> float:
    return distances.from_base(stop.id) if last is None else distances.leg(last.id, stop.id)
