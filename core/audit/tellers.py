"""Whose history has a page: rooms say it in their `histories.py`, with who may read it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.http import Http404

Visible = Callable[[Any], "models.QuerySet[Any]"]
_told: dict[str, Visible] = {}


def told(model: type[models.Model], visible: Visible) -> None:
    """`visible(user)` are the objects whose history a person may read."""
    _told[model._meta.label_lower] = visible


_words: dict[str, Any] = {}


def describe(words: Mapping[str, Any]) -> None:
    """What an action is called after the name of whoever took it: "gave the visit a day"."""
    _words.update(words)


def words_of(action: str) -> str:
    """Empty where no room has words for it."""
    return str(_words.get(action, ""))


def is_told(thing: models.Model) -> bool:
    return thing._meta.label_lower in _told


def found_for(user: Any, kind: str, pk: str) -> Any:
    """The object of a history page.

    Raises:
        Http404: no history of this kind is told, or not this one's to this person.
    """
    visible = _told.get(kind)
    try:
        found = visible(user).filter(pk=pk).first() if visible else None
    except (ValueError, TypeError):
        found = None
    if found is None:
        raise Http404
    return found
