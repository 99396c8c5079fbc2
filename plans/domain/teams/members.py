"""People of a team: who joins, takes over, leaves. The calendar follows every change of people."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.trash.models import TrashedItem
from plans.domain.booking import (
    DoubleBookingError,
    hold_team,
    occupy_person,
    person_elsewhere,
    release_person,
    team_visits,
)
from plans.domain.clashes import own_school_sentence, taken_sentence
from plans.domain.queries.teams import declared_ties, tie_sentence
from plans.domain.teams.acting import end_acting_of
from plans.domain.teams.declaring import ask_member
from plans.domain.teams.following import follow_change
from plans.domain.teams.guards import TeamRefused, guard, throw_from_team
from plans.enums import TeamRole
from plans.models import Assignment, InspectionTeam, TeamMember, Visit
from units.models import Membership, Unit

MEMBER_FIELDS = ["user", "role", "unit", "post", "assignment"]


@transaction.atomic
def add_member(
    *,
    team: InspectionTeam,
    user: User,
    by: User,
    role: str = TeamRole.MEMBER,
    unit: Unit | None = None,
    post: str = "",
    assignment: Assignment | None = None,
) -> TeamMember:
    """One more person; they are booked for every visit the team has on the calendar.

    Raises:
        TeamRefused: in the team already, elsewhere at one of those times, at home in one of those
            units, or the team has its lead.
    """
    guard(team.plan, by)
    hold_team(team.pk)
    _refuse_twice(team, user)
    _refuse_second_lead(team, role)
    order = (team.members.aggregate(last=Max("order"))["last"] or 0) + 1
    member = TeamMember(
        team=team, user=user, role=role, unit=unit, post=post, assignment=assignment, order=order
    )
    _save(member)
    _book_person(member)
    record("team.member", team, by=by, after=snapshot(member, MEMBER_FIELDS), sentence=str(user))
    ask_member(member)
    follow_change(team=team, by=by, lead_changed=role == TeamRole.LEAD)
    return member


@transaction.atomic
def change_member(*, member: TeamMember, by: User) -> TeamMember:
    """Save role, unit, post and assignment of a member; the person is `replace_member`'s."""
    guard(member.team.plan, by)
    stored = TeamMember.objects.get(pk=member.pk)
    _refuse_second_lead(member.team, member.role, member)
    member.user_id = stored.user_id
    _save(member)
    record(
        "team.member", member.team, by=by, before=snapshot(stored, MEMBER_FIELDS),
        after=snapshot(member, MEMBER_FIELDS), sentence=str(member.user),
    )  # fmt: skip
    if stored.role != member.role:
        end_acting_of(member, by)
        follow_change(team=member.team, by=by, lead_changed=member.role == TeamRole.LEAD)
    return member


@transaction.atomic
def replace_member(*, member: TeamMember, user: User, by: User) -> TeamMember:
    """Another person takes over role, task and visits of a member."""
    guard(member.team.plan, by)
    hold_team(member.team_id)
    _refuse_twice(member.team, user)
    before, former = snapshot(member, MEMBER_FIELDS), member.user
    end_acting_of(member, by)
    release_person(member.user_id, member.team)
    member.user, member.post, member.unit = user, user.post, None
    _save(member)
    _book_person(member)
    record(
        "team.replace", member.team, by=by, before=before, after=snapshot(member, MEMBER_FIELDS),
        sentence=f"{former} → {user}",
    )  # fmt: skip
    ask_member(member)
    follow_change(team=member.team, by=by, lead_changed=member.role == TeamRole.LEAD)
    return member


@transaction.atomic
def remove_member(*, member: TeamMember, by: User) -> TrashedItem:
    """The person leaves the team and is free at its times."""
    guard(member.team.plan, by)
    hold_team(member.team_id)
    end_acting_of(member, by)
    release_person(member.user_id, member.team)
    record(
        "team.member_removed", member.team, by=by, before=snapshot(member, MEMBER_FIELDS),
        sentence=str(member.user),
    )  # fmt: skip
    item = throw_from_team(member, by)
    follow_change(team=member.team, by=by)
    return item


@transaction.atomic
def take_back(*, member: TeamMember, by: User) -> None:
    """A member comes back from the trash: once, as the only lead, and free at the team's times.

    Raises:
        TeamRefused: one of these does not hold any more.
    """
    others = member.team.members.exclude(pk=member.pk)
    if others.filter(user=member.user).exists():
        raise TeamRefused(_("%(person)s is in the team already.") % {"person": member.user})
    _refuse_second_lead(member.team, member.role, member)
    _book_person(member)
    follow_change(team=member.team, by=by, lead_changed=member.role == TeamRole.LEAD)


@transaction.atomic
def move_member(*, member: TeamMember, step: int, by: User) -> None:
    """Exchange a member with its neighbour: the order is the one the annex prints."""
    guard(member.team.plan, by)
    people = list(member.team.members.order_by("order", "pk"))
    place = next(index for index, other in enumerate(people) if other.pk == member.pk)
    if not 0 <= place + step < len(people):
        return
    people[place], people[place + step] = people[place + step], people[place]
    for order, person in enumerate(people, start=1):
        TeamMember.objects.filter(pk=person.pk).update(order=order)


def _refuse_twice(team: InspectionTeam, user: User) -> None:
    if team.members.filter(user=user).exists():
        raise TeamRefused(_("%(person)s is in the team already.") % {"person": user})


def _refuse_second_lead(team: InspectionTeam, role: str, but: TeamMember | None = None) -> None:
    if role != TeamRole.LEAD:
        return
    others = team.members.filter(role=TeamRole.LEAD).select_related("user")
    lead = (others.exclude(pk=but.pk) if but else others).first()
    if lead:
        raise TeamRefused(
            _("The team has a lead already: %(person)s. Give them another role first.")
            % {"person": lead.user}
        )


def _save(member: TeamMember) -> None:
    """The constraints stand behind the checks: of two people who press at once one is told."""
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise TeamRefused(_("Someone else has just changed this. Open it again to see.")) from error


def _book_person(member: TeamMember) -> None:
    user, visits = member.user, list(team_visits(member.team).select_related("unit"))
    _refuse_own_unit(member, visits)
    _refuse_declared_unit(member, visits)
    try:
        occupy_person(user.pk, visits)
    except DoubleBookingError as error:
        row = person_elsewhere(user.pk, visits)
        sentence = taken_sentence(row, {user.pk: user}) if row else str(user)
        raise TeamRefused(sentence) from error


def _refuse_own_unit(member: TeamMember, visits: list[Visit]) -> None:
    """Nobody inspects the unit they work at."""
    own = Membership.objects.in_force().filter(user=member.user).values_list("unit", flat=True)
    homes = {*own, member.unit_id}
    for visit in visits:
        if visit.unit_id in homes:
            raise TeamRefused(own_school_sentence(member.user, visit))


def _refuse_declared_unit(member: TeamMember, visits: list[Visit]) -> None:
    """Nobody inspects a unit they declared a tie with (NĐ 217/2025/NĐ-CP, Điều 12)."""
    ties = {tie.unit_id: tie for tie in declared_ties([member.user_id]).get(member.user_id, [])}
    for visit in visits:
        if visit.unit_id in ties:
            raise TeamRefused(tie_sentence(member.user, ties[visit.unit_id]))
