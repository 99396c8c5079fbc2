"""Reading the content of an event: what is not as agreed is kept and held, never guessed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.sync.registry import Held
from standards.scoring.answers import Answer

LONGEST = 5_000
_FIGURE = re.compile(r"-?\d{1,12}([.,]\d{1,6})?")
_PLACE = re.compile(r"-?\d{1,3}(\.\d{1,20})?")


class Payload:
    """The content of one event. Every reader raises Held with the name of what is wrong."""

    def __init__(self, plain: dict[str, Any]) -> None:
        self._plain = plain

    def number(self, name: str) -> int:
        value = self._plain.get(name)
        if type(value) is not int:
            raise _wrong(name)
        return value

    def number_or_none(self, name: str) -> int | None:
        return None if self._plain.get(name) is None else self.number(name)

    def text(self, name: str, *, longest: int = LONGEST, required: bool = False) -> str:
        value = self._plain.get(name)
        text = "" if value is None else value
        if not isinstance(text, str) or len(text) > longest or (required and not text.strip()):
            raise _wrong(name)
        return text.strip()

    def identifier(self, name: str) -> uuid.UUID:
        value = self._plain.get(name)
        try:
            return uuid.UUID(value if isinstance(value, str) else "")
        except ValueError as error:
            raise _wrong(name) from error

    def identifier_or_none(self, name: str) -> uuid.UUID | None:
        return None if self._plain.get(name) is None else self.identifier(name)

    def one_of(self, name: str, choices: Collection[str]) -> str:
        value = self._plain.get(name)
        if not isinstance(value, str) or value not in choices:
            raise _wrong(name)
        return value

    def answer(self, name: str = "value") -> Answer:
        value = self._plain.get(name)
        if not isinstance(value, dict):
            raise _wrong(name)
        inner = Payload(value)
        return Answer(
            inner.figure("number"), inner.figure("denominator"), inner.text("word"),
            value.get("not_applicable") is True, inner.text("reason"),
        )  # fmt: skip

    def figure(self, name: str) -> Decimal | None:
        """A figure written as text, with a point or a comma."""
        text = self.text(name)
        if not text:
            return None
        if not _FIGURE.fullmatch(text):
            raise _wrong(name)
        return Decimal(text.replace(",", "."))

    def degrees(self, name: str, most: int) -> Decimal | None:
        """A coordinate in degrees, kept to six decimals (about 10 cm)."""
        text = self.text(name)
        if not text:
            return None
        if not _PLACE.fullmatch(text) or abs(Decimal(text)) > most:
            raise _wrong(name)
        return Decimal(text).quantize(Decimal("0.000001"))


def _wrong(name: str) -> Held:
    return Held(_("“%(name)s” is missing or is not written as it should be.") % {"name": name})
