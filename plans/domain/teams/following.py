"""What follows a change of people: an amending decision, and a word to the units already told."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from plans.domain.scheduling import tell_unit
from plans.domain.teams.wording import amending_words
from plans.enums import TeamDecisionState, TeamRole, VisitState
from plans.models import InspectionTeam, TeamDecision, Visit


@transaction.atomic
def follow_change(*, team: InspectionTeam, by: User, lead_changed: bool = False) -> None:
    """Called once the people are as they should be.

    A team whose decision was issued gets the draft of an amending one: nobody is changed without a
    paper, and units hear of a new lead when it is issued. A team without one tells them at once.
    """
    decision = latest_decision(team)
    if decision is not None:
        open_amendment(team=team, amends=decision, by=by)
    elif lead_changed:
        lead = team.members.filter(role=TeamRole.LEAD).select_related("user").first()
        if lead:
            tell_units_of_lead(visits=team.visits.all(), name=lead.user.addressed_name, by=by)


def latest_decision(team: InspectionTeam) -> TeamDecision | None:
    """The newest decision in force: the last of the chain; one query."""
    decisions = TeamDecision.objects.in_force().filter(team=team)
    return decisions.select_related("document").order_by("-pk").first()


def open_amendment(*, team: InspectionTeam, amends: TeamDecision, by: User) -> TeamDecision:
    """The draft of the amending decision: the one that lies there, or a new one."""
    draft = team.decisions.filter(state=TeamDecisionState.DRAFT).first()
    if draft is not None:
        return draft
    return TeamDecision.objects.create(
        team=team, amends=amends, created_by=by, effective_on=timezone.localdate(),
        **amending_words(amends),
    )  # fmt: skip


def tell_units_of_lead(*, visits: "QuerySet[Visit]", name: str, by: User | None) -> None:
    """Units told of a coming visit hear who leads it now; each once."""
    if by is None:
        return
    told = visits.filter(
        was_notified=True, state=VisitState.NOTIFIED, on__gte=timezone.localdate()
    ).select_related("unit", "plan__issuer", "team")
    for visit in told:
        tell_unit(visit=visit, change="lead", reason=name, by=by)
