"""How the addresses of the room are reached."""

from tests.addresses import Address

ADDRESSES = {
    "accounts:sign_in": Address(),
    "accounts:sign_out": Address(succeeds=False),
    "accounts:enter_as": Address(succeeds=False),
    "accounts:profile": Address(),
    "accounts:change_password": Address(),
    "accounts:reset": Address(),
    "accounts:reset_sent": Address(),
    "accounts:reset_confirm": Address(
        lambda place: {"uid": "AA", "token": "none"}, scoped=False, succeeds=False
    ),
}
