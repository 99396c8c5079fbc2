"""What was and was not done under a plan, frozen when it is closed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models.plan import InspectionPlan


class PlanAccount(models.Model):
    """The account given at the closing of a plan; never recomputed.

    `visits`, `duties` and `coverage` are lists of plain values with the names as they were then;
    `plans.domain.closing` writes them and says what each line holds.
    """

    plan = models.OneToOneField(
        InspectionPlan, models.CASCADE, related_name="account", verbose_name=_("plan")
    )
    words = models.TextField(_("what was and was not done"))
    visits = models.JSONField(_("visits"))
    duties = models.JSONField(_("duties"))
    coverage = models.JSONField(_("coverage reached"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("account of a plan")
        verbose_name_plural = _("accounts of plans")

    def __str__(self) -> str:
        return str(self.plan)

    @property
    def done(self) -> list[dict[str, Any]]:
        return [line for line in self.visits if line["done"]]

    @property
    def undone(self) -> list[dict[str, Any]]:
        return [line for line in self.visits if not line["done"]]

    @property
    def never_sent(self) -> int:
        return sum(line["never"] for line in self.duties)
