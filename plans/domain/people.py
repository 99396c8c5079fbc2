"""Who is told, and who may be asked: people by unit and permission, in few queries."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import User
from accounts.permissions import ROLE_PERMISSIONS
from core.notifications.sending import Address
from units.models import Membership, Unit

Recipient = User | Address


def roles_with(permission: str) -> list[str]:
    """Roles that give a permission."""
    return [role for role, given in ROLE_PERMISSIONS.items() if permission in given]


def people_who(unit: Unit, permission: str) -> list[User]:
    """Active people who hold a permission exactly at a unit."""
    return people_by_unit([unit.pk], permission)[unit.pk]


def people_by_unit(units: Iterable[int], permission: str) -> dict[int, list[User]]:
    """The same for many units at once; one query."""
    memberships = (
        Membership.objects.in_force()
        .filter(unit__in=list(units), role__in=roles_with(permission), user__is_active=True)
        .select_related("user")
        .order_by("user__pk")
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for membership in memberships:
        found[membership.unit_id].setdefault(membership.user_id, membership.user)
    return defaultdict(list, {unit: list(people.values()) for unit, people in found.items()})


def recipients_by_unit(units: Iterable[int]) -> dict[int, list[Recipient]]:
    """Who is told for each unit: the people who answer for it, else its own mailbox; two queries."""
    wanted = list(units)
    people = people_by_unit(wanted, "plans.answer")
    found: dict[int, list[Recipient]] = defaultdict(list)
    for unit in Unit.objects.filter(pk__in=wanted).only("pk", "email", "name"):
        answering: list[Recipient] = [*people[unit.pk]]
        mailbox: list[Recipient] = [Address(unit.email, unit.name)] if unit.email else []
        found[unit.pk] = answering or mailbox
    return found
