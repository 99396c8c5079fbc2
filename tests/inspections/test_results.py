"""The draft result: what it lacks, its release that freezes it, the team's decisions, silence."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.notifications.models import Message
from core.web.editing import StaleEdit
from core.workflow.engine import TransitionRefused
from documents.blocks import digest
from documents.registry import build
from inspections.domain.official import decide
from inspections.domain.refusals import InspectionRefused
from inspections.domain.results import (
    change_result,
    decide_explanation,
    draft_result,
    let_lapse,
    release_result,
)
from inspections.enums import FindingKind, RecordState, ResultState
from inspections.models import DraftResult, Finding
from standards.scoring.answers import Answer
from tests.inspections.factories import criterion
from tests.inspections.hearing import accept, begun, released, replied, sign
from units.domain.calendar import add_working_days

pytestmark = pytest.mark.django_db


def test_a_bare_draft_says_everything_it_lacks(cast):
    result = draft_result(inspection=cast.inspection, by=cast.lead)
    sentences = " ".join(gap.sentence for gap in result.missing())
    for words in ("Biên bản", "4 tiêu chí", "việc làm được", "tồn tại", "Đánh giá chung"):
        assert words in sentences, words
    with pytest.raises(TransitionRefused) as refusal:
        release_result(result=result, by=cast.lead)
    assert len(refusal.value.gaps) == 5


def test_only_those_who_conclude_write_it(cast):
    for person in (cast.first, cast.principal):
        with pytest.raises(InspectionRefused):
            draft_result(inspection=cast.inspection, by=person)


def test_of_two_who_save_the_second_is_told(cast):
    result = begun(cast)
    version = result.version
    change_result(result=result, version=version, by=cast.lead, summary="Một")
    with pytest.raises(StaleEdit):
        change_result(result=result, version=version, by=cast.secretary, summary="Hai")


def test_without_signed_minutes_nothing_is_released(cast):
    sign(cast, RecordState.READ_BACK)
    result = begun(cast)
    with pytest.raises(TransitionRefused):
        release_result(result=result, by=cast.lead)
    assert DraftResult.objects.get().state == ResultState.DRAFT


def test_the_release_freezes_blocks_and_counts_working_days(cast):
    result = release_result(result=begun(cast), by=cast.lead)
    stored = DraftResult.objects.get()
    assert stored.state == ResultState.RELEASED
    assert stored.content_sha256 == digest(stored.blocks) != ""
    assert stored.reply_by == add_working_days(timezone.localdate(), 5, cast.visit.unit)
    before = build(f"inspections.result:{result.pk}")
    Finding.objects.filter(kind=FindingKind.STRENGTH).update(text="Khác hẳn.")
    assert build(f"inspections.result:{result.pk}") == before


def test_the_unit_is_told_once_with_the_day(cast):
    result = release_result(result=begun(cast), by=cast.lead)
    told = Message.objects.filter(kind="inspections.result_released")
    people = set(told.exclude(recipient=None).values_list("recipient", flat=True))
    assert people == {cast.principal.pk, cast.officer.pk}
    assert f"{result.reply_by:%d/%m/%Y}" in told.first().title


def test_a_released_draft_no_longer_changes(cast):
    result = released(cast)
    with pytest.raises(InspectionRefused):
        change_result(result=result, version=result.version, by=cast.lead, summary="Khác")


def test_rejecting_needs_a_reason_and_accepting_none(cast):
    explanation = replied(cast).explanations.get()
    explanation.result.inspection = cast.inspection
    with pytest.raises(InspectionRefused):
        decide_explanation(explanation=explanation, accepted=False, reason=" ", by=cast.lead)
    with pytest.raises(InspectionRefused):
        decide_explanation(explanation=explanation, accepted=True, reason="", by=cast.principal)
    assert not Message.objects.filter(kind="inspections.explanations_decided").exists()
    decide_explanation(
        explanation=explanation, accepted=False, reason="Chưa có sơ đồ.", by=cast.lead
    )
    explanation.refresh_from_db()
    assert (explanation.state, explanation.decided_by) == ("rejected", cast.lead)
    assert Message.objects.filter(kind="inspections.explanations_decided").exists()


def test_after_the_minutes_a_value_changes_only_where_an_explanation_was_accepted(cast):
    replied(cast)
    value = Answer(number=Decimal(62))

    def correct(code):
        return decide(
            checklist=cast.checklist, criterion=criterion(cast.checklist, code), answer=value,
            note="Đo lại", by=cast.lead,
        )  # fmt: skip

    with pytest.raises(InspectionRefused):
        correct("2.1")
    accept(cast)
    assert correct("2.1").value == {"number": "62"}
    with pytest.raises(InspectionRefused):
        correct("1.1")


def test_nobody_goes_on_before_the_last_day_is_over(cast):
    result = released(cast)
    with pytest.raises(TransitionRefused):
        let_lapse(result=result, by=cast.lead)
    yesterday = timezone.localdate() - timedelta(days=1)
    DraftResult.objects.update(reply_by=yesterday)
    result.reply_by = yesterday
    with pytest.raises(TransitionRefused):
        let_lapse(result=result, by=cast.principal)
    let_lapse(result=result, by=cast.lead)
    assert DraftResult.objects.get().state == ResultState.SILENT
