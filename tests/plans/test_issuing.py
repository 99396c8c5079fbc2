"""A plan becomes an official paper; an amendment takes its place."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Message
from core.workflow.engine import TransitionRefused
from documents.domain import DocumentRefused, issue
from documents.domain.papers import content_of
from documents.models import IssuedDocument, SigningAuthority
from plans.documents.amended import amended, amended_annex
from plans.domain.amending import draft_amendment
from plans.domain.parts import save_part
from plans.domain.planning import approve_plan, submit_plan
from plans.models import Cluster, InspectionPlan, Obligation, PlanSection, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(people, tree):
    return SigningAuthority.objects.create(
        person=people.leader, unit=tree.department, mode="KT", post="Phó Giám đốc",
        head_post="Giám đốc", valid_from=date(2019, 1, 1),
    )  # fmt: skip


def approved(plan, people):
    submit_plan(plan=plan, approver=people.leader, by=people.specialist)
    approve_plan(plan=plan, by=people.leader)
    return plan


def issued(plan, people, authority, **details):
    approved(plan, people)
    document = issue(
        document=plan.document, on=timezone.localdate(), authority=authority, by=people.clerk,
        **details,
    )  # fmt: skip
    plan.refresh_from_db()
    return document


def test_the_clerk_numbers_the_paper_and_the_plan_is_issued_with_it(
    plan, people, authority
) -> None:
    document = issued(plan, people, authority)

    assert (plan.state, plan.document) == ("issued", document)
    assert document.number_line == "01/KH-SGDĐT"
    assert Obligation.objects.filter(milestone__plan=plan).count() == 4
    for person in (people.officer, people.principal):
        told = Message.objects.get(recipient=person, kind="plans.issued", channel="in_app")
        assert "01/KH-SGDĐT" in told.title
    assert not Message.objects.filter(recipient=people.stranger).exists()


def test_only_the_issuers_clerk_gives_numbers(plan, people, authority) -> None:
    approved(plan, people)
    for person in (people.specialist, people.leader, people.officer, people.stranger):
        with pytest.raises(TransitionRefused):
            issue(document=plan.document, on=timezone.localdate(), authority=authority, by=person)


def test_a_plan_changed_behind_its_approval_is_not_numbered(plan, people, authority) -> None:
    approved(plan, people)
    plan.recipients.all().delete()

    with pytest.raises(TransitionRefused):
        issue(document=plan.document, on=timezone.localdate(), authority=authority, by=people.clerk)

    document = IssuedDocument.objects.get(pk=plan.document.pk)
    assert (document.state, document.number) == ("draft", None)


def test_an_authority_that_has_ended_cannot_sign(plan, people, authority) -> None:
    approved(plan, people)
    authority.valid_to = timezone.localdate() - timedelta(days=1)
    authority.save()

    with pytest.raises(DocumentRefused, match="Lãnh đạo Sở"):
        issue(document=plan.document, on=timezone.localdate(), authority=authority, by=people.clerk)


def test_the_issued_paper_keeps_its_words_whatever_happens_to_the_plan(
    plan, people, authority
) -> None:
    document = issued(plan, people, authority)
    PlanSection.objects.filter(plan=plan).update(body="<p>Lời khác</p>")

    content = content_of(IssuedDocument.objects.get(pk=document.pk))

    assert "Lời khác" not in str(content)
    assert "Nội dung của phần này." in str(content)


def test_an_issued_plan_no_longer_changes(plan, people, authority) -> None:
    issued(plan, people, authority)

    with pytest.raises(TransitionRefused):
        save_part(part=plan.streams.first(), by=people.specialist)


def test_an_amendment_takes_over_visits_and_duties_and_both_papers_say_so(
    plan, people, authority, tree
) -> None:
    first = issued(plan, people, authority)
    Visit.objects.create(plan=plan, unit=tree.thpt, month=timezone.localdate().replace(day=1))
    amendment = draft_amendment(plan=plan, by=people.specialist)
    later = timezone.localdate() + timedelta(days=45)
    amendment.milestones.get().dues.filter(audience="offices").update(due_on=later)
    with pytest.raises(TransitionRefused):
        draft_amendment(plan=plan, by=people.specialist)

    second = issued(amendment, people, authority)

    plan.refresh_from_db()
    first.refresh_from_db()
    assert (plan.state, first.state, first.superseded_by) == ("amended", "superseded", second)
    assert amendment.visits.count() == 1
    assert Obligation.objects.filter(milestone__plan=amendment).count() == 4
    assert Obligation.objects.get(unit=tree.office).due_on == later
    assert InspectionPlan.objects.get(pk=plan.pk).milestones.get().obligations.count() == 0


def test_an_amendment_says_what_it_changed_on_its_page_and_in_its_paper(
    plan, people, authority, client_for, tree
) -> None:
    cluster = Cluster.objects.create(plan=plan, name="Cụm 1", host=tree.thpt)
    cluster.members.create(unit=tree.thcs)
    issued(plan, people, authority)
    amendment = draft_amendment(plan=plan, by=people.specialist)
    assert amended(amendment) == []
    assert amended_annex(amendment) is None

    amendment.sections.filter(marker="II").update(
        body="<p>Nội dung của phần này.</p><p>Thêm nội dung phòng học bộ môn.</p>"
    )
    day = timezone.localdate() + timedelta(days=45)
    amendment.milestones.get().dues.filter(audience="offices").update(due_on=day)
    amendment.clusters.get().members.create(unit=tree.th)
    amendment.recipients.all().delete()
    amendment.recipients.create(text="Thanh tra tỉnh", order=1)

    changes = {(change.part, change.before, change.after) for change in amended(amendment)}
    assert ("sections", "", "Thêm nội dung phòng học bộ môn.") in changes
    assert ("recipients", "Các đơn vị trực thuộc", "") in changes
    assert ("recipients", "", "Thanh tra tỉnh") in changes
    assert ("clusters", "THCS Vĩnh Lộc", "TH A Long Điền; THCS Vĩnh Lộc") in changes
    (dues,) = [change for change in amended(amendment) if change.part == "milestones"]
    assert f"Phòng GDĐT, UBND xã/phường: {day:%d/%m/%Y}" in dues.after
    assert f"{day:%d/%m/%Y}" not in dues.before

    page = client_for(people.specialist).get(reverse("plans:plan_changes", args=[amendment.pk]))
    assert "Thêm nội dung phòng học bộ môn." in page.content.decode()
    document = issued(amendment, people, authority)
    paper = content_of(IssuedDocument.objects.get(pk=document.pk))
    assert paper.annexes[0].title == ("NỘI DUNG ĐIỀU CHỈNH, BỔ SUNG SO VỚI KẾ HOẠCH SỐ 01/KH-SGDĐT")
    assert "Thanh tra tỉnh" in str(paper.annexes[0])


def test_a_plan_that_amends_none_has_no_page_of_changes(plan, people, client_for) -> None:
    page = client_for(people.specialist).get(reverse("plans:plan_changes", args=[plan.pk]))

    assert page.status_code == 404
