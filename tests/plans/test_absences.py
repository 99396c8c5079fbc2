"""Absences: who may enter and read them, what the calendar shows, what clashes will ask."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.audit.models import AuditEntry
from core.workflow.engine import TransitionRefused
from plans.domain.absences import add_absence, remove_absence
from plans.domain.queries.absences import absence_sentence, absent_on, teams_away
from plans.models import Absence
from tests.plans.factories import far_day, make_slots, make_team, make_visit, place

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def team(plan, people):
    """The leader and an officer of another unit go."""
    make_slots(plan)
    return make_team(plan, people.specialist, [people.leader, people.officer])


@pytest.fixture
def away(team, people) -> Absence:
    """The officer, two days, entered by the planner."""
    return add_absence(
        person=people.officer, first_on=far_day(), last_on=far_day() + DAY, kind="training",
        reason="Tập huấn tại Huế", by=people.specialist,
    )  # fmt: skip


# Asking ----------------------------------------------------------------------------------------
def test_an_absence_is_found_on_each_of_its_days_and_no_other(away, people) -> None:
    days = [far_day() + DAY * n for n in (-1, 0, 1, 2)]
    found = absent_on([people.officer.pk, people.leader.pk], days)
    assert set(found) == {(people.officer.pk, day) for day in days[1:3]}
    assert absence_sentence(found[people.officer.pk, days[1]]).startswith("Cán bộ phòng vắng mặt:")
    assert "Huế" not in absence_sentence(away)
    assert absent_on([], days) == absent_on([people.officer.pk], []) == {}


def test_asking_takes_one_query_for_any_number_of_people_and_days(away, people) -> None:
    everybody = [people.officer.pk, people.leader.pk, people.clerk.pk]
    days = [away.first_on + DAY * n for n in range(90)]
    with CaptureQueriesContext(connection) as seen:
        for absence in absent_on(everybody, days).values():
            absence_sentence(absence)
    assert len(seen) == 1


def test_a_team_is_away_when_one_of_its_people_is(away, plan, team, people) -> None:
    make_team(plan, people.specialist, [people.clerk], "Đoàn số 2")
    days = [far_day() + DAY * n for n in range(5)]
    assert teams_away(plan, days) == {team.pk: frozenset(days[:2])}


# Who may ---------------------------------------------------------------------------------------
def test_one_enters_ones_own_and_a_planner_those_of_the_teams(team, people) -> None:
    day = far_day()
    add_absence(person=people.principal, first_on=day, last_on=day, by=people.principal)
    add_absence(person=people.officer, first_on=day, last_on=day, by=people.specialist)
    for by, person in (
        (people.principal, people.officer), (people.leader, people.officer),
        (people.stranger, people.officer), (people.specialist, people.principal),
    ):  # fmt: skip
        with pytest.raises(TransitionRefused):
            add_absence(person=person, first_on=day + DAY * 9, last_on=day + DAY * 9, by=by)
    assert Absence.objects.count() == 2


def test_days_are_in_order_and_given_once(away, people) -> None:
    by, day = people.specialist, far_day()
    with pytest.raises(TransitionRefused):
        add_absence(person=people.leader, first_on=day, last_on=day - DAY, by=by)
    with pytest.raises(TransitionRefused, match="Cán bộ phòng"):
        add_absence(person=people.officer, first_on=day + DAY, last_on=day + DAY * 3, by=by)
    add_absence(person=people.officer, first_on=day + DAY * 2, last_on=day + DAY * 3, by=by)


def test_the_reason_is_read_by_the_person_and_the_planners_only(away, people, client_for) -> None:
    def page(user) -> str:
        return client_for(user).get(reverse("plans:absence_list")).content.decode()

    for user in (people.specialist, people.officer):
        assert "Tập huấn tại Huế" in page(user)
    assert "Cán bộ phòng" in page(people.leader)
    assert "Tập huấn tại Huế" not in page(people.leader)
    for user in (people.principal, people.stranger):
        assert away.days not in page(user)
    assert "Huế" not in str(list(AuditEntry.objects.values_list("after", "sentence")))


def test_taking_it_out_is_for_the_same_people_and_comes_back_by_undo(
    away, people, client_for
) -> None:
    address = reverse("plans:absence_remove", args=[away.pk])
    for user in (people.leader, people.stranger):
        assert client_for(user).post(address).status_code == 404
    with pytest.raises(TransitionRefused):
        remove_absence(absence=away, by=people.leader)
    client = client_for(people.officer)
    text = client.post(address, follow=True).content.decode()
    assert not Absence.objects.exists()
    form = text.split('class="undo"')[1].split("</form>")[0]
    parts = [part.split('"', 3) for part in form.split('name="')[2:]]
    values = {part[0]: part[2] for part in parts}
    assert values["reason"] == "Tập huấn tại Huế"
    client.post(reverse("plans:absence_add"), values)
    back = Absence.objects.get()
    assert (back.person, back.first_on, back.last_on, back.kind) == (
        people.officer, away.first_on, away.last_on, "training",
    )  # fmt: skip


# Pages -----------------------------------------------------------------------------------------
def test_a_planner_is_told_of_the_visits_that_stand_on_these_days(
    plan, tree, people, team, client_for
) -> None:
    visit = place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)
    form = {"person": people.officer.pk, "kind": "leave", "first_on": far_day().isoformat()}
    client = client_for(people.specialist)
    text = client.post(reverse("plans:absence_add"), form, follow=True).content.decode()
    assert "Có 1 cuộc kiểm tra trong những ngày này" in text
    link = text.split(f"{reverse('plans:visit_list')}?")[1].split('"')[0].replace("&amp;", "&")
    rows = client.get(f"{reverse('plans:visit_list')}?{link}").context["page"].rows
    assert [row.pk for row in rows] == [visit.pk]


def test_a_person_who_plans_nothing_can_name_nobody_else(people, team, client_for) -> None:
    form = {"person": people.officer.pk, "kind": "leave", "first_on": far_day().isoformat()}
    page = client_for(people.principal).post(reverse("plans:absence_add"), form)
    assert page.status_code == 200
    assert "person" in page.context["form"].errors
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"view": "month"}, "Vắng: Cán bộ phòng"),
        ({"view": "week"}, "Vắng: Cán bộ phòng"),
        ({"view": "week", "by": "team"}, "Vắng: Cán bộ phòng"),
        ({"view": "day"}, "Vắng: Cán bộ phòng"),
        ({"view": "day", "by": "person"}, "Đi tập huấn, bồi dưỡng"),
    ],
)
def test_the_calendar_shows_who_is_away(away, plan, people, client_for, query, word) -> None:
    query |= {"plan": plan.pk, "on": far_day().isoformat()}
    address = reverse("plans:calendar")
    assert word in client_for(people.specialist).get(address, query).content.decode()
    query["on"] = (far_day() - timedelta(days=60)).isoformat()
    assert word not in client_for(people.specialist).get(address, query).content.decode()


def test_the_calendar_of_a_school_shows_nobody_away(away, people, client_for) -> None:
    query = {"on": far_day().isoformat()}
    page = client_for(people.principal).get(reverse("plans:calendar"), query)
    assert "Cán bộ phòng" not in page.content.decode()
