"""Addresses of the `libraries` room."""

from tests.addresses import Address, Place
from tests.libraries.factories import DelegationFactory


def delegation(place: Place) -> dict[str, int]:
    """A delegation given in this place."""
    given = DelegationFactory(department=place.department, office=place.office)
    return {"pk": given.pk}


ADDRESSES = {
    "libraries:delegation_list": Address(),
    "libraries:delegation_add": Address(),
    "libraries:delegation_end": Address(delegation),
}
