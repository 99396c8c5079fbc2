"""One row of somebody's list against what is known: which unit it means, and what would change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.search.keys import normalise
from core.spreadsheets.registry import ParsedRow
from units.domain.bulk import UnitPlan
from units.domain.life import shortened
from units.domain.matching import Roster
from units.domain.name_hints import kind_in_name, levels_in_name
from units.domain.roster import KnownUnit, spelling

NEW = "new"
_PLAIN = [
    "name", "short_name", "kind", "district", "commune", "email", "phone", "head_name",
    "classes", "pupils",
]  # fmt: skip
_NAMES = {"name", "short_name", "district", "commune", "head_name"}
Changes = list[tuple[str, str, str]]


@dataclass
class Match:
    """The unit a row means (None: a new one), the manager it names, decisions to offer."""

    unit: KnownUnit | None = None
    manager: int | None = None
    options: list[tuple[str, str]] = field(default_factory=list)


def find_match(row: ParsedRow, roster: Roster, codes_outside: set[str]) -> Match:
    """Which unit a row means; what cannot be settled is put among the row's problems."""
    match = Match()
    name, code = row.values.get("name", ""), row.values.get("code", "")
    coded = roster.coded(code) if code else None
    match.manager = _manager(row, roster, coded, name)
    if coded:
        match.unit = coded
    elif code in codes_outside:
        row.blame("code", _("A unit outside “%(scope)s” carries this code.") % {"scope": roster.scope.unit})  # fmt: skip
    elif name and not (row.values.get("manager") and match.manager is None):
        _by_name(row, match, roster, name, code)
    return match


def _manager(row: ParsedRow, roster: Roster, coded: KnownUnit | None, name: str) -> int | None:
    """Id of the managing unit a row names; None when it names none, or none that is known."""
    text = row.values.get("manager", "")
    if not text:
        return None
    found = roster.managers(text)
    above = roster.above
    meant = coded or next(iter(roster.named(name, None)), None)
    if above and meant is roster.scope and spelling(text) in _keys(above):
        return above.pk
    present = [unit for unit in found if meant and unit.unit.pk == meant.manager_id]
    if present or len(found) == 1:
        return (present or found)[0].unit.pk
    if found:
        row.blame("manager", _("%(count)s units are called “%(name)s”: write the code of the one meant, or its district behind the name.") % {"count": len(found), "name": text})  # fmt: skip
    else:
        row.blame("manager", _("There is no managing unit “%(name)s” under “%(scope)s”. Add it first, or correct the name.") % {"name": text, "scope": roster.scope.unit})  # fmt: skip
    return None


def _keys(unit: Any) -> set[str]:
    return {spelling(unit.name), spelling(unit.short_name)}


def _by_name(row: ParsedRow, match: Match, roster: Roster, name: str, code: str) -> None:
    """An exact name settles it, unless the code speaks against it; a near one asks the person."""
    exact = roster.named(name, match.manager)
    if len(exact) > 1:
        exact = [unit for unit in exact if _same_place(row, unit)] or exact
    if len(exact) > 1:
        row.blame("name", _("%(count)s units are called “%(name)s”: give the code or the managing unit.") % {"count": len(exact), "name": name})  # fmt: skip
        return
    if exact and not (code and exact[0].code):
        match.unit = exact[0]
        return
    _ask(row, match, exact[0] if exact else _nearly(row, match, roster, name))


def _nearly(row: ParsedRow, match: Match, roster: Roster, name: str) -> KnownUnit | None:
    """A name like it under the same manager, or the same name under another one nearby."""
    if match.manager is not None:
        elsewhere = [unit for unit in roster.named(name, None) if _same_place(row, unit)]
        if len(elsewhere) == 1:
            return elsewhere[0]
    return roster.resembling(name, match.manager or roster.scope.unit.pk)


def _same_place(row: ParsedRow, unit: KnownUnit) -> bool:
    """Nothing said about the place speaks against it."""
    for name in ("district", "commune"):
        said, known = row.values.get(name, ""), getattr(unit.unit, name)
        if said and known and spelling(said) != spelling(known):
            return False
    return True


def _ask(row: ParsedRow, match: Match, unit: KnownUnit | None) -> None:
    """Offer the decision; without one it stands as a problem of the row."""
    if unit is None:
        return
    same = f"unit:{unit.unit.pk}"
    label = _described(unit)
    match.options = [(same, _("It is %(unit)s") % {"unit": label}), (NEW, _("It is a new unit"))]
    if row.choice == same:
        match.unit = unit
    elif row.choice != NEW:
        row.blame("name", _("Is this %(unit)s? Decide in the preview, or correct the name.") % {"unit": label})  # fmt: skip


