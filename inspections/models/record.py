"""Minutes (biên bản) of a visit, and who signed or refused to."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Gap
from inspections.enums import RecordState, Signer
from inspections.models.inspection import Inspection
from inspections.models.record_gaps import reading_gaps, signing_gaps
from inspections.rules import carries_out, works_at


class InspectionRecordQuerySet(models.QuerySet["InspectionRecord"]):
    def visible_to(self, user: Any) -> InspectionRecordQuerySet:
        """The team's while it is written; the unit's too from the reading on."""
        team = Q(inspection__in=Inspection.objects.carried_out_by(user))
        told = Q(inspection__in=Inspection.objects.visible_to(user))
        return self.filter(team | (told & ~Q(state=RecordState.DRAFT)))


class InspectionRecord(models.Model):
    """The minutes of one visit. What was read back is frozen: blocks, their hash, the PDF.

    Taking a reading back opens the minutes again and makes the signatures given void; they stay.
    `opinions` is what the unit says to it, and is part of what is signed.
    """

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="record", verbose_name=_("inspection")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=RecordState, default=RecordState.DRAFT, editable=False
    )
    remarks = models.TextField(_("course and remarks"), blank=True)
    opinions = models.TextField(_("opinion of the unit inspected"), blank=True)
    number = models.PositiveIntegerField(_("number of the minutes"), null=True, blank=True)
    no_strengths = models.BooleanField(
        _("the team saw no good practice to be followed by others"), default=False
    )
    no_shortcomings = models.BooleanField(
        _("the team saw no shortcoming and no violation"), default=False
    )
    copies = models.PositiveSmallIntegerField(_("number of copies"), default=2)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    reading = models.PositiveSmallIntegerField(_("reading"), default=0, editable=False)
    read_back_at = models.DateTimeField(_("read back at"), null=True, editable=False)
    blocks = models.JSONField(_("content"), default=dict, blank=True, editable=False)
    layout_version = models.CharField(_("layout"), max_length=20, blank=True, editable=False)
    content_sha256 = models.CharField(
        _("hash of the content"), max_length=64, blank=True, editable=False
    )
    pdf = models.ForeignKey(
        "core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("PDF"), editable=False,
    )  # fmt: skip
    signed_pdf = models.ForeignKey(
        "core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("PDF with the signatures"), editable=False,
    )  # fmt: skip
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("written by"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = InspectionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes of an inspection")
        verbose_name_plural = _("minutes of inspections")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(content_sha256=""),
                name="minutes_read_back_are_frozen",
            )
        ]

    def __str__(self) -> str:
        return str(self.inspection)

    def get_absolute_url(self) -> str:
        return reverse("inspections:record", args=[self.inspection_id])

    @property
    def short_hash(self) -> str:
        """The beginning of the hash, as people compare it: "3f9a 01c2 77de"."""
        head = self.content_sha256[:12]
        return " ".join(head[at : at + 4] for at in range(0, len(head), 4))

    @property
    def is_frozen(self) -> bool:
        return self.state != RecordState.DRAFT

    def signatures_that_count(self) -> list[RecordSignature]:
        """Those under the present reading, in the order of the sides; none while it is written."""
        if not self.is_frozen:
            return []
        order = [str(role) for role in Signer]
        held = self.signatures.select_related("sketch", "user", "taken_by")
        return sorted(held.filter(reading=self.reading), key=lambda s: order.index(s.role))

    def missing(self) -> list[Gap]:
        """What the next step lacks: the reading while it is written, then the signatures."""
        if self.state == RecordState.DRAFT:
            return list(reading_gaps(self))
        return list(signing_gaps(self))

    def may_be_read_by(self, user: Any) -> bool:
        """As `visible_to`, for one record at hand."""
        shown = self.state != RecordState.DRAFT and works_at(user, self.inspection)
        return shown or carries_out(user, self.inspection)


class RecordReading(models.Model):
    """An earlier reading, kept when the minutes were opened again: what its signatures were given to."""

    record = models.ForeignKey(
        InspectionRecord, models.PROTECT, related_name="readings", verbose_name=_("minutes")
    )
    reading = models.PositiveSmallIntegerField(_("reading"))
    read_back_at = models.DateTimeField(_("read back at"))
    blocks = models.JSONField(_("content"))
    layout_version = models.CharField(_("layout"), max_length=20)
    content_sha256 = models.CharField(_("hash of the content"), max_length=64)
    reason = models.TextField(_("reason of the change"))

    class Meta:
        verbose_name = _("earlier reading of minutes")
        verbose_name_plural = _("earlier readings of minutes")
        ordering = ["record", "reading"]
        constraints = [
            models.UniqueConstraint(fields=["record", "reading"], name="reading_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.reading}"


class RecordSignature(models.Model):
    """Somebody signed what has this hash, or refused before a witness (NĐ 217, Điều 15.3.a).

    Never changed. A signature of an earlier reading is void and is kept.
    """

    record = models.ForeignKey(
        InspectionRecord, models.PROTECT, related_name="signatures", verbose_name=_("minutes")
    )
    reading = models.PositiveSmallIntegerField(_("reading"))
    role = models.CharField(_("signs as"), max_length=20, choices=Signer)
    name = models.CharField(_("name"), max_length=150)
    post = models.CharField(_("post"), max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("person"),
    )  # fmt: skip
    sketch = models.ForeignKey(
        "core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("signature drawn"),
    )  # fmt: skip
    content_sha256 = models.CharField(_("hash of what was signed"), max_length=64)
    refused = models.BooleanField(_("refused to sign"), default=False)
    refusal_reason = models.TextField(_("reason of the refusal"), blank=True)
    client_id = models.UUIDField(_("id given by the device"), unique=True, default=uuid.uuid4)
    device_at = models.DateTimeField(_("device's time"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("on the device of"),
    )
    taken_at = models.DateTimeField(_("server's time"), auto_now_add=True)

    class Meta:
        verbose_name = _("signature under minutes")
        verbose_name_plural = _("signatures under minutes")
        ordering = ["record", "reading", "device_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "reading", "role"], condition=~Q(role="witness"),
                name="signed_once_a_reading",
                violation_error_message=_("This side has signed already."),
            ),
            models.CheckConstraint(
                condition=Q(refused=False) | ~Q(refusal_reason=""), name="refusal_has_a_reason",
                violation_error_message=_("Write why the signature was refused."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"
