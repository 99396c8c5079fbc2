"""Why a visit cannot, or should not, stand at a day and time: sentences before and after the fact.

A blocking clash is refused. A clash that names an `excuse` may stand with a written reason, kept
with the visit (rule: every lock has an exception).
"""

from plans.domain.clashes.bookings import bookings, taken_sentence
from plans.domain.clashes.clash import Clash, Proposal
from plans.domain.clashes.days import days, notice, times, window
from plans.domain.clashes.neighbours import away_from_host, crowded_day, other_inspections
from plans.domain.clashes.people import absent, declared_tie, own_school, own_school_sentence
from plans.models import Visit

__all__ = ["Clash", "Proposal", "clashes", "own_school_sentence", "taken_sentence"]


def clashes(visit: Visit, proposal: Proposal) -> list[Clash]:
    """Everything against the proposal, the impossible first. Causes about ten queries."""
    found = [
        *times(proposal), *bookings(visit, proposal), *own_school(visit, proposal), *declared_tie(visit, proposal), *absent(proposal),
        *days(visit, proposal), *window(visit, proposal), *notice(visit, proposal),
        *other_inspections(visit, proposal), *crowded_day(visit, proposal),
        *away_from_host(visit, proposal),
    ]  # fmt: skip
    return sorted(found, key=lambda clash: bool(clash.excuse))
