"""Columns of a list: chosen in the address, kept by filters."""

import pytest
from django.test import RequestFactory

from accounts.enums import Role
from core.web.columns import ColumnChoice, ListColumn

COLUMNS = [
    ListColumn("a", "Đầu", lambda row: row["a"]),
    ListColumn("b", "Giữa", lambda row: row["b"], "small"),
    ListColumn("c", "Thêm", lambda row: "<c>", is_extra=True),
]


def choice(query: str) -> ColumnChoice:
    return ColumnChoice(RequestFactory().get(f"/?{query}"), COLUMNS)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["a", "b"]),
        ("column=c&column=a", ["a", "c"]),
        ("column=nothing", ["a", "b"]),
        ("column=b&column=nothing", ["b"]),
    ],
)
def test_the_address_says_which_columns(query, keys):
    assert choice(query).keys == keys


def test_cells_are_escaped_and_say_their_label():
    cells = choice("column=b&column=c").cells({"b": "A & B"})
    assert cells == (
        '<td class="small" data-label="Giữa">A &amp; B</td>'
        '<td class="" data-label="Thêm">&lt;c&gt;</td>'
    )


@pytest.fixture
def specialist(make_user, tree):
    return make_user(Role.SPECIALIST, tree.department)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_columns_are_ticked_and_stay_when_the_list_is_filtered(specialist, tree, enter):
    tab = enter(specialist)
    tab.goto("/units/")
    tab.get_by_text("Cột", exact=True).click()
    tab.get_by_label("Mã", exact=True).uncheck()
    tab.get_by_label("Số học sinh").check()
    tab.get_by_role("button", name="Hiện các cột này").click()
    heads = tab.locator("thead th")
    assert "Số học sinh" in heads.all_inner_texts()
    assert "Mã" not in heads.all_inner_texts()
    tab.locator("#id_level").select_option("TH")
    tab.get_by_role("button", name="Tìm", exact=True).click()
    tab.wait_for_url("**level=TH**")
    assert "Số học sinh" in heads.all_inner_texts()
    assert tab.locator("tbody tr").count() == 1
