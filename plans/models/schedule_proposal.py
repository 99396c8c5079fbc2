"""A schedule that was calculated and waits for people to accept it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.enums import PlacementState, ScheduleProposalState
from plans.models.plan import InspectionPlan
from plans.models.team import InspectionTeam
from plans.models.visit import Visit
from units.models import Unit


class ScheduleProposal(models.Model):
    """`totals`: km, team-days and cost of the proposal and of the simple order, the least any
    schedule can cost (null where not known), cost and bound of each month ("2026-10"), visits,
    days and km of each team, visits without room by month. Costs are in km, a team-day being 30.
    """

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="schedule_proposals", verbose_name=_("plan")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("asked for by"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    totals = models.JSONField(_("totals"), default=dict)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ScheduleProposalState,
        default=ScheduleProposalState.CURRENT,
    )

    class Meta:
        verbose_name = _("proposed schedule")
        verbose_name_plural = _("proposed schedules")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan} ({self.made_at:%d/%m/%Y})"


class ProposedPlacement(models.Model):
    """A day, times and a team for one visit, and why. `former` is where the visit stood before it
    was accepted, `accepted_version` the version accepting gave the visit.
    """

    proposal = models.ForeignKey(
        ScheduleProposal, models.CASCADE, related_name="placements", verbose_name=_("proposal")
    )
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="proposed_placements", verbose_name=_("visit")
    )
    on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins"))
    ends_at = models.TimeField(_("ends"))
    team = models.ForeignKey(
        InspectionTeam, models.CASCADE, related_name="+", verbose_name=_("team")
    )
    previous = models.ForeignKey(
        Unit, models.SET_NULL, null=True, related_name="+", verbose_name=_("unit visited before it")
    )
    leg_km = models.FloatField(_("km from there"), null=True)
    same_district = models.PositiveSmallIntegerField(
        _("others of the same district that day"), default=0
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PlacementState, default=PlacementState.PROPOSED
    )
    former = models.JSONField(default=dict, editable=False)
    accepted_version = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("proposed placement")
        verbose_name_plural = _("proposed placements")
        ordering = ["on", "starts_at", "team", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "visit"], name="proposed_once_a_visit")
        ]

    def __str__(self) -> str:
        return f"{self.visit} {self.on:%d/%m/%Y} {self.starts_at:%H:%M}"

    @property
    def month(self) -> date:
        """Its first day."""
        return self.on.replace(day=1)
