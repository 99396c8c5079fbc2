"""Who is away when: for clashes, for the solver, for the calendar."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.prepared import prepared
from plans.models import Absence, InspectionPlan, TeamMember


def absent_on(people: Iterable[int], days: Iterable[date]) -> dict[tuple[int, date], Absence]:
    """By person's number and day: the absence that keeps the person away. One query.

    Each absence comes with its `person`. Days and people without one are left out.
    """
    wanted, asked = set(people), sorted(set(days))
    if not wanted or not asked:
        return {}
    rows = Absence.objects.between(asked[0], asked[-1]).filter(person__in=wanted)
    return {
        (absence.person_id, day): absence
        for absence in rows.select_related("person")
        for day in asked
        if absence.first_on <= day <= absence.last_on
    }


def absence_sentence(absence: Absence) -> str:
    """Why a person cannot go, without the reason, which is not everybody's."""
    return _("%(person)s is away: %(days)s.") % {"person": absence.person, "days": absence.days}


def teams_away(plan: InspectionPlan, days: Iterable[date]) -> dict[int, frozenset[date]]:
    """By number of a team of the plan: the days on which one of its people is away. Two queries."""
    members = list(TeamMember.objects.filter(team__plan=plan).values_list("team_id", "user_id"))
    gone = absent_on([person for _team, person in members], days)
    found: dict[int, set[date]] = defaultdict(set)
    for team, person in members:
        found[team] |= {day for who, day in gone if who == person}
    return {team: frozenset(lost) for team, lost in found.items() if lost}


def people_of(user: User) -> "QuerySet[User]":
    """Whose absences a person may enter: their own; as a planner those of people in their teams."""
    issuers = user.units_where("plans.edit")
    sent = TeamMember.objects.filter(team__plan__issuer__in=issuers).order_by().values("user")
    return User.objects.filter(pk=user.pk) | User.objects.filter(pk__in=sent)


@prepared
def _seen(*, person: int, units: Any, first: Any, last: Any) -> "QuerySet[Absence, Any]":
    absences = Absence.objects.seen_by(person, units).between(first, last)
    rows = absences.order_by("person__full_name", "person", "first_on")
    return rows.values_list("person_id", "person__full_name", "kind", "first_on", "last_on")


# A person's number, name and kind of absence.
Away = tuple[int, str, str]


def away_by_day(user: User, first: date, last: date) -> dict[date, list[Away]]:
    """Who of the people one knows is away, day by day; one query."""
    units = sorted({unit for unit, _role in user.grants})
    found: dict[date, list[Away]] = defaultdict(list)
    rows = _seen.rows(person=user.pk, units=units, first=first, last=last)
    for person, name, kind, begun, over in rows:
        day, end = max(begun, first), min(over, last)
        while day <= end:
            found[day].append((person, name, kind))
            day += timedelta(days=1)
    return found


def teams_of_people(people: Iterable[int], teams: Iterable[int]) -> dict[int, set[int]]:
    """By number of a team: which of these people belong to it; one query."""
    members = TeamMember.objects.filter(user__in=set(people), team__in=set(teams)).order_by()
    found: dict[int, set[int]] = defaultdict(set)
    for team, person in members.values_list("team_id", "user_id"):
        found[team].add(person)
    return found
