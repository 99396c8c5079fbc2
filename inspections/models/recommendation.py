"""What a unit is asked to mend, followed until somebody else has verified it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.enums import RecommendationState
from inspections.models.finding import Finding
from inspections.models.inspection import Inspection
from units.models import Unit


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: Any) -> RecommendationQuerySet:
        """The team's and the issuer's; the owner's once it is told (`told_at`)."""
        team = Q(inspection__in=Inspection.objects.carried_out_by(user))
        issuer = Q(inspection__visit__plan__issuer__in=[unit for unit, _role in user.grants])
        owner = Q(owner__in=Unit.objects.visible_to(user).values("pk"), told_at__isnull=False)
        return self.filter(team | issuer | owner)

    def unsettled(self) -> RecommendationQuerySet:
        return self.filter(state__in=RecommendationState.unsettled())


class Recommendation(models.Model):
    """Kiến nghị: what, by whom, until when. `carried_from` is the one it continues from an earlier
    inspection or year.

    Whoever reported it done never verifies it (etools' rule; see `inspections.rules`).
    """

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="recommendations", verbose_name=_("inspection")
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="recommendations",
        verbose_name=_("finding"),
    )  # fmt: skip
    text = models.TextField(_("what is to be done"))
    owner = models.ForeignKey(
        Unit, models.PROTECT, related_name="recommendations", verbose_name=_("to be done by")
    )
    due_on = models.DateField(_("due on"))
    needs_file = models.BooleanField(_("proof as a file is asked for"), default=True)
    state = models.CharField(
        _("state"), max_length=20, choices=RecommendationState, default=RecommendationState.OPEN,
        editable=False,
    )  # fmt: skip
    told_at = models.DateTimeField(_("told to the unit at"), null=True, editable=False)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to",
        verbose_name=_("carried over from"),
    )  # fmt: skip
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("reported done by"),
    )  # fmt: skip
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("verified by"),
    )  # fmt: skip
    settled_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["inspection", "order", "pk"]
        indexes = [models.Index(fields=["owner", "state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | Q(reported_by__isnull=True)
                | ~Q(verified_by=models.F("reported_by")),
                name="verified_by_another",
                violation_error_message=_("Somebody else must verify it."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("inspections:recommendation", args=[self.pk])


class RecommendationReport(models.Model):
    """The owner reports what was done, with proof. Kept, each time."""

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="reports", verbose_name=_("recommendation")
    )
    text = models.TextField(_("what was done"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("report on a recommendation")
        verbose_name_plural = _("reports on recommendations")
        ordering = ["recommendation", "reported_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class ReportFile(models.Model):
    """A file that proves it."""

    report = models.ForeignKey(
        RecommendationReport, models.CASCADE, related_name="files", verbose_name=_("report")
    )
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)
