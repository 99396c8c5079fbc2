"""A department's own list comes in whole or not at all, and goes out again without a trace."""

import io
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone, translation

from accounts.enums import Role
from core.audit.models import AuditEntry
from core.audit.recording import broken_links
from core.files.storing import Accept, store
from core.spreadsheets import importing
from core.spreadsheets.models import ImportBatch, ImportRow
from core.spreadsheets.refusals import ImportRefused
from core.spreadsheets.registry import Scope, kind_of
from core.spreadsheets.writing import workbook
from tests.units.factories import make_department, make_office, make_person, make_school
from tests.units.unit_lists import (
    FIRST_ROW,
    HEADINGS,
    OFFICES,
    plant_faults,
    sound_rows,
    workbook_of,
)
from units.domain import add_alias, add_unit, change_unit, set_manager
from units.domain.roster import known_units
from units.enums import UnitKind
from units.exports import unit_sheet
from units.models import Membership, Unit, UnitAlias, UnitCode, UnitReach, UnitRelation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def department():
    department = make_department()
    for name in OFFICES:
        make_office(department, f"Phòng GDĐT {name}", district=name)
    return department


@pytest.fixture
def officer(department):
    return make_person(department, Role.SPECIALIST)


def bring(data: bytes, under: Unit, by) -> ImportBatch:
    """Upload, match columns as guessed, check."""
    kind = kind_of("units")
    sheet = importing.open_table(kind, data)
    file = store(ContentFile(data, name="danh-sach.xlsx"), accept=Accept.EXCEL, by=by)
    scope = Scope(under.pk, under.pk, str(under))
    batch = importing.start(kind, file, sheet, scope, by=by)
    importing.match_columns(batch, batch.mapping)
    importing.check(batch)
    return batch


def problems(batch: ImportBatch) -> dict[str, str]:
    return {cell: text for row in batch.rows.all() for cell, text in row.problems}


