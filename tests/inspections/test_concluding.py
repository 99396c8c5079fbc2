"""The conclusion: written after the hearing, approved by a named person, issued in one transaction."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.notifications.models import Message
from core.workflow.engine import TransitionRefused
from documents.models import IssuedDocument
from documents.registry import build
from inspections.domain.concluding import (
    approve_conclusion,
    change_conclusion,
    draft_conclusion,
    prepare_conclusion_paper,
    prepare_demand_paper,
    send_back_conclusion,
    submit_conclusion,
    withdraw_conclusion,
)
from inspections.domain.official import decide
from inspections.domain.refusals import InspectionRefused
from inspections.domain.results import let_lapse
from inspections.enums import ConclusionState
from inspections.models import Conclusion, DraftResult
from inspections.signals import conclusion_issued
from standards.scoring.answers import Answer
from tests.inspections.factories import criterion
from tests.inspections.hearing import (
    SUMMARY,
    accept,
    approved,
    explained,
    numbered,
    recommend,
    released,
    replied,
    written,
)
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db


def sentences(conclusion):
    return " ".join(gap.sentence for gap in conclusion.missing())


def test_it_begins_with_the_words_of_the_draft_result(cast):
    replied(cast, agrees=True)
    conclusion = draft_conclusion(inspection=cast.inspection, by=cast.secretary)
    assert (conclusion.summary, conclusion.recipients) == (SUMMARY, cast.visit.unit.name)
    assert draft_conclusion(inspection=cast.inspection, by=cast.lead).pk == conclusion.pk


def test_nothing_is_concluded_while_the_unit_may_reply_or_waits_for_a_decision(cast):
    released(cast)
    conclusion = draft_conclusion(inspection=cast.inspection, by=cast.lead)
    assert "có thể trả lời đến" in sentences(conclusion)
    replied(cast)
    conclusion.inspection = cast.again()
    assert "giải trình" in sentences(conclusion)
    with pytest.raises(TransitionRefused):
        submit_conclusion(conclusion=conclusion, approver=cast.leader, by=cast.lead)
    accept(cast)
    conclusion.inspection = cast.again()
    assert conclusion.missing() == []


def test_explanations_never_sent_do_not_hold_it_up(cast):
    result = explained(cast).result
    DraftResult.objects.update(reply_by=timezone.localdate() - timedelta(days=1))
    result.reply_by = timezone.localdate() - timedelta(days=1)
    let_lapse(result=result, by=cast.lead)
    conclusion = draft_conclusion(inspection=cast.again(), by=cast.lead)
    assert conclusion.missing() == []


def test_what_is_demanded_needs_a_last_day(cast):
    conclusion = written(cast)
    change_conclusion(
        conclusion=conclusion, version=conclusion.version, by=cast.lead, demands="Bổ sung ghế."
    )
    assert "thời hạn" in sentences(conclusion)


def test_only_the_named_leader_decides(cast, tree):
    conclusion, second = written(cast), make_person(tree.department, Role.LEADER)
    with pytest.raises(InspectionRefused):
        submit_conclusion(conclusion=conclusion, approver=cast.specialist, by=cast.lead)
    submit_conclusion(conclusion=conclusion, approver=cast.leader, by=cast.lead)
    for person in (second, cast.lead, cast.principal):
        with pytest.raises(TransitionRefused):
            approve_conclusion(conclusion=conclusion, by=person)
    assert Message.objects.filter(
        kind="inspections.conclusion_submitted", recipient=cast.leader
    ).exists()


def test_sent_back_with_a_reason_changed_and_submitted_again(cast):
    conclusion = written(cast)
    submit_conclusion(conclusion=conclusion, approver=cast.leader, by=cast.lead)
    with pytest.raises(InspectionRefused):
        change_conclusion(conclusion=conclusion, version=conclusion.version, by=cast.lead)
    with pytest.raises(TransitionRefused):
        send_back_conclusion(conclusion=conclusion, comment="", by=cast.leader)
    send_back_conclusion(conclusion=conclusion, comment="Ghi rõ diện tích.", by=cast.leader)
    told = Message.objects.filter(kind="inspections.conclusion_sent_back", recipient=cast.secretary)
    assert "Ghi rõ diện tích." in told.first().body
    submit_conclusion(conclusion=conclusion, approver=cast.leader, by=cast.lead)
    withdraw_conclusion(conclusion=conclusion, by=cast.lead)
    submit_conclusion(conclusion=conclusion, approver=cast.leader, by=cast.lead)
    announced = Message.objects.filter(
        kind="inspections.conclusion_submitted", recipient=cast.leader, channel="in_app"
    )
    assert announced.count() == 3


def test_the_number_issues_it_tells_the_unit_and_those_who_follow_up(cast):
    recommend(cast)
    conclusion, heard = approved(cast), []

    def listen(conclusion, inspection, by, **_rest):
        heard.append((conclusion.pk, inspection.pk, by))

    conclusion_issued.connect(listen)
    try:
        document = numbered(cast, conclusion.document)
    finally:
        conclusion_issued.disconnect(listen)
    stored = Conclusion.objects.get()
    assert (stored.state, stored.document) == (ConclusionState.ISSUED, document)
    assert heard == [(conclusion.pk, cast.inspection.pk, cast.clerk)]
    told = Message.objects.filter(kind="inspections.conclusion_issued", recipient=cast.principal)
    assert document.number_line in told.first().title


def test_a_receiver_that_fails_undoes_the_number(cast):
    conclusion = approved(cast)

    def fail(**_rest):
        raise RuntimeError

    conclusion_issued.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            numbered(cast, conclusion.document)
    finally:
        conclusion_issued.disconnect(fail)
    assert IssuedDocument.objects.get(pk=conclusion.document_id).number is None
    assert Conclusion.objects.get().state == ConclusionState.APPROVED


def test_no_paper_before_the_approval_and_no_demand_before_the_issue(cast):
    recommend(cast)
    conclusion = written(cast)
    with pytest.raises(TransitionRefused):
        prepare_conclusion_paper(conclusion=conclusion, by=cast.lead)
    with pytest.raises(InspectionRefused):
        prepare_demand_paper(conclusion=conclusion, by=cast.lead)


def test_a_value_changed_after_acceptance_is_printed_beside_the_draft_s(cast):
    accept(cast)
    decide(
        checklist=cast.checklist, criterion=criterion(cast.checklist, "2.1"),
        answer=Answer(number=Decimal(62)), note="Đo lại", by=cast.lead,
    )  # fmt: skip
    conclusion = draft_conclusion(inspection=cast.again(), by=cast.lead)
    words = str(build(f"inspections.conclusion:{conclusion.pk}"))
    assert "dự thảo 50 m²; kết luận 62 m²" in words
    result = DraftResult.objects.get()
    assert "62 m²" not in str(build(f"inspections.result:{result.pk}"))


def test_a_submitted_conclusion_closes_explanations_and_values(cast):
    explanation = accept(cast)
    conclusion = draft_conclusion(inspection=cast.again(), by=cast.lead)
    submit_conclusion(conclusion=conclusion, approver=cast.leader, by=cast.lead)
    with pytest.raises(InspectionRefused):
        decide(
            checklist=cast.checklist, criterion=criterion(cast.checklist, "2.1"),
            answer=Answer(number=Decimal(62)), note="Đo lại", by=cast.lead,
        )  # fmt: skip
    assert explanation.state == "accepted"


def test_an_issued_conclusion_is_not_read_by_the_neighbours(cast, tree):
    conclusion = approved(cast)
    paper = numbered(cast, prepare_conclusion_paper(conclusion=conclusion, by=cast.clerk))
    neighbour = make_person(tree.th, Role.PRINCIPAL)
    for person in (cast.principal, cast.leader, cast.clerk):
        assert IssuedDocument.objects.visible_to(person).filter(pk=paper.pk).exists(), person
    assert not IssuedDocument.objects.visible_to(neighbour).filter(pk=paper.pk).exists()
    IssuedDocument.objects.filter(pk=paper.pk, only_for=cast.visit.unit).get()
