"""Many units at once: everything under one unit read in a few queries, changed in a few more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Model, Q
from django.utils import timezone

from core.audit.recording import snapshot
from core.search.keys import search_key
from units.domain.life import FIELDS
from units.models import Unit, UnitAlias, UnitCode, UnitReach, UnitRelation

CODE_SYSTEM = "CSDL ngành"
STATE_FIELDS = [*FIELDS, "search_key"]
State = dict[str, Any]


# Names are compared by their keys, and the same names come by in list after list.
spelling = lru_cache(maxsize=50_000)(search_key)


class Code(NamedTuple):
    """A row of `UnitCode`; plain tuples, because lists bring them by the thousand."""

    pk: int
    unit_id: int
    system: str
    value: str
    valid_from: date | None
    valid_to: date | None


class Alias(NamedTuple):
    """A row of `UnitAlias`."""

    pk: int
    unit_id: int
    name: str
    search_key: str


class Link(NamedTuple):
    """A row of `UnitRelation`."""

    pk: int
    unit_id: int
    manager_id: int
    valid_from: date | None
    valid_to: date | None


@dataclass
class KnownUnit:
    """A unit with its codes, spellings and links upwards, read beforehand."""

    unit: Unit
    codes: list[Code] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @cached_property
    def link(self) -> Link | None:
        """The open link, or else the last one."""
        return max(self.links, key=lambda link: link.valid_to or date.max, default=None)

    @property
    def manager_id(self) -> int | None:
        return self.link.manager_id if self.link else None

    @property
    def code(self) -> str:
        """The code in force in the education database, or in any other system."""
        current = [code for code in self.codes if code.valid_to is None]
        own = [code for code in current if code.system == CODE_SYSTEM]
        return next((code.value for code in [*own, *current]), "")

    @cached_property
    def name_keys(self) -> set[str]:
        keys = {spelling(self.unit.name), spelling(self.unit.short_name)}
        return keys | {alias.search_key for alias in self.aliases}

    @property
    def state(self) -> State:
        """Everything an import may touch, as plain JSON values."""
        return {
            **snapshot(self.unit, STATE_FIELDS),
            "codes": [
                [code.pk, code.system, code.value, _iso(code.valid_from), _iso(code.valid_to)]
                for code in self.codes
            ],
            "aliases": [[alias.pk, alias.name] for alias in self.aliases],
            "links": [
                [link.pk, link.manager_id, _iso(link.valid_from), _iso(link.valid_to)]
                for link in self.links
            ],
        }


def known_under(scope: int, *, lock: bool = False) -> dict[int, KnownUnit]:
    """Everything a unit manages today or will, itself included. Causes four queries.

    With `lock` the rows stay as they are until the transaction ends, and whoever else writes a
    list of the same authority waits: the managing units are locked first, in a query of their own,
    because a locking query does not see rows added while it waited.
    """
    if lock:
        above = UnitReach.objects.filter(descendant=scope).values("ancestor")
        list(Unit.objects.select_for_update().filter(pk__in=above).order_by("pk"))
    today = timezone.localdate()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    reached = UnitReach.objects.filter(lasting, ancestor=scope).values("descendant")
    units = Unit.objects.filter(lasting, pk__in=reached).order_by("pk")
    return known_units(units.select_for_update() if lock else units)


def known_units(units: Iterable[Unit]) -> dict[int, KnownUnit]:
    """Units with what belongs to them. Causes three queries besides reading `units`."""
    known = {unit.pk: KnownUnit(unit) for unit in units}
    for code in map(Code._make, _rows_of(UnitCode, Code, known)):
        known[code.unit_id].codes.append(code)
    for alias in map(Alias._make, _rows_of(UnitAlias, Alias, known)):
        known[alias.unit_id].aliases.append(alias)
    for link in map(Link._make, _rows_of(UnitRelation, Link, known)):
        known[link.unit_id].links.append(link)
    return known


def _rows_of(model: type[Model], shape: Any, units: Iterable[int]) -> Iterable[Any]:
    rows = model._default_manager.filter(unit__in=units).order_by("pk")
    return rows.values_list(*shape._fields).iterator(chunk_size=2_000)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
