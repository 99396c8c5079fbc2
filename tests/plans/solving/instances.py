"""Seeded problems of every shape, and a checker that shares nothing with the solver."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from ortools.graph.python import max_flow

from plans.domain.solving import Crew, Placing, Problem, Stop

FIRST = date(2026, 9, 1)


def month_days(month: date) -> tuple[date, ...]:
    days = [month + timedelta(days=n) for n in range(31)]
    return tuple(day for day in days if day.month == month.month and day.weekday() < 5)


def instance(seed: int) -> Problem:
    """From roomy to hopeless: absences, own schools, shared people, unknown places, taken times."""
    rng = random.Random(seed)
    months = [date(2026, 9 + n, 1) for n in range(rng.randint(1, 3))]
    slots, districts = rng.choice([2, 4]), rng.randint(1, 5)
    days = {m: tuple(sorted(rng.sample(month_days(m), rng.randint(2, 12)))) for m in months}
    every_day = [day for open_days in days.values() for day in open_days]
    stops = tuple(_stop(rng, n, months, districts) for n in range(rng.randint(3, 30)))
    people = ["person:1", "person:2", "person:3", "person:4"]
    crews = tuple(
        Crew(
            id=number,
            resources=frozenset({f"team:{number}", *rng.sample(people, rng.randint(0, 2))}),
            away=frozenset(day for day in every_day if rng.random() < 0.2),
            barred=frozenset(stop.unit for stop in stops if rng.random() < 0.1),
        )
        for number in range(1, rng.randint(2, 4))
    )
    names = [*people, *(f"unit:{stop.unit}" for stop in stops), "team:1"]
    taken = {(name, day, rng.randrange(slots)) for name in names for day in every_day if rng.random() < 0.08}  # fmt: skip
    return Problem(
        stops=stops, crews=crews, days=days, slots=slots, most_a_day=rng.randint(1, slots),
        taken=frozenset(taken),
        held={(1, day): 1 for day in every_day if rng.random() < 0.1},
        earliest=rng.choice([FIRST, every_day[len(every_day) // 4]]),
        base=rng.choice([None, (10.37, 105.43)]),
    )  # fmt: skip


def _stop(rng: random.Random, number: int, months: list[date], districts: int) -> Stop:
    district = rng.randrange(districts)
    point = (10.2 + district * 0.1 + rng.random() * 0.1, 105.0 + rng.random() * 0.3)
    return Stop(
        id=1000 + number,
        month=rng.choice(months),
        unit=rng.randrange(max(1, number)) if rng.random() < 0.05 else 100 + number,
        district=f"Huyện {district}" if rng.random() < 0.9 else "",
        point=point if rng.random() < 0.8 else None,
    )


def faults(problem: Problem, placings: list[Placing]) -> list[str]:
    """Everything wrong with a schedule, in words; written from the rules, not from the solver."""
    visits = Counter(one.stop for one in placings)
    said = [f"visit {stop} placed {times} times" for stop, times in visits.items() if times > 1]
    seats: Counter[tuple[str, date, int]] = Counter()
    loads = Counter(problem.held)
    for one in placings:
        said += _faults_of(problem, one)
        loads[one.crew, one.day] += 1
        for name in _seated(problem, one):
            seats[name, one.day, one.slot] += 1
    said += [f"{seat} is taken" for seat in seats if seat in problem.taken]
    said += [f"{seat} twice at once" for seat, times in seats.items() if times > 1]
    crew_days = {(one.crew, one.day) for one in placings}
    return said + [f"{key} has too many" for key in crew_days if loads[key] > problem.most_a_day]


def _seated(problem: Problem, one: Placing) -> set[str]:
    unit = next(stop.unit for stop in problem.stops if stop.id == one.stop)
    return {f"unit:{unit}"} | next(c.resources for c in problem.crews if c.id == one.crew)


def _faults_of(problem: Problem, one: Placing) -> list[str]:
    stop = next(stop for stop in problem.stops if stop.id == one.stop)
    crew = next(crew for crew in problem.crews if crew.id == one.crew)
    month = (stop.month.year, stop.month.month)
    wrong = {
        f"visit {one.stop} in the wrong month": (one.day.year, one.day.month) != month,
        f"{one.day} is closed": one.day not in problem.days[stop.month],
        f"{one.day} is too early": one.day < problem.earliest,
        f"no slot {one.slot}": not 0 <= one.slot < problem.slots,
        f"crew {one.crew} is away on {one.day}": one.day in crew.away,
        f"crew {one.crew} at its own school {stop.unit}": stop.unit in crew.barred,
    }
    return [words for words, is_so in wrong.items() if is_so]


def most_placeable(problem: Problem, month: date) -> int:
    """The most visits of a month that have a place, by a maximum flow: exact where no person
    belongs to two crews and no unit has two visits, else an upper bound.
    """
    numbers: dict[object, int] = {"source": 0, "sink": 1}
    flow = max_flow.SimpleMaxFlow()

    def arc(tail: object, head: object, capacity: int) -> None:
        ends = [numbers.setdefault(key, len(numbers)) for key in (tail, head)]
        flow.add_arc_with_capacity(*ends, capacity)

    stops = [stop for stop in problem.stops if stop.month == month]
    for stop in stops:
        arc("source", stop.id, 1)
    for crew, day, room in _crew_days(problem, month):
        arc((crew.id, day), "sink", room)
        for slot in range(problem.slots):
            taken = {name for name, on, at in problem.taken if (on, at) == (day, slot)}
            arc((crew.id, day, slot), (crew.id, day), 0 if taken & crew.resources else 1)
            for stop in stops:
                if stop.unit not in crew.barred and f"unit:{stop.unit}" not in taken:
                    arc(stop.id, (crew.id, day, slot), 1)
    if flow.num_arcs() == len(stops):
        return 0
    assert flow.solve(0, 1) == flow.OPTIMAL
    return flow.optimal_flow()


def _crew_days(problem: Problem, month: date) -> Iterator[tuple[Crew, date, int]]:
    for crew in problem.crews:
        for day in problem.days[month]:
            room = problem.most_a_day - problem.held.get((crew.id, day), 0)
            if day not in crew.away and day >= problem.earliest and room > 0:
                yield crew, day, room


def is_plain(problem: Problem) -> bool:
    """No person in two crews, no unit with two visits: the flow is exact."""
    names = [name for crew in problem.crews for name in crew.resources]
    units = [stop.unit for stop in problem.stops]
    return len(set(names)) == len(names) and len(set(units)) == len(units)
