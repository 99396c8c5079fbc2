"""The tree's closure with dates, derived from who manages whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from units.domain.refusals import ChangeRefused
from units.models import Unit, UnitReach, UnitRelation

BATCH = 2_000


@dataclass(frozen=True)
class Span:
    """An ancestor, how far above, and the days on which that holds (an open end is None)."""

    ancestor: int
    depth: int
    starts: date | None
    ends: date | None

    def seen_by(self, below: Span) -> Span | None:
        """This span as seen from where `below` began, on the days common to both."""
        first = max((day for day in (self.starts, below.starts) if day), default=None)
        last = min((day for day in (self.ends, below.ends) if day), default=None)
        if first and last and first > last:
            return None
        return Span(self.ancestor, self.depth + below.depth, first, last)


Link = tuple[int, date | None, date | None]  # manager, first day, last day


@transaction.atomic
def rebuild_reach(unit: Unit | None = None) -> int:
    """Write the closure anew: all of it, or only what lies below one unit whose managers changed.

    Returns the number of rows written. What lies *inside* the subtree does not change when its top
    moves, so everything above it is read from the rows that stay.

    Raises:
        ChangeRefused: the links form a circle on some day.
    """
    inside = _subtree(unit) if unit else set(Unit.objects.values_list("pk", flat=True))
    links = _links(unit)
    known = _spans_above(links, inside) if unit else {}
    if known is None:
        return rebuild_reach()
    rows = _Climb(links, known).rows(inside)
    stale = (
        UnitReach.objects.filter(descendant__in=_below(unit)) if unit else UnitReach.objects.all()
    )
    stale._raw_delete(stale.db)  # nothing points here, no signals
    if unit:
        UnitReach.objects.filter(descendant=unit).delete()
    UnitReach.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


class _Climb:
    """Walks from units to everything above them, along links that hold on common days."""

    def __init__(self, links: dict[int, list[Link]], known: dict[int, list[Span]]) -> None:
        self.links = links
        self.known = known

    def rows(self, units: Iterable[int]) -> list[UnitReach]:
        return [
            UnitReach(
                ancestor_id=span.ancestor, descendant_id=unit, depth=span.depth,
                valid_from=span.starts, valid_to=span.ends,
            )
            for unit in units
            for span in self._from(Span(unit, 0, None, None), frozenset())
        ]  # fmt: skip

    def _from(self, here: Span, path: frozenset[int]) -> Iterator[Span]:
        """`here`, then what lies above it. Two units that managed each other in turn are no circle:
        the days of the path would have to be common.
        """
        if here.ancestor in path:
            raise ChangeRefused(_("The units would manage each other in a circle."))
        if here.ancestor in self.known:
            yield from (
                span for above in self.known[here.ancestor] if (span := above.seen_by(here))
            )
            return
        yield here
        for manager, starts, ends in self.links.get(here.ancestor, []):
            span = Span(manager, 1, starts, ends).seen_by(here)
            if span:
                yield from self._from(span, path | {here.ancestor})


def _below(unit: Unit) -> QuerySet[UnitReach, int]:
    """Ids of everything that is or was below a unit, itself included."""
    return UnitReach.objects.filter(ancestor=unit).values_list("descendant", flat=True)


def _subtree(unit: Unit) -> set[int]:
    return {unit.pk, *_below(unit)}


def _links(unit: Unit | None) -> dict[int, list[Link]]:
    relations = UnitRelation.objects.all()
    if unit:
        relations = relations.filter(unit__in=_below(unit)) | relations.filter(unit=unit)
    links: dict[int, list[Link]] = defaultdict(list)
    rows = relations.values_list("unit_id", "manager_id", "valid_from", "valid_to")
    for below, manager, starts, ends in rows:
        links[below].append((manager, starts, ends))
    return links


def _spans_above(links: dict[int, list[Link]], inside: set[int]) -> dict[int, list[Span]] | None:
    """What already lies above the managers outside the subtree; None if that was never written."""
    outside = {link[0] for found in links.values() for link in found} - inside
    spans: dict[int, list[Span]] = {manager: [] for manager in outside}
    rows = UnitReach.objects.filter(descendant__in=outside).values_list(
        "descendant_id", "ancestor_id", "depth", "valid_from", "valid_to"
    )
    for descendant, ancestor, depth, starts, ends in rows:
        spans[descendant].append(Span(ancestor, depth, starts, ends))
    return spans if all(spans.values()) else None
