"""The outbox: mails leave once, wait while the mail server is away, and never vanish silently."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.notifications.models import Message, MessageState
from core.notifications.registry import EMAIL, kind_of

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 10
LONGEST_WAIT = timedelta(hours=1)
# Longer than any mail server takes to answer: a row in "sending" beyond it belongs to a dead process.
ABANDONED_AFTER = timedelta(minutes=10)


class MailDown(Exception):
    """The mail server cannot be reached; every message stays where it is."""


def deliver_mail(limit: int = 200) -> int:
    """Send what is due; returns how many mails left.

    A server that cannot be reached costs no attempt: all rows stay queued for the next run.
    """
    give_up_abandoned()
    due = list(Message.objects.due(timezone.now())[:limit])
    if not due:
        return 0
    try:
        connection = _open_connection()
    except MailDown as error:
        logger.warning("Mail server away, %s mails wait: %s", len(due), error)
        return 0
    try:
        return sum(_deliver(message, connection) for message in due)
    finally:
        _close(connection)


def give_up_abandoned() -> int:
    """Messages whose sender died between handing over and noting it: never sent a second time."""
    abandoned = Message.objects.filter(
        channel=EMAIL, state=MessageState.SENDING, next_try_at__lt=timezone.now()
    )
    return abandoned.update(
        state=MessageState.FAILED,
        error=str(_("The connection broke while sending: the mail may have arrived.")),
    )


def _open_connection() -> Any:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise MailDown(str(error)) from error
    return connection


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError as error:
        logger.info("The mail server had hung up already: %s", error)


def _deliver(message: Message, connection: Any) -> bool:
    """Claim one row, send it, note what became of it."""
    claimed = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
        state=MessageState.SENDING,
        attempts=F("attempts") + 1,
        next_try_at=timezone.now() + ABANDONED_AFTER,
    )
    if not claimed:
        return False
    message.attempts += 1
    try:
        _compose(message, connection).send()
    except (SMTPResponseException, SMTPRecipientsRefused) as error:
        _note_refusal(message, error)
        return False
    except OSError as error:
        # Nobody knows whether the server took it. A doubt is shown, not resolved by a second mail.
        _fail(
            message,
            f"{_('The connection broke while sending: the mail may have arrived.')} {error}",
        )
        connection.close()
        return False
    _note_success(message)
    return True


def _note_success(message: Message) -> None:
    values: dict[str, Any] = {"state": MessageState.SENT, "sent_at": timezone.now(), "error": ""}
    if kind_of(message.kind).secret:
        values |= {"url": "", "body": ""}
    Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(**values)


def _note_refusal(message: Message, error: Exception) -> None:
    """The server said no: for now (4xx) or for good (5xx)."""
    codes = (
        [code for code, _text in error.recipients.values()]
        if isinstance(error, SMTPRecipientsRefused)
        else [getattr(error, "smtp_code", 500)]
    )
    if any(code >= 500 for code in codes) or message.attempts >= MAX_ATTEMPTS:
        _fail(message, str(error))
        return
    wait = min(timedelta(minutes=2 ** (message.attempts - 1)), LONGEST_WAIT)
    Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=MessageState.QUEUED, next_try_at=timezone.now() + wait, error=str(error)[:500]
    )


def _fail(message: Message, reason: str) -> None:
    logger.error("Mail %s was not sent: %s", message.pk, reason)
    Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=MessageState.FAILED, error=reason[:500]
    )


def _compose(message: Message, connection: Any) -> EmailMessage:
    """Plain text, in the recipient's language; the identifier stays the same on every attempt."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    url = f"{settings.SITE_URL}{message.url}" if message.url.startswith("/") else message.url
    with translation.override(message.language):
        text = render_to_string(
            "core/mail/message.txt",
            {"message": message, "url": url, "site": settings.SITE_URL, "to": message.recipient},
        )
    return EmailMessage(
        message.title, text, settings.DEFAULT_FROM_EMAIL, [message.address], connection=connection,
        headers={"Message-ID": f"<message-{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
