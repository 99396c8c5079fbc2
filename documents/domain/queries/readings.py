"""Which units have confirmed that they read a legal document, and which have not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from documents.models import LegalDocument, LegalReading
from units.models import Unit

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class ReadingCount:
    """Of one's own units and those below, how many have read it."""

    units: int
    read: int

    @property
    def unread(self) -> int:
        return self.units - self.read


def units_with_reading(law: LegalDocument, user: User, day: date) -> QuerySet[Any, Any]:
    """The units of one's subtree that exist on a day, each with `has_read`."""
    readings = LegalReading.objects.filter(law=law, unit=OuterRef("pk"))
    seen = Unit.objects.visible_to(user).on(day)
    return seen.annotate(has_read=Exists(readings)).order_by("has_read", "sort_key", "pk")


def reading_count(units: QuerySet[Any, Any]) -> ReadingCount:
    """Causes two queries."""
    return ReadingCount(units.count(), units.filter(has_read=True).count())


def readings_of(law: LegalDocument, units: list[Unit]) -> dict[int, list[LegalReading]]:
    """Who read it at each of these units. Causes one query."""
    found: dict[int, list[LegalReading]] = {}
    for reading in law.readings.filter(unit__in=units).select_related("person"):
        found.setdefault(reading.unit_id, []).append(reading)
    return found
