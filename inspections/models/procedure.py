"""How the inspections of one plan run: which steps there are, and their days."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models import InspectionPlan


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def visible_to(self, user: Any) -> ProcedureQuerySet:
        return self.filter(plan__in=InspectionPlan.objects.visible_to(user))


class Procedure(models.Model):
    """Settings of a plan. `source` is the preset it began as (`inspections/data/procedures.yaml`).

    `desk_days` and `record_days` are calendar days before and after the visit (LB760 5.b, 4.b);
    `reply_days` and `conclusion_days` are working days; `duration_days` runs from the announcement
    (NĐ 217/2025/NĐ-CP, Điều 13.2) and may be extended once by `extension_days`.
    """

    plan = models.OneToOneField(
        InspectionPlan, models.CASCADE, related_name="procedure", verbose_name=_("plan")
    )
    source = models.CharField(_("began as"), max_length=40)
    desk_days = models.PositiveSmallIntegerField(
        _("days before the visit by which the check on the system is done"), default=2
    )
    record_days = models.PositiveSmallIntegerField(
        _("days after the visit by which the minutes are signed"), default=1
    )
    reply_days = models.PositiveSmallIntegerField(
        _("working days the unit has to reply to a draft result"), default=5
    )
    conclusion_days = models.PositiveSmallIntegerField(
        _("working days from the reply to the conclusion"), null=True, blank=True
    )
    is_announced = models.BooleanField(
        _("the inspection is announced at the unit before it begins"), default=False
    )
    duration_days = models.PositiveSmallIntegerField(
        _("days an inspection may last from the announcement"), null=True, blank=True
    )
    extension_days = models.PositiveSmallIntegerField(
        _("days it may be extended, once"), null=True, blank=True
    )
    counts_working_days = models.BooleanField(
        _("these are working days"), default=False,
        help_text=_("The decree says “ngày”; some provinces read it as working days."),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure of a plan")
        verbose_name_plural = _("procedures of plans")

    def __str__(self) -> str:
        return str(self.plan)
