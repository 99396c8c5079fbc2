"""What every verb of a team asks first."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.trash.keeping import throw_away
from core.trash.models import TrashedItem
from core.workflow.engine import TransitionRefused
from plans.models import Assignment, InspectionPlan, TeamMember
from plans.rules import may_edit


class TeamRefused(Exception):
    """The team cannot be changed so; the message is a sentence for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def guard(plan: InspectionPlan, by: User) -> None:
    """Teams are kept by the specialists of the plan's issuer.

    Raises:
        TransitionRefused: somebody else asks.
    """
    if not may_edit(by, plan):
        raise TransitionRefused(_("You do not have the right to take this step."))


def throw_from_team(thing: TeamMember | Assignment, by: User) -> TrashedItem:
    """Into the trash, from which it can be brought back."""
    team = thing.team
    return throw_away(
        thing, place=team.plan.issuer_id, where=str(team),
        url=reverse("plans:team", args=[team.pk]), by=by,
    )  # fmt: skip
