"""The journal of what devices sent: events, other contents under the same id, files."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JournalState(models.TextChoices):
    """What became of an event. A held one is kept whole and waits for a person or for a file."""

    APPLIED = "applied", _("Taken in")
    FLAGGED = "flagged", _("Taken in, to be looked at")
    HELD = "held", _("Kept, not taken in yet")

    @classmethod
    def landed(cls) -> tuple[str, str]:
        return (cls.APPLIED, cls.FLAGGED)


class JournalEventQuerySet(models.QuerySet["JournalEvent"]):
    def of(self, user: Any, topic: str) -> JournalEventQuerySet:
        """What one person's devices sent about one topic."""
        return self.filter(user=user, topic=topic, device__isnull=False)

    def landed(self) -> JournalEventQuerySet:
        return self.filter(state__in=JournalState.landed())

    def open(self) -> JournalEventQuerySet:
        """Those that somebody has to decide on."""
        return self.filter(state=JournalState.HELD, settled_at__isnull=True)

    def in_order(self) -> JournalEventQuerySet:
        """By the devices' clocks, then by id: the same order whichever arrives first."""
        return self.order_by("device_at", "client_id")


class JournalEvent(models.Model):
    """One thing somebody did on a device. Content is never changed; only its fate is written on.

    `topic` names what it is about, "<app>.<model>:<id>". `sequence` counts on the device.
    `awaits` is the id of the file without which it cannot be taken in. An event without a device
    comes from a decision made on the portal.
    """

    client_id = models.UUIDField(_("id given by the device"), unique=True, default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=60)
    topic = models.CharField(_("about"), max_length=120)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    device = models.UUIDField(_("device"), null=True)
    sequence = models.PositiveBigIntegerField(_("number on the device"), default=0)
    device_at = models.DateTimeField(_("device's time"))
    received_at = models.DateTimeField(_("server's time"), auto_now_add=True)
    content_sha256 = models.CharField(_("hash of the content"), max_length=64)
    payload = models.JSONField(_("content"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=JournalState, default=JournalState.APPLIED
    )
    reason = models.TextField(_("reason"), blank=True)
    awaits = models.UUIDField(_("waits for the file"), null=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("settled by"),
    )  # fmt: skip
    settlement = models.TextField(_("how it was settled"), blank=True)

    objects = JournalEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event from a device")
        verbose_name_plural = _("events from devices")
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["topic", "user"], name="journal_of_a_person"),
            models.Index(fields=["awaits"], condition=Q(state="held"), name="journal_awaiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.client_id}"

    @property
    def is_open(self) -> bool:
        return self.state == JournalState.HELD and self.settled_at is None

    @property
    def place_in_time(self) -> tuple[Any, str]:
        """What `in_order` orders by."""
        return (self.device_at, str(self.client_id))


class JournalConflict(models.Model):
    """Another content that came under the id of an event; both are kept until somebody decides."""

    event = models.ForeignKey(
        JournalEvent, models.PROTECT, related_name="conflicts", verbose_name=_("event")
    )
    kind = models.CharField(_("kind"), max_length=60)
    topic = models.CharField(_("about"), max_length=120)
    payload = models.JSONField(_("content"), default=dict)
    content_sha256 = models.CharField(_("hash of the content"), max_length=64)
    device = models.UUIDField(_("device"), null=True)
    device_at = models.DateTimeField(_("device's time"))
    received_at = models.DateTimeField(_("server's time"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("settled by"),
    )  # fmt: skip
    settlement = models.TextField(_("how it was settled"), blank=True)

    class Meta:
        verbose_name = _("other content of an event")
        verbose_name_plural = _("other contents of events")
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user", "content_sha256"], name="other_content_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class JournalFile(models.Model):
    """A file a device sent before or after the event that speaks of it."""

    client_id = models.UUIDField(_("id given by the device"), unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received_at = models.DateTimeField(_("server's time"), auto_now_add=True)

    class Meta:
        verbose_name = _("file from a device")
        verbose_name_plural = _("files from devices")

    def __str__(self) -> str:
        return str(self.client_id)


class JournalFileConflict(models.Model):
    """Another file that came under the same id; both are kept."""

    first = models.ForeignKey(
        JournalFile, models.PROTECT, related_name="conflicts", verbose_name=_("file received first")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received_at = models.DateTimeField(_("server's time"), auto_now_add=True)

    class Meta:
        verbose_name = _("other file under the same id")
        verbose_name_plural = _("other files under the same id")
        constraints = [
            models.UniqueConstraint(fields=["first", "user", "sha256"], name="other_file_kept_once")
        ]

    def __str__(self) -> str:
        return str(self.first)
