"""The proposed schedule: its cost beside the simple order and the proven bound, and its time."""

import random
import time
from datetime import date, timedelta

from inspection_portal.bench.measuring import Row
from inspection_portal.bench.registry import benchmark
from plans.domain.solving import Answer, Crew, Problem, Stop, solve
from plans.domain.solving.solve import first_answer

DISTRICTS, MONTHS, CREWS, SLOTS = 11, 8, 3, 4
_SATURDAY, _AWAY, _UNKNOWN = 5, 0.2, 0.05
_SEAT = (10.37, 105.43)
_GAP = 1.02


def year_of(visits: int, *, seed: int) -> Problem:
    """A synthetic province: districts in their months, crews away on a fifth of the days."""
    rng = random.Random(seed)
    months = [date(2026 + (8 + n) // 12, (8 + n) % 12 + 1, 1) for n in range(MONTHS)]
    centres = [(rng.uniform(10.2, 10.9), rng.uniform(104.8, 105.6)) for _n in range(DISTRICTS)]
    days = {month: _working_days(month) for month in months}
    every = [day for open_days in days.values() for day in open_days]
    stops = []
    for number in range(visits):
        district = number % DISTRICTS
        lat, lng = centres[district]
        point = (rng.gauss(lat, 0.05), rng.gauss(lng, 0.05))
        known = point if rng.random() > _UNKNOWN else None
        stops.append(Stop(number, months[rng.randrange(MONTHS)], number, f"H{district}", known))
    crews = tuple(
        Crew(n, frozenset({f"team:{n}"}), frozenset(d for d in every if rng.random() < _AWAY))
        for n in range(CREWS)
    )
    return Problem(tuple(stops), crews, days, SLOTS, SLOTS, base=_SEAT)


def _working_days(month: date) -> tuple[date, ...]:
    days = (month + timedelta(days=n) for n in range(31))
    return tuple(day for day in days if day.month == month.month and day.weekday() < _SATURDAY)


@benchmark("schedule", "A proposed schedule against the simple order and its bound")
def schedule(scale: str) -> list[Row]:
    return [*_year("schedule-140", 140, seconds=15), *_year("schedule-750", 750, seconds=60)]


def _year(name: str, visits: int, *, seconds: int) -> list[Row]:
    problem = year_of(visits, seed=visits)
    begun = time.perf_counter()
    first_answer(problem)
    first = time.perf_counter() - begun
    begun, worked = time.perf_counter(), time.process_time()
    answer, simple = solve(problem)
    taken, worked = time.perf_counter() - begun, time.process_time() - worked
    spread, goal = _spread(answer), _spread(simple)
    return [
        Row(f"{name}-first", round(first * 1000, 1), "ms", "< 1 s", first < 1),
        Row(
            f"{name}-time", round(taken, 1), "s", f"≤ {seconds} s", taken <= seconds,
        ),
        Row(f"{name}-processor", round(worked, 1), "s", f"≤ {seconds} s", worked <= seconds),
        _cost(f"{name}-cost", answer, simple),
        Row(
            f"{name}-spread", round(spread, 1), "km", "≤ the simple order's", spread <= goal,
            peer=round(goal, 1), note=f"{_loads(answer)} (simple: {_loads(simple)})",
        ),
    ]  # fmt: skip


def _spread(answer: Answer) -> float:
    """Between the crew with the most and the one with the least to do, a day being 30 km."""
    costs = [share.cost_km for share in answer.shares.values()]
    return max(costs) - min(costs)


def _loads(answer: Answer) -> str:
    """Days and km of the crews, and how far they lie apart."""
    shares = answer.shares.values()
    days, km = [share.days for share in shares], [share.km for share in shares]
    each = ", ".join(f"{share.days} days {share.km:.0f} km" for share in shares)
    return f"{each}; apart {max(days) - min(days)} days {max(km) - min(km):.0f} km"


def _cost(name: str, answer: Answer, simple: Answer) -> Row:
    """Compared with the least that any schedule of the year can cost."""
    bound, cost = answer.bound_km, answer.cost_km
    gap = f"{100 * (cost / bound - 1):.2f} % above the bound" if bound else "bound not known"
    proved = sum(month.is_proved for month in answer.months)
    note = (
        f"{gap}; {100 * (1 - cost / simple.cost_km):.1f} % below the simple order;"
        f" {answer.km:.0f} km, {answer.team_days} team-days"
        f" (simple: {simple.km:.0f}, {simple.team_days});"
        f" {proved} of {len(answer.months)} months proved; {sum(answer.missing.values())} missing"
    )
    # A bound that is not known is not one that was kept.
    is_near = bound is not None and cost <= bound * _GAP
    return Row(
        name, round(cost, 1), "km", f"≤ {_GAP:g} × the bound of the year", is_near,
        floor=round(bound, 1) if bound else None, peer=round(simple.cost_km, 1), note=note,
    )  # fmt: skip
