"""Which days cover a set of stops at the least cost: a set partition solved by SCIP."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ortools.linear_solver import pywraplp

# A visit left out costs more than any day could save.
LEFT_OUT_KM = 100_000.0
PROCESSOR_CLOCK = "timing/clocktype = 1"

Members = tuple[int, ...]


@dataclass(frozen=True)
class Limits:
    """`caps[n - 1]` is the number of crew-days with room for n visits or more; `least` the fewest
    days in which all visits have room: no schedule that places them all has fewer.
    """

    caps: tuple[int, ...]
    least: int

    @classmethod
    def of(cls, rooms: Iterable[int], visits: int) -> "Limits":
        """From the visits each crew-day has room for."""
        most_first = sorted((room for room in rooms if room > 0), reverse=True)
        caps = [sum(room >= size for room in most_first) for size in range(1, max(most_first) + 1)]
        least, placed = 0, 0
        while placed < visits and least < len(most_first):
            placed += most_first[least]
            least += 1
        return cls(tuple(caps), least)

    def without(self, days: Iterable[Members]) -> "Limits":
        """What is left for the others once these days are settled."""
        sizes = [len(day) for day in days]
        caps = [cap - sum(size >= n for size in sizes) for n, cap in enumerate(self.caps, start=1)]
        return Limits(tuple(caps), max(0, self.least - len(sizes)))


@dataclass(frozen=True)
class Cover:
    """Days that cover the stops; `bound_km` holds for the days that were offered."""

    days: list[Members]
    cost_km: float
    bound_km: float


def cover(
    stops: Iterable[int],
    offered: Sequence[tuple[Members, float]],
    limits: Limits,
    *,
    known: Iterable[Members] = (),
    nodes: int,
    seconds: float,
) -> Cover | None:
    """The cheapest days in which each stop is seen once; stops with no day left are left out.

    `known` are the days of a schedule to start from. `nodes` is reached before `seconds` as a
    rule, so that the same question has the same answer. None if nothing was found in time.
    """
    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetTimeLimit(max(1, int(seconds * 1000)))
    solver.SetSolverSpecificParametersAsString(f"limits/nodes = {nodes}\n{PROCESSOR_CLOCK}")
    chosen = [solver.BoolVar("") for _one in offered]
    add_rows(solver, list(stops), limits, zip(chosen, offered, strict=True))
    known_days = set(known)
    if known_days:
        solver.SetHint(chosen, [float(day in known_days) for day, _cost in offered])
    status = solver.Solve()
    if status not in {solver.OPTIMAL, solver.FEASIBLE}:
        return None
    days = [day for (day, _km), used in zip(offered, chosen, strict=True) if used.solution_value() > 0.5]  # fmt: skip
    objective = solver.Objective()
    return Cover(days, objective.Value(), objective.BestBound())


@dataclass(frozen=True)
class Rows:
    """The rows of a partition, to which days are added as columns."""

    solver: pywraplp.Solver
    stops: dict[int, pywraplp.Constraint]
    caps: list[pywraplp.Constraint]
    least: pywraplp.Constraint

    def add(self, variable: pywraplp.Variable, day: Members, cost_km: float) -> None:
        self.solver.Objective().SetCoefficient(variable, cost_km)
        for stop in day:
            self.stops[stop].SetCoefficient(variable, 1)
        for cap in self.caps[: len(day)]:
            cap.SetCoefficient(variable, 1)
        self.least.SetCoefficient(variable, 1)


def add_rows(
    solver: pywraplp.Solver,
    stops: Sequence[int],
    limits: Limits,
    columns: Iterable[tuple[pywraplp.Variable, tuple[Members, float]]] = (),
) -> Rows:
    """Each stop once or left out, no more days of n visits than crew-days have room for them."""
    infinity = solver.infinity()
    rows = Rows(
        solver,
        {stop: solver.Constraint(1, 1) for stop in stops},
        [solver.Constraint(-infinity, cap) for cap in limits.caps],
        solver.Constraint(limits.least, infinity),
    )
    solver.Objective().SetMinimization()
    for row in rows.stops.values():
        left_out = solver.NumVar(0, 1, "")
        row.SetCoefficient(left_out, 1)
        solver.Objective().SetCoefficient(left_out, LEFT_OUT_KM)
    for variable, (day, cost_km) in columns:
        rows.add(variable, day, cost_km)
    return rows
