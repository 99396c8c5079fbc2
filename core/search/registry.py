"""One search box over every room: each offers what it can find, in the reader's scope."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True)
class Found:
    """One line of the results."""

    title: str
    url: str
    context: str = ""


# (user, text, limit) → lines the user may open, best first, at most `limit`.
Finder = Callable[[Any, str, int], Iterable[Found]]
F = TypeVar("F", bound=Finder)


@dataclass(frozen=True)
class Searchable:
    """A kind of thing people look for, with the permission it takes to see any."""

    key: str
    title: Any
    icon: str
    permission: str
    find: Finder
    order: int


@dataclass(frozen=True)
class FoundGroup:
    title: Any
    icon: str
    lines: list[Found]
    has_more: bool


_kinds: dict[str, Searchable] = {}


def searchable(
    key: str, *, title: Any, icon: str, permission: str = "", order: int = 50
) -> Callable[[F], F]:
    """Register a finder; used in `<app>/search.py`, which every room may have.

    The finder itself keeps to `visible_to(user)`: nothing outside the reader's scope is found.
    """

    def register(find: F) -> F:
        _kinds[key] = Searchable(key, title, icon, permission, find, order)
        return find

    return register


def search(user: Any, text: str, *, limit: int = 20) -> list[FoundGroup]:
    """What `user` may open that matches `text`, by kind. At most `limit` lines a kind."""
    groups = []
    for kind in sorted(_kinds.values(), key=lambda each: (each.order, each.key)):
        if kind.permission and not user.may(kind.permission):
            continue
        lines = list(kind.find(user, text, limit + 1))
        if lines:
            groups.append(FoundGroup(kind.title, kind.icon, lines[:limit], len(lines) > limit))
    return groups
