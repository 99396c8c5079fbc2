"""A list of units as Excel: the columns an import reads, so that what goes out comes back in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.spreadsheets.writing import Column, Kind, Sheet
from units.columns import FIELDS
from units.domain.roster import KnownUnit, known_units
from units.models import Unit

_WIDTHS = {"name": 42.0, "short_name": 26.0, "manager": 30.0, "email": 28.0, "head_name": 24.0}
_KINDS: dict[str, Kind] = {"classes": "int", "pupils": "int", "valid_from": "date"}


def unit_sheet(units: Iterable[Unit]) -> Sheet[Any]:
    """Rows in the order given, each with the address of its page. Causes four queries besides."""
    known = known_units(units)
    managers = Unit.objects.in_bulk({unit.manager_id for unit in known.values() if unit.manager_id})
    getters = _getters(managers)
    columns = [
        Column(
            field.heading, getters.get(field.key, _fact(field.key)),
            width=_WIDTHS.get(field.key, 16.0), kind=_KINDS.get(field.key, "text"),
        )
        for field in FIELDS
    ]  # fmt: skip
    columns.append(Column(_("Address of the page"), _page, width=40, kind="link"))
    return Sheet(_("List of units"), columns, list(known.values()))


def _getters(managers: dict[int, Unit]) -> dict[str, Callable[[KnownUnit], Any]]:
    """What is not a plain field of the unit."""
    return {
        "code": lambda known: known.code,
        "levels": lambda known: ", ".join(known.unit.level_list),
        "kind": lambda known: known.unit.get_kind_display(),
        "manager": lambda known: managers[known.manager_id].name if known.manager_id else "",
        "valid_from": lambda known: known.link.valid_from if known.link else known.unit.valid_from,
    }


def _fact(name: str) -> Callable[[KnownUnit], Any]:
    return lambda known: getattr(known.unit, name)


def _page(known: KnownUnit) -> str:
    return reverse("units:unit", args=[known.unit.pk])
