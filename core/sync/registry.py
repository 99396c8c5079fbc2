"""What devices may send: rooms declare their topics and kinds of events in `<app>/sync.py`.

@topic("inspections.inspection")
def carried(user, number): ...       # the object, None outside the person's scope

@handler("inspections.answer", topic="inspections.inspection")
def answer(event, inspection): ...   # takes it in; returns Outcome(flag) or raises Held
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.sync.models import JournalEvent

# (person, or None for what was let in before; the id in the topic) → the object or None
Finder = Callable[[Any, str], Any]
Handler = Callable[[JournalEvent, Any], "Outcome"]


@dataclass(frozen=True)
class Outcome:
    """The event was taken in. `flag` says what had changed meanwhile, if anything had."""

    flag: str = ""


class Held(Exception):
    """The event cannot be taken in as it stands; it is kept, with this sentence.

    With `awaits` it is taken in by itself as soon as the file with that id arrives.
    """

    def __init__(self, sentence: str, *, awaits: uuid.UUID | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.awaits = sentence, awaits


@dataclass(frozen=True)
class EventKind:
    key: str
    topic: str
    handle: Handler


_finders: dict[str, Finder] = {}
_kinds: dict[str, EventKind] = {}


def topic(key: str) -> Callable[[Finder], Finder]:
    """Register how an object is found in a person's scope."""

    def register(finder: Finder) -> Finder:
        _finders[key] = finder
        return finder

    return register


def handler(key: str, *, topic: str) -> Callable[[Handler], Handler]:
    """Register what takes a kind of event in. It must reach the same state in any order of arrival."""

    def register(handle: Handler) -> Handler:
        if key in _kinds and _kinds[key].handle is not handle:
            raise ValueError(f"Two kinds of event are called {key}.")
        _kinds[key] = EventKind(key, topic, handle)
        return handle

    return register


def event_kind(key: str, topic: str) -> EventKind | None:
    """The kind, if events of that kind may speak of that topic."""
    kind = _kinds.get(key)
    return kind if kind is not None and kind.topic == topic.partition(":")[0] else None


def find(topic: str, user: Any) -> Any:
    """What a topic names, None where there is no such thing for this person.

    `user=None` asks for what was let in before, whoever may see it now.
    """
    key, _colon, ident = topic.partition(":")
    finder = _finders.get(key)
    return finder(user, ident) if finder else None
