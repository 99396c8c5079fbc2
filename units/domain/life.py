"""The life of a unit: founded, changed, renamed, merged, dissolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.search.keys import normalise
from core.web.editing import save_if_unchanged
from units.domain.naming import add_alias, refresh_search_key
from units.domain.reach import rebuild_reach
from units.domain.refusals import ChangeRefused
from units.domain.tree import managed_by, set_manager
from units.enums import SuccessionKind
from units.models import Membership, Succession, Unit, UnitCode

FIELDS = [
    "kind", "name", "short_name", "levels", "locality", "district", "commune", "symbol",
    "paper_superior", "paper_name", "email",
    "phone", "head_name", "latitude", "longitude", "classes", "pupils", "valid_from", "valid_to",
]  # fmt: skip
_NAMES = {"name", "short_name"}


@transaction.atomic
def add_unit(
    *,
    kind: str,
    name: str,
    by: User | None,
    short_name: str = "",
    manager: Unit | None = None,
    on: date | None = None,
    levels: Iterable[str] = (),
    aliases: Iterable[str] = (),
    codes: Mapping[str, str] | None = None,
    update_reach: bool = True,
    **fields: Any,
) -> Unit:
    """A new unit, under its manager from `on` (None: since ever), with spellings and codes.

    Raises:
        ChangeRefused: a code is taken, or a value is not possible.
    """
    unit = Unit(kind=kind, name=name, short_name=short_name or shortened(name), **fields)
    unit.level_list = list(levels)
    _check(unit)
    unit.save()
    for system, value in (codes or {}).items():
        add_code(unit=unit, system=system, value=value)
    for alias in aliases:
        add_alias(unit=unit, name=alias, by=by)
    refresh_search_key(unit)
    record("units.add_unit", unit, by=by, after=snapshot(unit, FIELDS))
    if manager:
        set_manager(unit=unit, manager=manager, on=on, by=by, update_reach=update_reach)
    elif update_reach:
        rebuild_reach(unit)
    return unit


def shortened(name: str) -> str:
    """The name people use: without "Trường", levels as their abbreviations."""
    short = normalise(name)
    for long, abbreviation in (
        ("Trường ", ""),
        ("trung học phổ thông", "THPT"),
        ("trung học cơ sở", "THCS"),
        ("tiểu học", "TH"),
        ("mầm non", "MN"),
        ("Ủy ban nhân dân", "UBND"),
        ("Trung tâm", "TT"),
        ("giáo dục thường xuyên", "GDTX"),
        ("Giáo dục và Đào tạo", "GDĐT"),
    ):
        for spelling in (long, long[0].upper() + long[1:]):
            short = short.replace(spelling, abbreviation)
    return normalise(short)[:120]


def add_code(*, unit: Unit, system: str, value: str, since: date | None = None) -> UnitCode:
    """The code a unit carries in a system from now on; the former one in that system ends."""
    system, value = normalise(system), normalise(value)
    holder = UnitCode.objects.filter(system=system, value=value, valid_to=None).first()
    if holder and holder.unit_id == unit.pk:
        return holder
    if holder:
        raise ChangeRefused(
            _("%(unit)s already carries the code %(code)s.") % {"unit": holder.unit, "code": value}
        )
    if since:
        UnitCode.objects.filter(unit=unit, system=system, valid_to=None).update(
            valid_to=since - timedelta(days=1)
        )
    else:
        UnitCode.objects.filter(unit=unit, system=system, valid_to=None).delete()
    return UnitCode.objects.create(unit=unit, system=system, value=value, valid_from=since)


@transaction.atomic
def change_unit(*, unit: Unit, by: User | None, version: int | None = None, **values: Any) -> Unit:
    """Change facts of a unit. A new name of the same unit is `rename_unit`'s.

    `version` is the one the editor saw; without it the row as it now is is changed.

    Raises:
        ChangeRefused: a value is not possible.
        StaleEdit: someone saved in between.
    """
    unit.refresh_from_db()
    before = snapshot(unit, FIELDS)
    if "level_list" in values:
        unit.level_list = list(values.pop("level_list"))
        values["levels"] = unit.levels
    for name, value in values.items():
        setattr(unit, name, normalise(value) if name in _NAMES else value)
    _check(unit)
    fields = [*values, "sort_key"] if "short_name" in values else list(values)
    save_if_unchanged(unit, fields, unit.version if version is None else version)
    note_change(unit=unit, before=before, by=by)
    return unit


def note_change(*, unit: Unit, before: dict[str, Any], by: User | None) -> None:
    """What follows any change of facts: the search key, and the record."""
    refresh_search_key(unit)
    after = snapshot(unit, FIELDS)
    if before != after:
        record("units.change_unit", unit, by=by, before=before, after=after)


@transaction.atomic
def rename_unit(
    *, unit: Unit, name: str, on: date, by: User | None, short_name: str = "", basis: str = ""
) -> Unit:
    """The same unit under a new name; the former one stays as a spelling and in the succession."""
    former, former_short = unit.name, unit.short_name
    if normalise(name) == former:
        raise ChangeRefused(_("This is the present name already."))
    Succession.objects.create(
        predecessor=unit, successor=unit, kind=SuccessionKind.RENAMED, on=on,
        former_name=former, basis=basis,
    )  # fmt: skip
    unit = change_unit(unit=unit, name=name, short_name=short_name or shortened(name), by=by)
    for old in dict.fromkeys([former, former_short]):
        add_alias(unit=unit, name=old, by=by)
    return unit


@transaction.atomic
def merge_units(
    *, units: Iterable[Unit], into: Unit, on: date, by: User | None, basis: str = ""
) -> None:
    """From `on` the units are one with `into`: they end the day before, what they manage moves."""
    for unit in units:
        if unit.pk == into.pk:
            raise ChangeRefused(_("A unit cannot be merged into itself."))
        _hand_over(unit, into, on, by)
        dissolve(
            unit=unit, on=on, successors=[into], by=by, basis=basis, kind=SuccessionKind.MERGED
        )
        add_alias(unit=into, name=unit.name, by=by)


@transaction.atomic
def dissolve(
    *,
    unit: Unit,
    on: date,
    by: User | None,
    successors: Iterable[Unit] = (),
    basis: str = "",
    kind: str = SuccessionKind.DISSOLVED,
) -> Unit:
    """The unit no longer exists from `on`; its successors are named, its people's roles end.

    Its own link upwards stays open, so that its last manager still reads its records.

    Raises:
        ChangeRefused: units still answer to it on that day.
    """
    left = managed_by(unit, on)
    if left.exists():
        raise ChangeRefused(
            _("%(unit)s still manages %(count)d units on that day: give them a manager first.")
            % {"unit": unit, "count": left.count()}
        )
    last_day = on - timedelta(days=1)
    for successor in successors:
        Succession.objects.create(
            predecessor=unit, successor=successor, kind=kind, on=on, basis=basis
        )
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    Membership.objects.filter(lasting, unit=unit, valid_from__lte=last_day).update(
        valid_to=last_day
    )
    return change_unit(unit=unit, valid_to=last_day, by=by)


def _hand_over(unit: Unit, to: Unit, on: date, by: User | None) -> None:
    for managed in managed_by(unit, on):
        set_manager(unit=managed, manager=to, on=on, by=by)


def _check(unit: Unit) -> None:
    """The model's own checks as one sentence, whoever calls."""
    try:
        unit.clean_fields(exclude=["search_key"])
        unit.validate_constraints()
    except ValidationError as error:
        raise ChangeRefused(" ".join(error.messages)) from error
