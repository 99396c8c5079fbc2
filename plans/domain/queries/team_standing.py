"""Who is in charge, and where each member of a team stands."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow.engine import Gap
from plans.enums import TeamRole, VisitState
from plans.models import (
    ActingLead,
    ConflictDeclaration,
    EligibilityStatement,
    InspectionPlan,
    InspectionTeam,
    PreparedDossier,
    TeamDecision,
    TeamMember,
    Visit,
)
from plans.models.team_changes import roster_changes
from plans.models.team_gaps import tie_gaps
from plans.requirements import TeamRequirement, decision_needed, requirements_for


@dataclass(frozen=True)
class InCharge:
    """Who leads on a day; `acting` says why it is not the lead."""

    person: User
    acting: ActingLead | None = None


def in_charge(
    team: InspectionTeam, day: date | None, visit: Visit | None = None
) -> InCharge | None:
    """Who leads the team on a day, or at a visit: an acting lead of the visit, of the day, the lead.

    None while the team has no lead. At most two queries.
    """
    same = Q(visit=visit) if visit is not None else Q(pk__in=[])
    if day is not None:
        same |= Q(visit__isnull=True, begins_on__lte=day, ends_on__gte=day)
    acting = (
        ActingLead.objects.filter(same, team=team).select_related("person", "visit__unit")
        .order_by(F("visit").asc(nulls_last=True), "pk").first()
    )  # fmt: skip
    if acting is not None:
        return InCharge(acting.person, acting)
    lead = TeamMember.objects.filter(team=team, role=TeamRole.LEAD).select_related("user").first()
    return InCharge(lead.user) if lead else None


@dataclass
class Standing:
    """One member: what was confirmed, what not, when they declared, how much they have ready."""

    member: TeamMember
    asked: list[TeamRequirement]
    statements: dict[str, EligibilityStatement] = field(default_factory=dict)
    declaration: ConflictDeclaration | None = None
    ready: int = 0

    @property
    def missing(self) -> list[TeamRequirement]:
        return [each for each in self.asked if each.key not in self.statements]

    @property
    def is_confirmed(self) -> bool:
        return bool(self.asked) and not self.missing

    @property
    def last_statement(self) -> EligibilityStatement | None:
        """The newest of the confirmations that are asked for."""
        found = [self.statements[each.key] for each in self.asked if each.key in self.statements]
        return max(found, key=lambda statement: statement.confirmed_at, default=None)

    @property
    def dossiers(self) -> int:
        return len(self.member.assignment.dossier_lines) if self.member.assignment else 0


def standings_of(team: InspectionTeam, day: date) -> list[Standing]:
    """Every member with their standing, in the order of the annex; five queries."""
    members = team.members.select_related("user", "assignment").order_by("order", "pk")
    rows = {
        member.user_id: Standing(member, requirements_for(member.role, day)) for member in members
    }
    for statement in team.statements.select_related("confirmed_by"):
        if statement.person_id in rows:
            rows[statement.person_id].statements[statement.requirement] = statement
    for declaration in team.declarations.newest_first().prefetch_related("ties__unit").reverse():
        if declaration.person_id in rows:
            rows[declaration.person_id].declaration = declaration
    _count_ready(team, rows)
    return list(rows.values())


def _count_ready(team: InspectionTeam, rows: dict[int, Standing]) -> None:
    for tick in PreparedDossier.objects.filter(assignment__team=team):
        row = rows.get(tick.person_id)
        task = row.member.assignment if row else None
        if row and task and task.pk == tick.assignment_id and tick.line in task.dossier_lines:
            row.ready += 1


def decisions_of(team: InspectionTeam) -> list[TeamDecision]:
    """The chain, the oldest first; one query."""
    return list(team.decisions.select_related("document", "created_by").order_by("pk"))


def has_decision(team: InspectionTeam) -> bool:
    """Set up by a decision in force, or by a paper from outside the portal named in words."""
    return bool(team.decision.strip()) or TeamDecision.objects.in_force().filter(team=team).exists()


def undecided_teams(plan: InspectionPlan) -> set[int]:
    """Teams of a plan that still need a decision to go out on; one query, none before the decree."""
    if not decision_needed(plan.reference_day):
        return set()
    decided = TeamDecision.objects.in_force().filter(team__plan=plan).values("team")
    return set(
        plan.teams.filter(decision="").exclude(pk__in=decided).values_list("pk", flat=True)
    )  # fmt: skip


def team_gaps_of(visit: Visit) -> list[Gap]:
    """What the team of a visit still lacks: a decision under the decree, an amending one, a clear
    field for those who declared ties. For the plan's authors; a handful of queries.
    """
    team = visit.team
    if team is None or visit.state in {VisitState.CANCELLED, VisitState.DONE}:
        return []
    url = reverse("plans:team", args=[team.pk])
    found = []
    chain = [each for each in decisions_of(team) if each.is_in_force]
    if decision_needed(visit.plan.reference_day) and not has_decision(team):
        found.append(Gap(_("No decision has set up %(team)s yet.") % {"team": team}, url))
    if chain and roster_changes(chain[-1].roster, team.roster()):
        found.append(
            Gap(
                _("%(team)s has changed; the amending decision is not issued.") % {"team": team},
                url,
            )
        )
    people = {member.user_id: member.user for member in team.members.select_related("user")}
    return [*found, *tie_gaps(team, people, visit)]


@dataclass(frozen=True)
class DossierLine:
    line: str
    is_ready: bool


def dossiers_of(member: TeamMember) -> list[DossierLine]:
    """The dossiers of a member's task with their own ticks; one query."""
    if member.assignment is None:
        return []
    ticked = set(
        PreparedDossier.objects.filter(
            assignment=member.assignment, person=member.user_id
        ).values_list("line", flat=True)
    )  # fmt: skip
    return [DossierLine(line, line in ticked) for line in member.assignment.dossier_lines]


def coming_visits(team: InspectionTeam) -> list[Visit]:
    """Visits of a team that are still to come, the nearest first, those without a day last."""
    visits = team.visits.exclude(state__in=[VisitState.CANCELLED, VisitState.DONE])
    dated = visits.filter(Q(on__isnull=True) | Q(on__gte=timezone.localdate()))
    rows = list(dated.select_related("unit"))
    return sorted(rows, key=lambda visit: (visit.on or date.max, visit.month, visit.pk))


def acting_of(team: InspectionTeam) -> list[ActingLead]:
    """Everybody who acted or will act, the newest first."""
    found = team.acting_leads.select_related("person", "visit__unit", "named_by")
    return sorted(found, key=lambda acting: acting.pk, reverse=True)
