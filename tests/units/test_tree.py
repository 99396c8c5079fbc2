"""Who manages whom, on any day."""

from datetime import date

import pytest

from core.audit.models import AuditEntry
from tests.units.factories import make_department, make_office, make_school
from units.domain import (
    ChangeRefused,
    dissolve,
    managers_of,
    managers_on,
    merge_units,
    rebuild_reach,
    rename_unit,
    set_manager,
)
from units.models import Unit, UnitReach, UnitRelation

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def office(department):
    return make_office(department)


@pytest.fixture
def school(office):
    return make_school(office, "Trường THCS Vĩnh Lộc")


def closure():
    return set(
        UnitReach.objects.values_list(
            "ancestor__name", "descendant__name", "depth", "valid_from", "valid_to"
        )
    )


def test_a_school_lies_below_its_office_and_the_department(department, office, school):
    assert list(managers_on(school, BEFORE)) == [office, department]
    assert set(Unit.objects.under([department.pk], BEFORE)) == {department, office, school}


def test_a_school_answers_to_the_old_manager_until_the_day_before(department, office, school):
    commune = make_office(department, "UBND xã Vĩnh Hậu")
    set_manager(unit=school, manager=commune, on=REFORM, by=None)
    assert list(managers_on(school, BEFORE)) == [office, department]
    assert list(managers_on(school, REFORM)) == [commune, department]
    assert managers_of([school.pk], BEFORE) == {school.pk: office}
    assert managers_of([school.pk], REFORM) == {school.pk: commune}


def test_moving_an_office_moves_what_lies_below_it(department, office, school):
    other = make_department("Sở Giáo dục và Đào tạo Kiên Giang")
    set_manager(unit=office, manager=other, on=REFORM, by=None)
    assert list(managers_on(school, BEFORE)) == [office, department]
    assert list(managers_on(school, REFORM)) == [office, other]


def test_rebuilding_one_subtree_gives_the_same_closure_as_rebuilding_all(
    department, office, school
):
    other = make_department("Sở Giáo dục và Đào tạo Kiên Giang")
    set_manager(unit=office, manager=other, on=REFORM, by=None)
    set_manager(unit=school, manager=department, on=date(2026, 1, 1), by=None)
    partial = closure()
    rebuild_reach()
    assert closure() == partial
    assert UnitReach.objects.count() == len(partial)


def test_days_of_the_closure_are_those_common_to_all_links(department, office, school):
    UnitRelation.objects.filter(unit=office).update(valid_to=date(2024, 12, 31))
    UnitRelation.objects.filter(unit=school).update(valid_from=date(2024, 1, 1))
    rebuild_reach()
    row = UnitReach.objects.get(ancestor=department, descendant=school)
    assert (row.valid_from, row.valid_to) == (date(2024, 1, 1), date(2024, 12, 31))


def test_links_that_never_overlap_give_no_ancestor(department, office, school):
    UnitRelation.objects.filter(unit=office).update(valid_to=date(2019, 12, 31))
    UnitRelation.objects.filter(unit=school).update(valid_from=date(2020, 1, 1))
    rebuild_reach()
    assert not UnitReach.objects.filter(ancestor=department, descendant=school).exists()


def test_a_circle_is_refused_in_words(department, office, school):
    with pytest.raises(ChangeRefused, match="THCS Vĩnh Lộc"):
        set_manager(unit=department, manager=school, on=REFORM, by=None)
    with pytest.raises(ChangeRefused):
        set_manager(unit=office, manager=office, on=REFORM, by=None)


def test_a_circle_in_the_rows_themselves_is_refused(department, office):
    UnitRelation.objects.create(unit=department, manager=office)
    with pytest.raises(ChangeRefused):
        rebuild_reach()


