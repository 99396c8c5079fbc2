"""What an inspection concludes: approved by a named person, issued as an official paper."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Gap
from inspections.enums import ConclusionState
from inspections.models.gaps import conclusion_gaps
from inspections.models.inspection import Inspection


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def visible_to(self, user: Any) -> ConclusionQuerySet:
        """The team's and the issuer's while it is made; the unit's too once it is issued."""
        team = Q(inspection__in=Inspection.objects.carried_out_by(user))
        issuer = Q(inspection__visit__plan__issuer__in=[unit for unit, _role in user.grants])
        told = Q(inspection__in=Inspection.objects.visible_to(user))
        return self.filter(team | issuer | (told & Q(state=ConclusionState.ISSUED)))


class Conclusion(models.Model):
    """Thông báo kết luận kiểm tra of one visit; its number and PDF are those of `document`."""

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="conclusion", verbose_name=_("inspection")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ConclusionState, default=ConclusionState.DRAFT,
        editable=False,
    )  # fmt: skip
    summary = models.TextField(_("conclusion"), blank=True)
    demands = models.TextField(_("what is demanded"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    recipients = models.TextField(_("recipients, one per line"), blank=True)
    document = models.OneToOneField(
        "documents.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("official document"),
    )  # fmt: skip
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("written by"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")

    def __str__(self) -> str:
        return str(self.inspection)

    def get_absolute_url(self) -> str:
        return reverse("inspections:conclusion", args=[self.inspection_id])

    def missing(self) -> list[Gap]:
        """What still stands between this conclusion and its next step."""
        return list(conclusion_gaps(self))

    @property
    def is_editable(self) -> bool:
        return self.state in ConclusionState.editable()

    @property
    def symbol(self) -> str:
        """As "TB-SGDĐT"; empty while the issuer has no symbol."""
        issuer = self.inspection.visit.plan.issuer.symbol
        return f"TB-{issuer}" if issuer else ""
