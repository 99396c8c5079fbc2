"""Kinds of things that can be brought back.

A room declares its own in `<app>/trash.py`:

    restorable(TeamMember, permission="plans.edit", title=_("Member of a team"), settle=book_again)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

# (the thing as it is back, who brings it back); raises RestoreRefused in words.
Settle = Callable[[Any, Any], None]


class RestoreRefused(Exception):
    """The thing cannot come back; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class TrashKind:
    """`settle` is asked once the rows are back: whether they may, and what else must follow."""

    key: str
    model: type[models.Model]
    permission: str
    title: Any
    settle: Settle


_kinds: dict[str, TrashKind] = {}


def restorable(model: type[models.Model], *, permission: str, title: Any, settle: Settle) -> None:
    """Register a model; its things may be thrown away and brought back."""
    key = model._meta.label_lower
    _kinds[key] = TrashKind(key, model, permission, title, settle)


def all_kinds() -> list[TrashKind]:
    return list(_kinds.values())


def kind_named(key: str) -> TrashKind | None:
    """None where the room that knew it is not installed any more."""
    return _kinds.get(key)
