"""Công văn 760/UBND-GD&ĐT (07/5/2019): its days are known; from its constraints the solver finds as few."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from plans.domain.solving import Crew, Problem, Stop, solve
from tests.plans.solving.instances import faults, month_days

MAY = date(2019, 5, 1)
FIRST = date(2019, 5, 10)


@pytest.fixture(scope="module")
def letter() -> dict[str, Any]:
    file = Path(settings.BASE_DIR, "inspection_portal/demo/data/plans/long_bien_2019.yaml")
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def question(letter: dict[str, Any]) -> Problem:
    """One team, four times of ninety minutes a day, the first day three days after the letter."""
    assert letter["slots"] == [
        ["08:30", "10:00"], ["10:00", "11:30"], ["14:00", "15:30"], ["15:30", "17:00"],
    ]  # fmt: skip
    schools = [key for day in letter["visits"]["days"].values() for key in day]
    stops = tuple(Stop(n, MAY, n, "Long Biên") for n, _key in enumerate(sorted(schools)))
    crews = (Crew(1, frozenset({"team:1"})),)
    return Problem(stops, crews, {MAY: month_days(MAY)}, 4, 4, earliest=FIRST)


def test_as_few_days_as_in_the_letter(letter: dict[str, Any], question: Problem) -> None:
    answer, _simple = solve(question)

    assert faults(question, answer.placings) == []
    assert len(answer.placings) == 16
    assert answer.team_days == len(letter["visits"]["days"]) == 4
    assert min(one.day for one in answer.placings) >= FIRST
    assert answer.bound_km == pytest.approx(answer.cost_km)


def test_the_very_days_of_the_letter_suffice(letter: dict[str, Any], question: Problem) -> None:
    days = tuple(date.fromisoformat(str(day)) for day in letter["visits"]["days"])
    given = replace(question, days={MAY: days})

    answer, _simple = solve(given)

    assert faults(given, answer.placings) == []
    assert answer.missing == {}
    assert {one.day for one in answer.placings} == set(days)
    assert len({(one.day, one.slot) for one in answer.placings}) == 16


def test_with_a_time_less_a_day_four_days_do_not_suffice(
    letter: dict[str, Any], question: Problem
) -> None:
    days = tuple(date.fromisoformat(str(day)) for day in letter["visits"]["days"])
    answer, _simple = solve(replace(question, days={MAY: days}, slots=3, most_a_day=3))
    assert answer.missing == {MAY: 4}
