"""Tasks of a team and the dossiers they need; n persons may share one."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.trash.models import TrashedItem
from plans.domain.teams.guards import TeamRefused, guard, throw_from_team
from plans.models import Assignment, InspectionTeam, PreparedDossier, TeamMember

ASSIGNMENT_FIELDS = ["task", "dossiers"]


@transaction.atomic
def save_assignment(
    *, assignment: Assignment, members: Iterable[TeamMember], by: User
) -> Assignment:
    """A task with its dossiers; all of `members` share it, whatever they had before."""
    guard(assignment.team.plan, by)
    stored = Assignment.objects.filter(pk=assignment.pk).first() if assignment.pk else None
    before = snapshot(stored, ASSIGNMENT_FIELDS) if stored else {}
    if stored is None:
        last = assignment.team.assignments.aggregate(last=Max("order"))["last"] or 0
        assignment.order = last + 1
    assignment.save()
    assignment.prepared.exclude(line__in=assignment.dossier_lines).delete()
    chosen = [member.pk for member in members]
    assignment.members.exclude(pk__in=chosen).update(assignment=None)
    assignment.team.members.filter(pk__in=chosen).update(assignment=assignment)
    record(
        "team.assignment", assignment.team, by=by, before=before,
        after={**snapshot(assignment, ASSIGNMENT_FIELDS), "members": sorted(chosen)},
    )  # fmt: skip
    return assignment


@transaction.atomic
def remove_assignment(*, assignment: Assignment, by: User) -> TrashedItem:
    guard(assignment.team.plan, by)
    record(
        "team.assignment_removed", assignment.team, by=by,
        before=snapshot(assignment, ASSIGNMENT_FIELDS),
    )  # fmt: skip
    return throw_from_team(assignment, by)


@transaction.atomic
def tick_dossier(*, team: InspectionTeam, line: str, ready: bool, by: User) -> None:
    """A member says that one dossier of their own task is ready, or not any more.

    Raises:
        TeamRefused: the person has no task in this team, or it asks for no such dossier.
    """
    member = team.members.filter(user=by).select_related("assignment").first()
    task = member.assignment if member else None
    if task is None or line not in task.dossier_lines:
        raise TeamRefused(_("Your task asks for no such dossier. Open the page again."))
    if ready:
        PreparedDossier.objects.get_or_create(assignment=task, person=by, line=line)
    else:
        PreparedDossier.objects.filter(assignment=task, person=by, line=line).delete()
    record("team.dossier", team, by=by, after={"dossier": line, "ready": ready})
