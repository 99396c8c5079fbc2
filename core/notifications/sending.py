"""Telling people: one call writes the rows, delivery happens afterwards and elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation

from core.notifications.models import Message, MessageState
from core.notifications.registry import EMAIL, IN_APP, NotificationKind, kind_of
from core.queue import send_task

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Address:
    """A recipient who is no user: a unit's own mailbox."""

    email: str
    name: str = ""
    language: str = "vi"


@transaction.atomic
def notify(
    kind_key: str,
    *,
    event: str,
    recipients: Iterable[User | Address],
    context: Mapping[str, Any],
    url: str,
) -> int:
    """Tell each recipient of an event once on every channel of its kind; returns new messages.

    `event` identifies what happened ("plan:7:issued"): saying it again tells nobody twice. The
    text is written in the recipient's language. Mail leaves after the transaction commits.
    """
    kind = kind_of(kind_key)
    drafts = {
        (message.recipient_key, message.channel): message
        for recipient in recipients
        for message in _messages(kind, event[:200], recipient, context, url)
    }
    told = set(Message.objects.filter(event=event[:200]).values_list("recipient_key", "channel"))
    new = [message for place, message in drafts.items() if place not in told]
    # Another process may say the same at this moment: the constraint lets one of the two in.
    Message.objects.bulk_create(new, ignore_conflicts=True)
    if any(message.channel == EMAIL for message in new):
        transaction.on_commit(partial(send_task, "core.deliver_mail"))
    return len(new)


def _messages(
    kind: NotificationKind, event: str, recipient: Any, context: Mapping[str, Any], url: str
) -> Iterator[Message]:
    is_address = isinstance(recipient, Address)
    email: str = recipient.email
    with translation.override(recipient.language):
        title = str(kind.title) % context
        body = str(kind.body) % context if kind.body else ""
    for channel in kind.channels:
        if (channel == EMAIL and not email) or (
            channel == IN_APP and (is_address or not recipient.is_active)
        ):
            continue
        yield Message(
            event=event, kind=kind.key, channel=channel, address=email if channel == EMAIL else "",
            recipient=None if is_address else recipient,
            recipient_key=f"address:{email.lower()}" if is_address else f"user:{recipient.pk}",
            language=recipient.language, title=" ".join(title.split())[:250], body=body, url=url,
            state=MessageState.SENT if channel == IN_APP else MessageState.QUEUED,
        )  # fmt: skip
