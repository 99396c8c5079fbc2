"""Rules of coverage, draws by lot, and the visits they lead to."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audit.models import AuditEntry
from core.workflow.engine import TransitionRefused
from plans.domain.amending import draft_amendment, take_over
from plans.domain.coverage import draw_rule, listed_units, units_to_visit
from plans.domain.drawing import draw, share_of
from plans.domain.proposing import propose_visits
from plans.domain.queries.coverage import Coverage, draw_lines, holds_true
from plans.models import CoverageRule
from tests.units.factories import make_office, make_school

pytestmark = pytest.mark.django_db

SEED = 20191001


@pytest.fixture
def offices(tree) -> list:
    """Two offices: 8 primary schools at the first, 3 at the second, besides the tree's own two."""
    second = make_office(tree.department, "Phòng GDĐT huyện Tri Tôn")
    for number in range(7):
        make_school(tree.office, f"Trường Tiểu học Chợ Mới {number}", levels=["TH"])
    for number in range(3):
        make_school(second, f"Trường Tiểu học Tri Tôn {number}", levels=["TH"])
    return [tree.office, second]


def rule_of(plan, **terms) -> CoverageRule:
    return CoverageRule.objects.create(plan=plan, order=1, **{"source": "office_units", **terms})


def test_the_lots_are_those_anyone_computes() -> None:
    """Worked out with sha256sum: printf '20191001:7' | sha256sum, and so on."""
    listed = [(unit, 0) for unit in range(1, 11)]
    assert draw(listed, percent=Decimal(30), seed=SEED) == [2, 5, 9]
    assert draw(reversed(listed), percent=Decimal(30), seed=SEED) == [2, 5, 9]
    assert draw(listed, percent=Decimal(30), seed=SEED + 1) != [2, 5, 9]


@pytest.mark.parametrize(
    ("count", "percent", "drawn"), [(58, 20, 12), (10, 20, 2), (1, 1, 1), (0, 50, 0), (3, 100, 3)]
)
def test_a_share_is_rounded_up(count, percent, drawn) -> None:
    assert share_of(count, Decimal(percent)) == drawn


def test_levels_kinds_and_offices_narrow_the_list(plan, tree, offices) -> None:
    day = timezone.localdate()
    assert len(listed_units(rule_of(plan), day)) == 12
    primary = rule_of(plan, levels=",TH,")
    assert tree.thcs.pk not in {unit for unit, _manager in listed_units(primary, day)}
    primary.managers.add(offices[1])
    assert len(listed_units(primary, day)) == 3
    assert listed_units(rule_of(plan, unit_kind="continuing_centre"), day) == []


def test_a_draw_is_recorded_and_can_be_computed_again(plan, people, offices) -> None:
    rule = rule_of(plan, percent=20)
    made = draw_rule(rule=rule, seed=SEED, listed_on=date(2026, 9, 1), by=people.specialist)

    assert len(made.drawn) == 3  # 20 % of 12, rounded up
    assert made.sentence == "Rút 3 trong 12 đơn vị, hạt giống 20191001, danh sách ngày 01/09/2026"
    entry = AuditEntry.objects.get(action="plan.draw")
    assert entry.sentence == made.sentence
    assert entry.after["drawn"] == made.drawn
    made.refresh_from_db()
    assert holds_true(made)
    made.drawn = [made.drawn[0]]
    assert not holds_true(made)


def test_with_each_office_apart_none_is_left_out(plan, people, offices) -> None:
    rule = rule_of(plan, percent=10, each_manager=True)
    day = timezone.localdate()
    made = draw_rule(rule=rule, seed=SEED, listed_on=day, by=people.specialist)

    managers = {line.manager for line in draw_lines(made) if line.is_drawn}
    assert managers == {office.short_name for office in offices}


def test_drawing_again_needs_a_reason_and_keeps_the_former_draw(plan, people, offices) -> None:
    rule, day = rule_of(plan, percent=20), timezone.localdate()
    first = draw_rule(rule=rule, seed=SEED, listed_on=day, by=people.specialist)
    with pytest.raises(TransitionRefused):
        draw_rule(rule=rule, seed=7, listed_on=day, by=people.specialist, reason="  ")

    second = draw_rule(
        rule=rule, seed=7, listed_on=day, by=people.specialist, reason="Phòng gửi danh sách mới"
    )

    assert list(rule.draws.all()) == [second, first]
    assert set(units_to_visit(plan)) == set(second.drawn)


