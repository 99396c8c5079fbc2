"""A recommendation from the team's desk until somebody else has verified it."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core.notifications.models import Message
from core.trash.keeping import restore
from core.trash.registry import RestoreRefused
from core.web.editing import StaleEdit
from core.workflow.engine import TransitionRefused
from inspections.domain.recommending import (
    change_recommendation,
    extend_due,
    recommend,
    remove_recommendation,
    reopen,
    report_done,
    send_back,
    tell_recommendations,
    verify,
)
from inspections.domain.refusals import InspectionRefused
from inspections.enums import ConclusionState, RecommendationState
from inspections.models import Conclusion, Recommendation
from inspections.signals import conclusion_issued
from tests.inspections.asked import asked, days, fresh, photo, reported, shortcoming, told
from tests.inspections.factories import make_inspection
from tests.units.factories import make_person
from units.models import Membership

pytestmark = pytest.mark.django_db


def conclude(cast, state):
    Conclusion.objects.create(inspection=cast.inspection, written_by=cast.lead)
    Conclusion.objects.update(state=state)
    return cast.again()


def messages_to(person, kind):
    return Message.objects.filter(recipient=person, kind=kind)


def test_lead_secretary_and_specialist_recommend_others_do_not(cast):
    for person in (cast.lead, cast.secretary, cast.specialist):
        recommend(
            inspection=cast.inspection, text="Sửa", owner=cast.visit.unit, due_on=days(5), by=person
        )
    for person in (cast.first, cast.principal, cast.clerk):
        with pytest.raises(InspectionRefused):
            recommend(
                inspection=cast.inspection, text="Sửa", owner=cast.visit.unit, due_on=days(5),
                by=person,
            )  # fmt: skip
    assert [r.order for r in Recommendation.objects.all()] == [1, 2, 3]


def test_a_day_that_has_passed_and_empty_words_are_refused(cast):
    with pytest.raises(InspectionRefused):
        asked(cast, due_on=days(-1))
    with pytest.raises(InspectionRefused):
        asked(cast, "  ")


def test_a_finding_of_another_inspection_is_refused(cast, tree):
    end = cast.visit.ends_at
    other = make_inspection(
        tree.department, tree.thpt, plan=cast.visit.plan, at=(end, end.replace(hour=end.hour + 1))
    )
    with pytest.raises(InspectionRefused):
        asked(cast, finding=shortcoming(other))


def test_the_unit_sees_nothing_before_it_is_told(cast):
    found = asked(cast)
    assert not Recommendation.objects.visible_to(cast.principal).exists()
    assert Recommendation.objects.visible_to(cast.lead).get() == found
    tell_recommendations(inspection=cast.inspection, by=cast.clerk)
    assert Recommendation.objects.visible_to(cast.principal).get() == found


def test_the_conclusion_tells_it_and_only_once(cast):
    asked(cast, "Một")
    asked(cast, "Hai")
    conclusion_issued.send(sender=None, inspection=cast.inspection, by=cast.clerk)
    first = Recommendation.objects.values_list("told_at", flat=True)
    first = list(first)
    conclusion_issued.send(sender=None, inspection=cast.inspection, by=cast.clerk)
    assert None not in first
    assert list(Recommendation.objects.values_list("told_at", flat=True)) == first
    told_so = messages_to(cast.principal, "inspections.recommendations_told")
    assert told_so.filter(channel="in_app").count() == 1
    assert "2" in told_so.first().title


def test_change_and_removal_end_with_the_telling(cast):
    found = asked(cast)
    values = {"text": "Khác", "owner": cast.visit.unit, "due_on": days(9)}
    change_recommendation(recommendation=found, version=1, by=cast.lead, **values)
    assert Recommendation.objects.search("khac").get() == found
    with pytest.raises(StaleEdit):
        change_recommendation(recommendation=fresh(found), version=1, by=cast.lead, **values)
    tell_recommendations(inspection=cast.inspection, by=cast.clerk)
    found = fresh(found)
    with pytest.raises(InspectionRefused):
        change_recommendation(recommendation=found, version=2, by=cast.lead, **values)
    with pytest.raises(InspectionRefused):
        remove_recommendation(recommendation=found, by=cast.lead)


@pytest.mark.parametrize(
    "state", [ConclusionState.SUBMITTED, ConclusionState.APPROVED, ConclusionState.ISSUED]
)
def test_a_submitted_conclusion_closes_the_list(cast, state):
    inspection = conclude(cast, state)
    with pytest.raises(InspectionRefused):
        recommend(
            inspection=inspection, text="Sửa", owner=cast.visit.unit, due_on=days(5), by=cast.lead
        )


def test_removed_it_comes_back_unless_the_conclusion_was_submitted(cast):
    item = remove_recommendation(recommendation=asked(cast), by=cast.lead)
    assert not Recommendation.objects.exists()
    restore(item, by=cast.lead)
    back = Recommendation.objects.get()
    item = remove_recommendation(recommendation=fresh(back), by=cast.lead)
    conclude(cast, ConclusionState.SUBMITTED)
    with pytest.raises(RestoreRefused):
        restore(item, by=cast.lead)


def test_the_owner_reports_with_proof_and_the_team_is_asked(cast):
    found = told(cast)
    report_done(recommendation=found, text="Đã làm", files=[photo(cast.officer)], by=cast.officer)
    found = fresh(found)
    assert (found.state, found.reported_by) == (RecommendationState.EVIDENCE_SENT, cast.officer)
    for person in (cast.lead, cast.secretary, cast.specialist):
        assert messages_to(person, "inspections.recommendation_reported").exists()
    assert not messages_to(cast.principal, "inspections.recommendation_reported").exists()


def test_without_words_or_proof_or_before_the_telling_nothing_is_reported(cast):
    untold = asked(cast, "Chưa báo")
    with pytest.raises(TransitionRefused):
        report_done(recommendation=untold, text="x", files=[photo(None)], by=cast.officer)
    found = told(cast)
    with pytest.raises(TransitionRefused) as refused:
        report_done(recommendation=found, text="Đã làm", files=[], by=cast.officer)
    assert len(refused.value.gaps) == 1
    with pytest.raises(TransitionRefused):
        report_done(recommendation=found, text=" ", files=[photo(None)], by=cast.officer)
    assert not found.reports.exists()


def test_words_are_enough_where_no_proof_is_asked_for(cast):
    found = told(cast, needs_file=False)
    report_done(recommendation=found, text="Đã làm", files=[], by=cast.principal)
    assert fresh(found).state == RecommendationState.EVIDENCE_SENT


def test_only_the_owner_reports(cast):
    found = told(cast)
    for person in (cast.lead, cast.specialist, cast.clerk):
        with pytest.raises(TransitionRefused):
            report_done(recommendation=found, text="x", files=[photo(None)], by=person)


def test_somebody_else_verifies_and_the_unit_is_told(cast):
    found = reported(cast)
    verify(recommendation=found, by=cast.lead)
    found = fresh(found)
    assert found.is_settled
    assert (found.verified_by, bool(found.settled_at)) == (cast.lead, True)
    assert messages_to(cast.officer, "inspections.recommendation_verified").exists()


def test_people_of_the_unit_never_verify(cast):
    found = reported(cast)
    for person in (cast.principal, cast.officer, cast.first, cast.clerk):
        with pytest.raises(TransitionRefused):
            verify(recommendation=found, by=person)


def test_a_specialist_who_also_belongs_to_the_unit_does_not_verify(cast, tree):
    Membership.objects.create(
        user=cast.specialist, unit=tree.thpt, role=Role.VIEWER, valid_from=days(-30)
    )
    found = reported(cast)
    person = type(cast.specialist).objects.get(pk=cast.specialist.pk)
    with pytest.raises(TransitionRefused):
        verify(recommendation=found, by=person)


def test_whoever_reported_it_does_not_verify_it_even_after_changing_sides(cast):
    found = reported(cast)
    Recommendation.objects.filter(pk=found.pk).update(reported_by=cast.lead)
    with pytest.raises(TransitionRefused):
        verify(recommendation=fresh(found), by=cast.lead)
    verify(recommendation=fresh(found), by=cast.secretary)


def test_the_database_itself_refuses_the_doer_as_verifier(cast):
    found = reported(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=found.pk).update(verified_by=cast.officer)


def test_returned_with_a_reason_it_is_reported_again(cast):
    found = reported(cast)
    with pytest.raises(TransitionRefused):
        send_back(recommendation=found, reason=" ", by=cast.lead)
    send_back(recommendation=found, reason="Ảnh mờ", by=cast.lead)
    found = fresh(found)
    assert found.state == RecommendationState.RETURNED
    assert "Ảnh mờ" in messages_to(cast.officer, "inspections.recommendation_returned")[0].body
    assert [gap.sentence for gap in found.missing()] != []
    report_done(recommendation=found, text="Ảnh mới", files=[photo(None)], by=cast.officer)
    assert fresh(found).reports.count() == 2


def test_verified_by_mistake_it_opens_again(cast):
    found = reported(cast)
    verify(recommendation=found, by=cast.lead)
    reopen(recommendation=fresh(found), reason="Đã gỡ xuống", by=cast.secretary)
    found = fresh(found)
    assert found.state == RecommendationState.OPEN
    assert (found.verified_by, found.settled_at) == (None, None)


def test_more_time_has_reason_grantor_and_history(cast):
    found = told(cast, due_on=days(-3))
    extend_due(recommendation=found, due_on=days(4), reason="Chờ kinh phí", by=cast.specialist)
    extend_due(recommendation=found, due_on=days(8), reason="Mưa lũ", by=cast.leader)
    found = fresh(found)
    assert found.due_on == days(8)
    assert [(e.due_before, e.until, e.granted_by) for e in found.extensions.all()] == [
        (days(-3), days(4), cast.specialist), (days(4), days(8), cast.leader),
    ]  # fmt: skip
    assert messages_to(cast.officer, "inspections.recommendation_extended").exists()


@pytest.mark.parametrize(
    ("to", "reason", "who"),
    [(4, " ", "lead"), (-1, "x", "lead"), (10, "x", "lead"), (14, "x", "principal"), (14, "x", "first")],
)  # fmt: skip
def test_more_time_is_refused(cast, to, reason, who):
    found = told(cast)
    with pytest.raises(InspectionRefused):
        extend_due(recommendation=found, due_on=days(to), reason=reason, by=getattr(cast, who))
    assert not found.extensions.exists()


def test_another_authority_sees_none(cast, tree):
    found = told(cast)
    stranger = make_person(tree.other_department, Role.SPECIALIST)
    assert not Recommendation.objects.visible_to(stranger).exists()
    with pytest.raises(TransitionRefused):
        report_done(recommendation=found, text="x", files=[photo(None)], by=stranger)
