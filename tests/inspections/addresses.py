"""Addresses of the `inspections` room."""

from tests.addresses import Address, Place
from tests.inspections.places import cast_in, inspection


def visit(place: Place) -> dict[str, int]:
    return {"pk": cast_in(place).visit.pk}


ADDRESSES = {
    "inspections:open": Address(visit),
    "inspections:inspection": Address(inspection),
    "field:shell": Address(),
    "field:worker": Address(),
    "field:manifest": Address(),
    "field:visits": Address(),
    "field:visit": Address(inspection),
}
