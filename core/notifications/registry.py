"""Every kind of message the portal sends, registered by each room in its `notifications.py`."""

from dataclasses import dataclass
from typing import Any

IN_APP, EMAIL = "in_app", "email"


@dataclass(frozen=True)
class NotificationKind:
    """A headline and a text, both lazy translations with the names of the context: "%(plan)s".

    `secret` marks a message whose link opens a door (a password reset): it goes by mail only, and
    the link is erased from the outbox once the mail has left.
    """

    key: str
    title: Any
    channels: tuple[str, ...] = (IN_APP, EMAIL)
    body: Any = ""
    secret: bool = False


_kinds: dict[str, NotificationKind] = {}


def register(*kinds: NotificationKind) -> None:
    """Make kinds known; the same key twice is a mistake of the program."""
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) != kind:
            raise ValueError(f"Two kinds of message are called {kind.key}.")
        if kind.secret and kind.channels != (EMAIL,):
            raise ValueError(f"{kind.key} is secret and must go by mail only.")


def kind_of(key: str) -> NotificationKind:
    """The kind called `key`.

    Raises:
        LookupError: no room has registered it.
    """
    if key not in _kinds:
        raise LookupError(f"No kind of message is called {key!r}.")
    return _kinds[key]


def all_kinds() -> list[NotificationKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.key)
