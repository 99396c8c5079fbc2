"""What an event says, as bytes that a browser computes in the same way (docs/sync.md)."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

MAX_DEPTH = 8
LARGEST_INTEGER = 2**53 - 1  # beyond it a browser's numbers are no longer exact
LARGEST_SEQUENCE = 2**62
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_KIND = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_TOPIC = re.compile(r"[a-z][a-z0-9_.]{0,59}:[A-Za-z0-9_-]{1,59}")


class Unreadable(Exception):
    """What arrived is not an event; `sentence` says what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Sent:
    """An event as a device sent it, read and measured."""

    client_id: uuid.UUID
    kind: str
    topic: str
    sequence: int
    device_at: datetime
    payload: dict[str, Any]
    content_sha256: str


def content_sha256(kind: str, topic: str, payload: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no spaces, letters as they are, in UTF-8."""
    whole = {"kind": kind, "topic": topic, "payload": payload}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read_event(raw: Any) -> Sent:
    """Read one event of a request.

    Raises:
        Unreadable: a part is missing, or the content holds what two machines write differently.
    """
    if not isinstance(raw, dict):
        raise Unreadable(_("An event must be an object."))
    kind, topic = _fitting(raw, "kind", _KIND), _fitting(raw, "topic", _TOPIC)
    payload, sequence = raw.get("payload"), raw.get("sequence")
    if not isinstance(payload, dict):
        raise _missing("payload")
    if type(sequence) is not int or not 0 <= sequence <= LARGEST_SEQUENCE:
        raise _missing("sequence")
    _refuse_ambiguous(payload)
    return Sent(
        read_uuid(raw.get("id"), "id"), kind, topic, sequence, _moment(raw.get("at")), payload,
        content_sha256(kind, topic, payload),
    )  # fmt: skip


def read_uuid(raw: Any, name: str) -> uuid.UUID:
    """A UUID written in the usual way, with hyphens.

    Raises:
        Unreadable: it is none.
    """
    try:
        found = uuid.UUID(raw) if isinstance(raw, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != str(raw).lower():
        raise _missing(name)
    return found


def _fitting(raw: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _missing(name)
    return value


def _moment(raw: Any) -> datetime:
    """A moment with its zone; in any other form the order of two devices would be a guess."""
    try:
        found = parse_datetime(raw) if isinstance(raw, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 2000 <= found.year <= 9000:
        raise _missing("at")
    return found


def _missing(name: str) -> Unreadable:
    return Unreadable(
        _("“%(name)s” is missing or is not written as it should be.") % {"name": name}
    )


def _refuse_ambiguous(value: Any, depth: int = 0) -> None:
    """Numbers with a fraction, half characters and NUL are not kept alike everywhere."""
    if depth > MAX_DEPTH:
        raise Unreadable(_("The content is nested too deeply."))
    if isinstance(value, dict):
        _refuse_names(value)
        for inner in value.values():
            _refuse_ambiguous(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _refuse_ambiguous(inner, depth + 1)
    else:
        _refuse_plain(value)


def _refuse_plain(value: Any) -> None:
    if isinstance(value, str):
        if any(mark == "\0" or "\ud800" <= mark <= "\udfff" for mark in value):
            raise Unreadable(_("A text holds characters that cannot be kept."))
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST_INTEGER):
        raise Unreadable(_("Numbers with a fraction, and very large ones, are sent as text."))


def _refuse_names(value: dict[str, Any]) -> None:
    """Names are plain ASCII, so that every machine sorts them alike."""
    for key in value:
        if not _KEY.fullmatch(key):
            raise Unreadable(_("“%(name)s” is not a name that content may have.") % {"name": key})
