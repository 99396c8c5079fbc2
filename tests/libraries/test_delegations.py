"""Delegations: given once, by the department itself, to its own offices; ended with a reason."""

from datetime import date

import pytest

from accounts.enums import Role
from core.audit.models import AuditEntry
from libraries.domain import DelegationRefused, add_delegation, end_delegation, inspects
from libraries.enums import DelegatedKind
from libraries.models import Delegation
from tests.libraries.factories import DelegationFactory, terms
from tests.units.factories import make_department, make_office, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def office(department):
    return make_office(department, "Phòng GDĐT huyện Chợ Mới")


@pytest.fixture
def specialist(department):
    return make_person(department)


def test_a_delegation_is_kept_with_its_levels_and_in_the_audit_chain(
    department, office, specialist
):
    given = add_delegation(department=department, office=office, by=specialist, **terms())
    assert given.level_list == ["TH", "THCS"]
    entry = AuditEntry.objects.about(given).get()
    assert (entry.action, entry.actor) == ("delegation.add", specialist)


def test_an_office_does_not_hold_the_same_task_twice_at_a_time(department, office, specialist):
    add_delegation(department=department, office=office, by=specialist, **terms())
    with pytest.raises(DelegationRefused, match="2019"):
        add_delegation(
            department=department, office=office, by=specialist,
            **terms(valid_from=date(2020, 1, 1)),
        )  # fmt: skip
    add_delegation(
        department=department, office=office, by=specialist,
        **terms(kind=DelegatedKind.SUBJECT_ROOM),
    )  # fmt: skip
    assert Delegation.objects.count() == 2


def test_after_its_end_the_same_task_may_be_given_again(department, office, specialist):
    first = add_delegation(
        department=department, office=office, by=specialist, **terms(valid_to=date(2020, 5, 31))
    )
    again = add_delegation(
        department=department, office=office, by=specialist, **terms(valid_from=date(2020, 6, 1))
    )
    assert first.valid_to < again.valid_from


@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK, Role.VIEWER, Role.INSPECTOR])
def test_only_specialists_of_the_department_delegate(department, office, role):
    with pytest.raises(DelegationRefused):
        add_delegation(
            department=department, office=office, by=make_person(department, role), **terms()
        )


def test_an_officer_cannot_delegate_in_the_departments_name(department, office):
    officer = make_person(office, Role.OFFICE_OFFICER)
    with pytest.raises(DelegationRefused):
        add_delegation(department=department, office=office, by=officer, **terms())


def test_another_departments_office_is_refused(department, specialist):
    stranger = make_office(make_department("Sở GDĐT Bình Dương"), "Phòng GDĐT Bến Cát")
    with pytest.raises(DelegationRefused):
        add_delegation(department=department, office=stranger, by=specialist, **terms())


def test_a_delegation_without_levels_is_refused(department, office, specialist):
    with pytest.raises(DelegationRefused):
        add_delegation(department=department, office=office, by=specialist, **terms(levels=[]))


def test_ending_needs_a_reason_and_a_day_not_before_the_first(department, office, specialist):
    given = DelegationFactory(department=department, office=office)
    with pytest.raises(DelegationRefused):
        end_delegation(
            delegation=given, last_day=date(2020, 5, 31), reason=" ", by=specialist
        )  # fmt: skip
    with pytest.raises(DelegationRefused):
        end_delegation(
            delegation=given, last_day=date(2019, 8, 25), reason="Hết hạn", by=specialist
        )
    end_delegation(delegation=given, last_day=date(2020, 5, 31), reason="Hết hạn", by=specialist)
    given.refresh_from_db()
    assert given.valid_to == date(2020, 5, 31)
    assert AuditEntry.objects.about(given).first().sentence == "Hết hạn"


def test_an_ended_delegation_cannot_be_lengthened_by_ending_it_again(
    department, office, specialist
):
    given = DelegationFactory(department=department, office=office, valid_to=date(2020, 5, 31))
    with pytest.raises(DelegationRefused):
        end_delegation(
            delegation=given, last_day=date(2021, 5, 31), reason="Kéo dài", by=specialist
        )


def test_the_delegated_office_inspects_and_elsewhere_the_department(department, office):
    DelegationFactory(department=department, office=office)
    school = make_school(office, "Trường THCS số 1", levels=["THCS"])
    other = make_school(make_office(department, "Phòng GDĐT huyện An Phú"), "Trường THCS số 2")
    day = date(2019, 11, 1)
    assert inspects(school, DelegatedKind.LIBRARY, "THCS", day) == office
    assert inspects(school, DelegatedKind.SUBJECT_ROOM, "THCS", day) == department
    assert inspects(school, DelegatedKind.LIBRARY, "MN", day) == department
    assert inspects(school, DelegatedKind.LIBRARY, "THCS", date(2019, 8, 25)) == department
    assert inspects(other, DelegatedKind.LIBRARY, "THCS", day) == department


def test_delegations_are_seen_along_the_line_of_management_only(department, office, specialist):
    given = DelegationFactory(department=department, office=office)
    school = make_school(office, "Trường TH số 1")
    neighbour = make_office(department, "Phòng GDĐT huyện An Phú")
    stranger = make_department("Sở GDĐT Bình Dương")
    sees = {
        "department": specialist,
        "office": make_person(office, Role.OFFICE_OFFICER),
        "school": make_person(school, Role.PRINCIPAL),
    }
    blind = [make_person(neighbour, Role.OFFICE_OFFICER), make_person(stranger)]
    for who, user in sees.items():
        assert given in Delegation.objects.visible_to(user), who
    for user in blind:
        assert given not in Delegation.objects.visible_to(user)