@pytest.mark.parametrize("state", ["closed", "amended"])
def test_nothing_is_drawn_for_a_plan_that_is_over(plan, people, offices, state) -> None:
    type(plan).objects.filter(pk=plan.pk).update(state=state)
    plan.refresh_from_db()
    rule = rule_of(plan, percent=20)
    with pytest.raises(TransitionRefused):
        draw_rule(rule=rule, seed=1, listed_on=timezone.localdate(), by=people.specialist)


def test_only_the_plans_authors_draw(plan, people, offices) -> None:
    rule = rule_of(plan, percent=20)
    for person in (people.leader, people.officer, people.stranger):
        with pytest.raises(TransitionRefused):
            draw_rule(rule=rule, seed=1, listed_on=timezone.localdate(), by=person)
    everyone = rule_of(plan, percent=100)
    with pytest.raises(TransitionRefused):
        draw_rule(rule=everyone, seed=1, listed_on=timezone.localdate(), by=people.specialist)


def test_drawn_units_become_visits_through_the_usual_proposal(plan, people, tree, offices) -> None:
    """A-38 and A-39 together: every direct unit, and a sample of the offices' units."""
    rule_of(plan, source="direct_units")
    sample = rule_of(plan, percent=20)
    made = draw_rule(rule=sample, seed=SEED, listed_on=timezone.localdate(), by=people.specialist)
    before = Coverage(plan)
    assert before.waiting == {tree.thpt.pk, *made.drawn}

    propose_visits(plan=plan, by=people.specialist)

    kinds = dict(plan.visits.values_list("unit", "kind"))
    assert kinds == {tree.thpt.pk: "thematic", **dict.fromkeys(made.drawn, "sample")}
    after = Coverage(plan)
    assert after.waiting == set()
    assert len(after.outside) == 12 - 3
    assert [(row.reached, row.visited) for row in after.rules] == [(1, 1), (3, 3)]


def test_draws_pass_to_the_amendment_where_the_rule_stays_the_same(plan, people, offices) -> None:
    kept, changed = rule_of(plan, percent=20), rule_of(plan, percent=30)
    for rule in (kept, changed):
        draw_rule(rule=rule, seed=1, listed_on=timezone.localdate(), by=people.specialist)
    type(plan).objects.filter(pk=plan.pk).update(state="issued")
    plan.refresh_from_db()
    amendment = draft_amendment(plan=plan, by=people.specialist)
    amendment.coverage_rules.filter(percent=30).update(percent=40)
    take_over(amendment=amendment)

    assert {rule.percent: rule.draws.count() for rule in amendment.coverage_rules.all()} == {
        20: 1,
        40: 0,
    }


def test_the_page_draws_and_shows_the_sentence_to_whoever_sees_the_plan(
    plan, people, offices, client_for
) -> None:
    type(plan).objects.filter(pk=plan.pk).update(state="issued")
    rule = rule_of(plan, percent=20)
    page = client_for(people.specialist)
    response = page.post(
        reverse("plans:coverage_draw", args=[rule.pk]),
        {"seed": SEED, "listed_on": timezone.localdate().isoformat()},
        follow=True,
    )
    assert "Rút 3 trong 12 đơn vị" in response.content.decode()
    again = page.post(
        reverse("plans:coverage_draw", args=[rule.pk]),
        {"seed": 5, "listed_on": timezone.localdate().isoformat()},
    )
    assert again.status_code == 200
    assert rule.draws.count() == 1

    seen = client_for(people.principal).get(rule.draws.get().get_absolute_url())
    assert "Tính lại ngay lúc này" in seen.content.decode()
    overview = client_for(people.principal).get(reverse("plans:coverage", args=[plan.pk]))
    assert "Rút 3 trong 12 đơn vị" in overview.content.decode()
    assert "Có lượt kiểm tra" not in overview.content.decode()  # the units are the issuer's to see
