"""Offices carry out the department's plan by plans of their own, and propose units for its sample."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Message
from core.workflow.engine import TransitionRefused
from plans.domain.coverage import draw_rule, units_to_visit
from plans.domain.deriving import derive_plan, deriving_office
from plans.domain.duties import settle_by
from plans.domain.offering import offer_unit, open_list, return_list, send_list, withdraw_unit
from plans.domain.queries.offices import office_board
from plans.models import CoverageRule, InspectionPlan, Obligation, PreparationItem
from tests.units.factories import make_office, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued_plan(plan) -> InspectionPlan:
    stream = plan.streams.get()
    PreparationItem.objects.create(plan=plan, order=1, stream=stream, text="Sổ đăng ký thư viện")
    InspectionPlan.objects.filter(pk=plan.pk).update(state="issued")
    plan.refresh_from_db()
    return plan


def duty_of(plan, unit, answered_by, *, days: int) -> Obligation:
    milestone = plan.milestones.get()
    milestone.answered_by = answered_by
    milestone.save()
    due = timezone.localdate() + timedelta(days=days)
    return Obligation.objects.create(milestone=milestone, unit=unit, due_on=due)


def proposal_of(plan, people, tree):
    proposal = open_list(plan=plan, office=tree.office, by=people.officer)
    offer_unit(proposal=proposal, unit=tree.th, reason="Thư viện 3 năm", by=people.officer)
    return proposal


# The office's own plan ---------------------------------------------------------------------------
def test_an_office_drafts_its_own_plan_from_what_applies_to_it(issued_plan, people, tree) -> None:
    """KH 126 IV.1: offices make their own plan; what they owe the department is not copied."""
    issued_plan.windows.get().managers.add(tree.office)
    own = derive_plan(parent=issued_plan, office=tree.office, by=people.officer)

    assert (own.parent, own.issuer, own.state) == (issued_plan, tree.office, "draft")
    assert [stream.title for stream in own.streams.all()] == ["Công tác thư viện"]
    assert own.preparations.get().stream == own.streams.get()
    assert [window.month for window in own.windows.all()] == [issued_plan.windows.get().month]
    assert own.recipients.get().text == tree.department.name
    assert not own.milestones.exists()
    assert derive_plan(parent=issued_plan, office=tree.office, by=people.officer) == own


def test_only_the_office_itself_derives_and_only_from_an_issued_plan(
    issued_plan, people, tree
) -> None:
    second = make_office(tree.department, "Phòng GDĐT huyện Tri Tôn")
    for office, person in (
        (tree.office, people.specialist), (tree.office, people.principal), (second, people.officer),
    ):  # fmt: skip
        with pytest.raises(TransitionRefused):
            derive_plan(parent=issued_plan, office=office, by=person)
    assert deriving_office(people.specialist, issued_plan) is None
    assert deriving_office(people.stranger, issued_plan) is None
    issued_plan.state = "closed"
    with pytest.raises(TransitionRefused):
        derive_plan(parent=issued_plan, office=tree.office, by=people.officer)


def test_the_department_knows_of_a_draft_but_does_not_see_it(
    issued_plan, people, tree, client_for
) -> None:
    own = derive_plan(parent=issued_plan, office=tree.office, by=people.officer)
    board = office_board(issued_plan)
    assert [(line.office, line.plan, line.is_published) for line in board.lines] == [
        (tree.office, own, False)
    ]
    page = client_for(people.specialist)
    html = page.get(reverse("plans:office_board", args=[issued_plan.pk])).content.decode()
    assert "đang soạn" in html
    assert own.get_absolute_url() not in html
    assert page.get(own.get_absolute_url()).status_code == 404


def test_an_issued_plan_of_its_own_settles_the_offices_duty(issued_plan, people, tree) -> None:
    duty = duty_of(issued_plan, tree.office, "own_plan", days=-2)
    assert office_board(issued_plan).late == 1

    settle_by(
        what="own_plan", plan=issued_plan, unit=tree.office, note="05/KH-PGDĐT", by=people.officer
    )

    duty.refresh_from_db()
    assert (duty.state, duty.was_late, duty.note) == ("fulfilled", True, "05/KH-PGDĐT")
    assert office_board(issued_plan).late == 0


def test_the_board_belongs_to_the_issuer(issued_plan, people, client_for) -> None:
    for person in (people.officer, people.principal, people.stranger):
        page = client_for(person).get(reverse("plans:office_board", args=[issued_plan.pk]))
        assert page.status_code == 404


def test_the_plans_page_offers_the_office_its_two_steps(
    issued_plan, people, tree, client_for
) -> None:
    officer = client_for(people.officer)
    html = officer.get(issued_plan.get_absolute_url()).content.decode()
    assert reverse("plans:plan_derive", args=[issued_plan.pk]) in html
    assert reverse("plans:proposal", args=[issued_plan.pk, tree.office.pk]) in html

    response = officer.post(reverse("plans:plan_derive", args=[issued_plan.pk]), follow=True)
    own = InspectionPlan.objects.get(parent=issued_plan)
    assert response.redirect_chain[-1][0] == own.get_absolute_url()
    assert issued_plan.title in response.content.decode()  # what it carries out
    for person in (people.principal, people.specialist):
        html = client_for(person).get(issued_plan.get_absolute_url()).content.decode()
        assert reverse("plans:plan_derive", args=[issued_plan.pk]) not in html


# Proposals ---------------------------------------------------------------------------------------
def test_a_list_is_the_offices_own_until_it_is_sent(issued_plan, people, tree, client_for) -> None:
    proposal = proposal_of(issued_plan, people, tree)
    department = client_for(people.specialist)
    assert department.get(proposal.get_absolute_url()).status_code == 404

    send_list(proposal=proposal, by=people.officer)

    assert "Thư viện 3 năm" in department.get(proposal.get_absolute_url()).content.decode()
    told = Message.objects.get(recipient=people.specialist, channel="in_app")
    assert "Chợ Mới" in told.title
    with pytest.raises(TransitionRefused):
        offer_unit(proposal=proposal, unit=tree.thcs, reason="Sau hạn", by=people.officer)


def test_only_units_of_the_office_are_proposed_and_each_once(issued_plan, people, tree) -> None:
    proposal = proposal_of(issued_plan, people, tree)
    for unit in (tree.thpt, tree.th, tree.other_school):
        with pytest.raises(TransitionRefused):
            offer_unit(proposal=proposal, unit=unit, reason="?", by=people.officer)
    with pytest.raises(TransitionRefused):
        offer_unit(proposal=proposal, unit=tree.thcs, reason="?", by=people.specialist)


def test_an_empty_list_is_not_sent(issued_plan, people, tree) -> None:
    proposal = proposal_of(issued_plan, people, tree)
    withdraw_unit(offered=proposal.units.get(), by=people.officer)
    with pytest.raises(TransitionRefused) as refused:
        send_list(proposal=proposal, by=people.officer)
    assert len(refused.value.gaps) == 1


def test_sending_settles_the_duty_that_waits_for_it(issued_plan, people, tree) -> None:
    duty = duty_of(issued_plan, tree.office, "proposal", days=3)
    send_list(proposal=proposal_of(issued_plan, people, tree), by=people.officer)
    duty.refresh_from_db()
    assert (duty.state, duty.was_late) == ("fulfilled", False)


def test_the_sample_is_drawn_from_lists_that_were_sent(issued_plan, people, tree) -> None:
    """A-39: only units the offices proposed; a list sent back leaves the draw."""
    rule = CoverageRule.objects.create(plan=issued_plan, order=1, source="proposed", percent=50)
    proposal = open_list(plan=issued_plan, office=tree.office, by=people.officer)
    schools = [make_school(tree.office, f"Trường THCS Mỹ An {n}") for n in range(5)]
    for school in schools:
        offer_unit(
            proposal=proposal, unit=school, wanted_for="retention", reason="Duy trì", by=people.officer
        )  # fmt: skip
    today = timezone.localdate()
    with pytest.raises(TransitionRefused):
        draw_rule(rule=rule, seed=1, listed_on=today, by=people.specialist)

    send_list(proposal=proposal, by=people.officer)
    made = draw_rule(rule=rule, seed=1, listed_on=today, by=people.specialist)

    assert len(made.drawn) == 3
    assert set(made.drawn) <= {school.pk for school in schools}
    assert units_to_visit(issued_plan) == dict.fromkeys(made.drawn, "retention")
    return_list(proposal=proposal, comment="Thiếu lý do", by=people.specialist)
    with pytest.raises(TransitionRefused):
        draw_rule(rule=rule, seed=2, listed_on=today, by=people.specialist, reason="Lại")


def test_the_list_on_its_page(issued_plan, people, tree, client_for) -> None:
    officer = client_for(people.officer)
    address = reverse("plans:proposal", args=[issued_plan.pk, tree.office.pk])
    assert officer.get(address).status_code == 200
    assert not issued_plan.proposals.exists()  # looking leaves nothing behind
    officer.post(address, {"unit": tree.th.pk, "wanted_for": "inspection", "reason": "Mới xây"})
    proposal = issued_plan.proposals.get()
    officer.post(reverse("plans:proposal_step", args=[proposal.pk, "send"]))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.units.get().unit) == ("sent", tree.th)
    back = reverse("plans:proposal_step", args=[proposal.pk, "send_back"])
    assert officer.get(back).status_code == 404
    client_for(people.specialist).post(back, {"comment": "Ghi rõ lý do"})
    assert "Ghi rõ lý do" in officer.get(address).content.decode()
