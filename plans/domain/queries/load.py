"""How much each inspector has to do: visits, days, kilometres, month by month. Two queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, NamedTuple

from plans.domain.queries.calendar_groups import person_key
from plans.domain.queries.visit_scope import VisitScope
from plans.domain.solving.distances import Distances
from plans.domain.solving.problem import Point, Stop
from plans.enums import VisitMode, VisitState
from plans.models import TeamMember

SORTS = ("name", "visits", "days", "km")


class _Row(NamedTuple):
    pk: int
    team_id: int | None
    on: date
    starts_at: time
    mode: str
    unit_id: int
    unit: str
    district: str
    commune: str
    latitude: Any
    longitude: Any
    issuer_latitude: Any
    issuer_longitude: Any

    @property
    def point(self) -> Point | None:
        return _point(self.latitude, self.longitude)

    @property
    def base(self) -> Point | None:
        return _point(self.issuer_latitude, self.issuer_longitude)

    @property
    def is_travelled(self) -> bool:
        return self.mode != VisitMode.REMOTE


def _point(latitude: Any, longitude: Any) -> Point | None:
    return (float(latitude), float(longitude)) if None not in (latitude, longitude) else None


@dataclass
class PersonLoad:
    """One inspector. `km` is None where no place visited is known; `estimated` counts the visits
    whose place is not.
    """

    person: int
    name: str
    visits: int = 0
    days: int = 0
    km: float | None = None
    estimated: int = 0
    months: Counter[date] = field(default_factory=Counter)


@dataclass
class LoadTable:
    """What the page shows; `months` are first days, `unplaced` the units without coordinates."""

    people: list[PersonLoad]
    months: list[date]
    unplaced: list[tuple[int, str]]

    def by_month(self, load: PersonLoad) -> list[tuple[date, int]]:
        return [(month, load.months[month]) for month in self.months]


def load_table(scope: VisitScope, first: date, last: date, sort: str = "-visits") -> LoadTable:
    """The load of everybody in the teams of these visits, from `first` to `last`."""
    rows = _rows(scope, first, last)
    ways = _Ways(rows)
    teams: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.team_id:
            teams[row.team_id].append(row)
    people: dict[int, tuple[str, list[_Row]]] = {}
    members = TeamMember.objects.filter(team__in=teams).order_by("pk")
    for team, person, name in members.values_list("team_id", "user_id", "user__full_name"):
        people.setdefault(person, (name, []))[1].extend(teams[team])
    loads = [_load(person, name, made, ways) for person, (name, made) in people.items()]
    unplaced = {row.unit_id: row.unit for row in rows if row.is_travelled and row.point is None}
    months = sorted({row.on.replace(day=1) for row in rows})
    return LoadTable(
        _sorted(loads, sort), months, sorted(unplaced.items(), key=lambda item: item[1])
    )


def _rows(scope: VisitScope, first: date, last: date) -> list[_Row]:
    visits = scope.queryset().filter(on__range=(first, last), state__in=VisitState.occupying())
    names = (
        "pk", "team_id", "on", "starts_at", "mode", "unit_id", "unit__short_name", "unit__district",
        "unit__commune", "unit__latitude", "unit__longitude", "plan__issuer__latitude",
        "plan__issuer__longitude",
    )  # fmt: skip
    return [_Row(*row) for row in visits.order_by("on", "starts_at", "pk").values_list(*names)]


class _Ways:
    """Distances from every office that sends somebody; places are worked out once."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._stops = [
            Stop(row.pk, row.on, row.unit_id, row.district or row.commune, row.point)
            for row in rows
        ]
        self._known: dict[Point | None, Distances] = {}

    def tour(self, day: list[_Row]) -> float:
        """A day of one person: out from the office of the first visit, round, and back."""
        base = day[0].base
        if base not in self._known:
            self._known[base] = Distances(self._stops, base)
        return self._known[base].tour([row.pk for row in day])


def _load(person: int, name: str, rows: list[_Row], ways: _Ways) -> PersonLoad:
    days: dict[date, list[_Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.on, row.starts_at, row.pk)):
        days[row.on].append(row)
    travelled = [row for row in rows if row.is_travelled]
    estimated = sum(row.point is None for row in travelled)
    tours = [[row for row in day if row.is_travelled] for day in days.values()]
    is_known = not travelled or estimated < len(travelled)
    return PersonLoad(
        person, name, len(rows), len(days),
        sum(ways.tour(tour) for tour in tours if tour) if is_known else None,
        estimated, Counter(row.on.replace(day=1) for row in rows),
    )  # fmt: skip


def _sorted(loads: list[PersonLoad], sort: str) -> list[PersonLoad]:
    loads = sorted(loads, key=lambda load: (person_key(load.name), load.person))
    key = sort.lstrip("-") if sort.lstrip("-") in SORTS else "visits"
    backwards = sort.startswith("-")
    if key == "name":
        return loads[::-1] if backwards else loads
    return sorted(loads, key=lambda load: getattr(load, key) or 0, reverse=backwards)
