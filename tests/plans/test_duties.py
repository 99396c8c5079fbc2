"""Duties: who owes what, sending it, more time, reminders."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.files.storing import Accept, store
from core.notifications.models import Message
from core.workflow.engine import TransitionRefused
from plans.domain.duties import (
    create_obligations,
    extend,
    fulfil,
    remind_obligations,
    waive,
)
from plans.models import InspectionPlan, MilestoneDue, Obligation

pytestmark = pytest.mark.django_db


def pdf() -> bytes:
    """A real PDF of one empty page."""
    buffer = BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def duties(plan, people):
    create_obligations(plan=plan, by=people.clerk)
    InspectionPlan.objects.filter(pk=plan.pk).update(state="issued")
    return Obligation.objects.filter(milestone__plan=plan)


@pytest.fixture
def duty(duties, tree):
    return duties.get(unit=tree.thpt)


def test_every_unit_under_the_issuer_gets_its_duty_once(duties, plan, people, tree) -> None:
    assert {duty.unit for duty in duties} == {tree.office, tree.thpt, tree.th, tree.thcs}

    assert create_obligations(plan=plan, by=people.clerk) == 0
    assert duties.count() == 4


def test_deadlines_differ_per_kind_of_manager(plan, people, tree) -> None:
    """AG24 B-28, B-29: direct units five days before the offices."""
    day = timezone.localdate() + timedelta(days=25)
    MilestoneDue.objects.filter(milestone__plan=plan, audience="direct_units").update(due_on=day)

    create_obligations(plan=plan, by=people.clerk)

    direct = Obligation.objects.get(unit=tree.thpt)
    office = Obligation.objects.get(unit=tree.office)
    assert (office.due_on - direct.due_on).days == 5


def test_a_date_announced_later_creates_the_duties_then(plan, people, tree) -> None:
    dues = MilestoneDue.objects.filter(milestone__plan=plan)
    dues.update(due_on=None)
    assert create_obligations(plan=plan, by=people.clerk) == 0

    dues.update(due_on=timezone.localdate() + timedelta(days=9))

    assert create_obligations(plan=plan, by=people.clerk) == 4


def test_the_unit_sends_a_file_on_time(duty, people) -> None:
    stored = store(
        SimpleUploadedFile("Báo cáo.pdf", pdf()), accept=Accept.DOCUMENT, by=people.principal
    )

    fulfil(obligation=duty, files=[stored], note="Gửi Sở", by=people.principal)

    duty.refresh_from_db()
    assert (duty.state, duty.was_late) == ("fulfilled", False)
    assert duty.files.get().file == stored


def test_a_day_late_is_late(duty, people) -> None:
    Obligation.objects.filter(pk=duty.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    duty.refresh_from_db()

    fulfil(obligation=duty, files=[], note="", by=people.principal)

    assert duty.was_late


def test_nobody_sends_for_another_unit(duty, people) -> None:
    for person in (people.officer, people.specialist, people.stranger):
        with pytest.raises(TransitionRefused):
            fulfil(obligation=duty, files=[], note="", by=person)


def test_more_time_needs_a_later_day_a_reason_and_the_issuer(duty, people) -> None:
    later = duty.due_on + timedelta(days=5)
    for until, reason, person in (
        (duty.due_on, "Mất điện", people.specialist),
        (later, " ", people.specialist),
        (later, "Mất điện", people.principal),
    ):
        with pytest.raises(TransitionRefused):
            extend(obligation=duty, until=until, reason=reason, by=person)

    extend(obligation=duty, until=later, reason="Mất điện", by=people.specialist)

    duty.refresh_from_db()
    assert (duty.state, duty.effective_due_on, duty.granted_by) == (
        "extended", later, people.specialist,
    )  # fmt: skip
    assert Message.objects.filter(recipient=people.principal, kind="plans.duty_extended").exists()


def test_a_waived_duty_is_not_reminded_of(duty, people) -> None:
    waive(obligation=duty, reason="Đơn vị đã giải thể", by=people.specialist)

    remind_obligations(duty.due_on - timedelta(days=3))

    assert not Message.objects.filter(recipient=people.principal, kind="plans.duty_due").exists()


def test_reminders_seven_three_one_days_before_and_once_when_overdue(duty, people) -> None:
    told = []
    for hours in range(24 * 12):
        day = duty.due_on - timedelta(days=9) + timedelta(hours=hours)
        remind_obligations(day)
        told.append(Message.objects.filter(recipient=people.principal, channel="in_app").count())

    by_day = told[23::24]
    assert by_day == [0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4]


def test_a_scheduler_that_slept_tells_the_nearest_threshold_only(duty, people) -> None:
    remind_obligations(duty.due_on - timedelta(days=2))

    titles = Message.objects.filter(recipient=people.principal, channel="in_app")
    assert titles.count() == 1


def test_a_unit_without_people_is_told_at_its_mailbox(duties, tree) -> None:
    tree.thcs.email = "thcs.vinhloc@example.vn"
    tree.thcs.save()
    duty = duties.get(unit=tree.thcs)

    remind_obligations(duty.due_on - timedelta(days=1))

    assert Message.objects.filter(address="thcs.vinhloc@example.vn", channel="email").count() == 1
