"""What people change about themselves, and who stands ready in a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core.audit.recording import record, snapshot

PROFILE_FIELDS = ["full_name", "honorific", "post", "phone", "language"]
_DEMO_PEOPLE = 60


@dataclass(frozen=True)
class DemoPerson:
    """One button of the demonstration: whom one enters as, in which role, where."""

    user: User
    role: str
    unit: str


@transaction.atomic
def change_profile(*, user: User, by: User, **values: Any) -> User:
    before = snapshot(User.objects.get(pk=user.pk), PROFILE_FIELDS)
    for name, value in values.items():
        setattr(user, name, value)
    user.save()
    record(
        "accounts.change_profile", user, by=by, before=before,
        after=snapshot(user, PROFILE_FIELDS),
    )  # fmt: skip
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User | None) -> None:
    """Choose a password; sessions opened with the former one end."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("accounts.set_password", user, by=by)


def demo_people() -> tuple[list[DemoPerson], list[DemoPerson]]:
    """The demonstration's people: one for each role, then the others."""
    users = User.objects.filter(is_demo=True, is_active=True, memberships__isnull=False)
    people = [
        DemoPerson(user, str(Role(held.role).label), held.unit.short_name)
        for user in users.distinct().prefetch_related("memberships__unit")[:_DEMO_PEOPLE]
        for held in user.memberships.all()
    ]
    order = {str(role.label): place for place, role in enumerate(Role)}
    people.sort(key=lambda person: (order[person.role], person.user.pk))
    first: dict[str, DemoPerson] = {}
    for person in people:
        first.setdefault(person.role, person)
    return list(first.values()), [p for p in people if p not in first.values()]
