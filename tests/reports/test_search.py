"""One search over every room: without accents, in scope, and quick to suggest."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.search.registry import search as search_everywhere
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.loading import load
from inspection_portal.demo.marks import person


@pytest.fixture
def demonstration(db):
    load(Counts(quiet=True))


def titles(user, text: str) -> list[str]:
    return [line.title for group in search_everywhere(user, text) for line in group.lines]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("my hoa hung", "THCS và THPT Mỹ Hòa Hưng"),
        ("THPT QUOC THAI", "THPT Quốc Thái"),
        ("quốc thái", "THPT Quốc Thái"),
        ("truong thpt tinh bien", "THPT Tịnh Biên"),
        ("tinh  bien   thpt", "THPT Tịnh Biên"),
    ],
)
def test_a_school_is_found_however_it_is_typed(demonstration, typed, found):
    assert found in titles(person("chuyen-vien.an-giang"), typed)


def test_plans_papers_visits_and_people_are_found_too(demonstration):
    specialist = person("chuyen-vien.an-giang")
    assert any("Kế hoạch kiểm tra" in title for title in titles(specialist, "ke hoach kiem tra"))
    assert any("126/KH-SGDĐT" in title for title in titles(specialist, "126 kh sgddt"))
    assert any("Tịnh Biên, " in title for title in titles(specialist, "tinh bien"))
    assert "Văn thư Sở An Giang" in titles(specialist, "van thu so an giang")


def test_nothing_outside_ones_scope_is_found(demonstration):
    """Long Biên's schools exist; An Giang's people do not find them."""
    assert "TH Ái Mộ A" in titles(person("chuyen-vien.long-bien"), "ai mo a")
    assert titles(person("chuyen-vien.an-giang"), "ai mo a") == []
    assert "THPT Quốc Thái" not in titles(person("hieu-truong.tinh-bien"), "quoc thai")


def test_the_page_groups_what_it_found_and_links_to_it(tree, make_user, client_for):
    client = client_for(make_user(Role.SPECIALIST, tree.department))
    text = client.get(reverse("search"), {"q": "quoc thai"}).content.decode()
    assert "Quốc Thái" in text
    assert reverse("units:unit", args=[tree.thpt.pk]) in text


def test_what_was_typed_is_shown_as_text_never_as_markup(tree, make_user, client_for):
    client = client_for(make_user(Role.SPECIALIST, tree.department))
    for extra in ({}, {"suggest": "1"}):
        text = client.get(
            reverse("search"),
            {"q": "<script>alert(1)</script>", **extra},
            headers={"HX-Request": "true"},
        ).content.decode()
        assert "<script>alert" not in text


def test_an_empty_or_tiny_question_asks_the_rooms_nothing(
    tree, make_user, client_for, django_assert_max_num_queries
):
    client = client_for(make_user(Role.SPECIALIST, tree.department))
    client.get("/")
    for typed in ("", "a", "!!"):
        with django_assert_max_num_queries(4):
            client.get(
                reverse("search"), {"q": typed, "suggest": "1"}, headers={"HX-Request": "true"}
            )


def test_suggestions_are_a_fragment_with_a_way_to_all_results(tree, make_user, client_for):
    client = client_for(make_user(Role.SPECIALIST, tree.department))
    text = client.get(
        reverse("search"), {"q": "quoc", "suggest": "1"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<!doctype" not in text
    assert f"{reverse('search')}?q=quoc" in text
