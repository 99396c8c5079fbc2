"""The decision that sets a team up, and those that change its people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Gap
from documents.enums import DocumentState
from plans.enums import TeamDecisionState
from plans.models.team import InspectionTeam
from plans.models.team_gaps import decision_excusable, decision_gaps
from plans.models.visit import Visit


class TeamDecisionQuerySet(models.QuerySet["TeamDecision"]):
    def visible_to(self, user: Any) -> TeamDecisionQuerySet:
        """Those of one's own unit; issued ones also to the members and where a visit is visible."""
        own = [unit for unit, _role in user.grants]
        told = Visit.objects.visible_to(user).order_by().values("team")
        issued = Q(state=TeamDecisionState.ISSUED, team__in=told)
        return self.filter(Q(team__plan__issuer__in=own) | issued)

    def editable_by(self, user: Any) -> TeamDecisionQuerySet:
        """Drafts of plans the user may write."""
        places = user.units_where("plans.edit")
        return self.filter(state=TeamDecisionState.DRAFT, team__plan__issuer__in=places)

    def in_force(self) -> TeamDecisionQuerySet:
        """Issued, and not revoked since."""
        return self.filter(
            state=TeamDecisionState.ISSUED, document__state=DocumentState.ISSUED
        )  # fmt: skip


class TeamDecision(models.Model):
    """Quyết định thành lập đoàn kiểm tra, or, with `amends`, one that changes its members.

    `roster` is the list of people as the paper named them; it is empty until the issue.
    """

    team = models.ForeignKey(
        InspectionTeam, models.CASCADE, related_name="decisions", verbose_name=_("team")
    )
    amends = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="amendments",
        verbose_name=_("changes the decision"),
    )  # fmt: skip
    subject = models.CharField(_("subject on the paper"), max_length=400)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    authority = models.CharField(
        _("who decides (line in capitals)"), max_length=200, blank=True,
        help_text=_("For instance “Giám đốc Sở Giáo dục và Đào tạo tỉnh An Giang”."),
    )  # fmt: skip
    bases = models.TextField(_("legal bases, one per line"), blank=True)
    proposed_by = models.CharField(
        _("at the proposal of"), max_length=200, blank=True,
        help_text=_("Printed after “Theo đề nghị của”."),
    )  # fmt: skip
    targets = models.TextField(_("units inspected"), blank=True)
    contents = models.TextField(_("scope and contents"), blank=True)
    days = models.PositiveSmallIntegerField(
        _("length of the inspection in days"), null=True, blank=True,
        help_text=_("Counted from the day the decision is announced."),
    )  # fmt: skip
    effective_on = models.DateField(_("the change holds from"), null=True, blank=True)
    reason = models.CharField(_("reason for the change"), max_length=300, blank=True)
    duties = models.TextField(_("who carries the decision out"), blank=True)
    recipients = models.TextField(_("recipients, one per line"), blank=True)
    archive_mark = models.CharField(_("filed at (Lưu)"), max_length=120, default="VT")
    roster = models.JSONField(_("people named"), default=list, blank=True, editable=False)
    override_reason = models.TextField(_("issued in spite of gaps because"), blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("allowed by"),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=20, choices=TeamDecisionState, default=TeamDecisionState.DRAFT,
        editable=False,
    )  # fmt: skip
    document = models.OneToOneField(
        "documents.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("official document"),
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("drafted by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TeamDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a team")
        verbose_name_plural = _("decisions on teams")
        ordering = ["team", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(state="draft"), name="one_draft_decision_a_team",
                violation_error_message=_("The team has a draft of a decision already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("plans:team_decision", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == TeamDecisionState.DRAFT

    @property
    def is_in_force(self) -> bool:
        """Issued, and not revoked since."""
        held = self.document is not None and self.document.state == DocumentState.ISSUED
        return held and not self.is_draft

    @property
    def reference_day(self) -> date:
        """The day of the paper once issued; before, the day of the plan if that lies in the past."""
        if self.document is not None and self.document.issued_on:
            return self.document.issued_on
        today = timezone.localdate()
        planned = self.team.plan.planned_on or today
        return min(planned, today)

    def missing(self) -> list[Gap]:
        """What stands between this decision and its number; gaps that were overridden are left out."""
        found = list(decision_gaps(self))
        return found if self.override_reason.strip() else [*found, *self.excusable()]

    def excusable(self) -> list[Gap]:
        """Gaps about the people, which a written reason may override."""
        return list(decision_excusable(self))
