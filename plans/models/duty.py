"""Milestones of a plan, and the duty each unit gets from one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.enums import AnsweredBy, Audience, ObligationState
from plans.models.plan import InspectionPlan, PlanPart
from units.enums import UnitKind
from units.models import Unit, UnitReach


class Milestone(PlanPart):
    """Something units send, or an event, by a date that may differ per kind of manager."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="milestones", verbose_name=_("plan")
    )
    title = models.CharField(_("what"), max_length=300)
    deliverables = models.TextField(_("to be sent, one per line"), blank=True)
    form_code = models.CharField(_("appendix form"), max_length=20, blank=True)
    is_event = models.BooleanField(_("an event, nothing is sent"), default=False)
    answered_by = models.CharField(
        _("settled by"), max_length=20, choices=AnsweredBy, blank=True,
        help_text=_("Empty: by files. Offices settle the others where they work anyway."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=400, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(PlanPart.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title

    @property
    def deliverable_list(self) -> list[str]:
        return [line.strip() for line in self.deliverables.splitlines() if line.strip()]


class MilestoneDue(models.Model):
    """The last day of a milestone for one audience; empty until it is announced (B-55)."""

    milestone = models.ForeignKey(
        Milestone, models.CASCADE, related_name="dues", verbose_name=_("milestone")
    )
    audience = models.CharField(_("for"), max_length=20, choices=Audience)
    due_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("due date")
        verbose_name_plural = _("due dates")
        ordering = ["due_on", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "audience"], name="one_due_date_per_audience"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} {self.due_on or '–'}"


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def visible_to(self, user: Any) -> ObligationQuerySet:
        """Duties of one's own units and their subtrees, and of the plans one's unit issued."""
        own = [unit for unit, _role in user.grants]
        return self.filter(
            Q(unit__in=UnitReach.objects.ids_seen_by(user)) | Q(milestone__plan__issuer__in=own)
        )

    def awaited(self) -> ObligationQuerySet:
        return self.filter(state__in=ObligationState.awaited())

    def with_last_day(self) -> ObligationQuerySet:
        """Annotates `last_day`: the extended date where there is one."""
        return self.annotate(last_day=Coalesce("extended_to", "due_on"))

    def overdue(self, day: date | None = None) -> ObligationQuerySet:
        day = day or timezone.localdate()
        return self.awaited().with_last_day().filter(last_day__lt=day)  # type: ignore[misc] # annotated


class Obligation(models.Model):
    """What one unit owes from one milestone."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="obligations", verbose_name=_("unit")
    )
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, related_name="obligations", verbose_name=_("milestone")
    )
    due_on = models.DateField(_("last day"))
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ObligationState,
        default=ObligationState.OPEN,
        editable=False,
    )
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("granted by"),
    )  # fmt: skip
    note = models.TextField(_("words to the receiver"), blank=True)
    fulfilled_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    fulfilled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("sent by"),
    )  # fmt: skip
    was_late = models.BooleanField(_("late"), default=False)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_on", "unit", "pk"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["unit", "milestone"], name="duty_once_a_unit"),
            models.CheckConstraint(
                condition=~Q(state="extended") | Q(extended_to__isnull=False, granted_by__isnull=False)
                & ~Q(reason=""),
                name="extension_has_day_reason_grantor",
                violation_error_message=_("An extension needs a new last day, a reason and a grantor."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit}: {self.milestone}"

    def get_absolute_url(self) -> str:
        return reverse("plans:obligation", args=[self.pk])

    @property
    def effective_due_on(self) -> date:
        return self.extended_to or self.due_on

    @property
    def is_settled_elsewhere(self) -> bool:
        """An office's duty that its own plan or its list of units settles."""
        office = self.unit.kind in UnitKind.offices()
        return self.is_awaited and office and bool(self.milestone.answered_by)

    @property
    def is_awaited(self) -> bool:
        return self.state in ObligationState.awaited()


class ObligationFile(models.Model):
    """A file sent to fulfil a duty."""

    obligation = models.ForeignKey(
        Obligation, models.CASCADE, related_name="files", verbose_name=_("duty")
    )
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("file of a duty")
        verbose_name_plural = _("files of a duty")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)
