"""The calendar by the hour, by team, by school and by district."""

from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.domain.queries.calendar_day import Block
from plans.domain.queries.slots import Slot
from tests.plans.factories import far_day, make_slots, make_team, make_visit, place
from tests.units.factories import make_school
from units.models import Unit

pytestmark = pytest.mark.django_db
MORNING, NOON = (time(8, 30), time(10)), (time(10), time(11, 30))


@pytest.fixture
def client(client_for, people):
    return client_for(people.specialist)


@pytest.fixture
def teams(plan, people):
    """Two teams of one person each; the second one is free."""
    make_slots(plan)
    return (
        make_team(plan, people.specialist, [people.leader], "Đoàn số 1"),
        make_team(plan, people.specialist, [people.clerk], "Đoàn số 2"),
    )


@pytest.fixture
def visit(plan, tree, people, teams):
    return place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=teams[0])


def shown(client, **query) -> Any:
    query.setdefault("on", far_day().isoformat())
    return client.get(reverse("plans:calendar"), query)


def test_the_day_has_a_column_a_team_and_gaps_that_take_a_drop(client, plan, visit, teams) -> None:
    page = shown(client, view="day", plan=plan.pk)
    columns = page.context["columns"]
    text = page.content.decode()

    assert [column.label for column in columns] == ["Đoàn số 1", "Đoàn số 2"]
    assert [[card.pk for card in block.visits] for block in columns[0].blocks] == [[visit.pk]]
    assert columns[1].blocks == []
    day = far_day().isoformat()
    gap = f'data-on="{day}" data-starts="08:30" data-ends="10:00" data-team="{{}}"'
    assert gap.format(teams[1].pk) in text
    assert gap.format(teams[0].pk) not in text
    assert 'rowspan="3"' in text


def test_a_gap_is_as_long_as_the_slot_that_begins_there(client, plan, visit) -> None:
    from plans.domain.queries.calendar_day import half_hours, team_columns
    from plans.domain.queries.slots import slots_of

    lines = half_hours(team_columns([], []) or [], slots_of(plan))
    assert [f"{line.starts_at:%H:%M}" for line in lines][:2] == ["07:00", "07:30"]
    page = shown(client, view="day", plan=plan.pk)
    gaps = {
        (f"{cell.starts_at:%H:%M}", f"{cell.ends_at:%H:%M}")
        for cell in _cells(page.context["columns"], plan)
        if isinstance(cell, Slot)
    }
    assert {("15:30", "17:00"), ("09:00", "10:30"), ("10:00", "11:30")} <= gaps


def _cells(columns: list[Any], plan: Any) -> list[Block | Slot | None]:
    from plans.domain.queries.calendar_day import half_hours
    from plans.domain.queries.slots import slots_of

    return [cell for line in half_hours(columns, slots_of(plan)) for _c, cell in line.cells]


def test_the_day_by_inspector_names_everybody_of_the_teams(client, plan, visit) -> None:
    columns = shown(client, view="day", by="person", plan=plan.pk).context["columns"]
    assert {column.label: len(column.blocks) for column in columns} == {
        "Lãnh đạo Sở": 1, "Văn thư Sở": 0,
    }  # fmt: skip


def test_visits_that_overlap_in_one_column_stand_together(client, plan, tree, people) -> None:
    make_slots(plan)
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist)
    at = (time(9), time(11))
    place(make_visit(plan, tree.thcs, people.specialist), people.specialist, at=at)
    (column,) = shown(client, view="day", plan=plan.pk).context["columns"]
    (block,) = column.blocks
    assert (block.first, block.last, len(block.visits)) == (17, 22, 2)


@pytest.mark.parametrize("view", ["week", "month"])
def test_by_team_every_team_of_the_plan_has_its_row(client, plan, visit, teams, view) -> None:
    page = shown(client, view=view, by="team", plan=plan.pk)
    text = page.content.decode()
    day = far_day().isoformat()

    assert "Đoàn số 1" in text
    assert "Đoàn số 2" in text
    assert f'data-on="{day}" data-team="{teams[1].pk}"' in text
    assert f'data-place="{reverse("plans:visit_place", args=[visit.pk])}' in text
    assert "Đổi lịch…" in text


def test_by_school_and_by_district_group_what_belongs_together(client, plan, tree, people) -> None:
    Unit.objects.filter(pk=tree.thpt.pk).update(district="huyện An Phú")
    Unit.objects.filter(pk=tree.thcs.pk).update(district="An Phú")
    for unit in (tree.thpt, tree.thcs, tree.th):
        place(make_visit(plan, unit, people.specialist), people.specialist)

    schools = shown(client, view="week", by="school").context["groups"]
    districts = shown(client, view="week", by="district").context["groups"]

    assert [_name(row) for row in schools] == ["TH A Long Điền", "THCS Vĩnh Lộc", "THPT Quốc Thái"]
    assert [_name(row) for row in districts] == ["huyện An Phú", "Chưa rõ địa bàn"]
    assert "2 cuộc" in districts[0]


def _name(row: str) -> str:
    head = row.split('class="group-head">')[1].split("</th>", maxsplit=1)[0]
    return head.split("<span")[0].replace("</a>", "").replace("</b>", "").rsplit(">", 1)[1].strip()


def test_filters_stay_when_the_view_changes(client, plan, visit, teams) -> None:
    page = shown(client, view="week", by="team", plan=plan.pk, team=teams[0].pk)
    for _name, choices in page.context["switches"]:
        for _label, query, _on in choices:
            assert f"plan={plan.pk}" in query
            assert f"team={teams[0].pk}" in query
    assert "Đoàn số 2</a>" not in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [{"view": "day", "by": "district"}, {"view": "week", "by": "person"}, {"by": "x"}],
)  # fmt: skip
def test_a_grouping_a_view_does_not_have_is_ignored(client, visit, query) -> None:
    assert shown(client, **query).context["by"] == ("team" if query.get("view") == "day" else "")


@pytest.mark.parametrize(
    ("view", "by", "most"),
    [
        ("day", "team", 20), ("day", "person", 21), ("week", "team", 20), ("week", "school", 20),
        ("month", "district", 20),
    ],
)  # fmt: skip
def test_views_ask_the_same_few_questions_however_much_they_show(
    client, plan, tree, people, visit, view, by, most
) -> None:
    def asked() -> int:
        shown(client, view=view, by=by, plan=plan.pk)
        with CaptureQueriesContext(connection) as seen:
            assert shown(client, view=view, by=by, plan=plan.pk).status_code == 200
        return len(seen)

    few = asked()
    for number in range(8):
        school = make_school(tree.department, f"Trường THPT số {number}")
        team = make_team(plan, people.specialist, name=f"Đoàn thêm {number}")
        place(make_visit(plan, school, people.specialist), people.specialist, team=team)
    assert asked() == few
    assert few <= most


def test_a_school_sees_its_own_visit_and_no_handle(client_for, people, visit) -> None:
    from plans.models import Visit

    Visit.objects.filter(pk=visit.pk).update(state="notified", was_notified=True)
    text = shown(client_for(people.principal), view="day").content.decode()
    assert "THPT Quốc Thái" in text
    assert "data-place" not in text
