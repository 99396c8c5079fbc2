"""Somebody stands in for the lead: for some days, or at one visit. At most one at a time."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.notifications.sending import notify
from plans.domain.booking import hold_team
from plans.domain.teams.following import tell_units_of_lead
from plans.domain.teams.guards import TeamRefused, guard
from plans.enums import TeamRole, VisitState
from plans.models import ActingLead, InspectionTeam, TeamMember, Visit

ACTING_FIELDS = ["person", "visit", "begins_on", "ends_on", "reason"]


@transaction.atomic
def name_acting_lead(
    *,
    team: InspectionTeam,
    member: TeamMember,
    reason: str,
    by: User,
    begins_on: date | None = None,
    ends_on: date | None = None,
    visit: Visit | None = None,
) -> ActingLead:
    """Put a member in charge between two days, or at one visit. Members and told units hear of it.

    Raises:
        TeamRefused: the lead themselves, somebody of another team, no reason, days the wrong way
            round or missing, or somebody acts at that time already.
    """
    guard(team.plan, by)
    hold_team(team.pk)
    _refuse_person(team, member)
    if not reason.strip():
        raise TeamRefused(_("Write the reason: the people concerned will read it."))
    acting = ActingLead(
        team=team, person=member.user, visit=visit, reason=reason.strip(), named_by=by,
        begins_on=None if visit else begins_on, ends_on=None if visit else ends_on,
    )  # fmt: skip
    _refuse_time(acting)
    acting.save()
    record(
        "team.acting", team, by=by, after=snapshot(acting, ACTING_FIELDS), sentence=str(member.user)
    )
    _tell(acting)
    return acting


@transaction.atomic
def end_acting(*, acting: ActingLead, by: User) -> None:
    """The lead is back: what has not begun falls away, what runs ends today. Told units hear of it.

    Raises:
        TeamRefused: it is over.
    """
    guard(acting.team.plan, by)
    before = snapshot(acting, ACTING_FIELDS)
    today, visits = timezone.localdate(), list(_visits_of(acting).values_list("pk", flat=True))
    if acting.begins_on is not None and acting.begins_on <= today:
        if acting.ends_on and acting.ends_on < today:
            raise TeamRefused(_("This is over already and stays as history."))
        acting.ends_on = today
        acting.save(update_fields=["ends_on"])
        after = snapshot(acting, ACTING_FIELDS)
    else:
        if acting.visit and acting.visit.state in {VisitState.DONE, VisitState.IN_PROGRESS}:
            raise TeamRefused(_("This is over already and stays as history."))
        acting.delete()
        after = {}
    record(
        "team.acting_ended", acting.team, by=by, before=before, after=after,
        sentence=str(acting.person),
    )  # fmt: skip
    _tell_lead_is_back(visits, acting.team, by)


def _refuse_person(team: InspectionTeam, member: TeamMember) -> None:
    if member.team_id != team.pk:
        raise TeamRefused(_("Only somebody of the team can act for its lead."))
    if member.role == TeamRole.LEAD:
        raise TeamRefused(_("%(person)s is the lead.") % {"person": member.user})


def _refuse_time(acting: ActingLead) -> None:
    if acting.visit is not None:
        _refuse_visit(acting, acting.visit)
        return
    begins, ends = acting.begins_on, acting.ends_on
    if begins is None or ends is None:
        raise TeamRefused(_("Give the first and the last day, or one visit."))
    if ends < begins:
        raise TeamRefused(_("The last day lies before the first."))
    at_visits = Q(visit__on__range=(begins, ends))
    same_days = Q(visit__isnull=True, begins_on__lte=ends, ends_on__gte=begins)
    _refuse_other(acting, at_visits | same_days)


def _refuse_visit(acting: ActingLead, visit: Visit) -> None:
    if visit.team_id != acting.team_id:
        raise TeamRefused(_("The team does not go on this visit."))
    # Named while another team was to go there.
    ActingLead.objects.filter(visit=visit).exclude(team=acting.team_id).delete()
    same = Q(visit=visit)
    if visit.on:
        same |= Q(visit__isnull=True, begins_on__lte=visit.on, ends_on__gte=visit.on)
    _refuse_other(acting, same)


def _refuse_other(acting: ActingLead, meanwhile: Q) -> None:
    others = ActingLead.objects.filter(meanwhile, team=acting.team)
    other = others.select_related("person", "visit__unit").first()
    if other is None:
        return
    words = _("%(person)s acts for the lead at that time already (%(when)s).")
    raise TeamRefused(words % {"person": other.person, "when": acting_when(other)})


def acting_when(acting: ActingLead) -> str:
    """The days, or the visit, in words."""
    if acting.visit is not None:
        return _("at the visit to %(unit)s") % {"unit": acting.visit.unit}
    return _("%(begins)s to %(ends)s") % {
        "begins": date_format(acting.begins_on, "d/m/Y") if acting.begins_on else "",
        "ends": date_format(acting.ends_on, "d/m/Y") if acting.ends_on else "",
    }


def _tell(acting: ActingLead) -> None:
    team = acting.team
    members = [member.user for member in team.members.select_related("user")]
    notify(
        "plans.acting_named",
        event=f"plans.acting:{acting.pk}",
        recipients=members,
        context={
            "person": str(acting.person), "team": str(team), "when": acting_when(acting),
            "reason": acting.reason,
        },
        url=reverse("plans:team", args=[team.pk]),
    )  # fmt: skip
    name = f"{acting.person.addressed_name} (phụ trách thay Trưởng đoàn)"
    tell_units_of_lead(visits=_visits_of(acting), name=name, by=acting.named_by)


def _visits_of(acting: ActingLead) -> "QuerySet[Visit]":
    if acting.visit is not None:
        return acting.team.visits.filter(pk=acting.visit.pk)
    return acting.team.visits.filter(on__range=(acting.begins_on, acting.ends_on))


def _tell_lead_is_back(visits: list[int], team: InspectionTeam, by: User) -> None:
    lead = team.members.filter(role=TeamRole.LEAD).select_related("user").first()
    if lead is not None:
        coming = team.visits.filter(pk__in=visits, on__gt=timezone.localdate())
        tell_units_of_lead(visits=coming, name=lead.user.addressed_name, by=by)


def end_acting_of(member: TeamMember, by: User) -> None:
    """Who leaves the team, or becomes its lead, no longer acts for it."""
    for acting in ActingLead.objects.filter(team=member.team, person=member.user_id):
        if acting.is_open:
            end_acting(acting=acting, by=by)
