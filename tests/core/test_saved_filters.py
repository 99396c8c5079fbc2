"""Filters under a name: kept, shared, opening a list, removed and brought back."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.saved.keeping import MAX_QUERY, filters_in, filters_of_list, keep_filter
from core.saved.models import SavedFilter

LIST = "units:unit_list"
SAVE = "/filters/save/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist(make_user, tree):
    return make_user(Role.SPECIALIST, tree.department)


@pytest.fixture
def visitor(client_for, specialist):
    return client_for(specialist)


def save(visitor, **fields):
    return visitor.post(
        SAVE, {"list": LIST, "query": "level=TH&page=3", "name": "Tiểu học"} | fields
    )


def shown(page):
    return [entry.name for entry in page.context["saved"]]


def test_filters_are_saved_and_open_the_same_list(visitor, tree):
    offered = visitor.get("/units/?level=TH")
    assert "Lưu bộ lọc này" in offered.content.decode()
    answer = save(visitor)
    assert answer.url == "/units/?level=TH"
    page = visitor.get(answer.url)
    assert shown(page) == ["Tiểu học"]
    assert [row.name for row in page.context["rows"]] == [tree.th.short_name]
    assert "Lưu bộ lọc này" not in page.content.decode()  # it is saved already


def test_the_same_filters_in_another_order_are_the_same():
    assert filters_in("b=2&a=1&page=9&empty=&all=1") == "a=1&b=2"
    assert len(filters_in("q=" + "x" * 9_000)) <= MAX_QUERY


def test_a_list_opens_with_the_chosen_filter_until_all_is_asked_for(visitor):
    save(visitor, opens_list="on")
    assert visitor.get("/units/").url == "/units/?level=TH"
    everything = visitor.get("/units/?all=1")
    assert everything.status_code == 200
    assert len(everything.context["rows"]) == 5
    assert everything.context["filters"].clear_url == "?all=1"


def test_only_one_filter_opens_a_list(visitor, specialist):
    save(visitor, opens_list="on")
    save(visitor, name="THCS", query="level=THCS", opens_list="on")
    opening = SavedFilter.objects.filter(owner=specialist, opens_list=True)
    assert [saved.name for saved in opening] == ["THCS"]


def test_shared_filters_are_seen_by_the_unit_and_by_nobody_else(
    visitor, make_user, client_for, tree
):
    save(visitor, name="Riêng")
    save(visitor, name="Chung", query="level=THCS", shared="on")
    colleague = client_for(make_user(Role.SPECIALIST, tree.department))
    stranger = client_for(make_user(Role.SPECIALIST, tree.other_department))
    assert shown(colleague.get("/units/")) == ["Chung"]
    assert shown(stranger.get("/units/")) == []


def test_another_persons_filter_does_not_exist(visitor, make_user, client_for, tree, specialist):
    save(visitor, shared="on")
    saved = SavedFilter.objects.get()
    colleague = client_for(make_user(Role.SPECIALIST, tree.department))
    for name in ("filter_edit", "filter_remove"):
        address = reverse(f"core:{name}", args=[saved.pk])
        assert colleague.post(address, {"name": "x"}).status_code == 404
    assert SavedFilter.objects.get().name == "Tiểu học"


def test_a_new_filter_takes_the_place_of_one_with_its_name(visitor):
    save(visitor)
    save(visitor, query="level=THCS")
    assert SavedFilter.objects.get().query == "level=THCS"


def test_a_changed_filter_cannot_take_the_name_of_another(visitor):
    save(visitor)
    save(visitor, name="THCS", query="level=THCS")
    second = SavedFilter.objects.get(name="THCS")
    answer = visitor.post(reverse("core:filter_edit", args=[second.pk]), {"name": "Tiểu học"})
    assert answer.status_code == 200
    assert "Bạn đã có bộ lọc tên này." in answer.content.decode()
    assert SavedFilter.objects.get(pk=second.pk).name == "THCS"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_cannot_be_is_said_at_its_field(visitor, name):
    answer = save(visitor, name=name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    assert 'value="level=TH"' in answer.content.decode()  # the filters are still there


@pytest.mark.parametrize("page", ["", "no:such_page", "units:unit", "https://example.vn"])
def test_only_lists_have_filters(visitor, page):
    assert save(visitor, list=page).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_removed_filter_is_back_after_one_press(visitor, specialist, page, enter):
    keep_filter(
        page=LIST, name="Tiểu học", query="level=TH", shared=True, opens_list=True, by=specialist
    )
    before = SavedFilter.objects.values("name", "query", "page", "opens_list").get()
    tab = enter(specialist)
    tab.goto("/units/")
    tab.get_by_role("link", name="Sửa bộ lọc “Tiểu học”").click()
    tab.get_by_role("button", name="Xóa bộ lọc").click()
    tab.get_by_text("Đã xóa bộ lọc “Tiểu học”.").wait_for()
    assert not SavedFilter.objects.exists()
    tab.get_by_role("button", name="Hoàn tác").click()
    tab.get_by_text("Đã khôi phục “Tiểu học”.").wait_for()
    assert SavedFilter.objects.values("name", "query", "page", "opens_list").get() == before
    assert filters_of_list(specialist, LIST, "level=TH")[0].is_open
    assert SavedFilter.objects.get().readers.count() == 1
