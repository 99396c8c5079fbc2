"""Doors on pages of lower rooms: an upper room offers links there, in its `offers.py`.

@offer("plans.visit")
def inspection(user: User, visit: Visit) -> Iterator[Link]: ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """A way on: its words begin with a verb; `primary` where it is what the person does next."""

    label: str
    url: str
    icon: str = "arrow-right"
    primary: bool = False


Offer = Callable[[Any, Any], Iterable[Link]]
_offers: dict[str, list[Offer]] = {}


def offer(place: str) -> Callable[[Offer], Offer]:
    """Register links for a place: the label of the model whose page it is, "plans.visit"."""

    def register(function: Offer) -> Offer:
        known = _offers.setdefault(place, [])
        if function not in known:
            known.append(function)
        return function

    return register


def offers(place: str, user: Any, thing: Any) -> list[Link]:
    """What rooms above offer this person on the page of a thing."""
    return [link for function in _offers.get(place, []) for link in function(user, thing)]
