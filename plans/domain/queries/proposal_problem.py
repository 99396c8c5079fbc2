"""What the solver is asked about a plan: its waiting visits, its teams, and what is taken already."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone

from plans.domain.booking import cells, person_resource
from plans.domain.queries.absences import teams_away
from plans.domain.queries.slots import CLOSED_KINDS, Slot, open_days, slots_of
from plans.domain.queries.teams import declared_ties
from plans.domain.solving import Crew, Problem, Stop
from plans.enums import VisitState
from plans.models import Booking, InspectionPlan, InspectionTeam, OutsideInspection, Visit
from units.models import CalendarDay, Membership, Unit, UnitReach

WAITING = (VisitState.PROPOSED, VisitState.POSTPONED)


def waiting_visits(plan: InspectionPlan) -> list[Visit]:
    """Visits of a plan that want a day and may have any: a cluster's are placed together, by hand."""
    visits = plan.visits.filter(state__in=WAITING, on__isnull=True, cluster__isnull=True)
    return list(visits.select_related("unit").order_by("pk"))


def visits_in_clusters(plan: InspectionPlan) -> int:
    """How many visits without a day wait for the day of their cluster."""
    waiting = plan.visits.filter(state__in=WAITING, on__isnull=True)
    return waiting.exclude(cluster=None).count()


def problem_of(plan: InspectionPlan, visits: Sequence[Visit]) -> tuple[Problem, list[Slot]]:
    """The question, and the times its slots stand for. A constant number of queries a month."""
    slots = list(_apart(slots_of(plan)))
    stops = tuple(_stop(visit) for visit in visits)
    months = sorted({stop.month for stop in stops})
    days = {month: tuple(_days(plan, month)) for month in months}
    every_day = [day for month_days in days.values() for day in month_days]
    crews = tuple(_crews(plan, every_day))
    problem = Problem(
        stops=stops, crews=crews, days=days, slots=len(slots),
        most_a_day=min(len(slots), plan.most_visits_a_day or len(slots)),
        taken=frozenset(_taken(stops, crews, slots, every_day))
        | _closed(stops, slots, every_day)
        | _others_there(plan, stops, slots, every_day),
        held=_held(plan), earliest=timezone.localdate() + timedelta(days=plan.notice_days),
        base=_point(plan.issuer),
    )  # fmt: skip
    return problem, slots


def _apart(slots: Iterable[Slot]) -> Iterator[Slot]:
    """Slots that begin after the one before has ended: nobody is at two of them at once."""
    last: Slot | None = None
    for slot in sorted(slots):
        if last is None or slot.starts_at >= last.ends_at:
            last = slot
            yield slot


def _stop(visit: Visit) -> Stop:
    unit = visit.unit
    district = unit.district or unit.commune
    return Stop(visit.pk, visit.month.replace(day=1), unit.pk, district, _point(unit))


def _point(unit: Unit) -> tuple[float, float] | None:
    if unit.latitude is None or unit.longitude is None:
        return None
    return float(unit.latitude), float(unit.longitude)


def _crews(plan: InspectionPlan, days: Sequence[date]) -> Iterator[Crew]:
    """Nobody goes where they belong, belonged or declared a tie (NĐ 217/2025/NĐ-CP, Điều 12), and
    no team without one of its people.
    """
    away = teams_away(plan, days)
    for team in plan.teams.prefetch_related("members").order_by("pk"):
        members = list(team.members.all())
        people = [member.user_id for member in members]
        home = Membership.objects.filter(user__in=people).values_list("unit", flat=True)
        own = {member.unit_id for member in members if member.unit_id}
        tied = {tie.unit_id for ties in declared_ties(people).values() for tie in ties}
        names = {f"team:{team.pk}", *(person_resource(person) for person in people)}
        yield Crew(
            team.pk, frozenset(names), away=away.get(team.pk, frozenset()),
            barred=frozenset(own | set(home) | tied),
        )  # fmt: skip


def _days(plan: InspectionPlan, month: date) -> list[date]:
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    year = plan.school_year
    return open_days(max(month, year.starts_on), min(last, year.ends_on), plan.issuer)


def _taken(
    stops: Iterable[Stop], crews: Iterable[Crew], slots: Sequence[Slot], days: Sequence[date]
) -> Iterator[tuple[str, date, int]]:
    names = {stop.resource for stop in stops}.union(*(crew.resources for crew in crews))
    inside = [set(cells(slot.starts_at, slot.ends_at)) for slot in slots]
    if not days:
        return
    rows = Booking.objects.filter(on__range=(min(days), max(days)))
    for name, day, cell in rows.values_list("resource", "on", "cell").iterator():
        if name in names:
            yield from ((name, day, n) for n, held in enumerate(inside) if cell in held)


def _closed(
    stops: Sequence[Stop], slots: Sequence[Slot], days: Sequence[date]
) -> frozenset[tuple[str, date, int]]:
    """Days off and examinations of some units only."""
    if not days:
        return frozenset()
    found = set()
    rows = CalendarDay.objects.filter(
        unit__isnull=False, kind__in=CLOSED_KINDS, on__range=(min(days), max(days))
    )
    for row in rows:
        reach = UnitReach.objects.ids_under([row.unit_id], row.on)
        below = set(reach.values_list("descendant", flat=True))
        names = [stop.resource for stop in stops if stop.unit in below]
        found |= {(name, row.on, slot) for name in names for slot in range(len(slots))}
    return frozenset(found)


def _others_there(
    plan: InspectionPlan, stops: Sequence[Stop], slots: Sequence[Slot], days: Sequence[date]
) -> frozenset[tuple[str, date, int]]:
    """Days on which another authority is at a unit (NĐ 217/2025/NĐ-CP, Điều 4.2); two queries."""
    units, open_on = {stop.unit for stop in stops}, set(days)
    if not open_on:
        return frozenset()
    first, last = min(open_on), max(open_on)
    visits = Visit.objects.filter(
        unit__in=units, on__range=(first, last), state__in=VisitState.occupying()
    ).exclude(plan__issuer=plan.issuer_id)
    found = {(unit, on) for unit, on in visits.values_list("unit", "on") if on in open_on}
    outside = OutsideInspection.objects.filter(
        unit__in=units, starts_on__lte=last, ends_on__gte=first
    )
    for row in outside:
        found |= {(row.unit_id, day) for day in open_on if row.starts_on <= day <= row.ends_on}
    return frozenset(
        (f"unit:{unit}", day, slot) for unit, day in found for slot in range(len(slots))
    )


def _held(plan: InspectionPlan) -> Counter[tuple[int, date]]:
    """Visits the teams of the plan have on a day already."""
    teams = InspectionTeam.objects.filter(plan=plan)
    rows = Visit.objects.filter(team__in=teams, on__isnull=False, state__in=VisitState.occupying())
    return Counter((team or 0, on) for team, on in rows.values_list("team", "on") if on)
