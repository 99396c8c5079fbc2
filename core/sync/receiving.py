"""Taking in what a device sends: once, in any order, each event for itself."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.sync.content import Sent, Unreadable, read_event
from core.sync.models import JournalConflict, JournalEvent, JournalFile, JournalState
from core.sync.registry import Held, event_kind, find

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)
CLOCK_AHEAD = timedelta(hours=24)
CREATED, REPEATED, UNKNOWN, CONFLICT, UNREADABLE = 201, 200, 404, 409, 422


@dataclass(frozen=True)
class Receipt:
    """What became of one event: an HTTP status, its state in a word, and why in a sentence."""

    id: str
    status: int
    state: str
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "status": self.status, "state": self.state, "reason": self.reason}


def receive(*, events: Iterable[Any], device: uuid.UUID, by: User) -> list[Receipt]:
    """Take each event in, in a transaction of its own: one that fails takes no other with it.

    An id that is known gets the same answer again for the same content. Other content under a
    known id is kept beside the first. What is outside the person's scope is not kept at all.
    """
    places: dict[str, Any] = {}
    return [_receive(raw, device, by, places) for raw in events]


def _receive(raw: Any, device: uuid.UUID, by: User, places: dict[str, Any]) -> Receipt:
    try:
        sent = read_event(raw)
    except Unreadable as wrong:
        ident = raw.get("id") if isinstance(raw, dict) else None
        return Receipt(str(ident or "")[:60], UNREADABLE, "refused", wrong.sentence)
    known = JournalEvent.objects.filter(client_id=sent.client_id).first()
    if known is None:
        return _take_in(sent, device, by, places)
    return _again(known, sent, device, by, places)


def _take_in(sent: Sent, device: uuid.UUID, by: User, places: dict[str, Any]) -> Receipt:
    place = _place(sent.topic, by, places)
    kind = event_kind(sent.kind, sent.topic)
    was_let_in = place is None and JournalEvent.objects.of(by, sent.topic).exists()
    if kind is None or (place is None and not was_let_in):
        return _unknown(sent)
    event = JournalEvent(
        client_id=sent.client_id, kind=sent.kind, topic=sent.topic, user=by, device=device,
        sequence=sent.sequence, device_at=sent.device_at, content_sha256=sent.content_sha256,
        payload=sent.payload,
    )  # fmt: skip
    if was_let_in:
        event.state = JournalState.HELD
        event.reason = _("You no longer take part here. What you did is kept; the lead decides on it.")  # fmt: skip
    try:
        with transaction.atomic():
            event.save(force_insert=True)
            if not was_let_in:
                apply(event, place)
    except IntegrityError:
        # The same event arrived on another connection at this moment.
        known = JournalEvent.objects.filter(client_id=sent.client_id).first()
        if known is None:
            raise
        return _again(known, sent, device, by, places)
    event = take_up(event, place)
    return Receipt(str(event.client_id), CREATED, event.state, event.reason)


def take_up(event: JournalEvent, place: Any) -> JournalEvent:
    """Try an event again that waited for a file, if that file is there by now.

    Event and file may arrive at the same moment: each looks for the other once it is stored.
    """
    if event.awaits is None:
        return event
    if not JournalFile.objects.filter(client_id=event.awaits, user=event.user_id).exists():
        return event
    with transaction.atomic():
        waiting = JournalEvent.objects.select_for_update().get(pk=event.pk)
        return apply(waiting, place) if waiting.is_open and waiting.awaits else waiting


def apply(event: JournalEvent, place: Any) -> JournalEvent:
    """Let the room take a stored event in, and write down what became of it."""
    kind = event_kind(event.kind, event.topic)
    assert kind is not None  # noqa: S101 - for the type checker: asked before it was stored
    event.awaits = None
    try:
        with transaction.atomic():
            flags = [kind.handle(event, place).flag]
    except Held as held:
        event.state, event.reason, event.awaits = JournalState.HELD, held.sentence, held.awaits
    except (OperationalError, InterfaceError):
        raise  # the device sends it again
    except Exception:
        logger.exception("Event %s could not be taken in", event.client_id)
        event.state = JournalState.HELD
        event.reason = _("The portal could not take this in. It is kept; the lead can try again.")
    else:
        flags.append(_clock(event))
        event.reason = " ".join(flag for flag in flags if flag)
        event.state = JournalState.FLAGGED if event.reason else JournalState.APPLIED
    event.save(update_fields=["state", "reason", "awaits"])
    return event


def _clock(event: JournalEvent) -> str:
    if event.device_at <= timezone.now() + CLOCK_AHEAD:
        return ""
    return _("The clock of the device is more than a day ahead.")


def _again(
    known: JournalEvent, sent: Sent, device: uuid.UUID, by: User, places: dict[str, Any]
) -> Receipt:
    if known.user_id == by.pk and known.content_sha256 == sent.content_sha256:
        if known.awaits is not None:
            known = take_up(known, find(known.topic, None))
        return Receipt(str(known.client_id), REPEATED, known.state, known.reason)
    if event_kind(sent.kind, sent.topic) is None or _place(sent.topic, by, places) is None:
        return _unknown(sent)
    JournalConflict.objects.get_or_create(
        event=known, user=by, content_sha256=sent.content_sha256,
        defaults={
            "kind": sent.kind, "topic": sent.topic, "payload": sent.payload, "device": device,
            "device_at": sent.device_at,
        },
    )  # fmt: skip
    sentence = _("This was sent before with other content. Both are kept; the lead decides.")
    return Receipt(str(sent.client_id), CONFLICT, "conflict", sentence)


def _place(topic: str, by: User, places: dict[str, Any]) -> Any:
    """Looked up once a request."""
    if topic not in places:
        places[topic] = find(topic, by)
    return places[topic]


def _unknown(sent: Sent) -> Receipt:
    """Said alike of what does not exist and of what is another authority's."""
    sentence = _("The portal knows nothing like this for you. It stays on the device: export it and ask the lead of your team.")  # fmt: skip
    return Receipt(str(sent.client_id), UNKNOWN, "refused", sentence)
