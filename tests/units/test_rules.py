"""Who may act for a unit: every role at every place, as a table."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import ROLE_PERMISSIONS, Permission
from units.domain import set_manager
from units.models import Membership, Unit
from units.rules import ROLES_AT, holds, holds_at, roles_to_give


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_down_and_never_up_or_sideways(make_user, tree, role, permission):
    given = permission in ROLE_PERMISSIONS[role]
    person = make_user(role, tree.office)
    expected = {
        tree.office: given,
        tree.th: given,
        tree.thcs: given,
        tree.department: False,
        tree.thpt: False,
        tree.other_school: False,
    }
    assert {unit: holds(person, permission, unit) for unit in expected} == expected
    assert holds_at(person, permission, tree.office) is given
    assert not holds_at(person, permission, tree.th)


def test_a_blocked_person_holds_nothing(make_user, tree):
    person = make_user(Role.SPECIALIST, tree.department, is_active=False)
    assert not holds(person, Permission.EDIT_UNITS, tree.department)
    assert not holds_at(person, Permission.EDIT_UNITS, tree.department)


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [(-1, None, True), (0, 0, True), (1, None, False), (-9, -1, False), (-9, 0, True)],
)
def test_a_role_counts_from_its_first_to_its_last_day(make_user, tree, start, end, held):
    today = timezone.localdate()
    person = make_user()
    Membership.objects.create(
        user=person, unit=tree.department, role=Role.SPECIALIST,
        valid_from=today + timedelta(days=start),
        valid_to=None if end is None else today + timedelta(days=end),
    )  # fmt: skip
    assert holds(person, Permission.EDIT_UNITS, tree.th) is held
    assert Unit.objects.visible_to(person).exists() is held


def test_a_unit_that_moved_answers_to_its_new_manager_only(make_user, tree):
    officer = make_user(Role.OFFICE_OFFICER, tree.office)
    assert holds(officer, Permission.EDIT_UNITS, tree.th)
    set_manager(unit=tree.th, manager=tree.department, on=date(2025, 7, 1), by=None)
    again = User.objects.get(pk=officer.pk)
    assert not holds(again, Permission.EDIT_UNITS, tree.th)
    assert tree.th not in Unit.objects.visible_to(again)


def test_roles_of_two_units_do_not_mix(make_user, tree):
    person = make_user(Role.VIEWER, tree.department)
    Membership.objects.create(user=person, unit=tree.office, role=Role.OFFICE_OFFICER)
    assert holds(person, Permission.EDIT_UNITS, tree.th)
    assert not holds(person, Permission.EDIT_UNITS, tree.thpt)


def test_asking_twice_about_one_unit_asks_the_database_twice_in_all(
    make_user, tree, django_assert_num_queries
):
    person = User.objects.get(pk=make_user(Role.SPECIALIST, tree.department).pk)
    with django_assert_num_queries(2):
        for permission in Permission:
            holds(person, permission, tree.th)


@pytest.mark.parametrize("role", list(Role))
def test_only_who_looks_after_people_gives_roles(make_user, tree, role):
    person = make_user(role, tree.department)
    expected = list(ROLES_AT[tree.th.kind]) if role == Role.ADMINISTRATOR else []
    if role == Role.PRINCIPAL:
        expected = list(ROLES_AT[tree.th.kind])
    assert roles_to_give(person, tree.th) == expected


def test_a_principal_makes_nobody_administrator(make_user, tree):
    principal = make_user(Role.PRINCIPAL, tree.department)
    assert Role.ADMINISTRATOR not in roles_to_give(principal, tree.department)
    administrator = make_user(Role.ADMINISTRATOR, tree.department)
    assert Role.ADMINISTRATOR in roles_to_give(administrator, tree.department)
    assert Role.ADMINISTRATOR not in roles_to_give(administrator, tree.th)


def test_every_kind_of_unit_has_roles_to_give():
    assert set(ROLES_AT) == {kind for kind, _label in Unit._meta.get_field("kind").choices}
