"""The calendar by team, by school or by district: a row each, a column a day. No further query."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.search.keys import search_key
from plans.domain.proposing import district_key
from plans.domain.queries.calendar import Card, Day
from plans.domain.queries.planning_seen import SeenTeam

BY_TEAM, BY_SCHOOL, BY_DISTRICT = "team", "school", "district"
GROUPINGS = (BY_TEAM, BY_SCHOOL, BY_DISTRICT)
MOST_ROWS = 150


@dataclass
class GroupRow:
    """One team, school or district, and its visits day by day; `team_id` only for a team."""

    label: str
    team_id: int | None = None
    unit_id: int | None = None
    cells: list[tuple[Day, list[Card]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(cards) for _day, cards in self.cells)


# What a card is grouped under: the key, and where the row stands among the others.
_Key = tuple[Any, Any]


def _by_school(card: Card) -> _Key:
    return card.unit_id, (card.unit_sort, card.unit_id)


def _by_district(card: Card) -> _Key:
    key = district_key(card.area)
    return key, (not key, key)


def group_rows(
    days: Sequence[Day], by: str, teams: Iterable[SeenTeam] = ()
) -> tuple[list[GroupRow], int]:
    """Rows in their order, and how many more there are than are shown.

    Teams given have their row with or without a visit, so that one sees who is free; visits without
    a team stand under them.
    """
    if by == BY_TEAM:
        rows = _team_rows(days, list(teams))
    else:
        rows = _rows(days, _by_school if by == BY_SCHOOL else _by_district, by)
    return rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS)


def _team_rows(days: Sequence[Day], teams: list[SeenTeam]) -> list[GroupRow]:
    names: dict[int | None, str] = {team.pk: team.name for team in teams}
    cards = [card for day in days for card in day.visits]
    others = {card.team_id: card.team or "" for card in cards if card.team_id not in names}
    for team, name in sorted(others.items(), key=lambda item: (item[0] is None, item[1])):
        names[team] = name if team else _("No team yet")
    return [
        GroupRow(name, team_id=team, cells=_cells(days, lambda card, team=team: card.team_id == team))  # type: ignore[misc]
        for team, name in names.items()
    ]  # fmt: skip


def _cells(days: Sequence[Day], holds: Callable[[Card], bool]) -> list[tuple[Day, list[Card]]]:
    return [(day, [card for card in day.visits if holds(card)]) for day in days]


def _rows(days: Sequence[Day], key_of: Callable[[Card], _Key], by: str) -> list[GroupRow]:
    found: dict[Any, dict[Any, list[Card]]] = defaultdict(lambda: defaultdict(list))
    places: dict[Any, tuple[Any, Card]] = {}
    for day in days:
        for card in day.visits:
            key, place = key_of(card)
            places.setdefault(key, (place, card))
            found[key][day.on].append(card)
    rows = []
    for key, (_place, card) in sorted(places.items(), key=lambda item: item[1][0]):
        school = by == BY_SCHOOL
        label = card.unit if school else card.area or _("District not known")
        cells = [(day, found[key][day.on]) for day in days]
        rows.append(GroupRow(label, unit_id=card.unit_id if school else None, cells=cells))
    return rows


def teams_shown(teams: Iterable[SeenTeam], plan: Any, team: Any) -> list[SeenTeam]:
    """The teams that have a row of their own: of the plan in the filter, or the one asked for."""
    if team:
        return [one for one in teams if one.pk == int(team)]
    return [one for one in teams if one.plan.pk == plan.pk] if plan else []


def person_key(name: str) -> list[str]:
    """Vietnamese lists are sorted by the given name, which comes last."""
    return search_key(name).split()[::-1]
