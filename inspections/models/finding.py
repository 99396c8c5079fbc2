"""What the team saw: good practice, shortcomings, violations, with photos."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.enums import FindingKind
from inspections.models.inspection import Checklist, Inspection
from standards.models import Criterion


class FindingQuerySet(models.QuerySet["Finding"]):
    def standing(self) -> FindingQuerySet:
        """Without what was withdrawn."""
        return self.filter(is_withdrawn=False)

    def faults(self) -> FindingQuerySet:
        """Shortcomings and violations."""
        return self.filter(kind__in=FindingKind.faults())


class Finding(models.Model):
    """One thing seen, in words. `repeats` is the same shortcoming of an earlier inspection.

    `client_id` and `device_at` come from the device that took it.
    """

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="findings", verbose_name=_("inspection")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=FindingKind)
    text = models.TextField(_("what was seen"))
    checklist = models.ForeignKey(
        Checklist, models.SET_NULL, null=True, blank=True, related_name="findings",
        verbose_name=_("checklist"),
    )  # fmt: skip
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="findings",
        verbose_name=_("criterion"),
    )  # fmt: skip
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by",
        verbose_name=_("seen before"),
    )  # fmt: skip
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    client_id = models.UUIDField(_("id given by the device"), unique=True, default=uuid.uuid4)
    device_at = models.DateTimeField(_("device's time"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["inspection", "device_at", "client_id"]
        indexes = [models.Index(fields=["inspection", "kind"])]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_fault(self) -> bool:
        return self.kind in FindingKind.faults()


class FindingPhotoQuerySet(models.QuerySet["FindingPhoto"]):
    def visible_to(self, user: Any) -> FindingPhotoQuerySet:
        """Photos taken on site are the team's until the minutes show them."""
        carried = Inspection.objects.carried_out_by(user)
        return self.filter(inspection__in=carried)


class FindingPhoto(models.Model):
    """A photo taken on site, of a criterion or of a finding. Place only if the person allowed it."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="photos", verbose_name=_("inspection")
    )
    checklist = models.ForeignKey(
        Checklist, models.SET_NULL, null=True, blank=True, related_name="photos",
        verbose_name=_("checklist"),
    )  # fmt: skip
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="photos",
        verbose_name=_("criterion"),
    )  # fmt: skip
    finding = models.ForeignKey(
        Finding, models.SET_NULL, null=True, blank=True, related_name="photos",
        verbose_name=_("finding"),
    )  # fmt: skip
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    client_id = models.UUIDField(_("id given by the device"), unique=True, default=uuid.uuid4)
    device_at = models.DateTimeField(_("device's time"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken by")
    )

    objects = FindingPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of an inspection")
        verbose_name_plural = _("photos of an inspection")
        ordering = ["inspection", "device_at", "client_id"]

    def __str__(self) -> str:
        return self.caption or str(self.file)
