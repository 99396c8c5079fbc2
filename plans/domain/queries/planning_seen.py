"""The plans, teams and managers a person may narrow a list of visits by."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.prepared import prepared
from plans.models import InspectionPlan, InspectionTeam, TeamMember, Visit
from units.enums import UnitKind
from units.models import Unit, UnitReach


@dataclass(frozen=True)
class SeenPlan:
    pk: int
    title: str
    issuer_id: int


@dataclass(frozen=True)
class SeenTeam:
    pk: int
    name: str
    plan: SeenPlan


@prepared
def _plans(*, person: int, units: Any, today: Any) -> QuerySet[Any, Any]:
    # One look-up by the team's index and one by the unit's; joined by "or" they would read every visit.
    sent = Visit.objects.filter(Visit.objects.of_person(person)).values("plan")
    told = Visit.objects.filter(Visit.objects.told_to(units, today)).values("plan")
    mine = Q(issuer__in=units) | Q(pk__in=sent.order_by()) | Q(pk__in=told.order_by())
    return InspectionPlan.objects.filter(mine).values_list("pk", "title", "issuer_id")


@prepared
def _teams(*, plans: Any) -> QuerySet[Any, Any]:
    teams = InspectionTeam.objects.filter(plan__in=plans).order_by("order", "pk")
    return teams.values_list("pk", "name", "plan_id")


@prepared
def _people(*, plans: Any) -> QuerySet[Any, Any]:
    members = TeamMember.objects.filter(team__plan__in=plans).order_by("user__full_name", "user")
    return members.values_list("user_id", "user__full_name").distinct()


@prepared
def _managers(*, units: Any, today: Any) -> QuerySet[Any, Any]:
    below = UnitReach.objects.ids_under(units, today)
    managers = Unit.objects.filter(pk__in=below, kind__in=UnitKind.managing())
    return managers.order_by("sort_key", "pk").values_list("pk", "short_name")


class PlanningSeen:
    """Each part is read when it is first asked for; one query each."""

    def __init__(self, user: User) -> None:
        self.person = user.pk
        self.units = sorted({unit for unit, _role in user.grants})
        self.today = timezone.localdate()

    @cached_property
    def plans(self) -> dict[int, SeenPlan]:
        """Plans of one's units and those with visits one may see, the newest school year first."""
        rows = _plans.rows(person=self.person, units=self.units, today=self.today)
        return {pk: SeenPlan(pk, title, issuer) for pk, title, issuer in rows}

    @cached_property
    def teams(self) -> list[SeenTeam]:
        """Their teams, in the same order."""
        rows = _teams.rows(plans=list(self.plans))
        found = [SeenTeam(pk, name, self.plans[plan]) for pk, name, plan in rows]
        place = {pk: at for at, pk in enumerate(self.plans)}
        return sorted(found, key=lambda team: place[team.plan.pk])

    @cached_property
    def people(self) -> list[tuple[int, str]]:
        """People of these teams: (number, name)."""
        rows = _people.rows(plans=list(self.plans))
        return [(pk, name) for pk, name in rows]

    @cached_property
    def managers(self) -> list[tuple[int, str]]:
        """Departments, offices and communes one sees, ended ones included: (number, name)."""
        rows = _managers.rows(units=self.units, today=self.today)
        return [(pk, name) for pk, name in rows]
