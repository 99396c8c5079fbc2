"""Working days, holidays, swapped days, school years."""

from datetime import date

import pytest

from tests.units.factories import SchoolYearFactory, make_department, make_school
from units.domain.calendar import (
    add_working_days,
    fill_holidays,
    is_working_day,
    next_working_day,
    school_year_of,
    special_days,
    working_days_between,
)
from units.enums import DayKind
from units.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def years():
    for year in (2019, 2020, 2025, 2026):
        fill_holidays(year)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2019, 4, 15), False),  # in lieu of Hùng Vương, a Sunday
        (date(2019, 4, 29), False),  # swapped
        (date(2019, 4, 30), False),
        (date(2019, 5, 4), True),  # the Saturday worked for 29/4
        (date(2019, 5, 11), False),  # a plain Saturday
        (date(2019, 5, 7), True),
        (date(2020, 1, 23), False),
        (date(2020, 1, 29), False),
        (date(2020, 1, 30), True),
        (date(2020, 4, 2), False),
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
        (date(2025, 9, 1), False),
        (date(2026, 4, 27), False),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 11, 20), True),  # Teachers' Day is worked
        (date(2026, 11, 24), False),  # Day of Vietnamese Culture, from 2026
        (date(2025, 11, 24), True),
    ],
)
def test_days_are_worked_as_the_government_decided(years, day, worked):
    assert is_working_day(day) is worked


def test_filling_again_adds_nothing_and_keeps_what_was_edited():
    assert fill_holidays(2026) > 10
    CalendarDay.objects.filter(on=date(2026, 8, 31)).update(name="Sửa tay", verified=True)
    assert fill_holidays(2026) == 0
    assert CalendarDay.objects.get(on=date(2026, 8, 31)).name == "Sửa tay"


def test_days_from_the_library_are_marked_as_not_checked(years):
    assert not CalendarDay.objects.filter(verified=True).exists()
    assert "holidays 0.108" in CalendarDay.objects.first().source


def test_days_in_lieu_are_told_from_holidays(years):
    kinds = dict(CalendarDay.objects.filter(on__year=2019).values_list("on", "kind"))
    assert kinds[date(2019, 4, 15)] == DayKind.SUBSTITUTE
    assert kinds[date(2019, 4, 29)] == DayKind.SUBSTITUTE
    assert kinds[date(2019, 4, 30)] == DayKind.HOLIDAY
    assert kinds[date(2019, 5, 4)] == DayKind.WORKING_SATURDAY


def test_counting_working_days_skips_what_is_not_worked(years):
    friday = date(2019, 4, 26)
    assert next_working_day(date(2019, 4, 27)) == date(2019, 5, 2)
    assert add_working_days(friday, 1) == date(2019, 5, 2)
    assert add_working_days(friday, 3) == date(2019, 5, 4)
    assert add_working_days(date(2019, 5, 2), -1) == friday
    assert working_days_between(friday, date(2019, 5, 4)) == 3
    assert working_days_between(date(2019, 5, 4), friday) == -3
    assert working_days_between(friday, friday) == 0
    assert next_working_day(friday) == friday


def test_a_local_day_counts_only_below_the_unit_it_was_set_for():
    department, other = make_department(), make_department("Sở GDĐT Kiên Giang")
    school, elsewhere = make_school(department), make_school(other, "Trường THPT Rạch Giá")
    day = date(2026, 3, 2)
    CalendarDay.objects.create(on=day, kind=DayKind.HOLIDAY, name="Ngày của tỉnh", unit=department)
    assert not is_working_day(day, school)
    assert is_working_day(day, elsewhere)
    assert is_working_day(day)


def test_an_examination_day_is_worked_and_listed():
    day = date(2026, 6, 11)
    CalendarDay.objects.create(on=day, kind=DayKind.EXAM, name="Thi tốt nghiệp THPT")
    assert is_working_day(day)
    assert [d.kind for d in special_days(day, day)[day]] == [DayKind.EXAM]


def test_a_long_count_reads_the_calendar_a_few_times_only(years, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        add_working_days(date(2019, 1, 2), 60)


def test_a_day_belongs_to_the_year_it_lies_in_or_the_one_about_to_begin():
    past = SchoolYearFactory(
        name="2018-2019", starts_on=date(2018, 9, 5), ends_on=date(2019, 5, 31)
    )
    coming = SchoolYearFactory()
    assert school_year_of(date(2018, 12, 1)) == past
    assert school_year_of(date(2019, 6, 15)) == past
    assert school_year_of(date(2019, 8, 26)) == coming
    assert school_year_of(date(2020, 4, 20)) == coming
    assert school_year_of(date(2021, 1, 1)) == coming
    assert school_year_of(date(2017, 1, 1)) is None
