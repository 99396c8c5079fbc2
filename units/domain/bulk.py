"""Many units written at once, and brought back: a few queries for thousands of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Field

from accounts.models import User
from core.audit.recording import Change, record_many
from units.domain.life import FIELDS
from units.domain.naming import key_of
from units.domain.reach import rebuild_reach
from units.domain.roster import CODE_SYSTEM, STATE_FIELDS, KnownUnit, Link, State, known_units
from units.models import Unit, UnitAlias, UnitCode, UnitReach, UnitRelation

BULK = 500


@dataclass
class UnitPlan:
    """What is to become of one unit; `known` is None for a new one.

    `values` are fields of `Unit`. With `manager_id` the unit answers to it from `on`; with `on`
    alone the day of the present link is corrected.
    """

    known: KnownUnit | None
    values: dict[str, Any]
    code: str = ""
    manager_id: int | None = None
    on: date | None = None
    unit: Unit | None = None


@transaction.atomic
def write_units(
    plans: Sequence[UnitPlan], *, by: User | None
) -> list[tuple[Unit, State | None, State]]:
    """Carry out every plan. Returns each unit with its state before (None: new) and after."""
    before = {plan.known.unit.pk: plan.known.state for plan in plans if plan.known}
    _add([plan for plan in plans if plan.known is None])
    _change([plan for plan in plans if plan.known])
    if any(plan.manager_id or plan.on for plan in plans):
        rebuild_reach()
    units = [plan.unit for plan in plans if plan.unit]
    after = known_units(Unit.objects.filter(pk__in=[unit.pk for unit in units]))
    written = [(unit, before.get(unit.pk), after[unit.pk].state) for unit in units]
    _record("units.add_unit", [item for item in written if item[1] is None], by)
    _record("units.change_unit", [item for item in written if item[1] is not None], by)
    return written


def _record(
    action: str, states: Sequence[tuple[Unit, State | None, State | None]], by: User | None
) -> None:
    """One audit entry a unit, in the words its history page uses."""
    links = [link for _unit, *both in states for state in both if state for link in state["links"]]
    names = dict(
        Unit.objects.filter(pk__in={link[1] for link in links}).values_list("pk", "short_name")
    )
    changes = [
        Change(unit, _said(before, names), _said(after, names)) for unit, before, after in states
    ]
    record_many(action, changes, by=by)


def _said(state: State | None, names: dict[int, str]) -> State:
    if state is None:
        return {}
    said = {name: state[name] for name in FIELDS} | {"codes": [code[2] for code in state["codes"]]}
    if state["links"]:
        _pk, manager, first, _last = state["links"][-1]
        said |= {"manager": names.get(manager, ""), "from": first or ""}
    return said


def _add(plans: list[UnitPlan]) -> None:
    for plan in plans:
        plan.unit = Unit(**plan.values)
        plan.unit.search_key = key_of(plan.unit, [], [plan.code] if plan.code else [])
    Unit.objects.bulk_create([plan.unit for plan in plans if plan.unit], batch_size=BULK)
    UnitRelation.objects.bulk_create(
        [
            UnitRelation(unit=plan.unit, manager_id=plan.manager_id, valid_from=plan.on)
            for plan in plans
            if plan.manager_id
        ],
        batch_size=BULK,
    )
    UnitCode.objects.bulk_create([_new_code(plan) for plan in plans if plan.code], batch_size=BULK)


def _new_code(plan: UnitPlan) -> UnitCode:
    return UnitCode(unit=plan.unit, system=CODE_SYSTEM, value=plan.code)


def _change(plans: list[UnitPlan]) -> None:
    _replace_codes([plan for plan in plans if plan.code])
    _move([plan for plan in plans if plan.manager_id or plan.on])
    for plan in plans:
        known = plan.known
        if known is None:
            continue
        for name, value in plan.values.items():
            setattr(known.unit, name, value)
        codes = [plan.code] if plan.code else [code.value for code in known.codes]
        known.unit.search_key = key_of(known.unit, [a.name for a in known.aliases], codes)
        plan.unit = known.unit
    _save([plan.unit for plan in plans if plan.unit])


def _replace_codes(plans: list[UnitPlan]) -> None:
    """The code of the education database; codes of other systems and former codes stay."""
    units = [plan.known.unit.pk for plan in plans if plan.known]
    UnitCode.objects.filter(unit__in=units, system=CODE_SYSTEM, valid_to=None).delete()
    for plan in plans:
        plan.unit = plan.known.unit if plan.known else None
    UnitCode.objects.bulk_create([_new_code(plan) for plan in plans], batch_size=BULK)


def _move(plans: list[UnitPlan]) -> None:
    """End old links the day before new ones begin; a link of the same day was a slip."""
    old: list[UnitRelation] = []
    new: list[UnitRelation] = []
    for plan in plans:
        link = plan.known.link if plan.known else None
        if plan.known is None:
            continue
        if link and (plan.manager_id is None or (plan.on and link.valid_from == plan.on)):
            manager = plan.manager_id or link.manager_id
            old.append(_relation(link._replace(manager_id=manager, valid_from=plan.on)))
            continue
        if link and plan.on and (link.valid_to is None or link.valid_to >= plan.on):
            old.append(_relation(link._replace(valid_to=plan.on - timedelta(days=1))))
        if plan.manager_id:
            new.append(
                UnitRelation(unit=plan.known.unit, manager_id=plan.manager_id, valid_from=plan.on)
            )
    UnitRelation.objects.bulk_create(
        old, batch_size=BULK, update_conflicts=True, unique_fields=["id"],
        update_fields=["manager", "valid_from", "valid_to"],
    )  # fmt: skip
    UnitRelation.objects.bulk_create(new, batch_size=BULK)


def _relation(link: Link) -> UnitRelation:
    return UnitRelation(**link._asdict())


def _save(units: list[Unit]) -> None:
    """One upsert a batch: `bulk_update` builds a CASE per field and row and is many times slower."""
    for unit in units:
        unit.version += 1
    Unit.objects.bulk_create(
        units, batch_size=BULK, update_conflicts=True, unique_fields=["id"],
        update_fields=[*STATE_FIELDS, "sort_key", "version"],
    )  # fmt: skip


def changed_since(expected: dict[int, State]) -> list[int]:
    """Ids of units that are no longer as an import left them (or are gone)."""
    now = known_units(Unit.objects.filter(pk__in=expected))
    return [pk for pk, state in expected.items() if pk not in now or now[pk].state != state]


def used_elsewhere(units: Sequence[int]) -> dict[int, str]:
    """Ids of units to which other records point, with the name of those records."""
    own = {UnitCode, UnitAlias, UnitReach}
    used: dict[int, str] = {}
    for relation in Unit._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not relation.auto_created or relation.concrete or model in own:
            continue
        name = relation.field.name  # type: ignore[union-attr]
        if model is UnitRelation and name == "unit":
            continue
        rows = model._base_manager.filter(**{f"{name}__in": units})  # type: ignore[union-attr]
        for pk in rows.values_list(name, flat=True).distinct():
            used.setdefault(pk, str(model._meta.verbose_name_plural))  # type: ignore[union-attr]
    return used


@transaction.atomic
def restore_units(states: Sequence[tuple[int, State | None, State]], *, by: User | None) -> None:
    """Bring units back to their state before; those that were new are removed."""
    units = Unit.objects.in_bulk([pk for pk, _before, _after in states])
    changed = [(units[pk], before, after) for pk, before, after in states if before is not None]
    added = [(units[pk], after) for pk, before, after in states if before is None]
    _record("units.undo_import", [(unit, after, None) for unit, after in added], by)
    Unit.objects.filter(pk__in=[unit.pk for unit, _after in added]).delete()
    for unit, before, _after in changed:
        for name in STATE_FIELDS:
            field_of_unit: Field[Any, Any] = Unit._meta.get_field(name)  # type: ignore[assignment]
            setattr(unit, name, field_of_unit.to_python(before[name]))
    _save([unit for unit, _before, _after in changed])
    moved = [
        (unit.pk, before["links"])
        for unit, before, after in changed
        if before["links"] != after["links"]
    ]
    _restore_links(dict(moved))
    _restore_codes({unit.pk: before["codes"] for unit, before, _after in changed})
    if moved or added:
        rebuild_reach()
    _record("units.undo_import", [(unit, after, before) for unit, before, after in changed], by)


def _restore_links(links: dict[int, list[list[Any]]]) -> None:
    rows = [
        UnitRelation(
            pk=pk, unit_id=unit, manager_id=manager, valid_from=_day(first), valid_to=_day(last)
        )
        for unit, found in links.items()
        for pk, manager, first, last in found
    ]
    stale = UnitRelation.objects.filter(unit__in=links)
    stale.delete()
    UnitRelation.objects.bulk_create(rows, batch_size=BULK)


def _restore_codes(codes: dict[int, list[list[Any]]]) -> None:
    rows = [
        UnitCode(
            pk=pk, unit_id=unit, system=system, value=value,
            valid_from=_day(first), valid_to=_day(last),
        )
        for unit, found in codes.items()
        for pk, system, value, first, last in found
    ]  # fmt: skip
    UnitCode.objects.filter(unit__in=codes).delete()
    UnitCode.objects.bulk_create(rows, batch_size=BULK)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
