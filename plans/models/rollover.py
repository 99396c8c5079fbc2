"""A plan carried over to a later school year: what was proposed, what was accepted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.models.plan import InspectionPlan
from units.models import SchoolYear


class RollOver(models.Model):
    """One roll-over. `changes` keeps every line of the page with what was decided.

    `fingerprint` is taken of the new draft as it was made: as long as the draft still gives the
    same, nobody has changed it by hand and the roll-over can be undone.
    """

    source = models.ForeignKey(
        InspectionPlan,
        models.CASCADE,
        related_name="rollovers",
        verbose_name=_("plan carried over"),
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="+", verbose_name=_("school year")
    )
    plan = models.OneToOneField(
        InspectionPlan, models.SET_NULL, null=True, blank=True, related_name="rollover",
        verbose_name=_("new plan"),
    )  # fmt: skip
    changes = models.JSONField(_("changes"))
    fingerprint = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("carried over by"),
    )
    made_at = models.DateTimeField(_("carried over at"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("roll-over of a plan")
        verbose_name_plural = _("roll-overs of plans")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "school_year"], condition=Q(undone_at__isnull=True),
                name="rolled_over_once_a_year",
                violation_error_message=_("This plan was carried over to that year already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source} → {self.school_year.name}"

    def get_absolute_url(self) -> str:
        return reverse("plans:rollover", args=[self.pk])

    @property
    def accepted(self) -> list[dict[str, Any]]:
        return [line for line in self.changes if line["accepted"]]
