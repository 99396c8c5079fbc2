"""The list of units a person sees: what it can be narrowed by, and its rows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from core.prepared import Bound, prepared
from core.search.collation import sort_key
from units.enums import UnitKind
from units.models import Unit, UnitCode, UnitReach, UnitRelation
from units.models.unit import UnitQuerySet

MOST_CHOICES = 300


def units_in(*, under: Any, today: Any, **narrow: Any) -> UnitQuerySet:
    """Units at or under some units today, narrowed by the filters of the list."""
    units: UnitQuerySet = Unit.objects.filter(pk__in=UnitReach.objects.ids_under(under, today))
    if not narrow.get("ended"):
        units = units.on(today)
    for word in narrow.get("words", ()):
        units = units.search(word)
    if level := narrow.get("level"):
        units = units.with_level(level)
    if manager := narrow.get("manager"):
        links = UnitRelation.objects.on(today).filter(manager=manager)
        units = units.filter(pk__in=links.values("unit"))
    return units.filter(**{name: narrow[name] for name in ("kind", "district") if name in narrow})


def scope_of(user: User, filters: dict[str, Any]) -> dict[str, Any]:
    """Arguments of `units_in` from the valid values of the filter form; empty ones are left out."""
    narrow = {name: value for name, value in filters.items() if value and name != "q"}
    if "manager" in narrow:
        narrow["manager"] = int(narrow["manager"])
    if text := filters.get("q"):
        narrow["words"] = (text,)
    return _reach(user) | narrow


def listed(scope: dict[str, Any]) -> Bound:
    """Rows of the list for `paginate`; `unit_rows` makes them what a template prints."""
    return _listed.bind(**scope)


def managers_of_rows(units: list[int]) -> dict[int, str]:
    """Who manages each of these units today; one query."""
    return dict(_managers.rows(units=units, today=timezone.localdate()))


def codes_of_rows(units: list[int]) -> dict[int, str]:
    """The code in force of each of these units; one query."""
    return dict(_codes.rows(units=units))


def districts_seen(user: User) -> list[str]:
    """Districts of the units a person sees, in the order of the alphabet."""
    return sorted(
        (name for (name,) in _districts.bind(**_reach(user))[:MOST_CHOICES]), key=sort_key
    )


def managers_seen(user: User, chosen: str = "") -> list[tuple[int, str]]:
    """Managing units a person sees, and the one chosen even where the list of them is cut."""
    reach = _reach(user)
    rows = _managing.bind(**reach)[:MOST_CHOICES]
    if chosen.isdecimal() and int(chosen) not in {pk for pk, _name in rows}:
        rows += _one.rows(pk=int(chosen), **reach)
    return [(pk, name) for pk, name in rows]


def _reach(user: User) -> dict[str, Any]:
    return {"under": sorted({unit for unit, _role in user.grants}), "today": timezone.localdate()}


@prepared
def _listed(**scope: Any) -> QuerySet[Any, Any]:
    return units_in(**scope).order_by("sort_key", "pk").values_list(
        "pk", "short_name", "kind", "levels", "commune", "district", "valid_to", "head_name",
        "email", "phone", "classes", "pupils",
    )  # fmt: skip


@prepared
def _managers(*, units: Any, today: Any) -> QuerySet[Any, Any]:
    links = UnitRelation.objects.on(today).filter(unit__in=units).order_by()
    return links.values_list("unit_id", "manager__short_name")


@prepared
def _codes(*, units: Any) -> QuerySet[Any, Any]:
    codes = UnitCode.objects.filter(unit__in=units, valid_to=None).order_by("-pk")
    return codes.values_list("unit_id", "value")


@prepared
def _districts(**reach: Any) -> QuerySet[Any, Any]:
    named = units_in(ended=True, **reach).filter(district__gt="").order_by()
    return named.values_list("district").distinct()


@prepared
def _managing(**reach: Any) -> QuerySet[Any, Any]:
    managing = units_in(ended=True, **reach).exclude(kind__in=UnitKind.inspected())
    return managing.order_by("sort_key", "pk").values_list("pk", "short_name")


@prepared
def _one(*, pk: int, **reach: Any) -> QuerySet[Any, Any]:
    return units_in(ended=True, **reach).filter(pk=pk).values_list("pk", "short_name")
