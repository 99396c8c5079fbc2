"""The proposed schedule: right always, never worse than the simple order, honest about what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from plans.domain.solving import Answer, Crew, Problem, Stop, solve
from plans.domain.solving.distances import Distances, haversine_km
from plans.domain.solving.problem import DEFAULT_LEG_KM, TEAM_DAY_KM
from tests.plans.solving.instances import faults, instance, is_plain, month_days, most_placeable

OCTOBER = date(2026, 10, 1)
DAYS = month_days(OCTOBER)
CREW = Crew(1, frozenset({"team:1"}))
SEAT = (10.37, 105.43)


def small(visits: int = 4, **changes: object) -> Problem:
    stops = tuple(
        Stop(n, OCTOBER, 100 + n, "Châu Phú", (10.5, 105.2 + n / 100)) for n in range(1, visits + 1)
    )
    problem = Problem(stops, (CREW,), {OCTOBER: DAYS}, slots=4, most_a_day=4, base=SEAT)
    return replace(problem, **changes)  # type: ignore[arg-type] # changes are its own fields


def cost_by_hand(problem: Problem, answer: Answer) -> float:
    legs = Distances(problem.stops, problem.base)
    days: dict[tuple[int, date], list[tuple[int, int]]] = {}
    for one in answer.placings:
        days.setdefault((one.crew, one.day), []).append((one.slot, one.stop))
    tours = (legs.tour([stop for _slot, stop in sorted(day)]) for day in days.values())
    return sum(tours) + TEAM_DAY_KM * len(days)


@pytest.mark.parametrize("block", range(20))
def test_two_hundred_problems_are_solved_rightly(block: int) -> None:
    for seed in range(block * 10, block * 10 + 10):
        problem = instance(seed)
        answer, simple = solve(problem, seconds_a_month=2)
        for one in (answer, simple):
            assert faults(problem, one.placings) == [], seed
            assert one.cost_km == pytest.approx(cost_by_hand(problem, one)), seed
            assert len(one.placings) + sum(one.missing.values()) == len(problem.stops), seed
        for month, known in zip(answer.months, simple.months, strict=True):
            assert (month.missing, month.cost_km) <= (known.missing, known.cost_km + 1e-6), seed
            placed, most = len(month.placings), most_placeable(problem, month.month)
            assert placed == most if is_plain(problem) else placed <= most, seed
            if month.bound_km is not None:
                assert month.bound_km <= month.cost_km + 1e-6, seed


def test_enough_of_the_problems_have_an_exact_count() -> None:
    assert sum(is_plain(instance(seed)) for seed in range(200)) > 40


def test_the_same_question_has_the_same_answer() -> None:
    problem = instance(7)
    assert solve(problem) == solve(problem)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slot": 0}, "twice at once"),
        ({"day": date(2026, 10, 3)}, "closed"),
        ({"day": date(2026, 11, 2)}, "wrong month"),
        ({"day": DAYS[0]}, "away"),
        ({"day": DAYS[1]}, "is taken"),
        ({"slot": 9}, "no slot"),
        ({"stop": 1}, "placed 2 times"),
    ],
)  # fmt: skip
def test_a_broken_placing_is_caught(change: dict[str, object], words: str) -> None:
    crew = replace(CREW, away=frozenset({DAYS[0]}))
    taken = frozenset(("team:1", DAYS[1], slot) for slot in range(4))
    problem = small(crews=(crew,), taken=taken)
    placings = sorted(solve(problem)[0].placings, key=lambda one: one.stop)
    at_first = next(n for n, one in enumerate(placings) if one.slot and one.stop != 1)
    broken = [*placings]
    broken[at_first] = replace(placings[at_first], **change)  # type: ignore[arg-type] # its own fields
    days = {**problem.days, date(2026, 11, 1): month_days(date(2026, 11, 1))}
    assert not faults(problem, placings)
    assert any(words in fault for fault in faults(replace(problem, days=days), broken))


def test_own_school_and_a_full_day_are_caught() -> None:
    placings = solve(small())[0].placings
    own = small(crews=(replace(CREW, barred=frozenset({101})),))
    assert any("own school" in fault for fault in faults(own, placings))
    assert any("too many" in fault for fault in faults(small(most_a_day=1), placings))


@pytest.mark.parametrize(
    ("visits", "changes", "missing"),
    [
        (7, {"days": {OCTOBER: DAYS[:1]}}, 3),
        (7, {"days": {OCTOBER: DAYS[:1]}, "most_a_day": 2}, 5),
        (5, {"days": {OCTOBER: DAYS[:2]}, "held": {(1, DAYS[0]): 3, (1, DAYS[1]): 2}}, 2),
        (5, {"crews": ()}, 5),
        (5, {"earliest": date(2026, 11, 1)}, 5),
        (5, {"crews": (replace(CREW, barred=frozenset({101, 102})),)}, 2),
        (5, {}, 0),
    ],
)  # fmt: skip
def test_what_has_no_room_is_counted(visits: int, changes: dict[str, object], missing: int) -> None:
    answer, _simple = solve(small(visits, **changes))
    assert answer.missing == ({OCTOBER: missing} if missing else {})


def test_a_crowded_month_is_rearranged_until_everybody_has_a_place() -> None:
    """The simple order gives the first unit the only time another one can be seen."""
    others = {("unit:101", DAYS[0], slot) for slot in range(1, 4)}
    problem = small(2, days={OCTOBER: DAYS[:1]}, slots=2, most_a_day=2, taken=frozenset(others))
    answer, simple = solve(problem)
    assert simple.missing == {OCTOBER: 1}
    assert answer.missing == {}


def test_neighbours_share_a_day_and_say_so() -> None:
    stops = (
        Stop(1, OCTOBER, 101, "An Phú", (10.85, 105.10)),
        Stop(2, OCTOBER, 102, "Thoại Sơn", (10.30, 105.25)),
        Stop(3, OCTOBER, 103, "An Phú", (10.86, 105.11)),
        Stop(4, OCTOBER, 104, "Thoại Sơn", (10.31, 105.26)),
    )
    answer, _simple = solve(small(stops=stops, most_a_day=2))
    assert answer.team_days == 2
    assert all(one.same_district == 1 for one in answer.placings)
    followers = [one for one in answer.placings if one.previous is not None]
    assert len(followers) == 2
    assert all(one.leg_km is not None and one.leg_km < 2 for one in followers)
    assert answer.months[0].is_proved
    assert answer.bound_km == pytest.approx(answer.cost_km)


def test_a_unit_without_coordinates_stands_in_the_middle_of_its_district() -> None:
    stops = [
        Stop(1, OCTOBER, 1, "An Phú", (10.0, 105.0)), Stop(2, OCTOBER, 2, "An Phú", (10.2, 105.0)),
        Stop(3, OCTOBER, 3, "An Phú"), Stop(4, OCTOBER, 4, "Tri Tôn"),
    ]  # fmt: skip
    legs = Distances(stops, None)
    assert legs.leg(1, 3) == pytest.approx(haversine_km((10.0, 105.0), (10.1, 105.0)))
    assert legs.leg(1, 4) == DEFAULT_LEG_KM
    assert haversine_km((10.0, 105.0), (11.0, 105.0)) == pytest.approx(111.19, abs=0.01)


def test_a_distance_that_is_only_assumed_is_not_told() -> None:
    stops = tuple(Stop(n, OCTOBER, 100 + n, "An Phú") for n in range(1, 4))
    answer, _simple = solve(small(stops=stops))
    assert sum(one.previous is not None for one in answer.placings) == 2
    assert {one.leg_km for one in answer.placings} == {None}


def test_visits_are_spread_over_the_crews() -> None:
    crews = (CREW, Crew(2, frozenset({"team:2"})))
    answer, _simple = solve(small(8, crews=crews, most_a_day=1))
    assert {crew: share.days for crew, share in answer.shares.items()} == {1: 4, 2: 4}


def test_progress_is_told_month_by_month() -> None:
    told: list[tuple[int, int]] = []
    solve(instance(3), tell=lambda done, total: told.append((done, total)))
    assert told == [(n, told[0][1]) for n in range(told[0][1])]
