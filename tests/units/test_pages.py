"""Pages of units: scope, filters, changes, the same number of queries for one row and for many."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from core.audit.models import AuditEntry
from tests.units.factories import MembershipFactory, SchoolYearFactory, make_school
from units.domain import managers_on
from units.domain.calendar import fill_holidays
from units.enums import DayKind
from units.models import CalendarDay, SchoolYear, Unit, UnitAlias

LIST = "/units/"


@pytest.fixture
def specialist(make_user, tree):
    return make_user(Role.SPECIALIST, tree.department)


@pytest.fixture
def visitor(client_for, specialist):
    return client_for(specialist)


def names(page):
    return [row.name for row in page.context["rows"]]


def queries(client, address):
    client.get(address)  # sessions and content types are settled
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


# The list -------------------------------------------------------------------------------------
def test_the_list_shows_ones_own_subtree_only(visitor, tree):
    seen = names(visitor.get(LIST))
    assert tree.th.short_name in seen
    assert tree.other_school.short_name not in seen


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=vinh+loc", ["THCS Vĩnh Lộc"]),
        ("q=thcs", ["THCS Vĩnh Lộc"]),
        ("kind=department", ["Sở GDĐT An Giang"]),
        ("level=TH", ["TH A Long Điền"]),
        ("district=Chợ+Mới", ["Phòng GDĐT huyện Chợ Mới"]),
        ("level=TH&q=vinh", []),
    ],
)
def test_filters_narrow_the_list_and_show_as_chips(visitor, tree, query, expected):
    page = visitor.get(f"{LIST}?{query}")
    assert names(page) == expected
    wanted = [part.split("=")[0] for part in query.split("&") if not part.startswith("q=")]
    assert len(page.context["filters"].chips) == len(wanted)


def test_the_list_of_one_manager(visitor, tree):
    page = visitor.get(f"{LIST}?manager={tree.office.pk}")
    assert names(page) == ["TH A Long Điền", "THCS Vĩnh Lộc"]


def test_a_manager_of_another_authority_filters_nothing_out_of_scope(visitor, tree):
    page = visitor.get(f"{LIST}?manager={tree.other_department.pk}")
    assert tree.other_school.short_name not in names(page)


def test_ended_units_are_shown_on_request(visitor, tree, specialist):
    visitor.post(reverse("units:unit_end", args=[tree.th.pk]), {"on": "2026-01-01"})
    assert "TH A Long Điền" not in names(visitor.get(LIST))
    assert "TH A Long Điền" in names(visitor.get(f"{LIST}?ended=on"))


@pytest.mark.parametrize(
    "address", [LIST, "/units/people/", "/units/tree/", "/units/calendar/?year=2026"]
)
def test_a_list_asks_the_same_number_of_questions_for_one_row_and_for_many(
    client_for, make_user, tree, address
):
    client = client_for(make_user(Role.ADMINISTRATOR, tree.office))
    CalendarDay.objects.create(on=date(2026, 1, 1), kind=DayKind.HOLIDAY, name="Tết")
    SchoolYearFactory()
    few = queries(client, address)
    for number in range(3):
        school = make_school(tree.office, f"Trường TH số {number}", codes={"CSDL": str(number)})
        MembershipFactory(unit=school)
        SchoolYearFactory(name=f"202{number}-202{number + 1}")
    fill_holidays(2026)
    assert queries(client, address) == few


@pytest.mark.parametrize("name", ["unit", "unit_people", "unit_history"])
def test_a_units_page_asks_the_same_number_of_questions(visitor, tree, name):
    address = reverse(f"units:{name}", args=[tree.th.pk])
    MembershipFactory(unit=tree.th)
    few = queries(visitor, address)
    for number in range(3):
        MembershipFactory(unit=tree.th)
        UnitAlias.objects.create(unit=tree.th, name=f"TH tên {number}")
    assert queries(visitor, address) == few


# A unit ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["unit", "unit_people", "unit_history", "unit_edit", "unit_move"])
def test_a_unit_of_another_authority_does_not_exist(visitor, tree, name):
    assert visitor.get(reverse(f"units:{name}", args=[tree.th.pk])).status_code == 200
    assert visitor.get(reverse(f"units:{name}", args=[tree.other_school.pk])).status_code == 404


def test_a_reader_sees_a_unit_and_cannot_change_it(client_for, make_user, tree):
    reader = client_for(make_user(Role.VIEWER, tree.department))
    address = reverse("units:unit", args=[tree.th.pk])
    assert reverse("units:unit_edit", args=[tree.th.pk]) not in reader.get(address).content.decode()
    assert reader.get(reverse("units:unit_edit", args=[tree.th.pk])).status_code == 404


def test_who_may_edit_here_may_not_edit_what_they_only_read(client_for, make_user, tree):
    person = make_user(Role.VIEWER, tree.department)
    MembershipFactory(user=person, unit=tree.office, role=Role.OFFICE_OFFICER)
    client = client_for(person)
    assert client.get(reverse("units:unit_edit", args=[tree.th.pk])).status_code == 200
    assert client.get(reverse("units:unit_edit", args=[tree.thpt.pk])).status_code == 404


def test_a_unit_is_added_under_a_manager_named_without_diacritics(visitor, tree):
    fields = {
        "kind": "school", "name": "Trường Trung học cơ sở Hội An", "manager": "phong gddt cho moi",
        "level_list": ["THCS"], "code": "89000777",
    }  # fmt: skip
    page = visitor.post("/units/new/", fields | {"manager": "phong gddt huyen cho moi"})
    new = Unit.objects.get(name=fields["name"])
    assert page.url == reverse("units:unit", args=[new.pk])
    assert (new.short_name, new.level_list) == ("THCS Hội An", ["THCS"])
    assert list(managers_on(new, date(2026, 1, 1))) == [tree.office, tree.department]
    assert list(Unit.objects.search("89000777")) == [new]


def test_an_unknown_manager_is_named_with_suggestions(visitor, tree):
    fields = {"kind": "school", "name": "Trường TH X", "manager": "Phòng GDĐT Chợ Mớ"}
    errors = str(visitor.post("/units/new/", fields).context["form"].errors["manager"])
    assert "Phòng GDĐT huyện Chợ Mới" in errors


def test_nobody_adds_a_unit_under_another_authority(visitor, tree):
    fields = {"kind": "school", "name": "Trường X", "manager": tree.other_department.name}
    assert "manager" in visitor.post("/units/new/", fields).context["form"].errors


def test_facts_are_changed_and_recorded_in_words(visitor, tree):
    address = reverse("units:unit_edit", args=[tree.th.pk])
    version = visitor.get(address).context["form"].initial.get("version") or tree.th.version
    fields = {
        "version": version, "level_list": ["TH", "THCS"], "district": "Chợ Mới", "pupils": "420",
        "head_name": "", "email": "th@example.vn",
    }  # fmt: skip
    assert visitor.post(address, fields).status_code == 302
    tree.th.refresh_from_db()
    assert (tree.th.level_list, tree.th.pupils) == (["TH", "THCS"], 420)
    history = visitor.get(reverse("units:unit_history", args=[tree.th.pk]))
    lines = {line.label: (line.before, line.after) for line in history.context["entries"][0].lines}
    assert ("TH", "TH, THCS") in lines.values()
    assert ("", "420") in lines.values()


def test_the_second_of_two_editors_sees_both_versions_and_may_insist(visitor, tree):
    address = reverse("units:unit_edit", args=[tree.th.pk])
    version = Unit.objects.get(pk=tree.th.pk).version
    fields = {"version": version, "level_list": ["TH"]}
    assert visitor.post(address, fields | {"pupils": "400"}).status_code == 302
    stale = visitor.post(address, fields | {"pupils": "500"})
    assert stale.status_code == 200
    assert [(mine, theirs) for _f, mine, theirs in stale.context["stale"].differences] == [
        (500, 400)
    ]
    again = stale.context["form"]["version"].value()
    assert visitor.post(address, fields | {"pupils": "500", "version": again}).status_code == 302
    tree.th.refresh_from_db()
    assert tree.th.pupils == 500


def test_impossible_values_stay_in_the_form(visitor, tree):
    page = visitor.post(
        reverse("units:unit_edit", args=[tree.th.pk]), {"version": 1, "latitude": "999"}
    )
    assert page.context["form"].errors


# Changes with a date --------------------------------------------------------------------------
def test_a_unit_moves_to_another_manager_from_a_day(visitor, tree):
    address = reverse("units:unit_move", args=[tree.th.pk])
    visitor.post(address, {"target": "So GDDT An Giang", "on": "2025-07-01"})
    assert list(managers_on(tree.th, date(2025, 7, 1))) == [tree.department]
    assert list(managers_on(tree.th, date(2025, 6, 30))) == [tree.office, tree.department]


def test_a_circle_is_refused_on_the_page(visitor, tree):
    address = reverse("units:unit_move", args=[tree.office.pk])
    page = visitor.post(address, {"target": "THCS Vĩnh Lộc", "on": "2025-07-01"})
    assert "THCS Vĩnh Lộc" in str(page.context["form"].non_field_errors())


def test_a_renamed_unit_shows_its_former_name(visitor, tree):
    fields = {"name": "Trường THCS Vĩnh Lộc B", "on": "2026-01-01", "basis": "QĐ 12/QĐ-UBND"}
    visitor.post(reverse("units:unit_rename", args=[tree.thcs.pk]), fields)
    page = visitor.get(reverse("units:unit_history", args=[tree.thcs.pk])).content.decode()
    assert "QĐ 12/QĐ-UBND" in page
    assert names(visitor.get(f"{LIST}?q=vinh loc")) == ["THCS Vĩnh Lộc B"]


def test_a_merged_unit_leads_to_the_one_that_stays(visitor, tree):
    address = reverse("units:unit_merge", args=[tree.th.pk])
    page = visitor.post(address, {"target": "THCS Vĩnh Lộc", "on": "2026-01-01"})
    assert page.url == reverse("units:unit", args=[tree.thcs.pk])
    tree.th.refresh_from_db()
    assert tree.th.valid_to == date(2025, 12, 31)


def test_a_unit_that_manages_others_is_not_ended(visitor, tree):
    page = visitor.post(reverse("units:unit_end", args=[tree.office.pk]), {"on": "2026-01-01"})
    assert page.context["form"].non_field_errors()


def test_spellings_are_added_and_removed(visitor, tree):
    visitor.post(reverse("units:spelling_new", args=[tree.th.pk]), {"name": "TH Long Điên A"})
    alias = tree.th.aliases.get()
    assert names(visitor.get(f"{LIST}?q=long dien a"))
    other = reverse("units:spelling_remove", args=[tree.thcs.pk, alias.pk])
    assert visitor.post(other).status_code == 404
    visitor.post(reverse("units:spelling_remove", args=[tree.th.pk, alias.pk]))
    assert not tree.th.aliases.exists()


# Overview -------------------------------------------------------------------------------------
def test_the_overview_counts_levels_per_manager(visitor, tree):
    make_school(tree.office, "Trường TH&THCS Hòa Bình", levels=["TH", "THCS"])
    page = visitor.get("/units/tree/")
    assert page.context["total"].total == 4
    own, office = page.context["rows"]
    assert (own.total, own.cells) == (1, [0, 0, 0, 1, 0])
    assert (office.total, office.cells) == (3, [0, 2, 2, 0, 0])


def test_the_overview_of_another_authority_does_not_exist(visitor, tree):
    assert visitor.get(f"/units/tree/?unit={tree.other_department.pk}").status_code == 404


# Calendar -------------------------------------------------------------------------------------
def test_the_calendar_is_filled_edited_and_emptied(visitor):
    visitor.post("/units/calendar/fill/", {"year": "2026"})
    page = visitor.get("/units/calendar/?year=2026")
    assert page.context["unchecked"] == CalendarDay.objects.count() > 10
    day = CalendarDay.objects.get(on=date(2026, 8, 31))
    fields = {"on": "2026-08-31", "kind": day.kind, "name": "Nghỉ hoán đổi", "verified": "on"}
    visitor.post(reverse("units:day_edit", args=[day.pk]), fields)
    visitor.post("/units/calendar/fill/", {"year": "2026"})
    day.refresh_from_db()
    assert (day.name, day.verified) == ("Nghỉ hoán đổi", True)
    visitor.post(reverse("units:day_remove", args=[day.pk]))
    assert not CalendarDay.objects.filter(pk=day.pk).exists()
    assert AuditEntry.objects.filter(action="units.remove_day").exists()


def test_a_working_saturday_is_no_weekday(visitor):
    fields = {"on": "2026-08-24", "kind": DayKind.WORKING_SATURDAY, "name": "Làm bù"}
    assert "on" in visitor.post("/units/calendar/days/new/", fields).context["form"].errors


def test_the_same_day_twice_is_refused_in_words(visitor):
    fields = {"on": "2026-01-01", "kind": DayKind.HOLIDAY, "name": "Tết Dương lịch"}
    assert visitor.post("/units/calendar/days/new/", fields).status_code == 302
    assert visitor.post("/units/calendar/days/new/", fields).context["form"].errors


def test_a_school_year_is_kept_with_its_semesters(visitor):
    fields = {
        "name": "2026 – 2027", "starts_on": "2026-09-05", "ends_on": "2027-05-31",
        "second_semester_on": "2027-01-11",
    }  # fmt: skip
    assert visitor.post("/units/calendar/school-years/new/", fields).status_code == 302
    year = SchoolYear.objects.get(name="2026-2027")
    assert [s.starts_on for s in year.semesters.all()] == [date(2026, 9, 5), date(2027, 1, 11)]
    assert not year.semesters.filter(verified=True).exists()


@pytest.mark.parametrize("name", ["2026", "2026-2028", "năm học", "2027-2026"])
def test_a_school_year_is_named_by_two_years(visitor, name):
    fields = {"name": name, "starts_on": "2026-09-05", "ends_on": "2027-05-31"}
    page = visitor.post("/units/calendar/school-years/new/", fields)
    assert "name" in page.context["form"].errors


def test_an_office_reads_the_calendar_and_does_not_change_it(client_for, make_user, tree):
    client = client_for(make_user(Role.OFFICE_OFFICER, tree.office))
    assert client.get("/units/calendar/").status_code == 200
    assert client.post("/units/calendar/fill/", {"year": "2026"}).status_code == 404


def test_an_empty_list_says_what_it_is_for_and_offers_one_step(client_for, make_user, tree):
    page = client_for(make_user(Role.ADMINISTRATOR, tree.th)).get(f"{LIST}?q=zzz")
    assert page.content.decode().count('class="btn btn-primary" href="?all=1"') == 1


def test_the_list_stands_in_vietnamese_order(visitor, tree):
    for name in ("Châu Phú", "Châu Đốc", "Châu Thành"):
        make_school(tree.office, f"Trường TH {name}")
    assert names(visitor.get(f"{LIST}?q=th+chau")) == [
        "TH Châu Đốc",
        "TH Châu Phú",
        "TH Châu Thành",
    ]
    school = Unit.objects.get(short_name="TH Châu Đốc")
    fields = {"name": "Trường TH Châu Văn", "on": "2026-01-01"}
    visitor.post(reverse("units:unit_rename", args=[school.pk]), fields)
    assert names(visitor.get(f"{LIST}?q=th+chau"))[-1] == "TH Châu Văn"
