"""Addresses of the `reports` room."""

from tests.addresses import Address

ADDRESSES = {
    "home": Address(),
    "search": Address(query={"q": "an giang"}),
}
