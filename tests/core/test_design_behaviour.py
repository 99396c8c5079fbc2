"""What the pages' small scripts do, in a real browser."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tab(enter, tree, make_user):
    tab = enter(make_user("specialist", tree.department))
    tab.goto(reverse("core:design"))
    return tab


def test_the_slash_key_goes_to_the_search_box_but_not_from_a_field(tab):
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "global-q"
    tab.locator("#list-q").focus()
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "list-q"


def test_the_slash_key_can_be_switched_off_and_stays_off(tab):
    tab.locator(".topbar [popovertarget=user-menu]").click()
    switch = tab.locator("[data-shortcuts]")
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    tab.reload()
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") != "global-q"
    assert tab.locator("[data-shortcuts]").get_attribute("aria-pressed") == "false"


def test_the_question_mark_lists_the_keys_and_escape_closes_the_list(tab):
    tab.keyboard.press("?")
    keys = tab.get_by_role("dialog", name="Phím tắt")
    assert "Kế hoạch" in keys.inner_text()
    tab.keyboard.press("Escape")
    assert not keys.is_visible()


def test_g_and_a_letter_open_a_page(tab):
    tab.locator("#list-q").focus()
    tab.keyboard.type("gk")  # typed, not pressed as keys
    assert tab.url.endswith(reverse("core:design"))
    tab.locator("#list-q").blur()
    tab.keyboard.press("g")
    tab.keyboard.press("k")
    tab.wait_for_url(f"**{reverse('plans:plan_list')}")


def test_keys_that_are_switched_off_do_nothing(tab):
    tab.evaluate("localStorage.setItem('shortcuts', 'off')")
    tab.keyboard.press("?")
    tab.keyboard.press("g")
    tab.keyboard.press("k")
    assert not tab.locator("#keys").is_visible()
    assert tab.url.endswith(reverse("core:design"))


def test_suggestions_appear_while_typing_without_accents(tab):
    tab.locator("#global-q").press_sequentially("quoc thai", delay=20)
    tab.locator("#suggestions a", has_text="Quốc Thái").wait_for()
    tab.keyboard.press("Escape")
    assert tab.locator("#suggestions a").count() == 0


def test_a_session_that_ended_is_said_in_words_and_what_was_typed_stays(tab):
    Session.objects.all().delete()
    tab.locator("#global-q").press_sequentially("quoc thai", delay=20)
    toast = tab.locator(".toast")
    toast.wait_for()
    assert "Nội dung đã nhập vẫn còn" in toast.inner_text()
    assert toast.locator("a").get_attribute("href") == reverse("accounts:sign_in")
    assert tab.locator("#global-q").input_value() == "quoc thai"
    assert tab.locator("#suggestions *").count() == 0


def test_no_connection_is_said_in_words(tab):
    tab.context.set_offline(True)
    tab.locator("#global-q").press_sequentially("an", delay=20)
    tab.locator(".toast", has_text="Không có kết nối mạng").wait_for()
    tab.locator(".toast button").click()
    assert tab.locator(".toast").count() == 0


def test_a_form_is_sent_once_however_often_it_is_pressed(tab):
    sent = []
    tab.route("**/language/", lambda route: (sent.append(1), route.fulfill(status=204)))
    press = """() => document.querySelector(".bar-tools form button[name=language]").click()"""
    tab.evaluate(press)
    tab.evaluate(press)
    tab.wait_for_timeout(200)
    assert len(sent) == 1


def test_the_bulk_bar_counts_what_is_picked(tab):
    bar = tab.locator("#list .bulk-bar [data-picked]")
    assert bar.inner_text() == "1 đã chọn"
    tab.locator("#list [data-pick-all]").check()
    assert bar.inner_text() == "3 đã chọn"
    tab.locator("#list [data-pick-all]").uncheck()
    assert not bar.is_visible()


def test_the_editor_offers_only_what_a_paper_prints_and_is_reached_by_keyboard(tab):
    buttons = tab.locator("trix-toolbar button")
    assert buttons.all_inner_texts() == [
        "Đậm", "Nghiêng", "• Gạch đầu dòng", "1. Đánh số", "↶ Hoàn tác", "↷ Làm lại",
    ]  # fmt: skip
    editor = tab.locator("trix-editor")
    editor.click()
    tab.keyboard.press("Control+End")
    tab.keyboard.type(" Thêm")
    # Trix writes its hidden field a frame after the key.
    expect(tab.locator("#sample-rich")).to_have_value(re.compile("Thêm"))
    buttons.first.focus()
    assert tab.evaluate("document.activeElement.innerText") == "Đậm"
    assert editor.get_attribute("aria-label") == "Mục đích, yêu cầu"


def test_leaving_with_unsaved_changes_asks_first(tab):
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tab.locator("#id_sample-title").fill("Kiểm tra thư viện")
    tab.evaluate("() => { location.href = '/'; }")
    tab.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert tab.locator("#id_sample-title").input_value() == "Kiểm tra thư viện"


def test_menus_open_and_close_by_keyboard(tab):
    tab.locator(".topbar [popovertarget=user-menu]").focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#user-menu").is_visible()
    tab.keyboard.press("Escape")
    assert not tab.locator("#user-menu").is_visible()


def test_the_skip_link_is_the_first_stop(tab):
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip-link"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_at_twice_the_size_nothing_scrolls_sideways(tab):
    tab.set_viewport_size({"width": 720, "height": 450})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 720
    tab.set_viewport_size({"width": 320, "height": 640})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_gives_a_clean_sheet(tab):
    tab.emulate_media(media="print")
    for frame in (".topbar", ".sidenav", ".tabbar", ".footer", "#list .toolbar", "#home .btn"):
        for part in tab.locator(frame).all():
            assert not part.is_visible(), frame
    assert tab.locator("h1").is_visible()
    assert tab.locator("#list table").is_visible()
