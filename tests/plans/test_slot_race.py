"""Many people take one half hour at the same moment, on threads and connections of their own."""

import pytest

from inspection_portal.drills.slot_race import RIVALRIES, guard_off, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("rivalry", RIVALRIES)
def test_of_fifty_who_want_one_half_hour_one_gets_it_and_the_others_are_told(rivalry):
    outcome = race(rivalry, 50)
    assert outcome.figures["placed"] == 1, outcome.figures
    assert outcome.figures["told_in_words"] == 49
    assert outcome.passed


@pytest.mark.parametrize("rivalry", RIVALRIES)
def test_the_constraint_alone_holds_when_nobody_looked_before_saving(rivalry):
    assert race(rivalry, 20, blind=True).figures["placed"] == 1


def test_without_the_constraint_the_same_race_books_twice():
    with guard_off():
        outcome = race("team", 20, blind=True)
    assert outcome.figures["placed"] > 1, outcome.figures
    assert not outcome.passed
