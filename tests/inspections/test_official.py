"""Official values: taken over from a sole collector, decided by the lead where several answered."""

from decimal import Decimal

import pytest

from inspections.domain.filling import give_criteria, own_criteria
from inspections.domain.official import decide, take_over
from inspections.domain.queries.collected import official_sheet
from inspections.domain.refusals import InspectionRefused
from standards.enums import Stage
from standards.rules import may_fill
from standards.scoring.answers import Answer
from tests.inspections.factories import answer, criterion

pytestmark = pytest.mark.django_db


def row(checklist, code):
    return next(r for r in official_sheet(checklist).rows if r.criterion.code == code)


def test_what_one_collector_answered_is_taken_over_once(cast):
    answer(cast.checklist, cast.first, codes=["1.1", "2.2"])
    assert len(take_over(checklist=cast.checklist, by=cast.lead)) == 2
    assert take_over(checklist=cast.checklist, by=cast.lead) == []
    assert row(cast.checklist, "1.1").words


def test_what_two_collectors_answered_waits_for_the_lead(cast):
    answer(cast.checklist, cast.first, codes=["2.1"])
    answer(cast.checklist, cast.second, c2_1=Answer(number=Decimal(45)))
    take_over(checklist=cast.checklist, by=cast.lead)
    found = row(cast.checklist, "2.1")
    assert found.needs_decision
    assert {each.author for each in found.collected} == {cast.first, cast.second}
    with pytest.raises(InspectionRefused):
        decide(checklist=cast.checklist, criterion=criterion(cast.checklist, "2.1"),
               answer=Answer(number=Decimal(45)), by=cast.lead)  # fmt: skip
    decide(checklist=cast.checklist, criterion=criterion(cast.checklist, "2.1"),
           answer=Answer(number=Decimal(45)), note="Đo lại tại chỗ", by=cast.lead)  # fmt: skip
    assert row(cast.checklist, "2.1").official.value == {"number": "45"}


def test_a_decision_is_never_overwritten_by_taking_over(cast):
    decide(checklist=cast.checklist, criterion=criterion(cast.checklist, "2.2"),
           answer=Answer(word="no"), note="Chưa có", by=cast.lead)  # fmt: skip
    answer(cast.checklist, cast.first, codes=["2.2"])
    assert take_over(checklist=cast.checklist, by=cast.lead) == []
    assert row(cast.checklist, "2.2").official.value == {"word": "no"}
    assert row(cast.checklist, "2.2").is_stale


def test_only_the_lead_decides(cast):
    answer(cast.checklist, cast.first)
    for person in (cast.first, cast.secretary, cast.principal):
        with pytest.raises(InspectionRefused):
            take_over(checklist=cast.checklist, by=person)


def test_an_answer_of_the_desk_counts_where_nobody_answered_on_site(cast):
    answer(cast.checklist, cast.first, stage=Stage.DESK, codes=["1.1", "2.2"])
    answer(cast.checklist, cast.second, c2_2=Answer(word="no"))
    take_over(checklist=cast.checklist, by=cast.lead)
    assert row(cast.checklist, "1.1").official.value == {"number": "4"}
    assert row(cast.checklist, "2.2").official.value == {"word": "no"}


def test_members_from_anywhere_fill_the_team_s_columns_and_no_other(cast):
    assessment = cast.checklist.assessment
    assert may_fill(cast.first, assessment, Stage.ONSITE)
    assert not may_fill(cast.principal, assessment, Stage.ONSITE)


def test_a_criterion_given_to_somebody_is_theirs_alone(cast):
    one = criterion(cast.checklist, "1.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.first], by=cast.lead)
    assert one.pk in own_criteria(cast.checklist, cast.first)
    assert one.pk not in own_criteria(cast.checklist, cast.second)
    assert len(own_criteria(cast.checklist, cast.second)) == 3
    with pytest.raises(InspectionRefused):
        give_criteria(
            checklist=cast.checklist, criteria=[one], people=[cast.principal], by=cast.lead
        )