def dump() -> dict[str, list[dict]]:
    """Every row of the room but the technical version."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "version"}
            for row in model.objects.order_by("pk").values()
        ]
        for model in (Unit, UnitCode, UnitAlias, UnitRelation)
    } | {"reach": sorted(UnitReach.objects.values_list("ancestor", "descendant", "depth",
                                                       "valid_from", "valid_to").distinct(), key=str)}  # fmt: skip


# The long list --------------------------------------------------------------------------------
def test_all_forty_faults_of_750_rows_are_named_at_once_and_nothing_is_imported(
    department, officer
):
    rows = sound_rows(750)
    planted = plant_faults(rows)
    assert len(planted) == 40
    before = dump()
    batch = bring(workbook_of(rows), department, officer)
    assert set(problems(batch)) == planted
    assert (batch.errors, batch.count("new")) == (40, 710)
    with pytest.raises(ImportRefused):
        importing.commit(batch, by=officer)
    assert dump() == before


def test_a_sound_list_is_imported_found_the_same_again_and_undone_without_a_trace(
    department, officer
):
    before = dump()
    data = workbook_of(sound_rows(750))
    batch = bring(data, department, officer)
    assert batch.counts == {"new": 750}
    importing.commit(batch, by=officer)
    assert Unit.objects.under([department.pk]).inspected().count() == 750
    school = Unit.objects.get(codes__value="89000004")
    assert (school.level_list, school.classes, school.valid_from) == (
        ["TH"], 9, date(2019, 9, 5),
    )  # fmt: skip
    assert school.manager_links.get().manager.name == "Phòng GDĐT Thoại Sơn"
    again = bring(data, department, officer)
    assert again.counts == {"same": 750}
    with pytest.raises(ImportRefused):
        importing.commit(again, by=officer)
    importing.undo(batch, by=officer)
    assert dump() == before
    assert list(broken_links()) == []


def test_checking_and_importing_do_not_ask_the_database_row_by_row(
    department, officer, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60):
        batch = bring(workbook_of(sound_rows(200)), department, officer)
    with django_assert_max_num_queries(80):
        importing.commit(batch, by=officer)
    changed = sound_rows(200)
    for row in changed:
        row[11] += 1
    with django_assert_max_num_queries(60):
        batch = bring(workbook_of(changed), department, officer)
    with django_assert_max_num_queries(80):
        importing.commit(batch, by=officer)
    with django_assert_max_num_queries(120):
        importing.undo(batch, by=officer)


# Meeting what is there ------------------------------------------------------------------------
def one_row(**cells) -> list[list]:
    values = {"Tên trường": "Trường THCS Vĩnh Lộc", "Phòng GDĐT": "Phòng GDĐT An Phú", **cells}
    return [[values.get(heading) for heading in HEADINGS]]


@pytest.fixture
def office(department):
    return Unit.objects.get(name="Phòng GDĐT An Phú")


@pytest.fixture
def school(office):
    return make_school(
        office, "Trường THCS Vĩnh Lộc", codes={"CSDL ngành": "89500123"}, levels=["THCS"],
        district="An Phú", phone="0296111222", classes=10,
    )  # fmt: skip


def only_row(batch: ImportBatch) -> ImportRow:
    return batch.rows.get()


def test_changed_values_are_shown_old_and_new_written_and_undone(department, officer, school):
    before = dump()
    cells = {"Mã trường": "89500123", "Số lớp": 12, "Tên trường": "Trường THCS Vĩnh Lộc 2"}
    batch = bring(workbook_of(one_row(**cells)), department, officer)
    row = only_row(batch)
    assert (row.status, row.target) == ("changed", school.pk)
    assert ["classes", "10", "12"] in row.changes
    importing.commit(batch, by=officer)
    school.refresh_from_db()
    assert (school.classes, school.name, school.version) == (12, "Trường THCS Vĩnh Lộc 2", 2)
    assert Unit.objects.search("vinh loc 2").exists()
    importing.undo(batch, by=officer)
    assert dump() == before


def test_empty_cells_erase_nothing(department, officer, school):
    batch = bring(workbook_of(one_row(**{"Mã trường": "89500123"})), department, officer)
    assert only_row(batch).status == "same"


def test_a_name_alone_matches_without_diacritics_and_by_its_other_spelling(
    department, officer, school
):
    add_alias(unit=school, name="Trường THCS Vĩnh Lọc cũ", by=None)
    for name in ("thcs vinh loc", "TRƯỜNG TRUNG HỌC CƠ SỞ VĨNH LỘC", "THCS Vĩnh Lọc Cũ"):
        batch = bring(workbook_of(one_row(**{"Tên trường": name})), department, officer)
        assert only_row(batch).target == school.pk, name


def test_decomposed_names_are_the_same_names(department, officer, school):
    name = unicodedata.normalize("NFD", "Trường THCS Vĩnh Lộc")
    batch = bring(workbook_of(one_row(**{"Tên trường": name})), department, officer)
    assert (only_row(batch).status, batch.notices) == ("same", [])


def test_the_same_name_under_another_office_is_another_school(department, officer, school):
    cells = {"Phòng GDĐT": "Phòng GDĐT Tri Tôn", "Huyện": "Tri Tôn"}
    batch = bring(workbook_of(one_row(**cells)), department, officer)
    assert only_row(batch).status == "new"


def test_a_slip_of_the_pen_is_asked_about_and_the_answer_decides(department, officer, school):
    batch = bring(
        workbook_of(one_row(**{"Tên trường": "Trường THCS Vĩnh Lôch"})), department, officer
    )
    row = only_row(batch)
    assert (row.status, [value for value, _words in row.options]) == (
        "error", [f"unit:{school.pk}", "new"],
    )  # fmt: skip
    assert "Vĩnh Lộc" in row.problems[0][1]
    importing.choose(batch, {row.number: f"unit:{school.pk}"})
    importing.check(batch)
    assert (only_row(batch).status, only_row(batch).target) == ("changed", school.pk)
    importing.choose(batch, {row.number: "new"})
    importing.check(batch)
    assert only_row(batch).status == "new"
    importing.commit(batch, by=officer)
    assert Unit.objects.filter(name="Trường THCS Vĩnh Lôch").exists()


def test_a_decision_the_row_does_not_offer_is_not_taken(department, officer, school):
    stranger = make_school(make_department("Sở Giáo dục và Đào tạo Bến Tre"), "Trường THPT Lạ")
    batch = bring(
        workbook_of(one_row(**{"Tên trường": "Trường THCS Vĩnh Lôch"})), department, officer
    )
    importing.choose(batch, {only_row(batch).number: f"unit:{stranger.pk}"})
    importing.check(batch)
    assert only_row(batch).status == "error"


def test_letters_and_numbers_that_tell_schools_apart_raise_no_question(department, officer, office):
    make_school(office, "Trường Tiểu học A Long Bình")
    make_school(office, "Trường Tiểu học Long Bình 1")
    for name in ("Trường Tiểu học B Long Bình", "Trường Tiểu học Long Bình 2"):
        batch = bring(workbook_of(one_row(**{"Tên trường": name})), department, officer)
        assert only_row(batch).status == "new", name


def test_a_code_carried_outside_the_scope_is_an_error_that_names_no_unit(department, officer):
    make_school(
        make_department("Sở Giáo dục và Đào tạo Bến Tre"), "Trường THPT Bí Mật",
        codes={"CSDL ngành": "77"},
    )  # fmt: skip
    batch = bring(workbook_of(one_row(**{"Mã trường": "77"})), department, officer)
    assert set(problems(batch)) == {f"B{FIRST_ROW}"}
    assert "Bí Mật" not in str(problems(batch))


def test_another_code_for_a_known_name_is_asked_about(department, officer, school):
    batch = bring(workbook_of(one_row(**{"Mã trường": "89500999"})), department, officer)
    row = only_row(batch)
    assert row.status == "error"
    importing.choose(batch, {row.number: f"unit:{school.pk}"})
    importing.check(batch)
    assert ["code", "89500123", "89500999"] in only_row(batch).changes
    before = dump()
    importing.commit(batch, by=officer)
    assert known_units([school])[school.pk].code == "89500999"
    importing.undo(batch, by=officer)
    assert dump() == before


def test_two_rows_that_mean_one_school_name_each_other(department, officer, school):
    rows = one_row(**{"Mã trường": "89500123"}) + one_row(**{"Tên trường": "THCS Vĩnh Lộc"})
    batch = bring(workbook_of(rows), department, officer)
    assert set(problems(batch)) == {f"C{FIRST_ROW}", f"C{FIRST_ROW + 1}"}
    assert str(FIRST_ROW + 1) in problems(batch)[f"C{FIRST_ROW}"]


def test_a_new_manager_takes_over_on_the_day_given_and_undo_gives_the_school_back(
    department, officer, school, office
):
    new = Unit.objects.get(name="Phòng GDĐT Tri Tôn")
    before = dump()
    cells = {
        "Mã trường": "89500123",
        "Phòng GDĐT": "Phòng GDĐT Tri Tôn",
        "Ngày hiệu lực": "01/07/2025",
    }
    data = workbook_of(one_row(**cells))
    batch = bring(data, department, officer)
    assert only_row(batch).changes == [["manager", office.short_name, new.short_name]]
    importing.commit(batch, by=officer)
    links = school.manager_links.order_by("pk")
    assert [(link.manager_id, link.valid_from, link.valid_to) for link in links] == [
        (office.pk, None, date(2025, 6, 30)),
        (new.pk, date(2025, 7, 1), None),
    ]
    assert school in Unit.objects.under([new.pk])
    assert bring(data, department, officer).counts == {"same": 1}
    importing.undo(batch, by=officer)
    assert dump() == before


def test_an_office_cannot_be_put_under_its_own_subtree(department, officer, office):
    below = add_unit(
        kind=UnitKind.COMMUNE_COMMITTEE, name="UBND xã Vĩnh Lộc", manager=office, by=None
    )
    UnitCode.objects.create(unit=office, system="CSDL ngành", value="AP")
    cells = {"Mã trường": "AP", "Tên trường": office.name, "Phòng GDĐT": below.name}
    batch = bring(workbook_of(one_row(**cells)), department, officer)
    assert f"F{FIRST_ROW}" in problems(batch)


def test_what_goes_out_comes_back_the_same(department, officer, school):
    importing.commit(bring(workbook_of(sound_rows(60)), department, officer), by=officer)
    set_manager(unit=school, manager=department, on=date(2025, 7, 1), by=None)
    for language in ("vi", "en"):
        with translation.override(language):
            data = workbook([unit_sheet(Unit.objects.under([department.pk]))])
            batch = bring(data, department, officer)
        assert problems(batch) == {}
        assert batch.counts == {"same": 60 + 2 + len(OFFICES)}


# Two people, and undo -------------------------------------------------------------------------
def test_the_second_of_two_imports_is_told_that_its_preview_is_out_of_date(department, officer):
    data = workbook_of(sound_rows(20))
    first, second = (bring(data, department, officer) for _ in range(2))
    importing.commit(first, by=officer)
    with pytest.raises(ImportRefused):
        importing.commit(second, by=officer)
    assert Unit.objects.inspected().count() == 20
    importing.check(second)
    assert second.counts == {"same": 20}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_codes", [True, False])
def test_of_two_imports_of_one_list_at_the_same_moment_one_is_written(
    department, officer, with_codes
):
    rows = sound_rows(20)
    for row in rows:
        row[1] = row[1] if with_codes else None
    data = workbook_of(rows)
    batches = [bring(data, department, officer) for _ in range(2)]
    together = threading.Barrier(2)

    def write(batch: ImportBatch) -> str:
        together.wait()
        try:
            importing.commit(batch, by=officer)
        except ImportRefused:
            return "refused"
        else:
            return "written"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, batches)) == ["refused", "written"]
    assert Unit.objects.inspected().count() == 20


def test_a_batch_is_written_once(department, officer):
    batch = bring(workbook_of(sound_rows(5)), department, officer)
    importing.commit(batch, by=officer)
    with pytest.raises(ImportRefused):
        importing.commit(batch, by=officer)
    assert Unit.objects.inspected().count() == 5


def test_undo_names_the_rows_changed_or_used_since_and_undoes_nothing(department, officer):
    batch = bring(workbook_of(sound_rows(5)), department, officer)
    importing.commit(batch, by=officer)
    changed, used = Unit.objects.inspected().order_by("pk")[:2]
    change_unit(unit=changed, phone="0296999999", by=officer)
    Membership.objects.create(user=officer, unit=used, role=Role.PRINCIPAL)
    before = dump()
    with pytest.raises(ImportRefused) as refusal:
        importing.undo(batch, by=officer)
    told = "\n".join(refusal.value.problems)
    assert len(refusal.value.problems) == 2
    assert changed.short_name in told
    assert used.short_name in told
    assert dump() == before


def test_undo_ends_after_thirty_days(department, officer):
    batch = bring(workbook_of(sound_rows(2)), department, officer)
    importing.commit(batch, by=officer)
    ImportBatch.objects.filter(pk=batch.pk).update(committed_at=timezone.now() - timedelta(days=31))
    with pytest.raises(ImportRefused):
        importing.undo(batch, by=officer)
    assert Unit.objects.inspected().count() == 2


def test_each_unit_remembers_that_it_was_imported_and_by_whom(department, officer):
    batch = bring(workbook_of(sound_rows(3)), department, officer)
    importing.commit(batch, by=officer)
    for unit in Unit.objects.inspected():
        assert [entry.action for entry in AuditEntry.objects.about(unit)] == ["units.add_unit"]
    assert AuditEntry.objects.about(batch).get().actor == officer
    assert list(broken_links()) == []


# Columns --------------------------------------------------------------------------------------
def test_headings_of_ones_own_are_matched_once_and_remembered(department, officer):
    headings = [f"Cột {n}" if n not in (0,) else "STT" for n in range(len(HEADINGS))]
    headings[2] = "Tên trường"
    kind = kind_of("units")
    data = workbook_of(sound_rows(3), headings)
    sheet = importing.open_table(kind, data)
    file = store(ContentFile(data, name="a.xlsx"), accept=Accept.EXCEL, by=officer)
    scope = Scope(department.pk, department.pk, "x")
    batch = importing.start(kind, file, sheet, scope, by=officer)
    assert batch.mapping == {"name": 3}
    importing.match_columns(batch, {"name": 3, "code": 2})
    assert importing.start(kind, file, sheet, scope, by=officer).mapping == {"name": 3, "code": 2}
    elsewhere = Scope(department.pk + 1, department.pk, "y")
    assert importing.start(kind, file, sheet, elsewhere, by=officer).mapping == {"name": 3}


@pytest.mark.parametrize("mapping", [{"code": 2}, {"name": 3, "short_name": 3}])
def test_a_missing_or_doubled_column_is_refused(department, officer, mapping):
    batch = bring(workbook_of(sound_rows(1)), department, officer)
    with pytest.raises(ImportRefused):
        importing.match_columns(batch, mapping)


def test_the_table_with_its_errors_keeps_rows_in_place_and_may_be_sent_again(department, officer):
    import openpyxl

    rows = sound_rows(12)
    rows[4][8] = "không phải email"
    batch = bring(workbook_of(rows), department, officer)
    data = importing.error_workbook(batch)
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page.cell(FIRST_ROW + 4, 9).value == "không phải email"
    assert page.cell(FIRST_ROW - 1, len(HEADINGS) + 1).value == "Lỗi"
    assert f"I{FIRST_ROW + 4}" in page.cell(FIRST_ROW + 4, len(HEADINGS) + 1).value
    assert page.cell(FIRST_ROW + 5, len(HEADINGS) + 1).value is None
    page.cell(FIRST_ROW + 4, 9).value = "truong@angiang.edu.vn"
    mended = io.BytesIO()
    page.parent.save(mended)
    assert bring(mended.getvalue(), department, officer).counts == {"new": 12}
