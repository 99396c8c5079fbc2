"""The number register under many processes at once."""

import pytest

from inspection_portal.drills.number_race import guard_off
from inspection_portal.drills.number_register import run

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_processes_take_a_thousand_numbers_without_gap_or_double():
    outcome = run(20, 50)
    assert outcome.passed, outcome.figures
    assert outcome.figures["numbers"] == 1_000
    assert outcome.figures["doubles"] == outcome.figures["gaps"] == 0
    assert outcome.figures["failed_processes"] == 0


def test_a_number_read_before_the_transaction_is_given_twice_without_the_constraint():
    with guard_off():
        outcome = run(8, 20, series=12, how="looks first")
    assert outcome.figures["doubles"] > 0, outcome.figures
    assert not outcome.passed
