"""The day by the hour, the rows by team and the list of visits under the hands of a planner."""

from typing import Any

import pytest
from django.urls import reverse

from plans.models import InspectionTeam, Visit
from tests.plans.factories import far_day, make_slots, make_team, make_visit, place
from tests.units.factories import make_school

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def teams(plan, people) -> tuple[InspectionTeam, InspectionTeam]:
    make_slots(plan)
    return (
        make_team(plan, people.specialist, [people.leader], "Đoàn số 1"),
        make_team(plan, people.specialist, [people.clerk], "Đoàn số 2"),
    )


@pytest.fixture
def visits(plan, tree, people, teams) -> tuple[Visit, Visit]:
    """Two visits of the first team on one morning, one after the other."""
    from tests.plans.factories import LATE_MORNING, MORNING

    by = people.specialist
    return tuple(
        place(make_visit(plan, unit, by), by, at=at, team=teams[0])
        for unit, at in ((tree.thpt, MORNING), (tree.thcs, LATE_MORNING))
    )  # type: ignore[return-value]


def address(plan: Any, **query: str) -> str:
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('plans:calendar')}?plan={plan.pk}&on={far_day().isoformat()}&{words}"


@pytest.fixture
def enter(enter) -> Any:
    """A window in which a whole day is seen: Playwright does not scroll while it drags."""

    def sign_in(user: Any) -> Any:
        page = enter(user)
        page.set_viewport_size({"width": 1440, "height": 1500})
        return page

    return sign_in


def gap(page: Any, team: InspectionTeam, starts: str) -> Any:
    return page.locator(f'td[data-team="{team.pk}"][data-starts="{starts}"]')


def card(page: Any, visit: Visit) -> Any:
    return page.locator(".visit-card", has_text=visit.unit.short_name)


def save(page: Any) -> None:
    page.get_by_role("button", name="Lưu ngày, giờ").click()
    page.wait_for_url("**/calendar/**")


def facts(visit: Visit) -> tuple[Any, ...]:
    visit.refresh_from_db()
    taken = sorted(visit.bookings.values_list("resource", flat=True).distinct())
    return visit.on, visit.state, visit.team_id, len(taken), visit.bookings.count()


def test_dragging_in_the_day_and_move_by_keyboard_give_the_same(
    enter, plan, people, teams, visits
) -> None:
    dragged, typed = visits
    page = enter(people.specialist)
    page.goto(address(plan, view="day"))
    card(page, dragged).drag_to(gap(page, teams[1], "14:00"))
    page.wait_for_url("**/place/**")
    save(page)

    card(page, typed).get_by_role("link", name="Đổi lịch").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/**")
    page.get_by_label("15:30–17:00").focus()
    page.keyboard.press("Space")
    page.locator("#id_team").select_option(str(teams[1].pk))
    page.get_by_role("button", name="Lưu ngày, giờ").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar/**")

    assert facts(dragged) == facts(typed)
    assert facts(dragged)[:3] == (far_day(), "scheduled", teams[1].pk)
    assert [f"{visit.starts_at:%H:%M}" for visit in visits] == ["14:00", "15:30"]


def test_dropping_on_the_row_of_another_team_sends_that_team(
    enter, plan, people, teams, visits
) -> None:
    page = enter(people.specialist)
    page.goto(address(plan, view="week", by="team"))
    day = page.locator(f'td[data-on="{far_day().isoformat()}"][data-team="{teams[1].pk}"]')
    card(page, visits[0]).drag_to(day)
    page.wait_for_url("**/place/**")
    save(page)
    assert facts(visits[0])[2] == teams[1].pk
    assert day.get_by_role("link", name=visits[0].unit.short_name).first.is_visible()


def test_a_clash_is_refused_and_the_card_stays_where_it_was(
    enter, plan, people, tree, teams, visits
) -> None:
    """The unit has another visit in the afternoon: its morning visit cannot go there."""
    from datetime import time

    by = people.specialist
    place(make_visit(plan, tree.thpt, by), by, at=(time(14), time(15, 30)), team=teams[1])
    page = enter(by)
    page.goto(address(plan, view="day"))
    before, here = facts(visits[0]), page.url
    morning = page.locator("td.is-busy", has_text="08:30").locator(".visit-card")
    morning.drag_to(gap(page, teams[0], "14:00"))

    word = gap(page, teams[0], "14:00").locator(".drop-word")
    word.wait_for()
    assert "THPT Quốc Thái đã có lịch kiểm tra từ 14:00 đến 15:30" in word.inner_text()
    assert page.url == here
    assert facts(visits[0]) == before
    assert morning.is_visible()
    assert "is-dragged" not in (morning.get_attribute("class") or "")


def test_undo_restores_day_time_and_team(enter, plan, people, teams, visits) -> None:
    visit = visits[0]
    before = (*facts(visit), visit.starts_at)
    page = enter(people.specialist)
    page.goto(address(plan, view="day"))
    card(page, visit).drag_to(gap(page, teams[1], "14:00"))
    page.wait_for_url("**/place/**")
    save(page)
    assert facts(visit)[2] == teams[1].pk
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("đã trở về chỗ cũ").wait_for()
    assert (*facts(visit), visit.starts_at) == before


def test_bulk_work_reaches_exactly_the_filtered_visits_of_every_page(
    enter, plan, people, tree, teams
) -> None:
    """Two more than a page shows fit the filter; three others do not."""
    by, count = people.specialist, 52
    schools = [make_school(tree.department, f"Trường THPT Bình Minh {n}") for n in range(count)]
    fitting = {make_visit(plan, school, by).pk for school in schools}
    others = {make_visit(plan, unit, by).pk for unit in (tree.thpt, tree.thcs, tree.th)}
    page = enter(by)
    page.goto(f"{reverse('plans:visit_list')}?plan={plan.pk}&q=binh+minh")
    page.locator("[data-pick-all]").check()
    page.get_by_label("Chọn tất cả theo bộ lọc").check()
    page.locator("#bulk-team").select_option(str(teams[0].pk))
    page.get_by_role("button", name="Phân công đoàn").click()
    page.get_by_text(f"{count} cuộc kiểm tra").first.wait_for()

    assert set(Visit.objects.filter(team=teams[0]).values_list("pk", flat=True)) == fitting
    assert set(Visit.objects.filter(team=None).values_list("pk", flat=True)) == others
