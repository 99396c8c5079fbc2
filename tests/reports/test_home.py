"""Home: what awaits a person, in the order of its deadlines; a leader's numbers open their records."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.notifications.models import Message
from core.worklist import registry
from core.worklist.registry import Task
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.loading import load
from inspection_portal.demo.marks import person
from reports.domain.home import ROWS, home_of
from reports.domain.leadership import figures_for


@pytest.fixture
def tasks(monkeypatch):
    """Tasks offered by one more room, which this test plays."""
    offered: list[Task] = []
    monkeypatch.setattr(registry, "_providers", [lambda user: offered])
    return offered


@pytest.fixture
def specialist(make_user, tree):
    return make_user(Role.SPECIALIST, tree.department)


def due(days: int, title: str = "Báo cáo PL1", **fields: str) -> Task:
    return Task(title, "/plans/", timezone.localdate() + timedelta(days=days), **fields)


def test_the_figures_count_what_is_late_soon_and_held_up(tasks, specialist):
    tasks += [due(-1), due(-30), due(0), due(7), due(8), due(-2, waiting_for="Phòng GDĐT")]
    tasks.append(Task("Không có hạn", "/plans/"))
    home = home_of(specialist)
    assert [len(part) for part in (home.late, home.soon, home.later, home.waiting)] == [2, 2, 2, 1]


def test_the_most_pressing_task_stands_first_and_its_whole_row_opens_it(
    tasks, specialist, client_for
):
    tasks += [due(9, "Việc xa"), due(-1, "Việc trễ"), due(3, "Việc gần")]
    text = client_for(specialist).get("/").content.decode()
    titles = re.findall(r'<a class="row-title" href="/plans/">([^<]+)</a>', text)
    assert titles == ["Việc trễ", "Việc gần", "Việc xa"]
    assert "quá hạn 1 ngày" in text
    assert "còn 3 ngày" in text


def test_what_waits_for_someone_else_says_for_whom(tasks, specialist, client_for):
    tasks.append(due(5, waiting_for="Lãnh đạo Sở"))
    text = client_for(specialist).get("/").content.decode()
    assert "đang chờ Lãnh đạo Sở" in text


def test_a_long_list_says_how_much_it_leaves_out(tasks, specialist, client_for):
    tasks += [due(n) for n in range(ROWS + 3)]
    text = client_for(specialist).get("/").content.decode()
    assert "và 3 việc nữa" in text


def test_an_empty_home_says_what_will_come_and_offers_a_step(tasks, specialist, client_for):
    text = client_for(specialist).get("/").content.decode()
    assert "Không có việc nào đang chờ" in text
    assert reverse("plans:plan_new") in text
    assert text.count("btn-primary") == 1


def test_someone_without_a_role_is_told_what_to_do(tasks, user, client_for):
    assert "liên hệ quản trị viên" in client_for(user).get("/").content.decode()


def test_home_asks_the_database_as_often_for_many_tasks_as_for_one(
    tasks, specialist, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        home_of(specialist)
    tasks += [due(n) for n in range(200)]
    specialist.__dict__.pop("grants", None)
    with django_assert_max_num_queries(6):
        home_of(specialist)


@pytest.fixture
def demonstration(db):
    load(Counts(quiet=True))


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("chuyen-vien.an-giang", "plans:plan_new"),
        ("lanh-dao.an-giang", "plans:plan_list"),
        ("van-thu.an-giang", "documents:document_list"),
        ("hieu-truong.tinh-bien", "plans:obligation_list"),
        ("thu-vien.tinh-bien", "plans:obligation_list"),
        ("doan-vien.an-giang", "plans:calendar"),
        ("nguoi-xem.an-giang", "plans:calendar"),
        ("quan-tri.an-giang", "core:import_list"),
    ],
)
def test_each_role_is_offered_what_it_comes_for(demonstration, client_for, key, action):
    response = client_for(person(key)).get("/")
    actions = response.context["home"].actions
    arguments = {"kind": "units"} if action == "core:import_list" else None
    assert actions[0].url == reverse(action, kwargs=arguments)


def test_a_school_sees_its_own_duties_and_only_visits_it_was_told_of(demonstration, client_for):
    home = home_of(person("hieu-truong.tinh-bien"))
    assert home.late + home.soon + home.later
    assert {str(visit.unit) for visit in home.visits} == {"THPT Tịnh Biên"}
    text = client_for(person("hieu-truong.tinh-bien")).get("/").content.decode()
    assert "THPT Quốc Thái" not in text


def test_every_number_of_a_leader_opens_exactly_its_records(demonstration, client_for):
    leader = person("lanh-dao.an-giang")
    client = client_for(leader)
    figures = figures_for(leader)
    assert len(figures) == 6
    assert any(figure.value for figure in figures)
    for figure in figures:
        page = client.get(figure.url).context["page"]
        assert page.counted == figure.value, figure.url


def test_the_latest_notices_stand_beside_the_tasks(demonstration, client_for):
    school = person("hieu-truong.tinh-bien")
    latest = Message.objects.inbox_of(school).first()
    assert latest is not None
    assert latest.title in client_for(school).get("/").content.decode()
