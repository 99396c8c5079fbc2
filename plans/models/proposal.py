"""Lists in which offices propose units of theirs to the department (KH 126/KH-SGDĐT, IV.1–IV.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Gap
from plans.enums import ProposalState, ProposedFor
from plans.models.plan import InspectionPlan
from units.models import Unit


class ProposalQuerySet(models.QuerySet["OfficeProposal"]):
    def visible_to(self, user: Any) -> ProposalQuerySet:
        """At the office itself; at the plan's issuer once it was sent."""
        own = [unit for unit, _role in user.grants]
        sent = Q(plan__issuer__in=own) & ~Q(state=ProposalState.DRAFT)
        return self.filter(Q(office__in=own) | sent)


class OfficeProposal(models.Model):
    """The units one office proposes under one plan, sent as a whole."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="proposals", verbose_name=_("plan")
    )
    office = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("office or commune")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ProposalState, default=ProposalState.DRAFT,
        editable=False,
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of proposed units")
        verbose_name_plural = _("lists of proposed units")
        ordering = ["plan", "office"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "office"], name="one_list_an_office")
        ]

    def __str__(self) -> str:
        return str(self.office)

    def get_absolute_url(self) -> str:
        return reverse("plans:proposal", args=[self.plan_id, self.office_id])

    @property
    def is_editable(self) -> bool:
        return self.state in ProposalState.editable()

    def missing(self) -> Iterator[Gap]:
        if not self.units.exists():
            yield Gap(gettext("The list names no unit yet."), self.get_absolute_url())


class ProposedUnit(models.Model):
    proposal = models.ForeignKey(
        OfficeProposal, models.CASCADE, related_name="units", verbose_name=_("list")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    wanted_for = models.CharField(
        _("proposed for"), max_length=20, choices=ProposedFor, default=ProposedFor.INSPECTION
    )
    reason = models.CharField(_("reason"), max_length=400)

    class Meta:
        verbose_name = _("proposed unit")
        verbose_name_plural = _("proposed units")
        ordering = ["unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "unit"], name="proposed_once",
                violation_error_message=_("This unit is on the list already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.unit)
