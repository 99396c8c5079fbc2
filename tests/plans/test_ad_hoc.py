"""Inspections outside the plan's list: their grounds, their notice, what they do not count for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionRefused
from plans.domain.ad_hoc import add_ad_hoc
from plans.domain.clashes import Proposal
from plans.domain.closing import open_account
from plans.domain.proposing import draft_visits
from plans.domain.queries.coverage import Coverage
from plans.domain.scheduling import ClashRefused
from plans.enums import AdHocBasis, VisitKind
from plans.models import InspectionPlan, Visit
from tests.plans.factories import MORNING, far_day, make_slots, make_team, make_visit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(plan, people):
    make_slots(plan)
    return make_team(plan, people.specialist, [people.leader])


def added(plan, unit, team, by, **changes) -> Visit:
    on = changes.pop("on", far_day())
    values = {
        "basis": AdHocBasis.SIGNS, "grounds": "Đơn phản ánh ngày 12/11",
        "proposal": Proposal(on, *MORNING, team), **changes,
    }  # fmt: skip
    return add_ad_hoc(plan=plan, unit=unit, by=by, **values)


def asked(tree, team, **changes) -> dict:
    return {
        "unit": tree.thpt.pk, "basis": "assigned", "grounds": "Công văn 12/UBND-VX", "mode": "on_site",
        "on": far_day().isoformat(), "slot": "08:30-10:00", "team": team.pk, **changes,
    }  # fmt: skip


def test_one_form_gives_unit_grounds_day_and_team(plan, tree, people, team, client_for) -> None:
    client = client_for(people.specialist)
    answer = client.post(reverse("plans:ad_hoc_add", args=[plan.pk]), asked(tree, team))
    visit = Visit.objects.get()
    assert answer.url == visit.get_absolute_url()
    assert (visit.kind, visit.basis, visit.state) == ("ad_hoc", "assigned", "scheduled")
    assert (visit.unit, visit.on, visit.team) == (tree.thpt, far_day(), team)
    assert visit.bookings.exists()


@pytest.mark.parametrize("missing", ["basis", "grounds", "team", "on", "slot", "unit"])
def test_nothing_is_added_without_its_grounds_day_or_team(
    plan, tree, people, team, client_for, missing
) -> None:
    form = asked(tree, team) | {missing: ""}
    page = client_for(people.specialist).post(reverse("plans:ad_hoc_add", args=[plan.pk]), form)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Visit.objects.exists()


def test_a_short_notice_needs_its_reason_and_nothing_stays_without_it(
    plan, tree, people, team, client_for
) -> None:
    client = client_for(people.specialist)
    address = reverse("plans:ad_hoc_add", args=[plan.pk])
    soon = timezone.localdate() + timedelta(days=1)
    form = asked(tree, team, on=soon.isoformat())

    page = client.post(address, form)
    text = page.content.decode()
    assert not Visit.objects.exists()
    assert 'name="short_notice_reason"' in text
    assert f'name="unit" value="{tree.thpt.pk}" checked' in text
    words = {"short_notice_reason": "Cần kiểm tra ngay", "off_day_reason": "Cần kiểm tra ngay"}
    client.post(address, form | words)
    assert Visit.objects.get().excuses["short_notice_reason"] == "Cần kiểm tra ngay"


def test_grounds_and_clashes_are_refused_by_the_verb_itself(plan, tree, people, team) -> None:
    by = people.specialist
    with pytest.raises(TransitionRefused):
        added(plan, tree.thpt, team, by, grounds="  ")
    place(make_visit(plan, tree.thcs, by), by, team=team)
    with pytest.raises(ClashRefused):
        added(plan, tree.thpt, team, by)
    assert Visit.objects.count() == 1
    InspectionPlan.objects.filter(pk=plan.pk).update(state="closed")
    plan.refresh_from_db()
    with pytest.raises(TransitionRefused):
        added(plan, tree.thpt, team, by, on=far_day(5))


def test_it_does_not_stand_for_the_visit_the_plan_owes(plan, tree, people, team) -> None:
    """The same visit as a thematic one does: the control."""
    visit = added(plan, tree.thpt, team, people.specialist)
    Visit.objects.filter(pk=visit.pk).update(state="done")

    def counted() -> tuple[bool, int, list]:
        (rule,) = open_account(plan).coverage
        proposed = [one.unit for one in draft_visits(plan).visits]
        return tree.thpt.pk in Coverage(plan).visits, rule["done"], proposed

    assert counted() == (False, 0, [tree.thpt])
    Visit.objects.filter(pk=visit.pk).update(kind=VisitKind.THEMATIC)
    assert counted() == (True, 1, [])


def test_it_is_told_apart_in_list_calendar_account_and_on_its_page(
    plan, tree, people, team, client_for
) -> None:
    visit = added(plan, tree.thpt, team, people.specialist)
    client = client_for(people.specialist)
    assert "Kiểm tra đột xuất" in client.get(reverse("plans:visit_list")).content.decode()
    query = {"on": far_day().isoformat()}
    assert 'class="ad-hoc"' in client.get(reverse("plans:calendar"), query).content.decode()
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "Đơn phản ánh ngày 12/11" in page
    assert "Có dấu hiệu vi phạm" in page


def test_the_grounds_are_not_for_the_unit(plan, tree, people, team, client_for) -> None:
    visit = added(plan, tree.thpt, team, people.specialist)
    Visit.objects.filter(pk=visit.pk).update(state="notified", was_notified=True)
    page = client_for(people.principal).get(visit.get_absolute_url())
    assert page.status_code == 200
    assert "Đơn phản ánh" not in page.content.decode()


def test_the_usual_form_offers_no_ad_hoc_inspection(plan, tree, people, team, client_for) -> None:
    client = client_for(people.specialist)
    address = reverse("plans:visit_add", args=[plan.pk])
    assert 'value="ad_hoc"' not in client.get(address).content.decode()
    client.post(
        address,
        {"unit": tree.thpt.pk, "month": "2091-01", "kind": "ad_hoc", "mode": "on_site"},
    )
    assert not Visit.objects.exists()
    visit = added(plan, tree.thpt, team, people.specialist)
    edit = client.get(reverse("plans:visit_edit", args=[visit.pk]))
    assert "kind" not in edit.context["form"].fields
