"""One day by the hour: a column for each team or person, so that a gap is seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.prepared import prepared
from plans.domain.booking import CELL_MINUTES, cells
from plans.domain.queries.absences import Away, teams_of_people
from plans.domain.queries.calendar import Card
from plans.domain.queries.calendar_groups import person_key
from plans.domain.queries.planning_seen import SeenTeam
from plans.domain.queries.slots import Slot
from plans.enums import AbsenceKind
from plans.models import TeamMember

# Half hours from midnight: a day is drawn at least from 7:00 to 17:00.
_OPENS, _CLOSES = 14, 34
_LAST = 48
MOST_COLUMNS = 24


@dataclass
class Block:
    """Half hours `first` to `last` (excluded) in which these visits are; side by side if several."""

    first: int
    last: int
    visits: list[Card]

    @property
    def length(self) -> int:
        return self.last - self.first


@dataclass
class Column:
    """A team or a person with the visits of the day."""

    label: str
    team_id: int | None = None
    person_id: int | None = None
    blocks: list[Block] = field(default_factory=list)
    absence: str = ""


@dataclass
class HalfHour:
    """One line of the day. A cell is a block that begins here, the time a drop would take (a gap),
    or None where a block from above still lasts.
    """

    starts_at: time
    cells: list[tuple[Column, Block | Slot | None]] = field(default_factory=list)

    @property
    def is_full_hour(self) -> bool:
        return self.starts_at.minute == 0


@prepared
def _members(*, teams: Any) -> QuerySet[Any, Any]:
    members = TeamMember.objects.filter(team__in=teams).order_by("team", "order", "pk")
    return members.values_list("team_id", "user_id", "user__full_name")


def team_columns(cards: Sequence[Card], teams: Iterable[SeenTeam]) -> list[Column]:
    """Teams given, teams with a visit, and what has no team yet."""
    columns: dict[int | None, Column] = {
        team.pk: Column(team.name, team_id=team.pk) for team in teams
    }
    for card in sorted(cards, key=lambda card: (card.team_id is None, card.team or "")):
        columns.setdefault(card.team_id, Column(card.team or _("No team yet"), card.team_id))
    return _filled(columns, cards, lambda card: [card.team_id])


def person_columns(cards: Sequence[Card], teams: Iterable[SeenTeam]) -> list[Column]:
    """Everybody of the teams given and of teams with a visit, by given name. One query."""
    named = {team.pk for team in teams} | {card.team_id for card in cards if card.team_id}
    people: dict[int, list[int | None]] = {}
    names: dict[int, str] = {}
    for team, person, name in _members.rows(teams=sorted(named)):
        people.setdefault(team, []).append(person)
        names[person] = name
    columns: dict[int | None, Column] = {
        person: Column(name, person_id=person)
        for person, name in sorted(names.items(), key=lambda item: person_key(item[1]))
    }
    if any(card.team_id not in people for card in cards):
        columns[None] = Column(_("Nobody named yet"))
    return _filled(columns, cards, lambda card: people.get(card.team_id or 0, [None]))


def _filled(columns: dict[Any, Column], cards: Iterable[Card], owners: Any) -> list[Column]:
    for card in cards:
        for owner in owners(card):
            _add(columns[owner].blocks, card)
    return list(columns.values())


def _add(blocks: list[Block], card: Card) -> None:
    """Cards come by their beginning; one that begins before the last block ends joins it."""
    if card.starts_at is None or card.ends_at is None:
        return
    taken = cells(card.starts_at, card.ends_at)
    if blocks and blocks[-1].last > taken.start:
        blocks[-1].visits.append(card)
        blocks[-1].last = max(blocks[-1].last, taken.stop)
    else:
        blocks.append(Block(taken.start, taken.stop, [card]))


def mark_away(columns: Iterable[Column], away: Sequence[Away]) -> None:
    """Write on each column who of it is away that day; one query if anybody is."""
    if not away:
        return
    columns = list(columns)
    people = {person: (name, kind) for person, name, kind in away}
    teams = [column.team_id for column in columns if column.team_id]
    members = teams_of_people(people, teams) if teams else {}
    for column in columns:
        if column.person_id in people:
            kind = people[column.person_id or 0][1]
            column.absence = str(AbsenceKind(kind).label)
        elif column.team_id in members:
            gone = members[column.team_id or 0]
            names = ", ".join(name for person, (name, _kind) in people.items() if person in gone)
            column.absence = _("Away: %(names)s") % {"names": names}


def half_hours(columns: list[Column], slots: Sequence[Slot]) -> list[HalfHour]:
    """The lines of the day. A gap at a slot's beginning is as long as the slot, else as the first."""
    blocks = [block for column in columns for block in column.blocks]
    first = min([_OPENS, *(block.first for block in blocks)])
    last = max([_CLOSES, *(block.last for block in blocks)])
    begun = {cells(slot.starts_at, slot.ends_at).start: slot for slot in slots}
    usual = len(cells(slots[0].starts_at, slots[0].ends_at))
    lines = []
    for cell in range(first, last):
        gap = begun.get(cell) or Slot(_moment(cell), _moment(min(cell + usual, _LAST - 1)))
        line = HalfHour(_moment(cell))
        line.cells = [(column, _at(column.blocks, cell, gap)) for column in columns]
        lines.append(line)
    return lines


def _at(blocks: Iterable[Block], cell: int, gap: Slot) -> Block | Slot | None:
    for block in blocks:
        if block.first == cell:
            return block
        if block.first < cell < block.last:
            return None
    return gap


def _moment(cell: int) -> time:
    minutes = cell * CELL_MINUTES
    return time(minutes // 60, minutes % 60)