def _described(unit: KnownUnit) -> str:
    place = unit.unit.district or unit.unit.commune
    details = ", ".join(part for part in (unit.code, place) if part)
    return f"{unit.unit.short_name} ({details})" if details else unit.unit.short_name


def plan_of(row: ParsedRow, match: Match, roster: Roster) -> tuple[UnitPlan | None, Changes]:
    """What is to be written for a row, and the changes in words that are the same in any language."""
    if match.unit is None:
        return _new_plan(row, match, roster)
    values = {
        name: row.values[name]
        for name in _PLAIN
        if name in row.values and _differs(name, row.values[name], getattr(match.unit.unit, name))
    }
    known = match.unit
    changes: Changes = [
        (name, _words(getattr(known.unit, name)), _words(value)) for name, value in values.items()
    ]
    levels = row.values.get("levels")
    if levels is not None and levels != known.unit.level_list:
        values["levels"] = _joined(levels)
        changes.append(("levels", ", ".join(known.unit.level_list), ", ".join(levels)))
    plan = UnitPlan(known, values)
    code = row.values.get("code", "")
    if code and normalise(code).casefold() not in {c.value.casefold() for c in known.codes if c.valid_to is None}:  # fmt: skip
        plan.code = code
        changes.append(("code", known.code, code))
    _plan_link(row, match, roster, plan, changes)
    return (None if row.problems else plan), changes


def _new_plan(row: ParsedRow, match: Match, roster: Roster) -> tuple[UnitPlan | None, Changes]:
    name = row.values["name"]
    values = {key: row.values[key] for key in _PLAIN if key in row.values}
    levels = row.values.get("levels", levels_in_name(name))
    values["kind"] = row.values.get("kind") or kind_in_name(name)
    values["short_name"] = row.values.get("short_name") or shortened(name)
    values["levels"] = _joined(levels)
    manager = match.manager or roster.scope.unit.pk
    on = row.values.get("valid_from")
    values["valid_from"] = on
    plan = UnitPlan(None, values, row.values.get("code", ""), manager, on)
    changes: Changes = [
        ("kind", "", values["kind"]),
        ("levels", "", ", ".join(levels)),
        ("manager", "", _manager_name(roster, manager)),
    ]
    if on:
        changes.append(("valid_from", "", _words(on)))
    return plan, [change for change in changes if change[2]]


def _plan_link(
    row: ParsedRow, match: Match, roster: Roster, plan: UnitPlan, changes: Changes
) -> None:
    """A new manager takes over on the day given (else today); without one the day is corrected."""
    known, on = match.unit, row.values.get("valid_from")
    link = known.link if known else None
    if known is None:
        return
    if match.manager is not None and match.manager != known.manager_id:
        plan.manager_id, plan.on = match.manager, on or timezone.localdate()
        old = _manager_name(roster, known.manager_id)
        changes.append(("manager", old, _manager_name(roster, match.manager)))
        if link and link.valid_from and plan.on < link.valid_from:
            row.blame("valid_from", _("On this day the unit did not yet answer to %(unit)s, its last manager (since %(day)s).") % {"unit": old, "day": _words(link.valid_from)})  # fmt: skip
        if _manages(roster, known.unit.pk, match.manager):
            row.blame("manager", _("This unit lies below %(unit)s: the two would manage each other.") % {"unit": known.unit})  # fmt: skip
    elif on and link and link.valid_from != on:
        plan.on = on
        changes.append(("valid_from", _words(link.valid_from), _words(on)))
        if _overlaps(known, on):
            row.blame("valid_from", _("On this day the unit still answered to its former manager."))


def _overlaps(known: KnownUnit, on: date) -> bool:
    link = known.link
    if link and link.valid_to and link.valid_to < on:
        return True
    return any(
        other.valid_to and other.valid_to >= on for other in known.links if other is not link
    )


def _manages(roster: Roster, unit: int, manager: int | None) -> bool:
    """Whether `unit` is, or lies above, the manager."""
    seen: set[int] = set()
    while manager and manager not in seen:
        if manager == unit:
            return True
        seen.add(manager)
        above = roster.known.get(manager)
        manager = above.manager_id if above else None
    return False


def _manager_name(roster: Roster, manager: int | None) -> str:
    known = roster.known.get(manager or 0)
    if known:
        return known.unit.short_name
    return str(roster.above) if roster.above and roster.above.pk == manager else ""


def _differs(name: str, new: Any, old: Any) -> bool:
    return bool(normalise(new) != old) if name in _NAMES else bool(new != old)


def _joined(levels: list[str]) -> str:
    return f",{','.join(levels)}," if levels else ""


def _words(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
