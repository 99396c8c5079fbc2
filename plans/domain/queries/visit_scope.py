"""The visits a person may see that fit the filters of a list: as a queryset, and read fast."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from core.prepared import Bound, prepared
from core.search.keys import search_key
from plans.domain.queries.planning_seen import PlanningSeen
from plans.domain.queries.sorting import known_sort, sorted_visits
from plans.models import TeamMember, Visit, VisitNotice
from units.models import UnitRelation


def visits_in(
    *, plans: Any, person: Any = None, units: Any = (), today: Any = None, **narrow: Any
) -> "QuerySet[Visit]":
    """Visits of these plans; with a person, those of them that the person may see."""
    # Naming the plans lets the database begin at their index instead of reading every visit.
    visits = Visit.objects.filter(plan__in=plans)
    if person is not None:
        visits = visits.seen_by(person, units, today)
    for word in narrow.get("words", ()):
        visits = visits.filter(unit__search_key__contains=word)
    if manager := narrow.get("manager"):
        # To what a unit manages or ever managed: a plan of 2019 is read by its own offices.
        visits = visits.filter(unit__in=UnitRelation.objects.filter(manager=manager).values("unit"))
    if narrow.get("undated"):
        visits = visits.filter(on__isnull=True)
    if member := narrow.get("member"):
        teams = TeamMember.objects.filter(user=member).order_by()
        visits = visits.filter(team__in=teams.values("team"))
    if since := narrow.get("since"):
        visits = visits.filter(on__gte=since)
    if until := narrow.get("until"):
        visits = visits.filter(on__lte=until)
    exact = {"plan": "plan", "team": "team", "state": "state", "month": "month", "day": "on"}
    return visits.filter(**{exact[name]: value for name, value in narrow.items() if name in exact})


@dataclass(frozen=True)
class VisitScope:
    """What a person sees of visits, narrowed; `values` are the arguments of `visits_in`."""

    values: dict[str, Any]

    @classmethod
    def of(cls, seen: PlanningSeen, filters: dict[str, Any]) -> "VisitScope":
        """From the valid values of the filter form; empty ones are left out."""
        plans = list(seen.plans.values())
        values: dict[str, Any] = {"plans": [plan.pk for plan in plans]}
        if any(plan.issuer_id not in seen.units for plan in plans):
            values |= {"person": seen.person, "units": seen.units, "today": seen.today}
        narrow = {name: value for name, value in filters.items() if value and name != "q"}
        numbers = ("plan", "team", "manager", "member")
        narrow |= {name: int(narrow[name]) for name in numbers if name in narrow}
        if words := search_key(filters.get("q") or "").split():
            narrow["words"] = tuple(words)
        return cls(values | narrow)

    def queryset(self) -> "QuerySet[Visit]":
        return visits_in(**self.values)

    def rows(self, sort: str) -> Bound:
        """Rows of the list, for `paginate`; `filled_in` makes them `VisitRow`s."""
        return _listed.bind(sort=known_sort(sort), **self.values)


@dataclass(slots=True)
class VisitRow:
    """What the list shows of a visit."""

    pk: int
    unit_id: int
    unit: str
    kind: str
    state: str
    month: date
    on: date | None
    starts_at: time | None
    ends_at: time | None
    team: str | None
    mode: str
    plan: str
    manager: str = ""
    contents: list[str] = field(default_factory=list)
    told_at: datetime | None = None


@prepared
def _listed(*, sort: str, **scope: Any) -> QuerySet[Any, Any]:
    return sorted_visits(visits_in(**scope), sort).values_list(
        "pk", "unit_id", "unit__short_name", "kind", "state", "month", "on", "starts_at", "ends_at",
        "team__name", "mode", "plan__title",
    )  # fmt: skip


@prepared
def _managers(*, units: Any, day: Any) -> QuerySet[Any, Any]:
    links = UnitRelation.objects.on(day).filter(unit__in=units).order_by()
    return links.values_list("unit_id", "manager__short_name")


@prepared
def _contents(*, visits: Any) -> QuerySet[Any, Any]:
    links = Visit.streams.through.objects.filter(visit__in=visits)
    links = links.order_by("contentstream__order", "contentstream_id")
    return links.values_list("visit_id", "contentstream__title")


@prepared
def _told(*, visits: Any) -> QuerySet[Any, Any]:
    notices = VisitNotice.objects.filter(visit__in=visits).order_by().values("visit_id")
    return notices.annotate(last=Max("sent_at")).values_list("visit_id", "last")


def filled_in(rows: Iterable[tuple[Any, ...]]) -> list[VisitRow]:
    """The rows of one page with managers, contents and last notices; three queries."""
    visits = [VisitRow(*row) for row in rows]
    ids = [visit.pk for visit in visits]
    # Who manages each unit on the day of the first visit that has one.
    day = next((visit.on for visit in visits if visit.on), None) or timezone.localdate()
    managers: dict[int, str] = dict(_managers.rows(units=[v.unit_id for v in visits], day=day))
    told: dict[int, datetime] = dict(_told.rows(visits=ids))
    contents: dict[int, list[str]] = {}
    for visit, title in _contents.rows(visits=ids):
        contents.setdefault(visit, []).append(title)
    for visit in visits:
        visit.manager = managers.get(visit.unit_id, "")
        visit.contents = contents.get(visit.pk, [])
        visit.told_at = told.get(visit.pk)
    return visits
