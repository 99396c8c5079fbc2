"""A plan's life from the draft to its approval."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Message
from core.web.editing import StaleEdit
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from documents.domain.laws import load_legal_documents
from documents.models import LegalDocument
from plans.domain.planning import (
    approve_plan,
    change_plan,
    save_section,
    send_back,
    submit_plan,
    withdraw_plan,
)
from plans.models import InspectionPlan, MilestoneDue, PlanSection
from standards.domain.queries.sets import heir_on
from standards.models import StandardSet

pytestmark = pytest.mark.django_db


def test_a_new_plan_has_the_usual_chapters_and_says_what_is_missing(bare_plan) -> None:
    sentences = [gap.sentence for gap in bare_plan.missing()]

    assert [section.marker for section in bare_plan.sections.all()] == ["I", "II", "III", "IV"]
    assert len(sentences) == 4 + 4  # empty chapters; basis, recipients, content, schedule


def test_a_plan_with_gaps_cannot_be_submitted_and_the_refusal_names_them(bare_plan, people) -> None:
    with pytest.raises(TransitionRefused) as refused:
        submit_plan(plan=bare_plan, approver=people.leader, by=people.specialist)

    assert [gap.sentence for gap in refused.value.gaps] == [
        gap.sentence for gap in bare_plan.missing()
    ]
    bare_plan.refresh_from_db()
    assert bare_plan.state == "draft"


def test_the_named_leader_is_told_once_and_approves(plan, people) -> None:
    submit_plan(plan=plan, approver=people.leader, by=people.specialist)
    told = Message.objects.filter(recipient=people.leader, channel="in_app")
    assert told.count() == 1
    assert plan.title in told.get().title

    approve_plan(plan=plan, by=people.leader)

    assert InspectionPlan.objects.get(pk=plan.pk).state == "approved"
    assert Message.objects.filter(recipient=people.clerk, channel="in_app").count() == 1
    assert [step.transition for step in WorkflowStep.objects.of(plan)] == ["submit", "approve"]


def test_only_the_named_leader_may_approve(plan, people, make_user, tree) -> None:
    other = make_user("leader", tree.department)
    submit_plan(plan=plan, approver=people.leader, by=people.specialist)

    for person in (other, people.specialist, people.clerk, people.officer):
        with pytest.raises(TransitionRefused):
            approve_plan(plan=plan, by=person)


def test_sending_back_needs_words_and_the_author_reads_them(plan, people) -> None:
    submit_plan(plan=plan, approver=people.leader, by=people.specialist)
    with pytest.raises(TransitionRefused):
        send_back(plan=plan, comment="  ", by=people.leader)

    send_back(plan=plan, comment="Thiếu lịch tháng 3", by=people.leader)

    assert plan.state == "sent_back"
    told = Message.objects.get(recipient=people.specialist, channel="in_app")
    assert "Thiếu lịch tháng 3" in told.body


def test_a_plan_sent_back_twice_is_told_twice(plan, people) -> None:
    for _round in range(2):
        submit_plan(plan=plan, approver=people.leader, by=people.specialist)
        send_back(plan=plan, comment="Xem lại", by=people.leader)

    assert Message.objects.filter(recipient=people.specialist, channel="in_app").count() == 2


def test_a_submitted_plan_can_be_taken_back_by_its_authors_only(plan, people) -> None:
    submit_plan(plan=plan, approver=people.leader, by=people.specialist)
    with pytest.raises(TransitionRefused):
        withdraw_plan(plan=plan, by=people.leader)

    withdraw_plan(plan=plan, by=people.specialist)

    assert plan.state == "draft"


def test_a_deadline_before_the_papers_own_date_is_a_gap_in_words(plan) -> None:
    """HH495: dated 05/10/2017, year report due 10/5/2017."""
    plan.planned_on = timezone.localdate() + timedelta(days=40)
    plan.save()

    sentences = [gap.sentence for gap in plan.missing()]

    assert len(sentences) == MilestoneDue.objects.filter(milestone__plan=plan).count()
    assert all("Báo cáo học kỳ I" in sentence for sentence in sentences)


def test_the_second_of_two_editors_does_not_overwrite_the_first(plan, people) -> None:
    opened = PlanSection.objects.filter(plan=plan).first()
    first, second = PlanSection.objects.get(pk=opened.pk), PlanSection.objects.get(pk=opened.pk)
    first.body = "<p>Bản thứ nhất</p>"
    save_section(section=first, version=opened.version, by=people.specialist)

    second.body = "<p>Bản thứ hai</p>"
    with pytest.raises(StaleEdit):
        save_section(section=second, version=opened.version, by=people.specialist)

    assert PlanSection.objects.get(pk=opened.pk).body == "<p>Bản thứ nhất</p>"


def test_a_changed_title_is_found_by_its_new_words(plan, people) -> None:
    plan.title = "Kế hoạch kiểm tra thiết bị dạy học"
    change_plan(plan=plan, version=plan.version, by=people.specialist)

    assert list(InspectionPlan.objects.search("thiet bi day hoc")) == [plan]
    assert not InspectionPlan.objects.search("thu vien kien giang").exists()


def test_two_chapters_with_one_number_are_worth_a_second_look(plan) -> None:
    plan.sections.filter(marker="IV").update(marker="III")

    assert any("III" in gap.sentence for gap in plan.warnings())


def test_drafts_are_seen_at_the_issuer_only(plan, people) -> None:
    seen = {
        name: InspectionPlan.objects.visible_to(getattr(people, name)).filter(pk=plan.pk).exists()
        for name in ("specialist", "leader", "clerk", "officer", "principal", "stranger")
    }

    assert seen == {
        "specialist": True, "leader": True, "clerk": True,
        "officer": False, "principal": False, "stranger": False,
    }  # fmt: skip


def test_issued_plans_are_seen_below_the_issuer_and_not_beside_it(plan, people) -> None:
    InspectionPlan.objects.filter(pk=plan.pk).update(state="issued")

    for person, sees in (
        (people.officer, True),
        (people.principal, True),
        (people.stranger, False),
    ):
        assert InspectionPlan.objects.visible_to(person).filter(pk=plan.pk).exists() is sees


def test_a_basis_out_of_force_is_warned_of_with_its_successor_tied_or_in_free_words(
    plan, people, client_for
) -> None:
    load_legal_documents()
    (old,) = LegalDocument.objects.numbered("01/2003/QĐ-BGDĐT")
    plan.bases.all().delete()
    plan.bases.create(text=old.citation, legal_document=old)
    plan.bases.create(text="Căn cứ Quyết định số 37/2008/QĐ/BGD&ĐT ngày 16/7/2008;", order=1)
    plan.planned_on = date(2026, 9, 15)
    plan.save()

    sentences = " ".join(gap.sentence for gap in plan.warnings())
    assert "Thông tư 16/2022/TT-BGDĐT" in sentences
    assert "Thông tư 14/2020/TT-BGDĐT" in sentences
    for person in (people.specialist, people.leader):
        page = client_for(person).get(plan.get_absolute_url()).content.decode()
        assert "Thông tư 16/2022/TT-BGDĐT" in page

    plan.planned_on = date(2019, 9, 17)
    plan.save()
    assert "16/2022" not in " ".join(gap.sentence for gap in plan.warnings())


@pytest.fixture
def sets(db) -> dict[str, StandardSet]:
    """What judged a library until 2023, and what judges it since."""
    days = {"TV-CU": ("2003-01-17", "2023-01-06"), "TV-MOI": ("2023-01-07", None)}
    return {
        code: StandardSet.objects.create(
            code=code, name=code, purpose="library", state="published",
            valid_from=first, valid_to=last,
        )
        for code, (first, last) in days.items()
    }  # fmt: skip


def test_a_content_is_judged_by_a_set_in_force_on_the_plans_day(plan, sets, client_for, people):
    stream = plan.streams.get()
    address = reverse("plans:part_edit", args=[plan.pk, "streams", stream.pk])
    client = client_for(people.specialist)

    offered = client.get(address).context["form"].fields["standard_set"].queryset
    assert [found.code for found in offered] == ["TV-MOI"]
    words = {"title": stream.title, "key": stream.key, "standard_set": sets["TV-MOI"].pk}
    client.post(address, words)

    stream.refresh_from_db()
    assert stream.standard_set == sets["TV-MOI"]
    assert not [gap for gap in plan.warnings() if "TV-" in gap.sentence]


def test_criteria_that_do_not_hold_on_the_plans_day_are_warned_of(plan, sets):
    plan.streams.update(standard_set=sets["TV-CU"])

    assert any("TV-CU" in gap.sentence for gap in plan.warnings())


def test_a_later_year_is_judged_by_what_holds_then(plan, sets, people):
    old = plan.streams.get()
    old.standard_set = StandardSet.objects.get(code="TV-CU")
    assert heir_on(old.standard_set, date(2019, 9, 17)) == sets["TV-CU"]
    assert heir_on(old.standard_set, date(2026, 9, 17)) == sets["TV-MOI"]
    StandardSet.objects.create(
        code="TV-KHAC", name="TV-KHAC", purpose="library", state="published",
        valid_from="2024-01-01",
    )  # fmt: skip
    assert heir_on(old.standard_set, date(2026, 9, 17)) is None
