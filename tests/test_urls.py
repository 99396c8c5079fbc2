"""Every address × every role × own or another authority's object × every method.

Outside one's scope an address does not exist (404), a stranger is sent to sign in (302), a method
the view does not declare is refused (405). A new address fails here until its room classifies it
in `tests/<room>/addresses.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from accounts.models import User
from accounts.permissions import permissions_of
from core.web.access import Access
from tests.addresses import Address, Place, addresses, make_place

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFUSALS = {403, 404, 405}
ADDRESSES = addresses()


@dataclass(frozen=True)
class Route:
    name: str
    access: Access
    has_arguments: bool


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name == "admin":
                continue
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, inner)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name or entry.lookup_str}"
            yield Route(name, entry.callback.access, bool(entry.pattern.converters))


ROUTES = {route.name: route for route in routes(get_resolver())}
each_route = pytest.mark.parametrize(
    "route", [route for name, route in ROUTES.items() if name in ADDRESSES], ids=lambda r: r.name
)


def ask(user: User | None, method: str, route: Route, kwargs: dict) -> HttpResponse:
    address = ADDRESSES[route.name]
    url = reverse(route.name, kwargs=dict(kwargs), query=dict(address.query) or None)
    client = Client(raise_request_exception=True)
    if user:
        client.force_login(User.objects.get(pk=user.pk))
    before = transaction.savepoint()
    try:
        send = getattr(client, method.lower())
        return send(url, dict(address.data)) if method == "POST" else send(url)
    finally:
        transaction.savepoint_rollback(before)  # the next role finds the same state


@pytest.fixture
def own(db) -> Place:
    return make_place("An Giang")


@pytest.fixture
def other(db) -> Place:
    return make_place("Bến Tre")


def test_every_address_is_classified():
    missing = sorted(ROUTES.keys() - ADDRESSES.keys())
    assert not missing, "\n".join(["Classify in tests/<room>/addresses.py:", *missing])


def test_no_classification_outlives_its_address():
    gone = sorted(ADDRESSES.keys() - ROUTES.keys())
    assert not gone, "\n".join(["No such address any more:", *gone])


@each_route
def test_the_address_keeps_its_doors(route, own, other, subtests):
    """One place and one object for all five doors: making them takes longer than knocking."""
    kwargs = ADDRESSES[route.name].kwargs(own)
    for door in (stranger, undeclared_method, without_permission, in_own_place):
        with subtests.test(door.__doc__):
            door(route, own, kwargs)
    address = ADDRESSES[route.name]
    if route.has_arguments if address.scoped is None else address.scoped:
        with subtests.test("another authority's object does not exist"):
            elsewhere(route, own, address.kwargs(other))


def stranger(route, own, kwargs):
    """a stranger is sent to sign in"""
    for method in sorted(route.access.methods):
        response = ask(None, method, route, kwargs)
        if route.access.kind == "public":
            assert response.status_code < 500
            assert "/sign-in" not in response.get("Location", "") or route.name == "home"
        elif route.access.kind == "device":
            assert response.status_code == 401, method
        else:
            assert response.status_code == 302, method
            assert response["Location"].startswith(reverse("accounts:sign_in")), method


def undeclared_method(route, own, kwargs):
    """a method the view does not declare is refused"""
    user = next(
        (p for role, p in own.people.items() if may(role, route.access)), own.specialist
    )  # fmt: skip
    for method in METHODS:
        if method not in route.access.methods:
            assert ask(user, method, route, kwargs).status_code == 405, method


def without_permission(route, own, kwargs):
    """a role without the permission finds nothing"""
    for role, user in own.people.items():
        if not may(role, route.access):
            for method in sorted(route.access.methods):
                assert ask(user, method, route, kwargs).status_code == 404, (role, method)


def in_own_place(route, own, kwargs):
    """a role with the permission is served in its own place"""
    address: Address = ADDRESSES[route.name]
    answers = {
        (role, method): ask(user, method, route, kwargs).status_code
        for role, user in own.people.items()
        if may(role, route.access)
        for method in sorted(route.access.methods)
    }
    assert {key: status for key, status in answers.items() if status >= 500} == {}
    if address.succeeds:
        for method in route.access.methods:
            assert any(status < 400 for (_, asked), status in answers.items() if asked == method), (
                method,
                answers,
            )


def elsewhere(route, own, kwargs):
    address = ADDRESSES[route.name]
    strangers = {role: p for role, p in own.people.items() if role not in address.everywhere}
    for role, user in strangers.items():
        for method in sorted(route.access.methods):
            assert ask(user, method, route, kwargs).status_code == 404, (role, method)


def may(role: str, access: Access) -> bool:
    return access.kind != "permission" or access.permission in permissions_of(role)
