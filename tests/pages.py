"""Every page of the portal, found from the classified addresses of all rooms.

A room that adds `tests/<room>/addresses.py` entries gets its pages looked at: `pages()` asks each
GET address as the roles in turn and keeps the first whole HTML page it is given.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import get_resolver, reverse

from accounts.enums import Role
from accounts.models import User
from tests.addresses import addresses, make_place
from tests.test_urls import may, routes

# Who is asked first: the people with the fullest pages.
ROLES = (Role.SPECIALIST, Role.LEADER, Role.CLERK, Role.PRINCIPAL, Role.ADMINISTRATOR)
NOT_THERE = "/no-such-page/"


@dataclass(frozen=True)
class Page:
    """One address as one person sees it; `user` is None for pages before sign-in."""

    name: str
    path: str
    user: User | None


def pages() -> list[Page]:
    """Pages that answer with a whole HTML document, one entry an address."""
    found = list(_classified())
    found.append(Page("404", NOT_THERE, make_place("Bến Tre").specialist))
    return found


def _classified() -> Iterator[Page]:
    known = addresses()
    shared = make_place("An Giang")
    for number, route in enumerate(routes(get_resolver())):
        if route.name not in known or "GET" not in route.access.methods:
            continue
        address = known[route.name]
        # What one address builds in a place may stand in the way of the next: each has its own.
        place = make_place(f"An Giang {number}") if route.has_arguments else shared
        path = reverse(
            route.name, kwargs=dict(address.kwargs(place)), query=dict(address.query) or None
        )
        people: list[User | None] = [
            place.people[role] for role in ROLES if may(role, route.access)
        ]
        if route.access.kind == "public":
            people.insert(0, None)
        user = next((each for each in people if _is_page(each, path)), False)
        if user is not False:
            yield Page(route.name, path, user or None)


def _is_page(user: User | None, path: str) -> bool:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(path)
    if response.status_code >= 500:
        return True  # whoever looks at it will say so
    html = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    return bool(
        response.status_code == 200
        and html
        and response.content.lstrip()[:15].lower() == b"<!doctype html>"
    )
