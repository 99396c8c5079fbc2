"""What was removed comes back whole: its rows, what hung on it, what pointed at it."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from core.trash.keeping import empty_trash, restore, throw_away
from core.trash.models import KEPT_FOR, TrashedItem
from core.trash.registry import RestoreRefused
from plans.domain.letters import remove_letter
from plans.domain.parts import remove_part
from plans.domain.teams import add_member, remove_assignment, remove_member, remove_team
from plans.enums import TeamRole
from plans.models import (
    Assignment,
    Booking,
    ContentStream,
    InspectionTeam,
    Milestone,
    MilestoneDue,
    ScheduleLetter,
    TeamMember,
    Visit,
)  # fmt: skip
from tests.plans.factories import make_letter, make_team, make_visit, place

pytestmark = pytest.mark.django_db
MODELS = (
    Assignment, ContentStream, InspectionTeam, Milestone, MilestoneDue, ScheduleLetter, TeamMember,
    Visit, Visit.streams.through, ScheduleLetter.visits.through,
)  # fmt: skip


@pytest.fixture
def by(people):
    return people.specialist


def everything():
    """Every row of the plan and of what hangs on it, as text."""
    rows = [row for model in MODELS for row in model._default_manager.order_by("pk")]
    return serializers.serialize("json", rows)


def bookings():
    return sorted(Booking.objects.values_list("visit_id", "resource", "on", "cell"))


def test_a_content_comes_back_with_the_visits_that_had_it(plan, tree, by):
    make_visit(plan, tree.thpt, by)
    before = everything()
    item = remove_part(part=plan.streams.first(), by=by)
    assert everything() != before
    restore(item, by=by)
    assert everything() == before
    assert not TrashedItem.objects.exists()


def test_a_milestone_comes_back_with_its_days(plan, by):
    before = everything()
    item = remove_part(part=plan.milestones.first(), by=by)
    assert not MilestoneDue.objects.exists()
    restore(item, by=by)
    assert everything() == before


def test_a_team_comes_back_with_its_people_and_tasks(plan, people, by):
    team = make_team(plan, by, [people.leader, people.officer])
    task = Assignment.objects.create(team=team, order=1, task="Kiểm tra thư viện")
    team.members.update(assignment=task)
    before = everything()
    item = remove_team(team=team, by=by)
    assert not TeamMember.objects.exists()
    restore(item, by=by)
    assert everything() == before


def test_a_task_comes_back_to_the_people_who_had_it(plan, people, by):
    team = make_team(plan, by, [people.leader, people.officer])
    task = Assignment.objects.create(team=team, order=1, task="Kiểm tra thư viện")
    team.members.filter(user=people.officer).update(assignment=task)
    before = everything()
    item = remove_assignment(assignment=task, by=by)
    assert not TeamMember.objects.filter(assignment__isnull=False).exists()
    restore(item, by=by)
    assert everything() == before


def test_a_letter_comes_back_with_its_visits(plan, tree, by):
    letter = make_letter(plan, [place(make_visit(plan, tree.thpt, by), by)], by)
    before = everything()
    item = remove_letter(letter=letter, by=by)
    restore(item, by=by)
    assert everything() == before


def test_a_member_who_comes_back_is_booked_again(plan, tree, people, by):
    team = make_team(plan, by, [people.leader, people.officer])
    place(make_visit(plan, tree.thpt, by), by, team=team)
    before = bookings()
    item = remove_member(member=team.members.get(user=people.officer), by=by)
    assert bookings() != before
    restore(item, by=by)
    assert bookings() == before


# What cannot come back -----------------------------------------------------------------------
def test_a_member_who_is_elsewhere_by_now_stays_in_the_trash(plan, tree, people, by):
    first = make_team(plan, by, [people.leader, people.officer])
    place(make_visit(plan, tree.thpt, by), by, team=first)
    item = remove_member(member=first.members.get(user=people.officer), by=by)
    second = make_team(plan, by, [people.officer], name="Đoàn số 2")
    place(make_visit(plan, tree.thcs, by), by, team=second)
    before = everything(), bookings()
    with pytest.raises(RestoreRefused):
        restore(item, by=by)
    assert (everything(), bookings()) == before
    assert TrashedItem.objects.get() == item


def test_a_second_lead_does_not_come_back(plan, people, by):
    team = make_team(plan, by, [people.leader])
    item = remove_member(member=team.members.get(), by=by)
    add_member(team=team, user=people.officer, role=TeamRole.LEAD, by=by)
    with pytest.raises(RestoreRefused):
        restore(item, by=by)
    assert team.members.get().user == people.officer


def test_a_member_whose_team_is_gone_waits_for_the_team(plan, people, by):
    team = make_team(plan, by, [people.leader])
    member = remove_member(member=team.members.get(), by=by)
    whole = remove_team(team=team, by=by)
    with pytest.raises(RestoreRefused) as refusal:
        restore(member, by=by)
    assert "không thể khôi phục" in refusal.value.sentence
    restore(whole, by=by)
    restore(member, by=by)
    assert TeamMember.objects.get().user == people.leader


def test_a_part_does_not_come_back_into_a_plan_that_left_its_desk(plan, by):
    item = remove_part(part=plan.milestones.first(), by=by)
    type(plan).objects.filter(pk=plan.pk).update(state="submitted")
    with pytest.raises(RestoreRefused):
        restore(item, by=by)
    assert TrashedItem.objects.filter(pk=item.pk).exists()


def test_it_comes_back_once(plan, by):
    item = remove_part(part=plan.milestones.first(), by=by)
    restore(TrashedItem.objects.get(pk=item.pk), by=by)
    with pytest.raises(RestoreRefused):
        restore(item, by=by)
    assert Milestone.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "principal", "clerk", "leader"])
def test_nobody_else_sees_or_brings_it_back(plan, people, by, client_for, who):
    item = remove_part(part=plan.milestones.first(), by=by)
    other = getattr(people, who)
    assert not TrashedItem.objects.visible_to(other).exists()
    address = reverse("core:trash_restore", args=[item.pk])
    assert client_for(other).post(address).status_code == 404
    with pytest.raises(RestoreRefused):
        restore(item, by=other)
    assert not Milestone.objects.exists()


def test_after_thirty_days_it_is_gone_for_good(plan, by):
    old = remove_part(part=plan.milestones.first(), by=by)
    young = throw_away(plan.streams.first(), place=plan.issuer_id, by=by)
    TrashedItem.objects.filter(pk=old.pk).update(
        thrown_at=F("thrown_at") - KEPT_FOR - timedelta(seconds=1)
    )
    TrashedItem.objects.filter(pk=young.pk).update(
        thrown_at=timezone.now() - KEPT_FOR + timedelta(minutes=1)
    )
    assert empty_trash() == 1
    assert TrashedItem.objects.get() == young


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_the_page_to_the_trash_and_back(plan, people, by, enter):
    team = make_team(plan, by, [people.leader])
    tab = enter(by)
    tab.goto(reverse("plans:team", args=[team.pk]))
    tab.locator("details.more summary").first.click()
    tab.locator("form[action$='/remove/'] button").first.click()
    tab.get_by_role("button", name="Hoàn tác").wait_for()
    tab.goto(reverse("core:trash"))
    assert tab.get_by_text(team.name).first.is_visible()
    tab.get_by_role("button", name="Khôi phục").click()
    tab.wait_for_url(f"**{reverse('plans:team_list', args=[plan.pk])}")
    assert InspectionTeam.objects.get().members.count() == 1
