"""People of a team: fit, free of ties, in charge, prepared."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Message
from core.workflow.engine import TransitionRefused
from core.worklist.registry import tasks_for
from documents.blocks import plain
from documents.registry import build
from plans.domain.queries.team_standing import in_charge, standings_of
from plans.domain.queries.teams import declared_ties
from plans.domain.scheduling import notify_visit
from plans.domain.teams import (
    TeamRefused,
    Tie,
    add_member,
    ask_to_declare,
    confirm_eligibility,
    declare,
    draft_decision,
    end_acting,
    name_acting_lead,
    replace_member,
    save_assignment,
    tick_dossier,
)
from plans.enums import TieKind
from plans.models import ActingLead, Assignment, ConflictDeclaration, EligibilityStatement
from plans.models.team_gaps import authors_gaps
from plans.requirements import requirements_for
from tests.plans.factories import far_day, make_letter, make_team, make_visit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(plan, people):
    """The leader leads; the clerk is an ordinary member."""
    return make_team(plan, people.specialist, [people.leader, people.clerk])


@pytest.fixture
def visit(plan, tree, people, team):
    return place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)


def sentences(team) -> list[str]:
    return [gap.sentence for gap in authors_gaps(team, team.plan.reference_day)]


# Eligibility ----------------------------------------------------------------------------------
def test_the_law_asks_the_lead_for_more_and_asked_nothing_before_the_decree(team) -> None:
    today = team.plan.reference_day
    assert [each.key for each in requirements_for("lead", today)] == [
        "competent", "undisciplined", "trained",
    ]  # fmt: skip
    assert [each.key for each in requirements_for("member", today)] == [
        "competent",
        "undisciplined",
    ]
    assert requirements_for("lead", today.replace(year=2019)) == []


def test_who_confirmed_and_when_is_kept_and_what_is_missing_is_said(team, people) -> None:
    lead = team.members.get(role="lead")
    confirm_eligibility(
        member=lead,
        met=["competent", "undisciplined"],
        note="Hồ sơ công chức",
        by=people.specialist,
    )

    row = standings_of(team, team.plan.reference_day)[0]
    assert [each.key for each in row.missing] == ["trained"]
    assert row.last_statement.confirmed_by == people.specialist
    said = next(line for line in sentences(team) if "Lãnh đạo Sở" in line)
    assert "nghiệp vụ kiểm tra" in said

    first = EligibilityStatement.objects.get(requirement="competent")
    confirm_eligibility(member=lead, met=["competent", "trained"], note="", by=people.specialist)
    assert set(EligibilityStatement.objects.values_list("requirement", flat=True)) == {
        "competent", "trained",
    }  # fmt: skip
    assert EligibilityStatement.objects.get(requirement="competent").pk == first.pk


def test_nobody_confirms_themselves_and_only_authors_confirm(team, people) -> None:
    own = add_member(team=team, user=people.specialist, by=people.specialist)
    with pytest.raises(TeamRefused):
        confirm_eligibility(member=own, met=["competent"], note="", by=people.specialist)
    with pytest.raises(TransitionRefused):
        confirm_eligibility(member=own, met=["competent"], note="", by=people.leader)
    assert not EligibilityStatement.objects.exists()


def test_who_takes_over_is_asked_anew(team, people) -> None:
    lead = team.members.get(role="lead")
    confirm_eligibility(
        member=lead, met=["competent", "undisciplined", "trained"], note="", by=people.specialist
    )
    replace_member(member=lead, user=people.officer, by=people.specialist)

    rows = {row.member.user: row for row in standings_of(team, team.plan.reference_day)}
    assert len(rows[people.officer].missing) == 3


# Interests ------------------------------------------------------------------------------------
def asked(person) -> int:
    sent = Message.objects.filter(recipient=person, kind__startswith="plans.declaration")
    return sent.filter(channel="in_app").count()


def test_a_team_only_thought_of_asks_nobody_until_its_decision_is_drafted(team, people) -> None:
    url = reverse("plans:declare", args=[team.pk])
    assert asked(people.clerk) == 0
    assert [task for task in tasks_for(people.clerk) if task.url == url] == []

    draft_decision(team=team, by=people.specialist)

    assert (asked(people.clerk), asked(people.leader)) == (1, 1)
    assert [task.title for task in tasks_for(people.clerk) if task.url == url]


def test_who_joins_a_team_with_days_is_asked_and_has_a_task_until_they_declare(
    team, visit, people
) -> None:
    add_member(team=team, user=people.officer, by=people.specialist)
    assert asked(people.officer) == 1
    url = reverse("plans:declare", args=[team.pk])
    assert [task.due_on for task in tasks_for(people.officer) if task.url == url] == [visit.on]

    declare(team=team, ties=[], by=people.officer)

    assert [task for task in tasks_for(people.officer) if task.url == url] == []
    assert not any("Cán bộ phòng chưa kê khai" in line for line in sentences(team))
    assert any("Văn thư Sở chưa kê khai" in line for line in sentences(team))
    assert ask_to_declare(team=team, by=people.specialist) == 2  # the lead and the clerk
    ask_to_declare(team=team, by=people.specialist)
    assert asked(people.clerk) == 1  # asked twice on a day, told once


def test_a_plan_before_the_decree_asks_nobody(plan, people) -> None:
    plan.planned_on = plan.reference_day.replace(year=2019)
    plan.save()
    team = make_team(plan, people.specialist, [people.leader])
    draft_decision(team=team, by=people.specialist)
    assert not Message.objects.filter(kind__startswith="plans.declaration").exists()
    assert sentences(team) == []


def test_the_newest_declaration_counts_and_the_earlier_ones_stay(team, tree, people) -> None:
    declare(team=team, ties=[Tie(tree.thpt, TieKind.FORMER_WORKPLACE)], by=people.clerk)
    assert [tie.unit for tie in declared_ties([people.clerk.pk])[people.clerk.pk]] == [tree.thpt]

    declare(team=team, ties=[Tie(tree.thcs, TieKind.RELATIVE, "Vợ")], by=people.clerk)
    assert [tie.unit for tie in declared_ties([people.clerk.pk])[people.clerk.pk]] == [tree.thcs]

    declare(team=team, ties=[], by=people.clerk)
    assert declared_ties([people.clerk.pk, people.leader.pk]) == {}
    assert ConflictDeclaration.objects.filter(person=people.clerk).count() == 3


def test_a_declared_unit_keeps_its_person_off_the_team_that_visits_it(
    team, visit, plan, tree, people
) -> None:
    other = make_team(plan, people.specialist, [people.officer], "Đoàn số 2")
    declare(team=other, ties=[Tie(tree.thpt, TieKind.RELATIVE)], by=people.officer)

    with pytest.raises(TeamRefused) as refused:
        add_member(team=team, user=people.officer, by=people.specialist)
    assert "THPT Quốc Thái" in refused.value.sentence
    with pytest.raises(TeamRefused):
        replace_member(
            member=team.members.get(user=people.clerk), user=people.officer, by=people.specialist
        )

    declare(team=other, ties=[], by=people.officer)  # the guard off: nothing else was in the way
    assert add_member(team=team, user=people.officer, by=people.specialist).pk


def test_a_tie_with_a_unit_on_the_calendar_is_told_to_the_authors(
    team, visit, tree, people
) -> None:
    declare(team=team, ties=[Tie(tree.thcs, TieKind.OTHER)], by=people.clerk)
    assert not Message.objects.filter(kind="plans.tie_declared").exists()

    declare(team=team, ties=[Tie(tree.thpt, TieKind.RELATIVE)], by=people.clerk)

    told = Message.objects.filter(kind="plans.tie_declared")
    assert {message.recipient for message in told} == {people.specialist}
    assert any("THPT Quốc Thái" in line for line in sentences(team))


def test_only_the_member_and_the_authors_read_a_declaration(
    team, visit, tree, people, client_for
) -> None:
    declaration = declare(
        team=team, ties=[Tie(tree.thcs, TieKind.RELATIVE, "Em ruột")], by=people.clerk
    )
    for person in (people.clerk, people.specialist):
        assert declaration in ConflictDeclaration.objects.visible_to(person)
    for person in (people.leader, people.officer, people.principal, people.stranger):
        assert declaration not in ConflictDeclaration.objects.visible_to(person)

    page = reverse("plans:team", args=[team.pk])
    assert "THCS Vĩnh Lộc" in client_for(people.specialist).get(page).content.decode()
    assert "THCS Vĩnh Lộc" not in client_for(people.leader).get(page).content.decode()
    declarations = reverse("plans:declarations", args=[team.pk])
    assert client_for(people.leader).get(declarations).status_code == 404
    assert "Em ruột" in client_for(people.specialist).get(declarations).content.decode()


def test_a_member_declares_on_the_page_and_finds_it_again(team, visit, tree, people, client_for):
    url = reverse("plans:declare", args=[team.pk])
    browser = client_for(people.clerk)
    sent = {
        "answer": "some", "ties-TOTAL_FORMS": "2", "ties-INITIAL_FORMS": "0",
        "ties-0-unit_text": "vinh loc", "ties-0-kind": "relative", "ties-0-detail": "Anh trai",
        "ties-1-unit_text": "", "ties-1-kind": "other", "ties-1-detail": "",
    }  # fmt: skip
    unknown = browser.post(url, {**sent, "ties-0-unit_text": "Trường trên mặt trăng"})
    assert unknown.status_code == 200
    assert not ConflictDeclaration.objects.exists()

    assert browser.post(url, sent).status_code == 302

    assert [tie.unit for tie in declared_ties([people.clerk.pk])[people.clerk.pk]] == [tree.thcs]
    page = browser.get(url).content.decode()
    assert "Anh trai" in page
    assert client_for(people.officer).get(url).status_code == 404


# In charge ------------------------------------------------------------------------------------
def test_the_lead_is_in_charge_but_where_somebody_acts(team, visit, plan, tree, people) -> None:
    deputy = team.members.get(user=people.clerk)
    name_acting_lead(
        team=team, member=deputy, begins_on=visit.on, ends_on=visit.on + timedelta(days=1),
        reason="Trưởng đoàn đi công tác", by=people.specialist,
    )  # fmt: skip

    assert in_charge(team, visit.on).person == people.clerk
    assert in_charge(team, visit.on, visit).acting.reason == "Trưởng đoàn đi công tác"
    assert in_charge(team, visit.on + timedelta(days=2)).person == people.leader
    assert in_charge(team, visit.on - timedelta(days=1)).person == people.leader


def test_acting_at_one_visit_follows_the_visit(team, visit, people) -> None:
    deputy = team.members.get(user=people.clerk)
    name_acting_lead(team=team, member=deputy, visit=visit, reason="Bận họp", by=people.specialist)

    assert in_charge(team, visit.on, visit).person == people.clerk
    assert in_charge(team, visit.on).person == people.leader


def test_at_most_one_acts_at_a_time(team, visit, people) -> None:
    deputy = team.members.get(user=people.clerk)
    third = add_member(team=team, user=people.officer, by=people.specialist)
    day = visit.on
    days = {"begins_on": day, "ends_on": day + timedelta(days=2)}
    name_acting_lead(team=team, member=deputy, reason="Đi công tác", by=people.specialist, **days)

    for when in (
        {"begins_on": day + timedelta(days=2), "ends_on": day + timedelta(days=5)},
        {"begins_on": day - timedelta(days=5), "ends_on": day + timedelta(days=9)},
        {"visit": visit},
    ):
        with pytest.raises(TeamRefused) as refused:
            name_acting_lead(team=team, member=third, reason="X", by=people.specialist, **when)
        assert "Văn thư Sở" in refused.value.sentence
    later = {"begins_on": day + timedelta(days=3), "ends_on": day + timedelta(days=3)}
    name_acting_lead(team=team, member=third, reason="X", by=people.specialist, **later)
    assert ActingLead.objects.count() == 2


def test_the_lead_does_not_act_for_the_lead_and_a_reason_is_asked(team, people) -> None:
    lead, deputy = team.members.get(role="lead"), team.members.get(user=people.clerk)
    days = {"begins_on": far_day(), "ends_on": far_day()}
    with pytest.raises(TeamRefused):
        name_acting_lead(team=team, member=lead, reason="X", by=people.specialist, **days)
    with pytest.raises(TeamRefused):
        name_acting_lead(team=team, member=deputy, reason=" ", by=people.specialist, **days)
    with pytest.raises(TransitionRefused):
        name_acting_lead(team=team, member=deputy, reason="X", by=people.leader, **days)


def test_the_unit_told_of_the_visit_hears_who_leads_it(team, visit, people) -> None:
    notify_visit(visit=visit, by=people.specialist)
    deputy = team.members.get(user=people.clerk)
    name_acting_lead(
        team=team, member=deputy, begins_on=visit.on, ends_on=visit.on, reason="Đi công tác",
        by=people.specialist,
    )  # fmt: skip

    notice = visit.notices.get(change="lead")
    assert notice.reason == "Văn thư Sở (phụ trách thay Trưởng đoàn)"
    told = Message.objects.filter(kind="plans.visit_lead", recipient=people.principal)
    assert told.filter(channel="in_app").count() == 1

    end_acting(acting=ActingLead.objects.get(), by=people.specialist)
    assert visit.notices.order_by("pk").last().reason == people.leader.addressed_name


def test_the_letter_says_under_the_name_who_acts_and_when(team, plan, visit, people) -> None:
    deputy, day = team.members.get(user=people.clerk), visit.on
    name_acting_lead(
        team=team, member=deputy, begins_on=day, ends_on=day, reason="Ốm", by=people.specialist
    )
    tree = build(f"plans.letter:{make_letter(plan, [visit], people.specialist).pk}")
    names = [plain(row[1]) for row in tree.annexes[0].blocks[0].rows]
    assert names[1] == f"Văn thư Sở\n(phụ trách Đoàn ngày {day:%d/%m/%Y})"
    assert names[0] == "Lãnh đạo Sở"


def test_who_leaves_the_team_no_longer_acts_for_it(team, people) -> None:
    deputy, day = team.members.get(user=people.clerk), far_day()
    name_acting_lead(
        team=team, member=deputy, begins_on=day, ends_on=day, reason="Ốm", by=people.specialist
    )
    replace_member(member=deputy, user=people.officer, by=people.specialist)
    assert in_charge(team, day).person == people.leader
    assert not ActingLead.objects.exists()


def test_when_the_lead_is_back_a_running_time_ends_and_a_coming_one_falls_away(
    team, people
) -> None:
    deputy, today = team.members.get(user=people.clerk), timezone.localdate()
    running = name_acting_lead(
        team=team, member=deputy, begins_on=today, ends_on=today + timedelta(days=5), reason="Ốm",
        by=people.specialist,
    )  # fmt: skip
    end_acting(acting=running, by=people.specialist)
    assert ActingLead.objects.get().ends_on == today
    coming = name_acting_lead(
        team=team, member=deputy, begins_on=today + timedelta(days=1),
        ends_on=today + timedelta(days=2), reason="Ốm", by=people.specialist,
    )  # fmt: skip
    end_acting(acting=coming, by=people.specialist)
    assert ActingLead.objects.get() == running


# One's own part -------------------------------------------------------------------------------
def test_a_member_ticks_the_dossiers_of_their_own_task(team, people, client_for) -> None:
    task = Assignment(team=team, task="Kiểm tra thư viện", dossiers="- Sổ đăng ký\n- Kế hoạch năm")
    save_assignment(assignment=task, members=team.members.all(), by=people.specialist)
    url = reverse("plans:my_team", args=[team.pk])
    browser = client_for(people.clerk)
    assert "0/2" in browser.get(url).content.decode()

    browser.post(url, {"line": "Sổ đăng ký", "ready": "1"})

    assert "1/2" in browser.get(url).content.decode()
    rows = {row.member.user: row for row in standings_of(team, team.plan.reference_day)}
    assert (rows[people.clerk].ready, rows[people.leader].ready) == (1, 0)
    with pytest.raises(TeamRefused):
        tick_dossier(team=team, line="Sổ khác", ready=True, by=people.clerk)
    assert client_for(people.officer).get(url).status_code == 404

    task.dossiers = "- Kế hoạch năm"
    save_assignment(assignment=task, members=team.members.all(), by=people.specialist)
    assert "0/1" in browser.get(url).content.decode()


def test_dossiers_not_ready_are_a_task_before_a_near_visit(team, plan, tree, people) -> None:
    task = Assignment(team=team, task="Kiểm tra", dossiers="Sổ đăng ký")
    save_assignment(assignment=task, members=team.members.all(), by=people.specialist)
    declare(team=team, ties=[], by=people.clerk)
    near = place(
        make_visit(plan, tree.thpt, people.specialist), people.specialist, on=far_day(1), team=team
    )

    url = reverse("plans:my_team", args=[team.pk])
    assert [task.due_on for task in tasks_for(people.clerk) if task.url == url] == [near.on]
    tick_dossier(team=team, line="Sổ đăng ký", ready=True, by=people.clerk)
    assert [task for task in tasks_for(people.clerk) if task.url == url] == []
