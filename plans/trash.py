"""What of this room can be brought back after it was removed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.trash.registry import RestoreRefused, restorable
from plans.domain.teams import TeamRefused, take_back
from plans.models import (
    Assignment,
    InspectionTeam,
    OutsideInspection,
    ScheduleLetter,
    TeamDecision,
    TeamMember,
)
from plans.models.plan import PlanPart
from plans.rules import may_change, may_edit
from units.rules import holds_at


def _part(part: Any, user: Any) -> None:
    if not may_change(user, part.plan):
        raise RestoreRefused(str(_("The plan can only be changed while it is a draft.")))


def _of_plan(thing: Any, user: Any) -> None:
    plan = thing.plan if hasattr(thing, "plan") else thing.team.plan
    if not may_edit(user, plan):
        raise RestoreRefused(str(_("You do not have the right to take this step.")))


def _outside(inspection: OutsideInspection, user: Any) -> None:
    if not holds_at(user, "plans.edit", inspection.noted_for):
        raise RestoreRefused(str(_("You do not have the right to take this step.")))


def _member(member: TeamMember, user: Any) -> None:
    """Back in the team, the person is booked again for what the team does meanwhile."""
    _of_plan(member, user)
    try:
        take_back(member=member, by=user)
    except TeamRefused as refusal:
        raise RestoreRefused(str(refusal)) from refusal


for model in PlanPart.__subclasses__():
    restorable(model, permission="plans.edit", title=model._meta.verbose_name, settle=_part)
for thing in (InspectionTeam, ScheduleLetter, Assignment, TeamDecision):
    restorable(thing, permission="plans.edit", title=thing._meta.verbose_name, settle=_of_plan)
restorable(TeamMember, permission="plans.edit", title=_("member of a team"), settle=_member)
restorable(
    OutsideInspection, permission="plans.edit", title=OutsideInspection._meta.verbose_name,
    settle=_outside,
)  # fmt: skip
