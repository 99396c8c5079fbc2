"""Teams: who inspects, in which role, with which task."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.enums import TeamRole
from plans.models.plan import InspectionPlan, PlanPart
from units.models import Unit


class InspectionTeam(PlanPart):
    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="teams", verbose_name=_("plan")
    )
    name = models.CharField(_("team"), max_length=150)
    composition = models.TextField(_("sections and agencies that take part"), blank=True)
    decision = models.CharField(_("set up by decision"), max_length=250, blank=True)

    class Meta(PlanPart.Meta):
        verbose_name = _("inspection team")
        verbose_name_plural = _("inspection teams")

    def __str__(self) -> str:
        return self.name

    def annex_rows(self) -> list[AnnexRow]:
        """Members in the order of the annex; neighbours with one task share its cells. One query."""
        rows: list[AnnexRow] = []
        for place, member in enumerate(
            self.members.select_related("user", "unit", "assignment"), 1
        ):
            last = rows[-1] if rows else None
            if last and member.assignment and last.assignment == member.assignment:
                last.members.append(member)
            else:
                rows.append(AnnexRow(member.assignment, [member], place))
        return rows

    def roster(self) -> list[dict[str, Any]]:
        """The people as a decision names them, in the order of the annex. One query.

        `member` is the place in the team: who replaces somebody keeps it.
        """
        return [
            {
                "member": member.pk, "user": member.user_id, "name": member.user.addressed_name,
                "role": member.role, "post": member.post or member.user.post,
                "unit": member.unit.name if member.unit else "",
            }
            for member in self.members.select_related("user", "unit")
        ]  # fmt: skip


class Assignment(models.Model):
    """One task of a team and the dossiers it needs; n persons may share it (LB760 annex, 6–8)."""

    team = models.ForeignKey(
        InspectionTeam, models.CASCADE, related_name="assignments", verbose_name=_("team")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    task = models.TextField(_("task"))
    dossiers = models.TextField(_("dossiers to prepare"), blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["team", "order", "pk"]

    def __str__(self) -> str:
        return self.task[:80]

    @property
    def dossier_lines(self) -> list[str]:
        """Each dossier without the sign that made it a line of a list."""
        lines = (line.strip().lstrip("-+•").strip() for line in self.dossiers.splitlines())
        return [line[:500] for line in lines if line]


class TeamMember(models.Model):
    """A person of a team; the person may belong to any unit and need not sign in."""

    team = models.ForeignKey(
        InspectionTeam, models.CASCADE, related_name="members", verbose_name=_("team")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="team_memberships",
        verbose_name=_("person"),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=20, choices=TeamRole, default=TeamRole.MEMBER)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("from the unit"),
    )
    post = models.CharField(_("post"), max_length=200, blank=True)
    assignment = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="members",
        verbose_name=_("assignment"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ["team", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], name="person_once_a_team",
                violation_error_message=_("This person is in the team already."),
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(role="lead"), name="one_lead_a_team",
                violation_error_message=_("The team has a lead already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


@dataclass
class AnnexRow:
    """One task, and everyone who shares it (LB760 annex, rows 6–8)."""

    assignment: Assignment | None
    members: list[TeamMember] = field(default_factory=list)
    first: int = 1

    @property
    def numbered(self) -> list[tuple[int, TeamMember]]:
        """The members with their number in the annex."""
        return list(enumerate(self.members, start=self.first))
