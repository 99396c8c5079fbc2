"""1 July 2025: offices end, communes take over, the past stays as it was."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.permissions import Permission
from tests.units.factories import make_department, make_office, make_person, make_school
from units.domain import ChangeRefused, managers_of, managers_on
from units.domain.reform import Commune, apply_reform, prepare_reform
from units.models import Unit, UnitReach
from units.rules import holds

pytestmark = pytest.mark.django_db

THEN, NOW = date(2020, 5, 5), date(2026, 3, 3)
CHAU_PHONG = Commune("UBND xã Châu Phong", absorbs=["Phú Vĩnh", "Lê Chánh"])
TAN_CHAU = Commune("UBND phường Tân Châu")


@pytest.fixture
def province():
    department = make_department()
    office = make_office(department, "Phòng GDĐT Tân Châu")
    return {
        "department": department,
        "office": office,
        "first": make_school(office, "Trường TH A Châu Phong", commune="xã Châu Phong"),
        "second": make_school(office, "Trường THCS Phú Vĩnh", commune="Phú Vĩnh"),
        "third": make_school(office, "Trường TH Long Thạnh", commune="Tân Châu"),
        "upper": make_school(department, "Trường THPT Tân Châu"),
    }


@pytest.fixture
def reformed(province):
    plan = prepare_reform(province["department"], {province["office"]: [CHAU_PHONG, TAN_CHAU]})
    communes = apply_reform(plan, basis="NQ 1654/NQ-UBTVQH15", by=None)
    return province | {"communes": communes}


def test_schools_are_managed_by_offices_then_and_by_communes_now(reformed):
    schools = [reformed["first"].pk, reformed["second"].pk, reformed["third"].pk]
    assert set(managers_of(schools, THEN).values()) == {reformed["office"]}
    now = managers_of(schools, NOW)
    assert [str(now[pk]) for pk in schools] == [
        "UBND xã Châu Phong",
        "UBND xã Châu Phong",
        "UBND phường Tân Châu",
    ]


def test_the_department_reaches_every_school_on_both_days(reformed):
    for day in (THEN, NOW):
        under = set(Unit.objects.under([reformed["department"].pk], day).inspected())
        assert under == {reformed[name] for name in ("first", "second", "third", "upper")}


def test_an_upper_secondary_school_stays_with_the_department(reformed):
    assert list(managers_on(reformed["upper"], NOW)) == [reformed["department"]]


def test_the_office_ends_the_day_before_and_names_its_heirs(reformed):
    office = reformed["office"]
    office.refresh_from_db()
    assert office.valid_to == date(2025, 6, 30)
    assert {s.successor.name for s in office.successions.all()} == {
        "UBND xã Châu Phong",
        "UBND phường Tân Châu",
    }
    assert office in Unit.objects.under([reformed["department"].pk], THEN)
    assert office not in Unit.objects.under([reformed["department"].pk], NOW)


def test_an_officer_of_the_commune_sees_its_schools_and_no_others(reformed):
    officer = make_person(reformed["communes"]["UBND xã Châu Phong"], Role.OFFICE_OFFICER)
    seen = set(Unit.objects.visible_to(officer).inspected())
    assert seen == {reformed["first"], reformed["second"]}
    assert holds(officer, Permission.EDIT_UNITS, reformed["first"])
    assert not holds(officer, Permission.EDIT_UNITS, reformed["third"])


def test_the_department_still_reads_the_ended_office(reformed):
    specialist = make_person(reformed["department"])
    assert reformed["office"] in Unit.objects.visible_to(specialist)


def test_the_roles_of_the_ended_office_end_with_it(province):
    officer = make_person(province["office"], Role.OFFICE_OFFICER)
    plan = prepare_reform(province["department"], {province["office"]: [CHAU_PHONG, TAN_CHAU]})
    apply_reform(plan, by=None)
    assert officer.memberships.get().valid_to == date(2025, 6, 30)
    assert not Unit.objects.visible_to(officer).exists()


def test_a_school_without_a_commune_is_never_placed_by_guess(province):
    lost = make_school(province["office"], "Trường MN Hoa Sen")
    mapping = {province["office"]: [CHAU_PHONG, TAN_CHAU]}
    plan = prepare_reform(province["department"], mapping)
    assert plan.unplaced == [lost]
    with pytest.raises(ChangeRefused, match="MN Hoa Sen"):
        apply_reform(plan, by=None)
    assert not UnitReach.objects.filter(ancestor__kind="commune_committee").exists()
    named = prepare_reform(province["department"], mapping, placed={lost: "Châu Phong"})
    assert named.places[lost] == CHAU_PHONG


def test_the_only_commune_of_an_office_takes_all(province):
    plan = prepare_reform(province["department"], {province["office"]: [TAN_CHAU]})
    assert plan.unplaced == []
    communes = apply_reform(plan, by=None)
    assert Unit.objects.under([communes[TAN_CHAU.name].pk], NOW).inspected().count() == 3
