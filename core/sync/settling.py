"""Deciding on what devices sent and could not be taken in by itself: no held event is a dead end.

Whether the person may decide is asked by the room before it calls these verbs.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.recording import record
from core.sync.content import content_sha256
from core.sync.models import JournalConflict, JournalEvent, JournalState
from core.sync.receiving import apply
from core.sync.registry import find

if TYPE_CHECKING:
    from accounts.models import User

OTHER_CONTENT = uuid.UUID("0b1e3f52-54b4-4a53-9b29-1c7b6f0f3d15")
Settled = JournalEvent | JournalConflict


class SettleRefused(Exception):
    """It cannot be settled in this way; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def accept(*, event: JournalEvent, by: User) -> JournalEvent:
    """Take a held event in after all, in the name of whoever sent it.

    Raises:
        SettleRefused: settled already, or the room still cannot take it in.
    """
    found = JournalEvent.objects.select_for_update().get(pk=event.pk)
    _guard(found)
    _settle(found, _("Taken in."), by)
    _apply(found)
    return found


@transaction.atomic
def set_aside(*, what: Settled, reason: str, by: User) -> None:
    """It does not count; it stays in the journal, with the reason.

    Raises:
        SettleRefused: settled already, or no reason given.
    """
    if not reason.strip():
        raise SettleRefused(_("Write why it does not count."))
    found = type(what)._default_manager.select_for_update().get(pk=what.pk)
    _guard(found)
    _settle(found, reason.strip(), by)


@transaction.atomic
def put_right(*, event: JournalEvent, payload: Mapping[str, Any], by: User) -> JournalEvent:
    """The same thing said anew, by whoever decides and in their name; the held one is settled.

    Raises:
        SettleRefused: settled already, or what is said now cannot be taken in either.
    """
    found = JournalEvent.objects.select_for_update().get(pk=event.pk)
    _guard(found)
    right = _said_anew(found, uuid.uuid4(), payload, by)
    _settle(found, _("Put right."), by)
    return right


@transaction.atomic
def take_other(*, conflict: JournalConflict, by: User) -> JournalEvent:
    """Let the other content hold: it becomes an event of whoever sent it, as the latest word.

    Raises:
        SettleRefused: settled already, or the other content cannot be taken in.
    """
    found = JournalConflict.objects.select_for_update().get(pk=conflict.pk)
    _guard(found)
    ident = uuid.uuid5(OTHER_CONTENT, str(found.pk))
    taken = _said_anew(found, ident, found.payload, found.user)
    _settle(found, _("The other content holds."), by)
    return taken


def _said_anew(
    source: Settled, ident: uuid.UUID, payload: Mapping[str, Any], user: User
) -> JournalEvent:
    event = JournalEvent.objects.create(
        client_id=ident, kind=source.kind, topic=source.topic, user=user, device=None,
        device_at=timezone.now(), payload=dict(payload),
        content_sha256=content_sha256(source.kind, source.topic, payload),
    )  # fmt: skip
    _apply(event)
    return event


def _apply(event: JournalEvent) -> None:
    place = find(event.topic, None)
    if place is None:
        raise SettleRefused(_("What it is about does not exist any more."))
    apply(event, place)
    if event.state == JournalState.HELD:
        raise SettleRefused(event.reason)


def _guard(found: Settled) -> None:
    is_held = isinstance(found, JournalConflict) or found.state == JournalState.HELD
    if found.settled_at is not None or not is_held:
        raise SettleRefused(_("This was settled already."))


def _settle(found: Settled, sentence: str, by: User) -> None:
    found.settled_at, found.settled_by, found.settlement = timezone.now(), by, sentence
    found.save(update_fields=["settled_at", "settled_by", "settlement"])
    record("sync.settle", found, by=by, after={"topic": found.topic}, sentence=sentence)
