"""Declarations of interests: members are asked, declare, and may declare anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.notifications.sending import notify
from core.workflow.engine import TransitionRefused
from plans.domain.people import people_who
from plans.domain.teams.guards import TeamRefused, guard
from plans.models import ConflictDeclaration, DeclaredTie, InspectionTeam, TeamMember
from plans.models.team_gaps import tie_gaps
from plans.requirements import declaration_needed
from units.models import Unit


@dataclass(frozen=True)
class Tie:
    """A unit somebody names, with the kind of tie (`TieKind`) and words about it."""

    unit: Unit
    kind: str
    detail: str = ""


@transaction.atomic
def declare(*, team: InspectionTeam, ties: Sequence[Tie], by: User) -> ConflictDeclaration:
    """A member's own declaration; no ties means: none. Earlier ones stay as history.

    The chain keeps that and when somebody declared, not which units: those are read by the
    member and the plan's authors only. The authors are told when a tie meets the team's calendar.

    Raises:
        TransitionRefused: the person is not of the team.
        TeamRefused: a unit is named twice.
    """
    if not team.members.filter(user=by).exists():
        raise TransitionRefused(_("You do not have the right to take this step."))
    if len({tie.unit.pk for tie in ties}) < len(ties):
        raise TeamRefused(_("Name each unit once."))
    declaration = ConflictDeclaration.objects.create(team=team, person=by)
    DeclaredTie.objects.bulk_create(
        DeclaredTie(declaration=declaration, unit=tie.unit, kind=tie.kind, detail=tie.detail.strip())
        for tie in ties
    )  # fmt: skip
    record("team.declare", declaration, by=by, after={"ties": len(ties)})
    _tell_authors(team, declaration, by)
    return declaration


def _tell_authors(team: InspectionTeam, declaration: ConflictDeclaration, by: User) -> None:
    """Only of what stands in the way now; an untroubled declaration tells nobody."""
    if not list(tie_gaps(team, {by.pk: by})):
        return
    notify(
        "plans.tie_declared",
        event=f"plans.tie_declared:{declaration.pk}",
        recipients=[user for user in people_who(team.plan.issuer, "plans.edit") if user != by],
        context={"person": str(by), "team": str(team)},
        url=reverse("plans:declarations", args=[team.pk]),
    )


@transaction.atomic
def ask_to_declare(*, team: InspectionTeam, by: User) -> int:
    """Ask every member who has not declared for this team; returns how many there are.

    Asked twice on one day, a person is told once.
    """
    guard(team.plan, by)
    declared = ConflictDeclaration.objects.filter(team=team).values("person")
    members = list(team.members.exclude(user__in=declared).select_related("user"))
    for member in members:
        _ask(member)
    record("team.ask_to_declare", team, by=by, after={"members": len(members)})
    return len(members)


def ask_member(member: TeamMember) -> None:
    """Asked on joining a team that has days already, where the law wants a declaration.

    The members of a team that is only being thought of are asked when its decision is drafted.
    """
    team = member.team
    if not declaration_needed(team.plan.reference_day) or not goes_out(team):
        return
    if not ConflictDeclaration.objects.filter(team=team, person=member.user).exists():
        _ask(member)


def goes_out(team: InspectionTeam) -> bool:
    """Whether the team has a visit with a day."""
    return team.visits.filter(on__isnull=False).exists()


def _ask(member: TeamMember) -> None:
    team, today = member.team, timezone.localdate()
    first = team.visits.filter(on__gte=today).order_by("on").first()
    facts: Mapping[str, str] = {
        "team": str(team),
        "day": date_format(first.on, "d/m/Y") if first and first.on else "",
    }
    kind = "plans.declaration_asked_by" if facts["day"] else "plans.declaration_asked"
    notify(
        kind,
        event=f"plans.declaration:{team.pk}:{member.user_id}:{today:%Y-%m-%d}",
        recipients=[member.user],
        context=facts,
        url=reverse("plans:declare", args=[team.pk]),
    )
