"""How many visits a month has room for at most, and a schedule that places so many."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ortools.linear_solver import pywraplp

from plans.domain.solving.board import Board
from plans.domain.solving.partition import PROCESSOR_CLOCK
from plans.domain.solving.problem import Crew, Placing, Problem, Stop

# A visit that stays where it was is worth so much of one that is placed besides.
_STAYS = 0.001
_LEAST_SECONDS = 2.0


class _Choice(NamedTuple):
    stop: Stop
    crew: Crew
    day: date
    slot: int
    variable: pywraplp.Variable


def filled(
    problem: Problem, month: date, stops: Sequence[Stop], near: Sequence[Placing], until: float
) -> Board | None:
    """As many visits as there is room for, most of them where `near` has them; None in want of
    time.
    """
    solver = pywraplp.Solver.CreateSolver("SCIP")
    # It decides whether a visit has a place at all: never without a moment's try.
    solver.SetTimeLimit(int(1000 * max(_LEAST_SECONDS, until - time.thread_time())))
    solver.SetSolverSpecificParametersAsString(PROCESSOR_CLOCK)
    empty = Board(problem, month)
    choices = list(_choices(solver, empty, stops))
    _one_of_each(solver, choices)
    _rooms(solver, empty, choices)
    at = {(one.stop, one.crew, one.day, one.slot) for one in near}
    solver.Objective().SetMaximization()
    for stop, crew, day, slot, variable in choices:
        worth = 1 + _STAYS * ((stop.id, crew.id, day, slot) in at)
        solver.Objective().SetCoefficient(variable, worth)
    if solver.Solve() not in {solver.OPTIMAL, solver.FEASIBLE}:
        return None
    for stop, crew, day, slot, variable in choices:
        if variable.solution_value() > 0.5:
            empty.put(crew, stop, day, slot)
    return empty


def _choices(solver: pywraplp.Solver, board: Board, stops: Sequence[Stop]) -> Iterator[_Choice]:
    for day in board.days:
        for crew in board.problem.crews:
            free = board.free_slots(crew, day) if board.room(crew, day) else []
            for slot in free:
                for stop in stops:
                    if board.may_visit(crew, stop, day, slot):
                        yield _Choice(stop, crew, day, slot, solver.BoolVar(""))


def _one_of_each(solver: pywraplp.Solver, choices: Sequence[_Choice]) -> None:
    """A visit once; a crew, a person and a unit in one place at a time."""
    groups: dict[object, list[pywraplp.Variable]] = defaultdict(list)
    for stop, crew, day, slot, variable in choices:
        groups[stop.id].append(variable)
        for name in (*crew.resources, stop.resource):
            groups[name, day, slot].append(variable)
    for variables in groups.values():
        solver.Add(solver.Sum(variables) <= 1)


def _rooms(solver: pywraplp.Solver, board: Board, choices: Sequence[_Choice]) -> None:
    rooms: Counter[tuple[int, date]] = Counter()
    groups: dict[tuple[int, date], list[pywraplp.Variable]] = defaultdict(list)
    for _stop, crew, day, _slot, variable in choices:
        groups[crew.id, day].append(variable)
        rooms[crew.id, day] = board.room(crew, day)
    for key, variables in groups.items():
        solver.Add(solver.Sum(variables) <= rooms[key])
