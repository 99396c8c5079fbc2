"""What the schedule asks of people on their home page."""

import pytest

from core.worklist.registry import tasks_for
from plans.domain.scheduling import notify_visit
from tests.plans.factories import far_day, make_letter, make_team, make_visit, place

pytestmark = pytest.mark.django_db


def titles(person) -> list[str]:
    return [task.title for task in tasks_for(person)]


def test_a_unit_that_must_be_told_is_a_task_until_it_is(plan, tree, people) -> None:
    visit = place(make_visit(plan, tree.thpt, people.specialist), people.specialist)
    task = next(each for each in tasks_for(people.specialist) if "THPT Quốc Thái" in each.context)

    assert (far_day() - task.due_on).days == plan.notice_days
    assert task.url == visit.get_absolute_url()
    assert titles(people.stranger) == []
    notify_visit(visit=visit, by=people.specialist)
    assert not any("THPT Quốc Thái" in each.context for each in tasks_for(people.specialist))


def test_a_letter_reaches_the_clerks_list_when_nothing_is_missing(plan, tree, people) -> None:
    visit = make_visit(plan, tree.thpt, people.specialist)
    letter = make_letter(plan, [visit], people.specialist)
    assert titles(people.clerk) == []

    letter.team = make_team(plan, people.specialist, [people.leader])
    letter.save()
    assert titles(people.clerk) == []
    place(visit, people.specialist, team=letter.team)

    assert letter.missing() == []
    assert titles(people.clerk) == ["Cấp số, ban hành công văn"]
