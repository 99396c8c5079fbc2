"""The carrying out of a visit: who was there, what is checked, who checks it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from inspections.enums import Side
from plans.domain.queries.team_standing import in_charge
from plans.enums import TeamRole
from plans.models import ContentStream, Visit
from standards.models import Assessment, Criterion
from units.models import Membership


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: Any) -> InspectionQuerySet:
        """Those of visits one sees. What of them a unit sees, the rules of each part say."""
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def carried_out_by(self, user: Any) -> InspectionQuerySet:
        """Of one's own teams, and of plans one writes."""
        mine = Visit.objects.filter(Visit.objects.of_person(user.pk)).exclude(
            unit__in=[unit for unit, _role in user.grants]
        )
        writing = Q(visit__plan__issuer__in=user.units_where("plans.edit"))
        return self.filter(Q(visit__in=mine.order_by().values("pk")) | writing)

    def for_pages(self) -> InspectionQuerySet:
        return self.select_related(
            "visit__unit", "visit__plan__issuer", "visit__plan__school_year", "visit__team"
        )


class Inspection(models.Model):
    """One visit being carried out. Opened when the unit was told; its papers hang on it.

    `announced_on` is the day the decision was announced at the unit (NĐ 217/2025/NĐ-CP, Điều 15.1);
    `extended_by` and its reason the one extension of Điều 13.2.
    """

    visit = models.OneToOneField(
        Visit, models.PROTECT, related_name="inspection", verbose_name=_("visit")
    )
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    extended_by = models.PositiveSmallIntegerField(_("extended by days"), null=True, blank=True)
    extension_reason = models.TextField(_("reason of the extension"), blank=True)
    begun_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    is_synthetic = models.BooleanField(_("synthetic data"), default=False)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-visit__on", "visit__starts_at", "pk"]

    def __str__(self) -> str:
        return str(self.visit.unit)

    def get_absolute_url(self) -> str:
        return reverse("inspections:inspection", args=[self.pk])

    @cached_property
    def _members(self) -> list[Any]:
        """The team without people of the unit inspected: they cannot inspect it."""
        team = self.visit.team
        if team is None:
            return []
        today = timezone.localdate()
        there = set(
            Membership.objects.in_force(today)
            .filter(unit=self.visit.unit_id)
            .values_list("user_id", flat=True)
        )
        members = team.members.select_related("user", "unit", "assignment")
        return [member for member in members if member.user_id not in there]

    @property
    def members(self) -> list[Any]:
        """Who goes, in the order of the team. One query, kept."""
        return self._members

    @property
    def team_ids(self) -> set[int]:
        return {member.user_id for member in self._members}

    def ids_in(self, roles: Collection[str]) -> set[int]:
        return {member.user_id for member in self._members if member.role in roles}

    @cached_property
    def leading_ids(self) -> set[int]:
        """The lead, and whoever acts for the lead at the visit. At most two queries, kept."""
        if self.visit.team is None:
            return set()
        charge = in_charge(self.visit.team, self.visit.on, self.visit)
        acting = {charge.person.pk} if charge else set()
        return (self.ids_in({TeamRole.LEAD}) | acting) & self.team_ids


class Attendance(models.Model):
    """Somebody present: named on paper, with or without an account."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="attendances", verbose_name=_("inspection")
    )
    side = models.CharField(_("for"), max_length=10, choices=Side)
    name = models.CharField(_("name"), max_length=150)
    post = models.CharField(_("post"), max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("person"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("person present")
        verbose_name_plural = _("people present")
        ordering = ["inspection", "side", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "user"], condition=Q(user__isnull=False),
                name="present_once",
                violation_error_message=_("This person is named already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Checklist(models.Model):
    """One content of the visit, checked against one version of a set of criteria.

    The assessment is bound to its version for good: a newer one changes nothing here.
    """

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="checklists", verbose_name=_("inspection")
    )
    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="checklist", verbose_name=_("assessment")
    )
    stream = models.ForeignKey(
        ContentStream, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("content"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["inspection", "order", "pk"]

    def __str__(self) -> str:
        return str(self.assessment.standard_set)


class CriterionTask(models.Model):
    """A member of the team answers for one criterion; several may share one (LB760 annex).

    A criterion nobody was given is open to the whole team.
    """

    checklist = models.ForeignKey(
        Checklist, models.CASCADE, related_name="tasks", verbose_name=_("checklist")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="criterion_tasks",
        verbose_name=_("person"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("criterion given to a member")
        verbose_name_plural = _("criteria given to members")
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "criterion", "person"], name="criterion_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.person}"
