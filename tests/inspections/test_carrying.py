"""What a unit still owes is asked for again at the next inspection, and settled through it."""

import pytest

from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from inspections.domain.queries.recommendations import to_carry
from inspections.domain.recommending import (
    carry_over,
    reopen,
    report_done,
    tell_recommendations,
    verify,
)
from inspections.domain.refusals import InspectionRefused
from inspections.models import Recommendation
from tests.inspections.asked import days, fresh, next_inspection, photo, reported, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(cast):
    return told(cast, due_on=days(-5))


@pytest.fixture
def later(cast, owed):
    return next_inspection(cast)


def carried(later):
    [found] = carry_over(inspection=later.inspection, by=later.lead)
    return found


def test_only_what_is_told_and_unsettled_is_carried(cast, owed):
    verify(recommendation=reported(cast, text="Xong rồi"), by=cast.lead)
    later = next_inspection(cast)
    assert [r.pk for r in to_carry(later.inspection)] == [owed.pk]


def test_carried_over_once_with_its_words_and_a_day_to_come(owed, later):
    found = carried(later)
    assert (found.carried_from_id, found.text, found.owner) == (owed.pk, owed.text, owed.owner)
    assert found.due_on > days(0)
    assert carry_over(inspection=later.inspection, by=later.lead) == []
    assert found.is_repeat


def test_only_those_who_conclude_carry_over(later):
    for person in (later.first, later.principal):
        with pytest.raises(InspectionRefused):
            carry_over(inspection=later.inspection, by=person)


def test_nothing_of_a_later_inspection_is_carried_back(cast, owed, later):
    told(later, "Của lần sau")
    assert list(to_carry(cast.inspection)) == []


def test_until_the_later_conclusion_the_old_one_is_still_the_unit_s(owed, later):
    carried(later)
    assert list(Recommendation.objects.followed()) == [owed]
    report_done(recommendation=fresh(owed), text="Đã làm", files=[photo(None)], by=later.officer)
    assert fresh(owed).state == "evidence_sent"


def test_told_anew_it_is_followed_there_and_reported_there(owed, later):
    found = carried(later)
    tell_recommendations(inspection=later.inspection, by=later.clerk)
    assert list(Recommendation.objects.followed()) == [found]
    assert Recommendation.objects.counted().get() == found
    with pytest.raises(TransitionRefused):
        report_done(recommendation=fresh(owed), text="x", files=[photo(None)], by=later.officer)


def test_verified_there_the_old_one_is_settled_with_it(owed, later):
    found = carried(later)
    tell_recommendations(inspection=later.inspection, by=later.clerk)
    report_done(recommendation=fresh(found), text="x", files=[photo(None)], by=later.officer)
    verify(recommendation=fresh(found), by=later.lead)
    old = fresh(owed)
    assert old.is_settled
    assert old.verified_by == later.lead
    assert WorkflowStep.objects.of(old).last().transition == "settle"
    with pytest.raises(InspectionRefused):
        reopen(recommendation=old, reason="x", by=later.specialist)


def test_over_two_inspections_the_whole_line_is_settled(cast, owed, later):
    second = carried(later)
    tell_recommendations(inspection=later.inspection, by=later.clerk)
    third_visit = next_inspection(cast, days_later=28)
    third = carried(third_visit)
    assert third.carried_from == second
    tell_recommendations(inspection=third_visit.inspection, by=third_visit.clerk)
    report_done(recommendation=fresh(third), text="x", files=[photo(None)], by=later.officer)
    verify(recommendation=fresh(third), by=third_visit.lead)
    assert all(found.is_settled for found in Recommendation.objects.all())


def test_the_old_one_stays_readable(owed, later):
    carried(later)
    tell_recommendations(inspection=later.inspection, by=later.clerk)
    assert owed in Recommendation.objects.visible_to(later.principal)
    assert fresh(owed).text == owed.text
