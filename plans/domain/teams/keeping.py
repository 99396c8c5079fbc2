"""Teams themselves: set up, renamed, removed, copied."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.trash.keeping import throw_away
from core.trash.models import TrashedItem
from plans.domain.booking import team_visits
from plans.domain.teams.guards import TeamRefused, guard
from plans.models import Assignment, InspectionPlan, InspectionTeam, TeamMember

TEAM_FIELDS = ["name", "composition", "decision"]


@transaction.atomic
def create_team(
    *, plan: InspectionPlan, name: str, by: User, composition: str = "", decision: str = ""
) -> InspectionTeam:
    """An empty team of a plan."""
    guard(plan, by)
    last = plan.teams.aggregate(last=Max("order"))["last"] or 0
    team = InspectionTeam.objects.create(
        plan=plan, name=name, composition=composition, decision=decision, order=last + 1
    )
    record("team.create", team, by=by, after=snapshot(team, TEAM_FIELDS))
    return team


@transaction.atomic
def change_team(*, team: InspectionTeam, by: User) -> InspectionTeam:
    """Save name, composition and decision."""
    guard(team.plan, by)
    before = snapshot(InspectionTeam.objects.get(pk=team.pk), TEAM_FIELDS)
    team.save(update_fields=TEAM_FIELDS)
    record("team.change", team, by=by, before=before, after=snapshot(team, TEAM_FIELDS))
    return team


@transaction.atomic
def remove_team(*, team: InspectionTeam, by: User) -> TrashedItem:
    """Only a team that goes nowhere and stands in no letter can go."""
    guard(team.plan, by)
    if team_visits(team).exists():
        raise TeamRefused(
            _("The team has visits on the calendar; give them to another team first.")
        )
    if team.letters.exists():
        raise TeamRefused(_("The team stands in a letter and stays with it."))
    if team.decisions.filter(document__isnull=False).exists():
        raise TeamRefused(_("A decision names the team: it stays with its paper."))
    record("team.remove", team, by=by, before=snapshot(team, TEAM_FIELDS))
    url = reverse("plans:team_list", args=[team.plan_id])
    plan = team.plan
    return throw_away(team, place=plan.issuer_id, where=str(plan), url=url, by=by)


@transaction.atomic
def copy_team(*, team: InspectionTeam, plan: InspectionPlan, by: User) -> InspectionTeam:
    """The same people, roles and tasks in another plan (or once more in this one), without visits."""
    copied = create_team(
        plan=plan, name=_free_name(plan, team.name), composition=team.composition, by=by
    )
    tasks = {
        task.pk: Assignment.objects.create(
            team=copied, order=task.order, task=task.task, dossiers=task.dossiers
        )
        for task in team.assignments.all()
    }
    TeamMember.objects.bulk_create(
        TeamMember(
            team=copied, user_id=member.user_id, role=member.role, unit_id=member.unit_id,
            post=member.post, order=member.order,
            assignment=tasks[member.assignment_id] if member.assignment_id else None,
        )
        for member in team.members.all()
    )  # fmt: skip
    record("team.copy", copied, by=by, after={"from": team.pk, "members": team.members.count()})
    return copied


def _free_name(plan: InspectionPlan, name: str) -> str:
    taken = set(plan.teams.values_list("name", flat=True))
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
