"""Reading teams: a plan's teams, one team's people and its assignment table."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.search.keys import search_key
from plans.enums import TeamRole, VisitState
from plans.models import (
    ConflictDeclaration,
    DeclaredTie,
    InspectionPlan,
    InspectionTeam,
    TeamMember,
)
from plans.phrases import lower_first


def teams_of(plan: InspectionPlan) -> "QuerySet[InspectionTeam]":
    """Teams of a plan with their people and the number of their visits; two queries."""
    members = TeamMember.objects.select_related("user").order_by("order", "pk")
    return counted_teams(plan.pk).prefetch_related(Prefetch("members", members))


def counted_teams(plan: int) -> "QuerySet[InspectionTeam]":
    """Teams of a plan, each with `visit_count`, in their order."""
    counted = InspectionTeam.objects.filter(plan=plan).annotate(
        visit_count=Count("visits", filter=~Q(visits__state=VisitState.CANCELLED), distinct=True)
    )
    return counted.order_by("order", "pk")


def members_of(teams: Any) -> "QuerySet[TeamMember]":
    """People of some teams, in the order of their lists."""
    return TeamMember.objects.filter(team__in=teams).select_related("user").order_by("order", "pk")


def lead_of(team: InspectionTeam) -> TeamMember | None:
    """The lead among members already fetched."""
    return next((m for m in team.members.all() if m.role == TeamRole.LEAD), None)


def people_found(text: str, team: InspectionTeam, limit: int = 10) -> list[User]:
    """People whose name, post or address has every word of `text`, but not those in the team."""
    words = search_key(text).split()
    if not words:
        return []
    found: Any = User.objects.filter(is_active=True).exclude(team_memberships__team=team)
    for word in words:
        found = found.filter(search_key__contains=word)
    return list(found.prefetch_related("memberships__unit")[:limit])


def declared_ties(people: Iterable[int]) -> dict[int, list[DeclaredTie]]:
    """What these people declared, by person: ties of the newest declaration of each.

    Who declared none, or nothing yet, is not in the answer. Three queries.
    """
    found = ConflictDeclaration.objects.current_of(people)
    ties = {each.person_id: list(each.ties.all()) for each in found}
    return {person: named for person, named in ties.items() if named}


def tie_sentence(person: User, tie: DeclaredTie) -> str:
    """Why the person cannot inspect the unit, for the authors of the plan."""
    return _("%(person)s declared a tie with %(unit)s (%(kind)s) and cannot inspect it.") % {
        "person": person, "unit": tie.unit, "kind": lower_first(tie.get_kind_display()),
    }  # fmt: skip
