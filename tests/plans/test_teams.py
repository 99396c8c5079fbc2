"""Teams: one lead, shared tasks, and a calendar that follows every change of people."""

import pytest

from core.workflow.engine import TransitionRefused
from plans.domain.newcomers import new_person
from plans.domain.teams import (
    TeamRefused,
    add_member,
    change_member,
    copy_team,
    move_member,
    remove_member,
    remove_team,
    replace_member,
    save_assignment,
)
from plans.models import Assignment, Booking, InspectionTeam
from tests.plans.factories import make_team, make_visit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(plan, people) -> InspectionTeam:
    return make_team(plan, people.specialist, [people.leader, people.specialist])


def booked(person) -> int:
    return Booking.objects.filter(resource=f"person:{person.pk}").count()


def test_who_joins_is_booked_for_the_teams_visits(team, plan, tree, people) -> None:
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)
    assert booked(people.clerk) == 0

    add_member(team=team, user=people.clerk, by=people.specialist)

    assert booked(people.clerk) == 3


def test_who_is_elsewhere_cannot_join_and_is_told_where(team, plan, tree, people) -> None:
    other = make_team(plan, people.specialist, [people.clerk], "Đoàn số 2")
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)
    place(make_visit(plan, tree.thcs, people.specialist), people.specialist, team=other)

    with pytest.raises(TeamRefused) as refused:
        add_member(team=team, user=people.clerk, by=people.specialist)

    assert (
        refused.value.sentence == "Văn thư Sở đang làm việc tại THCS Vĩnh Lộc từ 08:30 đến 10:00."
    )
    assert not team.members.filter(user=people.clerk).exists()


def test_who_works_at_a_unit_on_the_teams_list_cannot_join(team, plan, tree, people) -> None:
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)

    with pytest.raises(TeamRefused) as refused:
        add_member(team=team, user=people.principal, by=people.specialist)

    assert "THPT Quốc Thái" in refused.value.sentence


def test_who_leaves_is_free_and_who_takes_over_is_booked(team, plan, tree, people) -> None:
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)
    lead = team.members.get(role="lead")

    replace_member(member=lead, user=people.clerk, by=people.specialist)
    assert (booked(people.leader), booked(people.clerk)) == (0, 3)
    assert team.members.get(role="lead").user == people.clerk

    remove_member(member=team.members.get(user=people.clerk), by=people.specialist)
    assert booked(people.clerk) == 0


def test_a_person_is_in_a_team_once(team, people) -> None:
    with pytest.raises(TeamRefused) as refused:
        add_member(team=team, user=people.leader, by=people.specialist)
    assert "Lãnh đạo Sở" in refused.value.sentence


def test_a_team_has_one_lead(team, people) -> None:
    with pytest.raises(TeamRefused):
        add_member(team=team, user=people.clerk, role="lead", by=people.specialist)
    member = team.members.get(user=people.specialist)
    member.role = "lead"
    with pytest.raises(TeamRefused):
        change_member(member=member, by=people.specialist)
    assert team.members.filter(role="lead").count() == 1


def test_several_people_share_a_task_and_stand_together_in_the_annex(team, people) -> None:
    """LB760, rows 6 to 8 of the annex: three people, one task."""
    for person in (people.clerk, people.officer):
        add_member(team=team, user=person, by=people.specialist)
    sharing = team.members.filter(user__in=[people.specialist, people.clerk])
    save_assignment(
        assignment=Assignment(team=team, task="Kiểm tra hồ sơ"),
        members=sharing,
        by=people.specialist,
    )

    rows = team.annex_rows()

    assert [[number for number, _member in row.numbered] for row in rows] == [[1], [2, 3], [4]]
    assert [row.assignment.task if row.assignment else "" for row in rows] == [
        "", "Kiểm tra hồ sơ", "",
    ]  # fmt: skip


def test_saving_a_task_again_replaces_who_shares_it(team, people) -> None:
    task = Assignment(team=team, task="Thư ký")
    save_assignment(assignment=task, members=team.members.all(), by=people.specialist)
    lead = team.members.filter(role="lead")
    save_assignment(assignment=task, members=lead, by=people.specialist)

    assert list(task.members.all()) == list(lead)


def test_the_order_of_the_annex_can_be_changed(team, people) -> None:
    second = team.members.get(user=people.specialist)
    move_member(member=second, step=-1, by=people.specialist)
    move_member(member=second, step=-1, by=people.specialist)

    assert [member.user for member in team.members.all()] == [people.specialist, people.leader]


def test_a_copied_team_has_people_and_tasks_but_no_visits(team, plan, tree, people) -> None:
    save_assignment(
        assignment=Assignment(team=team, task="Chung"),
        members=team.members.all(),
        by=people.specialist,
    )
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)

    copied = copy_team(team=team, plan=plan, by=people.specialist)

    assert copied.name == "Đoàn số 1 (2)"
    assert [member.user for member in copied.members.all()] == [people.leader, people.specialist]
    assert copied.members.first().assignment.team == copied
    assert not copied.visits.exists()
    assert booked(people.leader) == 3


def test_a_team_with_visits_on_the_calendar_stays(team, plan, tree, people) -> None:
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)
    with pytest.raises(TeamRefused):
        remove_team(team=team, by=people.specialist)
    assert InspectionTeam.objects.filter(pk=team.pk).exists()


def test_a_newcomer_joins_without_a_password(team, people) -> None:
    member = new_person(
        team=team, full_name="Chuyên viên phòng Nội vụ", email="noivu@example.vn", role="member",
        honorific="Bà", by=people.specialist,
    )  # fmt: skip
    assert member.user.addressed_name == "Bà Chuyên viên phòng Nội vụ"
    assert not member.user.has_usable_password()


def test_only_the_plans_authors_change_its_teams(team, people) -> None:
    for person in (people.leader, people.clerk, people.principal, people.stranger):
        with pytest.raises(TransitionRefused):
            add_member(team=team, user=people.officer, by=person)
