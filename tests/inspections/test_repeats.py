"""Shortcomings seen before: proposed with the reason, accepted by a person."""

import pytest

from inspections.domain.findings import change_finding, mark_repeat, withdraw_finding
from inspections.domain.queries.repeats import repeats_in, words_of_finding
from inspections.domain.refusals import InspectionRefused
from inspections.enums import EscalationLevel, FindingKind
from standards.models import CriterionLink
from tests.inspections.asked import asked, days, next_inspection, shortcoming
from tests.inspections.factories import criterion

pytestmark = pytest.mark.django_db
BEFORE = "Thư viện chưa có nội quy niêm yết tại cửa ra vào"


@pytest.fixture
def later(cast):
    return next_inspection(cast)


def proposed(finding):
    return repeats_in(finding.inspection, [finding]).get(finding.pk, [])


def test_the_same_criterion_is_proposed_first_and_says_why(cast, later):
    one = criterion(cast.checklist, "1.1")
    old = shortcoming(cast, "Thiếu bàn ghế", criterion=one)
    shortcoming(cast, BEFORE)
    new = shortcoming(later, "Nội quy niêm yết tại cửa thư viện không còn", criterion=one)
    rows = proposed(new)
    assert rows[0].finding == old
    assert len(rows) == 2
    assert rows[0].reason
    assert old.text in rows[0].sentence
    assert str(cast.visit.plan.school_year) in rows[0].sentence


def test_a_criterion_that_continues_the_older_one_counts(cast, later):
    old, new = criterion(cast.checklist, "1.1"), criterion(later.checklist, "2.1")
    shortcoming(cast, "Thiếu bàn ghế", criterion=old)
    found = shortcoming(later, "Hỏng máy tính", criterion=new)
    assert proposed(found) == []
    CriterionLink.objects.create(old=old, new=new)
    assert len(proposed(found)) == 1


def test_similar_words_count_without_diacritics(cast, later):
    old = shortcoming(cast, BEFORE)
    found = shortcoming(later, "Noi quy thu vien chua niem yet")
    assert [row.finding for row in proposed(found)] == [old]


@pytest.mark.parametrize(
    "text", ["Thư viện thiếu máy tính", "Phòng học bộ môn hóa không có tủ hút", "Chưa có"]
)
def test_other_words_are_not_proposed(cast, later, text):
    shortcoming(cast, BEFORE)
    assert proposed(shortcoming(later, text)) == []


def test_empty_words_say_nothing():
    assert words_of_finding("Chưa có và không được") == frozenset()


def test_good_practice_withdrawn_ones_and_other_units_are_never_proposed(cast, later, tree):
    from tests.inspections.factories import make_inspection

    shortcoming(cast, BEFORE, kind=FindingKind.STRENGTH)
    withdraw_finding(finding=shortcoming(cast, BEFORE), by=cast.lead)
    elsewhere = make_inspection(tree.department, tree.th, plan=cast.visit.plan, on=cast.visit.on)
    shortcoming(elsewhere, BEFORE)
    assert proposed(shortcoming(later, BEFORE)) == []


def test_a_later_inspection_is_not_an_earlier_one(cast, later):
    shortcoming(later, BEFORE)
    assert proposed(shortcoming(cast, BEFORE)) == []


def test_a_person_accepts_it_and_may_take_that_back(cast, later):
    old, new = shortcoming(cast, BEFORE), shortcoming(later, BEFORE)
    mark_repeat(finding=new, earlier=old, by=later.first)
    new.refresh_from_db()
    assert new.repeats == old
    assert proposed(new) == []
    mark_repeat(finding=new, earlier=None, by=later.lead)
    new.refresh_from_db()
    assert new.repeats is None


def test_what_cannot_be_repeated_is_refused(cast, later):
    old, new = shortcoming(cast, BEFORE), shortcoming(later, BEFORE)
    good = shortcoming(later, BEFORE, kind=FindingKind.STRENGTH)
    for finding, earlier, by in (
        (old, new, cast.lead), (good, old, later.lead), (new, old, later.second),
        (new, old, later.principal),
    ):  # fmt: skip
        with pytest.raises(InspectionRefused):
            mark_repeat(finding=finding, earlier=earlier, by=by)


def test_turned_into_good_practice_it_repeats_nothing(cast, later):
    old, new = shortcoming(cast, BEFORE), shortcoming(later, BEFORE)
    mark_repeat(finding=new, earlier=old, by=later.first)
    change_finding(
        finding=new, kind=FindingKind.STRENGTH, text=BEFORE, version=new.version, by=later.first
    )
    new.refresh_from_db()
    assert new.repeats is None


def test_a_repeat_raises_the_escalation(cast, later):
    from inspections.domain.escalation import level_of
    from inspections.domain.recommending import tell_recommendations
    from tests.inspections.asked import fresh

    old, new = shortcoming(cast, BEFORE), shortcoming(later, BEFORE)
    found = asked(later, finding=new, due_on=days(2))
    tell_recommendations(inspection=later.inspection, by=later.clerk)
    assert level_of(fresh(found), days(3)) == EscalationLevel.UNIT
    mark_repeat(finding=new, earlier=old, by=later.first)
    assert level_of(fresh(found), days(3)) == EscalationLevel.MANAGER
    assert level_of(fresh(found), days(2)) == EscalationLevel.NONE
