"""The frame of a schedule: month windows, clusters, named dossiers, slots of a day."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.models.plan import ContentStream, InspectionPlan, PlanPart
from units.models import Unit


class MonthWindow(PlanPart):
    """In `month` (its first day) the units of these districts, and of these levels, are visited."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="windows", verbose_name=_("plan")
    )
    month = models.DateField(_("month"))
    managers = models.ManyToManyField(
        Unit,
        related_name="+",
        blank=True,
        verbose_name=_("some units of these offices or communes"),
    )
    levels = models.CharField(_("levels of direct units"), max_length=60, blank=True)
    text = models.TextField(_("as printed"))

    class Meta(PlanPart.Meta):
        verbose_name = _("month of the schedule")
        verbose_name_plural = _("months of the schedule")
        ordering = ["plan", "month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "month"], name="month_once_a_plan",
                violation_error_message=_("The plan has this month already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class ClusterQuerySet(models.QuerySet["Cluster"]):
    def visible_to(self, user: Any) -> ClusterQuerySet:
        """Clusters of plans one's unit issued, and those in which one sees a visit."""
        own = [unit for unit, _role in user.grants]
        visits = apps.get_model("plans", "Visit")._default_manager.visible_to(user)
        seen = visits.order_by().values("cluster")
        return self.filter(Q(plan__issuer__in=own) | Q(pk__in=seen))


class Cluster(PlanPart):
    """Units of one area bring their dossiers to a host (A-17)."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="clusters", verbose_name=_("plan")
    )
    name = models.CharField(_("cluster"), max_length=150)
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("host"))
    stream = models.ForeignKey(
        ContentStream, models.CASCADE, null=True, blank=True, related_name="clusters",
        verbose_name=_("content"),
    )  # fmt: skip
    verified = models.BooleanField(_("members checked"), default=False)

    objects = ClusterQuerySet.as_manager()

    class Meta(PlanPart.Meta):
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "host"], name="host_of_one_cluster",
                violation_error_message=_("This unit hosts a cluster of the plan already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plans:cluster", args=[self.pk])


class ClusterMember(models.Model):
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="members", verbose_name=_("cluster")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("member of a cluster")
        verbose_name_plural = _("members of a cluster")
        ordering = ["cluster", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "unit"], name="member_once_a_cluster")
        ]

    def __str__(self) -> str:
        return str(self.unit)


class DossierTarget(PlanPart):
    """A unit named in the plan whose dossier will be checked; it may host a cluster too (A-18)."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="dossier_targets", verbose_name=_("plan")
    )
    stream = models.ForeignKey(
        ContentStream, models.CASCADE, related_name="dossier_targets", verbose_name=_("content")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(PlanPart.Meta):
        verbose_name = _("named dossier")
        verbose_name_plural = _("named dossiers")
        constraints = [
            models.UniqueConstraint(fields=["stream", "unit"], name="named_once_a_content")
        ]

    def __str__(self) -> str:
        return str(self.unit)


class VisitSlot(PlanPart):
    """A time of day at which visits of this plan begin (LB760: 8:30, 10:00, 14:00, 15:30)."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="slots", verbose_name=_("plan")
    )
    starts_at = models.TimeField(_("begins"))
    ends_at = models.TimeField(_("ends"))

    class Meta(PlanPart.Meta):
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["plan", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "starts_at"], name="slot_once_a_plan"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_in_order",
                violation_error_message=_("A slot ends after it begins."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"
