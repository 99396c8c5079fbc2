"""Finding a unit by what people type."""

import unicodedata

import pytest

from tests.units.factories import make_department, make_office, make_school
from units.domain import ChangeRefused, add_alias, add_code, add_unit, change_unit, find_unit
from units.domain.life import shortened
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def khiem(department):
    return make_school(
        department,
        "Trường THPT Nguyễn Bỉnh Khiêm",
        district="Châu Thành",
        aliases=["THPT Nguyễn Bình Khiêm"],
        codes={"CSDL ngành": "89000123"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "THPT Nguyễn Bình Khiêm",
        "Trường THPT Nguyễn Bỉnh Khiêm",
        "trung học phổ thông nguyen binh khiem",
        "Nguyễn Bỉnh Khiêm",
        "nguyen binh khiem chau thanh",
        "89000123",
        "Trường THPT  Nguyễn Bỉnh Khiêm",
    ],
)
def test_a_school_is_found_by_any_of_its_spellings(khiem, text):
    assert find_unit(text).unit == khiem


def test_two_levels_are_one_name_however_they_are_joined(department):
    school = make_school(department, "Trường THCS&THPT Mỹ Hòa Hưng")
    for text in ("THCS và THPT Mỹ Hòa Hưng", "thcs & thpt mỹ hoà hưng", "THCS-THPT Mỹ Hòa Hung"):
        assert find_unit(text).unit == school


def test_a_misprint_gives_suggestions_and_no_match(khiem, department):
    make_school(department, "Trường THPT Vọng Thê")
    found = find_unit("THPT Nguyễn Bỉnh Khim")
    assert not found
    assert found.suggestions[0] == khiem


def test_namesakes_are_told_apart_by_level_district_or_diacritics(khiem, department):
    lower = make_school(department, "Trường THCS Nguyễn Bỉnh Khiêm", district="An Phú")
    assert find_unit("Nguyễn Bỉnh Khiêm").unit is None
    assert set(find_unit("Nguyễn Bỉnh Khiêm").suggestions) == {khiem, lower}
    assert find_unit("THCS Nguyễn Bỉnh Khiêm").unit == lower
    assert find_unit("Nguyễn Bỉnh Khiêm An Phú").unit == lower
    tan_lap = make_school(department, "Trường TH Tân Lập")
    tan_lap_2 = make_school(department, "Trường TH Tân Lạp")
    assert find_unit("Trường TH Tân Lập").unit == tan_lap
    assert find_unit("trường th tân lạp").unit == tan_lap_2
    assert find_unit("th tan lap").unit is None


def test_a_search_stays_within_the_units_given(khiem):
    assert not find_unit("THPT Nguyễn Bỉnh Khiêm", Unit.objects.none())


def test_an_empty_text_finds_nothing(khiem):
    assert not find_unit(" … ")


def test_a_hundred_names_without_diacritics_are_all_found(department):
    syllables = ["Vĩnh", "Đông", "Phước", "Hưng", "Lộc", "Thạnh", "Ưng", "Đức", "Yên", "Ngỡi"]
    names = [f"Trường TH {a} {b} Đại" for a in syllables for b in syllables]
    schools = {name: make_school(department, name) for name in names}
    for name, school in schools.items():
        apart = unicodedata.normalize("NFD", name.replace("Đ", "D")).encode("ascii", "ignore")
        assert find_unit(apart.decode().lower()).unit == school


def test_words_in_any_order_find_a_unit_in_the_list(khiem):
    assert list(Unit.objects.search("khiem chau thanh")) == [khiem]
    assert list(Unit.objects.search("890001")) == [khiem]


def test_a_word_is_found_by_its_beginning_not_by_its_inside(department):
    an_phu = make_school(department, "Trường TH An Phú")
    make_school(department, "Trường TH Phú Tân")
    assert list(Unit.objects.search("an phu")) == [an_phu]
    assert list(Unit.objects.search("AN PH")) == [an_phu]


def test_a_spelling_is_kept_once(khiem):
    add_alias(unit=khiem, name="Nguyễn Bình Khiêm THPT", by=None)
    add_alias(unit=khiem, name="Nguyễn Bình Khiêm THPT", by=None)
    assert khiem.aliases.count() == 2


def test_two_units_do_not_carry_one_code(khiem, department):
    other = make_school(department, "Trường THPT Chi Lăng")
    with pytest.raises(ChangeRefused, match="Nguyễn Bỉnh Khiêm"):
        add_code(unit=other, system="CSDL ngành", value="89000123")


def test_a_changed_place_is_searched_at_once(khiem):
    change_unit(unit=khiem, district="Thoại Sơn", by=None)
    assert list(Unit.objects.search("thoai son")) == [khiem]


def test_impossible_values_are_refused_in_words(department):
    with pytest.raises(ChangeRefused):
        add_unit(kind="starship", name="Trường", by=None)
    with pytest.raises(ChangeRefused):
        change_unit(unit=department, email="not-an-address", by=None)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Trường trung học phổ thông Quốc Thái", "THPT Quốc Thái"),
        ("Trường Tiểu học A Châu Phong", "TH A Châu Phong"),
        ("Ủy ban nhân dân xã Vĩnh Hậu", "UBND xã Vĩnh Hậu"),
        ("Trường THCS&THPT Mỹ Hòa Hưng", "THCS&THPT Mỹ Hòa Hưng"),
    ],
)
def test_the_short_name_is_the_one_people_use(name, short):
    assert shortened(name) == short


def test_finding_a_unit_asks_a_few_questions_only(khiem, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        find_unit("THPT Nguyễn Bình Khiêm")


def test_an_office_is_found_under_its_old_and_new_words(department):
    office = make_office(department, "Phòng Giáo dục và Đào tạo huyện An Phú")
    assert find_unit("Phòng GD&ĐT huyện An Phú").unit == office
