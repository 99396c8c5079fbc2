"""Half hours as rows: a UNIQUE constraint refuses what two people cannot both have.

Works alike on SQLite and PostgreSQL, without locks. Times are multiples of 30 minutes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from plans.enums import VisitState
from plans.models import Booking, InspectionTeam, TeamMember, Visit

CELL_MINUTES = 30


class DoubleBookingError(Exception):
    """Someone took the same half hour in this very moment."""


def on_grid(moment: time) -> bool:
    return moment.minute % CELL_MINUTES == 0 and not moment.second


def cells(starts_at: time, ends_at: time) -> range:
    """Half hours from `starts_at` (included) to `ends_at` (excluded), counted from midnight."""
    first = (starts_at.hour * 60 + starts_at.minute) // CELL_MINUTES
    last = -(-(ends_at.hour * 60 + ends_at.minute) // CELL_MINUTES)
    return range(first, last)


def person_resource(user_id: int) -> str:
    return f"person:{user_id}"


def resources(visit: Visit, team_id: int | None) -> list[str]:
    """What a visit occupies: its unit, its team and every person of the team."""
    taken = [f"unit:{visit.unit_id}"]
    if team_id is not None:
        people = TeamMember.objects.filter(team=team_id).values_list("user", flat=True)
        taken += [f"team:{team_id}", *(person_resource(person) for person in people)]
    return taken


def hold_team(team_id: int | None) -> None:
    """Who books a team and who changes its members wait for each other: neither misses the other's
    rows. (On SQLite the IMMEDIATE transaction is that wait.)
    """
    if team_id is not None:
        list(InspectionTeam.objects.select_for_update().filter(pk=team_id).values("pk"))


@transaction.atomic
def occupy(visit: Visit) -> None:
    """Replace the visit's bookings by those of its present day, time and team.

    Raises:
        DoubleBookingError: a resource has one of the half hours already; nothing is changed.
    """
    visit.bookings.all().delete()
    if visit.on is None or visit.starts_at is None or visit.ends_at is None:
        return
    hold_team(visit.team_id)
    _book([visit], resources(visit, visit.team_id))


def occupy_person(user_id: int, visits: Iterable[Visit]) -> None:
    """Book one more person for visits of a team that stand on the calendar already.

    Raises:
        DoubleBookingError: the person is elsewhere at one of these times; nothing is changed.
    """
    _book(visits, [person_resource(user_id)])


def release(visit: Visit) -> None:
    """The visit occupies nothing any more."""
    visit.bookings.all().delete()


def release_person(user_id: int, team: InspectionTeam) -> None:
    """The person no longer goes on the visits of this team."""
    Booking.objects.filter(visit__team=team, resource=person_resource(user_id)).delete()


def team_visits(team: InspectionTeam) -> "QuerySet[Visit]":
    """Visits of a team that occupy a day."""
    return team.visits.filter(state__in=VisitState.occupying(), on__isnull=False)


def _book(visits: Iterable[Visit], taken: Sequence[str]) -> None:
    rows = [
        Booking(visit=visit, resource=resource, on=visit.on, cell=cell)
        for visit in visits
        if visit.on and visit.starts_at and visit.ends_at
        for resource in taken
        for cell in cells(visit.starts_at, visit.ends_at)
    ]
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(rows)
    except IntegrityError as error:
        raise DoubleBookingError from error


def taken_by_others(
    visit: Visit, *, on: date, starts_at: time, ends_at: time, team_id: int | None
) -> list[Booking]:
    """Other visits' bookings that stand in the way, one per resource and visit.

    Where the whole team is at another visit its people are not named one by one.
    """
    rows = (
        Booking.objects.filter(
            on=on, cell__in=list(cells(starts_at, ends_at)), resource__in=resources(visit, team_id)
        )
        .exclude(visit=visit)
        .select_related("visit__unit", "visit__team", "visit__plan")
        .order_by("-resource", "visit", "cell")
    )
    seen: dict[tuple[str, int], Booking] = {}
    for row in rows:
        seen.setdefault((row.resource, row.visit_id), row)
    return [
        row
        for (resource, visit_id), row in seen.items()
        if not (resource.startswith("person:") and (f"team:{team_id}", visit_id) in seen)
    ]


def person_elsewhere(user_id: int, visits: Iterable[Visit]) -> Booking | None:
    """The first booking that keeps a person from going on these visits."""
    for visit in visits:
        if visit.on is None or visit.starts_at is None or visit.ends_at is None:
            continue
        row = (
            Booking.objects.filter(
                resource=person_resource(user_id), on=visit.on,
                cell__in=list(cells(visit.starts_at, visit.ends_at)),
            )
            .exclude(visit=visit)
            .select_related("visit__unit", "visit__team", "visit__plan")
            .first()
        )  # fmt: skip
        if row:
            return row
    return None
