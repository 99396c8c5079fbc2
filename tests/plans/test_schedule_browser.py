"""The calendar by mouse and by keyboard: the same result; what stands in the way stops both."""

from typing import Any

import pytest
from django.urls import reverse

from plans.models import Visit
from tests.addresses import make_place
from tests.conftest import NARROW
from tests.plans.factories import far_day, make_slots, make_team, make_visit, place
from tests.plans.places import next_year, rolling_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_visits(plan, tree, people) -> tuple[Visit, Visit]:
    """Two visits without a day, of one team."""
    make_slots(plan)
    team = make_team(plan, people.specialist, [people.leader])
    return tuple(
        make_visit(plan, unit, people.specialist, team=team) for unit in (tree.thpt, tree.thcs)
    )  # type: ignore[return-value]


def week(plan: Any) -> str:
    return f"{reverse('plans:calendar')}?plan={plan.pk}&view=week&on={far_day().isoformat()}"


def slot(page: Any, starts: str) -> Any:
    return page.locator(f'td[data-on="{far_day().isoformat()}"][data-starts="{starts}"]')


def card(page: Any, visit: Visit) -> Any:
    return page.locator(".waiting-card", has_text=visit.unit.short_name)


def facts(visit: Visit) -> tuple[Any, ...]:
    visit.refresh_from_db()
    taken = list(visit.bookings.order_by("resource", "cell").values_list("cell", flat=True))
    return visit.on, visit.starts_at, visit.ends_at, visit.team_id, visit.state, len(taken)


def test_dropping_and_typing_give_the_same_visit(enter, plan, people, two_visits) -> None:
    dropped, typed = two_visits
    page = enter(people.specialist)

    page.goto(week(plan))
    card(page, dropped).drag_to(slot(page, "08:30"))
    page.wait_for_url("**/place/**")
    page.get_by_role("button", name="Lưu ngày, giờ").click()
    page.wait_for_url("**/calendar/**")
    assert slot(page, "08:30").get_by_role("link", name=dropped.unit.short_name).first.is_visible()

    card(page, typed).get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/**")
    page.get_by_label("Ngày", exact=True).fill(far_day().isoformat())
    page.get_by_label("10:00–11:30").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Lưu ngày, giờ").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar/**")

    first, second = facts(dropped), facts(typed)
    assert first[0] == second[0] == far_day()
    assert first[3:] == second[3:]
    assert [f"{moment:%H:%M}" for moment in (first[1], second[1])] == ["08:30", "10:00"]


def test_undo_puts_the_visit_back_where_it_was(enter, plan, people, two_visits) -> None:
    visit, _other = two_visits
    before = facts(visit)
    page = enter(people.specialist)
    page.goto(week(plan))
    card(page, visit).drag_to(slot(page, "08:30"))
    page.wait_for_url("**/place/**")
    page.get_by_role("button", name="Lưu ngày, giờ").click()
    page.wait_for_url("**/calendar/**")
    assert facts(visit)[0] == far_day()
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("đã trở về chỗ cũ").wait_for()
    assert facts(visit) == before
    assert card(page, visit).is_visible()


def test_a_drop_on_a_clash_is_explained_on_the_day_and_refused(
    enter, plan, people, two_visits
) -> None:
    placed, other = two_visits
    place(placed, people.specialist, team=placed.team)
    page = enter(people.specialist)
    page.goto(week(plan))
    here = page.url

    card(page, other).drag_to(slot(page, "08:30"))

    word = slot(page, "08:30").locator(".drop-word")
    word.wait_for()
    assert "Đoàn số 1 đang làm việc tại THPT Quốc Thái từ 08:30 đến 10:00." in word.inner_text()
    assert page.url == here
    assert facts(other)[0] is None


def test_the_form_says_what_stands_in_the_way_before_saving(
    enter, plan, people, two_visits
) -> None:
    placed, other = two_visits
    place(placed, people.specialist, team=placed.team)
    page = enter(people.specialist)
    page.goto(reverse("plans:visit_place", args=[other.pk]))
    page.get_by_label("Ngày", exact=True).fill(far_day().isoformat())
    page.get_by_label("08:30–10:00").check()

    panel = page.locator("#clashes [data-refused]")
    panel.wait_for()
    assert "Đoàn số 1 đang làm việc tại THPT Quốc Thái" in panel.inner_text()
    page.get_by_label("10:00–11:30").check()
    panel.wait_for(state="detached")
    page.get_by_role("button", name="Lưu ngày, giờ").click()
    page.wait_for_url(f"**{other.get_absolute_url()}")
    assert f"{facts(other)[1]:%H:%M}" == "10:00"


def test_on_a_phone_the_calendar_is_a_list_of_its_days(enter, plan, people, two_visits) -> None:
    placed, _other = two_visits
    place(placed, people.specialist, team=placed.team)
    page = enter(people.specialist)
    page.set_viewport_size(NARROW)
    page.goto(f"{reverse('plans:calendar')}?plan={plan.pk}&on={far_day().isoformat()}")

    assert page.locator("td.is-empty").first.is_hidden()
    assert page.locator(".visit-card").is_visible()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


def test_without_scripts_a_visit_is_placed_all_the_same(
    browser, live_server, client_for, plan, people, two_visits
) -> None:
    from django.conf import settings

    visit, _other = two_visits
    session = client_for(people.specialist).cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("plans:visit_place", args=[visit.pk]))
    page.get_by_label("Ngày", exact=True).fill(far_day().isoformat())
    page.get_by_label("08:30–10:00").check()
    page.get_by_role("button", name="Lưu ngày, giờ").click()
    context.close()

    assert facts(visit)[0] == far_day()


def test_one_box_ticks_every_change_of_a_group(enter, db) -> None:
    place = make_place("Đồng Tháp")
    plan = rolling_in(place)
    page = enter(place.specialist)
    page.goto(f"{reverse('plans:rollover_new', args=[plan.pk])}?year={next_year().pk}&unvisited=3")
    group = page.locator("section.panel", has=page.locator("[data-tick-all]:not([hidden])")).first
    boxes = group.locator("tbody input[type=checkbox]")
    every = group.locator("[data-tick-all] input")

    every.uncheck()
    assert [box.is_checked() for box in boxes.all()] == [False] * boxes.count()
    boxes.first.check()
    assert every.evaluate("box => box.indeterminate")
    every.check()
    assert all(box.is_checked() for box in boxes.all())
