"""Many people issue at the same moment, on threads and connections of their own."""

import pytest

from documents.models import RegisteredNumber
from inspection_portal.drills.number_race import guard_off, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_fifty_who_ask_for_one_number_one_gets_it_and_the_others_are_told():
    outcome = race(50)
    assert outcome.figures["got_the_number"] == 1, outcome.figures
    assert outcome.figures["told_in_words"] == 49
    assert outcome.figures["then_numbered"] == 49
    assert (outcome.figures["doubles"], outcome.figures["gaps"]) == (0, 0)
    assert outcome.passed


def test_without_the_constraint_the_same_race_gives_the_number_away_several_times():
    with guard_off():
        outcome = race(20)
    assert outcome.figures["got_the_number"] > 1, outcome.figures
    assert not outcome.passed
    assert RegisteredNumber.objects.filter(number=126).count() == 1