def test_a_circle_that_ended_before_is_no_obstacle(department, office, school):
    set_manager(unit=school, manager=None, on=date(2020, 1, 1), by=None)
    set_manager(unit=office, manager=school, on=date(2021, 1, 1), by=None)
    assert list(managers_on(office, REFORM)) == [school]


def test_a_later_change_on_file_is_named(department, office, school):
    set_manager(unit=school, manager=department, on=REFORM, by=None)
    with pytest.raises(ChangeRefused, match="01/07/2025"):
        set_manager(unit=school, manager=department, on=date(2024, 1, 1), by=None)


def test_correcting_the_manager_on_the_same_day_leaves_one_link(department, office, school):
    set_manager(unit=school, manager=department, on=REFORM, by=None)
    other = make_office(department, "UBND xã Vĩnh Hậu")
    set_manager(unit=school, manager=other, on=REFORM, by=None)
    assert list(managers_on(school, REFORM)) == [other, department]
    assert UnitRelation.objects.filter(unit=school).count() == 2


def test_a_manager_that_has_ended_takes_over_nobody(department, office):
    other = make_office(department, "Phòng GDĐT Châu Phú")
    dissolve(unit=other, on=REFORM, by=None)
    other.refresh_from_db()
    school = make_school(office, "Trường TH Quốc Thái")
    with pytest.raises(ChangeRefused, match="30/06/2025"):
        set_manager(unit=school, manager=other, on=REFORM, by=None)


def test_a_change_of_manager_is_on_record(department, school):
    set_manager(unit=school, manager=department, on=REFORM, by=None)
    entry = AuditEntry.objects.about(school).first()
    assert entry.action == "units.set_manager"
    assert entry.after["manager"] == str(department)


def test_a_dissolved_unit_is_not_under_anyone_after_its_last_day_but_stays_readable(
    department, office, school, django_assert_num_queries
):
    with pytest.raises(ChangeRefused, match="1"):
        dissolve(unit=office, on=REFORM, by=None)
    set_manager(unit=school, manager=department, on=REFORM, by=None)
    dissolve(unit=office, on=REFORM, successors=[department], by=None)
    assert office in Unit.objects.under([department.pk], BEFORE)
    assert office not in Unit.objects.under([department.pk], REFORM)
    assert not managers_on(office, REFORM).exists()


def test_merged_units_hand_over_what_they_manage(department, office, school):
    other = make_office(department, "Phòng GDĐT Châu Phú")
    merge_units(units=[office], into=other, on=REFORM, by=None, basis="NQ 1")
    assert list(managers_on(school, REFORM)) == [other, department]
    office.refresh_from_db()
    assert office.valid_to == BEFORE
    assert office.successions.get().successor == other


def test_a_renamed_unit_is_found_under_both_names(department, office):
    rename_unit(unit=office, name="Phòng GDĐT huyện An Phú", on=REFORM, basis="QĐ 7", by=None)
    office.refresh_from_db()
    assert office.name == "Phòng GDĐT huyện An Phú"
    assert office.successions.get().former_name == "Phòng GDĐT An Phú"
    assert "Phòng GDĐT An Phú" in office.aliases.values_list("name", flat=True)


def test_thousands_of_units_are_rebuilt_with_few_queries(department, django_assert_max_num_queries):
    offices = Unit.objects.bulk_create(
        Unit(kind="district_office", name=f"Phòng {n}", short_name=f"Phòng {n}") for n in range(10)
    )
    schools = Unit.objects.bulk_create(
        Unit(kind="school", name=f"Trường {n}", short_name=f"Trường {n}") for n in range(2_000)
    )
    UnitRelation.objects.bulk_create(
        [UnitRelation(unit=office, manager=department) for office in offices]
        + [UnitRelation(unit=s, manager=offices[n % 10]) for n, s in enumerate(schools)]
    )
    with django_assert_max_num_queries(50):
        assert rebuild_reach() == 1 + 2 * 10 + 3 * 2_000
    assert Unit.objects.under([offices[0].pk]).count() == 201
