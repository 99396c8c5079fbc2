"""Messages to people: one row per event, recipient and channel. The row is the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.notifications.registry import EMAIL, IN_APP


class MessageState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    READ = "read", _("Read")


class MessageQuerySet(models.QuerySet["Message"]):
    def inbox_of(self, user: Any) -> MessageQuerySet:
        """What the bell shows, newest first."""
        return self.filter(recipient=user, channel=IN_APP).order_by("-created_at", "-pk")

    def unread(self) -> MessageQuerySet:
        return self.filter(channel=IN_APP, state=MessageState.SENT)

    def due(self, now: datetime) -> MessageQuerySet:
        """Mails to send now, oldest first."""
        ready = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
        return self.filter(ready, channel=EMAIL, state=MessageState.QUEUED).order_by("pk")


class Message(models.Model):
    """`recipient_key` is "user:5" or "address:…", so that nobody is told of one event twice."""

    event = models.CharField(_("event"), max_length=200)
    kind = models.CharField(_("kind"), max_length=80)
    channel = models.CharField(
        _("channel"), max_length=10, choices=[(IN_APP, _("In the portal")), (EMAIL, _("By e-mail"))]
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+",
        verbose_name=_("recipient"),
    )  # fmt: skip
    recipient_key = models.CharField(max_length=260, editable=False)
    address = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5)
    title = models.CharField(_("title"), max_length=250)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("page"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MessageState)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt at"), null=True)
    error = models.CharField(_("why it was not sent"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient_key", "channel"], name="nobody_told_twice"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "channel", "-created_at"]),
            models.Index(fields=["channel", "state", "next_try_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unread(self) -> bool:
        return self.state == MessageState.SENT
