"""Visits proposed from the months of a plan."""

from datetime import date

import pytest

from core.workflow.engine import TransitionRefused
from plans.domain.proposing import district_key, draft_visits, propose_visits
from plans.models import DossierTarget, MonthWindow, Visit
from tests.plans.factories import make_visit
from tests.units.factories import make_school

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER = date(2019, 10, 1), date(2019, 11, 1)


@pytest.fixture
def windows(plan, tree) -> list[MonthWindow]:
    plan.windows.all().delete()
    first = MonthWindow.objects.create(plan=plan, order=1, month=OCTOBER, text="Chợ Mới")
    first.managers.add(tree.office)
    second = MonthWindow.objects.create(plan=plan, order=2, month=NOVEMBER, text="Các trường THPT")
    return [first, second]


@pytest.fixture
def schools(tree) -> list:
    """Four more direct units, one of them in the district of October."""
    names = ["THPT Chu Văn An", "THPT Nguyễn Hữu Cảnh", "THPT Vọng Thê", "THPT Tịnh Biên"]
    districts = ["Phú Tân", "huyện Chợ Mới", "Thoại Sơn", "Tịnh Biên"]
    return [
        make_school(tree.department, f"Trường {name}", district=district, levels=["THPT"])
        for name, district in zip(names, districts, strict=True)
    ]


@pytest.mark.parametrize(
    "written",
    ["An Phú", "huyện An Phú", "Huyện An Phú", "Phòng GDĐT An Phú", "phong gd&dt huyen an phu"],
)
def test_one_district_however_it_is_written(written) -> None:
    assert district_key(written) == "an phu"


def test_every_direct_unit_is_visited_exactly_once(plan, windows, schools, tree, people) -> None:
    """A-38: the department goes to every unit directly under it; A-39: not to the offices'."""
    propose_visits(plan=plan, by=people.specialist)

    visited = list(plan.visits.values_list("unit", flat=True))
    assert sorted(visited) == sorted([tree.thpt.pk, *(school.pk for school in schools)])


def test_a_unit_is_visited_in_the_month_of_its_district(plan, windows, schools, people) -> None:
    propose_visits(plan=plan, by=people.specialist)

    assert plan.visits.get(unit=schools[1]).month == OCTOBER


def test_units_of_no_named_district_fill_the_months_evenly(plan, windows, schools, people) -> None:
    draft = propose_visits(plan=plan, by=people.specialist)

    sizes = {window.month: len(visits) for window, visits in draft.by_month()}
    assert sizes == {OCTOBER: 3, NOVEMBER: 2}
    assert any("4 đơn vị" in sentence for sentence in draft.sentences)


def test_levels_of_a_month_are_kept_to(plan, windows, schools, people) -> None:
    MonthWindow.objects.filter(month=OCTOBER).update(levels="TH,THCS")
    propose_visits(plan=plan, by=people.specialist)

    assert plan.visits.filter(month=OCTOBER).count() == 1  # the one of the named district


def test_pressing_twice_adds_nothing(plan, windows, schools, people) -> None:
    first = propose_visits(plan=plan, by=people.specialist)
    second = propose_visits(plan=plan, by=people.specialist)

    assert len(first.visits) == Visit.objects.count() == 5
    assert second.visits == []
    assert any("5 đơn vị" in sentence for sentence in second.sentences)


def test_a_unit_whose_visit_was_cancelled_is_proposed_again(plan, windows, tree, people) -> None:
    visit = make_visit(plan, tree.thpt, people.specialist)
    Visit.objects.filter(pk=visit.pk).update(state="cancelled")

    assert [one.unit for one in draft_visits(plan).visits] == [tree.thpt]


def test_a_named_dossier_makes_the_visit_an_appraisal_once(plan, windows, tree, people) -> None:
    """A-18: Tịnh Biên and Quốc Thái are hosts and targets; each is visited once all the same."""
    recognition = plan.streams.create(key="cong-nhan", title="Công nhận thư viện", order=2)
    DossierTarget.objects.create(plan=plan, stream=recognition, unit=tree.thpt)
    DossierTarget.objects.create(plan=plan, stream=recognition, unit=tree.thcs)
    propose_visits(plan=plan, by=people.specialist)

    visits = {visit.unit_id: visit for visit in plan.visits.all()}
    assert {visit.kind for visit in visits.values()} == {"appraisal"}
    assert set(visits) == {tree.thpt.pk, tree.thcs.pk}
    titles = [stream.title for stream in visits[tree.thpt.pk].streams.order_by("order")]
    assert titles == ["Công tác thư viện", "Công nhận thư viện"]


def test_a_plan_without_months_proposes_nothing_and_says_so(plan, schools, people) -> None:
    """LB760 names days at once, not months."""
    plan.windows.all().delete()
    draft = propose_visits(plan=plan, by=people.specialist)

    assert draft.visits == []
    assert "tháng" in draft.sentences[0]


def test_only_the_plans_authors_propose(plan, windows, people) -> None:
    for person in (people.leader, people.principal, people.stranger):
        with pytest.raises(TransitionRefused):
            propose_visits(plan=plan, by=person)
    assert not Visit.objects.exists()


def test_a_draft_takes_the_same_number_of_queries_however_many_units(
    plan, windows, schools, tree, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        draft_visits(plan)
    for number in range(12):
        make_school(tree.department, f"Trường THPT số {number}")
    with django_assert_num_queries(len(few)):
        draft_visits(plan)
