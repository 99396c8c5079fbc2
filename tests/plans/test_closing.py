"""Closing a plan: the account that is given, frozen, and shown."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Message
from core.workflow.engine import TransitionRefused
from plans.domain.closing import close_plan, open_account
from plans.domain.scheduling import cancel_visit, notify_visit
from plans.models import CoverageRule, InspectionPlan, Obligation, PlanAccount, Visit
from tests.plans.factories import make_visit, place
from tests.units.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(plan, people, tree) -> InspectionPlan:
    """An issued plan: one visit done, one notified, one without a day, one cancelled before."""
    CoverageRule.objects.create(plan=plan, order=1, source="direct_units", percent=100)
    InspectionPlan.objects.filter(pk=plan.pk).update(state="issued")
    plan.refresh_from_db()
    by = people.specialist
    done, told, _undated, stopped = (
        make_visit(plan, unit, by)
        for unit in (tree.thpt, *(make_school(tree.department, f"Trường THPT {n}") for n in "ABC"))
    )
    place(done, by)
    Visit.objects.filter(pk=done.pk).update(state="done")
    place(told, by, on=timezone.localdate() + timedelta(days=28))
    notify_visit(visit=told, by=by)
    cancel_visit(visit=stopped, reason="Trường sáp nhập", by=by)
    milestone = plan.milestones.get()
    for unit, facts in (
        (tree.thpt, {"state": "fulfilled"}),
        (tree.office, {"state": "fulfilled", "was_late": True}),
        (tree.th, {"state": "open"}),
    ):
        Obligation.objects.create(
            milestone=milestone, unit=unit, due_on=timezone.localdate(), **facts
        )
    return plan


def names(visits) -> list[str]:
    return sorted(str(visit.unit) for visit in visits)


def test_the_account_tells_what_was_and_was_not_done(year) -> None:
    account = open_account(year)

    assert names(account.done) == ["THPT Quốc Thái"]
    assert names(account.undone) == ["THPT A", "THPT B", "THPT C"]
    assert list(account.words_before.values()) == ["Trường sáp nhập"]
    duty = {"owed": 3, "on_time": 1, "late": 1, "never": 1, "waived": 0}
    assert account.duties == [{"title": "Báo cáo học kỳ I", **duty}]
    line = account.coverage[0]
    assert (line["listed"], line["reached"], line["done"]) == (4, 4, 1)


def test_a_visit_not_done_needs_its_word(year, people) -> None:
    told = year.visits.get(state="notified")
    with pytest.raises(TransitionRefused) as refused:
        close_plan(plan=year, comment="Xong", reasons={told.pk: "Mưa bão"}, by=people.specialist)

    assert [gap.sentence for gap in refused.value.gaps] == ["THPT B"]
    year.refresh_from_db()
    assert (year.state, PlanAccount.objects.count()) == ("issued", 0)


def test_a_visit_in_progress_stands_in_the_way(year, people) -> None:
    year.visits.filter(state="notified").update(state="in_progress")
    reasons = {visit.pk: "Mưa bão" for visit in year.visits.all()}
    with pytest.raises(TransitionRefused, match="đang tiến hành"):
        close_plan(plan=year, comment="Xong", reasons=reasons, by=people.specialist)


def test_closing_freezes_the_account_and_tells_the_units(year, people, tree) -> None:
    reasons = {visit.pk: "Mưa bão" for visit in year.visits.exclude(state="cancelled")}
    frozen = close_plan(plan=year, comment="Còn 3 trường", reasons=reasons, by=people.specialist)

    assert year.state == "closed"
    assert {line["name"]: line["reason"] for line in frozen.undone} == {
        "THPT A": "Mưa bão", "THPT B": "Mưa bão", "THPT C": "Trường sáp nhập",
    }  # fmt: skip
    assert set(year.visits.values_list("state", flat=True)) == {"done", "cancelled"}
    assert not Message.objects.filter(kind="plans.visit_cancelled", recipient=people.stranger)
    Obligation.objects.filter(unit=tree.th).update(state="fulfilled")
    frozen.refresh_from_db()
    assert frozen.never_sent == 1


def test_only_its_authors_close_a_plan(year, people) -> None:
    reasons = {visit.pk: "Mưa bão" for visit in year.visits.all()}
    for person in (people.leader, people.officer, people.stranger):
        with pytest.raises(TransitionRefused):
            close_plan(plan=year, comment="Xong", reasons=reasons, by=person)


def test_one_reason_serves_all_and_the_account_is_a_workbook(year, people, client_for) -> None:
    page, address = client_for(people.specialist), reverse("plans:closing", args=[year.pk])
    told = year.visits.get(state="notified")
    refused = page.post(address, {"comment": "Xong", f"reason_{told.pk}": "Mưa bão"})
    assert "THPT B: " in refused.content.decode()

    closed = page.post(
        address, {"comment": "Còn 3 trường", "reason_for_all": "Dịch bệnh", f"reason_{told.pk}": "Mưa bão"},
        follow=True,
    )  # fmt: skip
    html = closed.content.decode()
    assert "Dịch bệnh" in html
    assert "Mưa bão" in html
    excel = page.get(reverse("plans:account_excel", args=[year.pk]))
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(excel.content))
    cells = {str(cell) for row in book.worksheets[0].values for cell in row}
    assert {"THPT B", "THPT Quốc Thái", "Dịch bệnh"} <= cells
    assert len(book.worksheets) == 3
    assert (
        client_for(people.principal).get(reverse("plans:account", args=[year.pk])).status_code
        == 404
    )
    assert (
        reverse("plans:account", args=[year.pk])
        in page.get(year.get_absolute_url()).content.decode()
    )
