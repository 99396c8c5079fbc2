"""Who may act for a unit, and which roles may be given there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import Role
from accounts.permissions import Permission, permissions_of
from core.validity import in_force
from units.enums import UnitKind

if TYPE_CHECKING:
    from accounts.models import User
    from units.models import Unit

_ANYWHERE = (Role.INSPECTOR, Role.VIEWER)
_AT_SCHOOL = (Role.PRINCIPAL, Role.SCHOOL_OFFICER, *_ANYWHERE)
_AT_OFFICE = (Role.OFFICE_OFFICER, Role.LEADER, Role.CLERK, *_ANYWHERE)
_AT_DEPARTMENT = (Role.SPECIALIST, Role.LEADER, Role.CLERK, *_ANYWHERE, Role.ADMINISTRATOR)

ROLES_AT: dict[str, tuple[Role, ...]] = {
    UnitKind.PROVINCIAL_COMMITTEE: _AT_DEPARTMENT,
    UnitKind.DEPARTMENT: _AT_DEPARTMENT,
    UnitKind.DISTRICT_COMMITTEE: _AT_OFFICE,
    UnitKind.DISTRICT_OFFICE: _AT_OFFICE,
    UnitKind.COMMUNE_COMMITTEE: _AT_OFFICE,
    UnitKind.SCHOOL: _AT_SCHOOL,
    UnitKind.CONTINUING_CENTRE: _AT_SCHOOL,
}


def holds(user: User, permission: str, unit: Unit) -> bool:
    """A role held today gives the permission at the unit or at any unit managing it today."""
    if not user.is_active:
        return False
    places = user.units_where(permission)
    if not places or unit.pk in places:
        return bool(places)
    return bool(places & _above(user, unit))


def holds_at(user: User, permission: str, unit: Unit) -> bool:
    """A role held today at exactly this unit gives the permission."""
    return user.is_active and unit.pk in user.units_where(permission)


def roles_to_give(user: User, unit: Unit) -> list[Role]:
    """Roles this person may give at this unit: never one that opens what they cannot open.

    An administrator's role is given by administrators only.
    """
    if not holds(user, Permission.MANAGE_PEOPLE, unit):
        return []
    reserved = Permission.ADMINISTER
    return [
        role
        for role in ROLES_AT[unit.kind]
        if reserved not in permissions_of(role) or holds(user, reserved, unit)
    ]


def _above(user: User, unit: Unit) -> set[int]:
    """Ids of what manages a unit today; asked once per request and unit, kept on the user.

    A unit that has ended belongs to those who managed it on its last day.
    """
    kept: dict[int, set[int]] = user.__dict__.setdefault("_managers_of_units", {})
    if unit.pk not in kept:
        today = timezone.localdate()
        day = min(unit.valid_to, today) if unit.valid_to else today
        links = unit.ancestor_links.filter(in_force(day))
        kept[unit.pk] = set(links.values_list("ancestor_id", flat=True))
    return kept[unit.pk]
