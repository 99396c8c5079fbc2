"""The load of each inspector: counted by hand once, and every figure led back to its visits."""

from datetime import time
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from plans.models import Visit
from tests.plans.factories import far_day, make_slots, make_team, make_visit, place
from tests.units.factories import make_school
from units.models import Unit

pytestmark = pytest.mark.django_db
FIRST, SECOND = (time(8, 30), time(10)), (time(10), time(11, 30))


@pytest.fixture
def client(client_for, people):
    return client_for(people.specialist)


def at(unit, latitude, longitude) -> None:
    Unit.objects.filter(pk=unit.pk).update(latitude=latitude, longitude=longitude)


@pytest.fixture
def made(plan, tree, people):
    """Two visits of one morning, of one team of two people."""
    make_slots(plan)
    team = make_team(plan, people.specialist, [people.leader, people.clerk])
    first = place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)
    second = place(
        make_visit(plan, tree.thcs, people.specialist), people.specialist, at=SECOND, team=team
    )
    return first, second


def loads(client, **query):
    table = client.get(reverse("plans:load"), query).context["table"]
    return {load.name: load for load in table.people}


def test_visits_days_and_months_are_counted_for_everybody_of_the_team(client, made) -> None:
    load = loads(client)["Lãnh đạo Sở"]
    assert (load.visits, load.days) == (2, 1)
    assert dict(load.months) == {far_day().replace(day=1): 2}
    assert set(loads(client)) == {"Lãnh đạo Sở", "Văn thư Sở"}


def test_kilometres_are_a_round_of_great_circles(client, made, tree) -> None:
    """A degree of latitude is 111.19 km: out one, on one, back two."""
    at(tree.department, 10, 105)
    at(tree.thpt, 11, 105)
    at(tree.thcs, 12, 105)
    assert loads(client)["Lãnh đạo Sở"].km == pytest.approx(4 * 111.19, abs=0.1)


def test_a_remote_inspection_travels_nowhere(client, made, tree) -> None:
    at(tree.department, 10, 105)
    at(tree.thpt, 11, 105)
    at(tree.thcs, 12, 105)
    Visit.objects.filter(pk=made[1].pk).update(mode="remote")
    assert loads(client)["Lãnh đạo Sở"].km == pytest.approx(2 * 111.19, abs=0.1)


def test_no_length_is_invented_where_no_place_is_known(client, made, tree) -> None:
    assert loads(client)["Lãnh đạo Sở"].km is None
    text = client.get(reverse("plans:load")).content.decode()
    assert "chưa rõ" in text
    assert reverse("units:unit", args=[tree.thpt.pk]) in text
    at(tree.thpt, 11, 105)
    load = loads(client)["Lãnh đạo Sở"]
    assert (load.km, load.estimated) == (15.0, 1)


def test_every_figure_opens_exactly_the_visits_it_counts(client, made, plan, tree, people) -> None:
    place(make_visit(plan, tree.th, people.specialist), people.specialist)  # nobody's
    rows = client.get(reverse("plans:load")).context["rows"]
    for row in rows:
        page = client.get(row["url"]).context["page"]
        assert {visit.pk for visit in page.rows} == {visit.pk for visit in made}
        for _month, count, url in row["months"]:
            assert len(client.get(url).context["page"].rows) == count


def test_the_filter_says_whose_visits_are_listed(client, made, people) -> None:
    query = {"member": people.leader.pk, "since": far_day().isoformat()}
    text = client.get(reverse("plans:visit_list"), query).content.decode()
    assert "Lãnh đạo Sở" in text
    assert (
        not client.get(
            reverse("plans:visit_list"), {"member": people.leader.pk, "until": "2001-01-01"}
        )
        .context["page"]
        .rows
    )


def test_the_table_is_sorted_as_asked(client, made, plan, tree, people) -> None:
    team = make_team(plan, people.specialist, [people.officer], "Đoàn số 2")
    place(make_visit(plan, tree.th, people.specialist), people.specialist, team=team)
    assert next(iter(loads(client, sort="visits"))) == "Cán bộ phòng"
    assert next(iter(loads(client, sort="-visits"))) != "Cán bộ phòng"
    assert list(loads(client, sort="name")) == ["Cán bộ phòng", "Lãnh đạo Sở", "Văn thư Sở"]
    assert len(loads(client, sort="; drop")) == 3


def test_the_excel_file_holds_what_the_page_shows(client, made, tree, people) -> None:
    at(tree.thpt, 11, 105)
    answer = client.get(reverse("plans:load_excel"), {"sort": "name"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    (leader,) = [row for row in rows if row[0] == "Lãnh đạo Sở"]
    assert leader[1:5] == [2, 1, 15, 1]
    assert f"member={people.leader.pk}" in str(leader[-1])


def test_a_stranger_and_a_school_see_nobody_they_do_not_know(made, people, client_for) -> None:
    assert loads(client_for(people.stranger)) == {}
    assert loads(client_for(people.principal)) == {}


def test_the_page_asks_the_same_few_questions_however_long_it_is(
    client, made, plan, tree, people
) -> None:
    def asked() -> int:
        client.get(reverse("plans:load"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("plans:load"))
        return len(seen)

    few = asked()
    for number in range(6):
        school = make_school(tree.department, f"Trường THPT số {number}")
        team = make_team(plan, people.specialist, [people.officer], f"Đoàn {number}")
        place(
            make_visit(plan, school, people.specialist), people.specialist, team=team,
            on=far_day(3 + number),
        )  # fmt: skip
    assert asked() == few
    assert few <= 20


@pytest.mark.parametrize(
    "query", [{"since": "x"}, {"since": "2026-02-02", "until": "2026-01-01"}, {"school_year": "9"}]
)
def test_what_is_wrong_in_the_address_is_said_or_ignored(client, made, query) -> None:
    assert client.get(reverse("plans:load"), query).status_code == 200
