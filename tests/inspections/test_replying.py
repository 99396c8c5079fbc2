"""The unit's reply: point by point, kept at every change, hidden from the team until it is sent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Message
from core.workflow.engine import TransitionRefused
from inspections.domain.queries.replies import sent_explanations
from inspections.domain.refusals import InspectionRefused
from inspections.domain.reply_reminders import remind_replies
from inspections.domain.results import explain, remove_explanation, send_reply
from inspections.enums import FindingKind
from inspections.models import DraftResult, Explanation, Finding
from tests.inspections.factories import criterion, make_inspection
from tests.inspections.hearing import begun, explained, released, replied

pytestmark = pytest.mark.django_db


def test_an_explanation_said_again_replaces_the_words(cast):
    first = explained(cast)
    again = explain(
        result=first.result, text="Khác", checklist=cast.checklist,
        criterion=criterion(cast.checklist, "2.1"), by=cast.principal,
    )  # fmt: skip
    assert again.pk == first.pk
    assert Explanation.objects.get().text == "Khác"


def test_a_finding_can_be_explained_but_only_one_of_this_inspection(cast, tree):
    result = released(cast)
    finding = Finding.objects.get(kind=FindingKind.SHORTCOMING)
    explain(result=result, text="Đã ghi đủ.", finding=finding, by=cast.officer)
    other = make_inspection(tree.department, tree.th, plan=cast.visit.plan)
    with pytest.raises(InspectionRefused):
        explain(
            result=result, text="…", checklist=other.checklist,
            criterion=criterion(other.checklist, "2.1"), by=cast.officer,
        )  # fmt: skip
    with pytest.raises(InspectionRefused):
        explain(result=result, text="…", by=cast.officer)


def test_only_the_unit_explains_and_only_while_the_reply_is_open(cast):
    explanation = explained(cast)
    for person in (cast.lead, cast.specialist):
        with pytest.raises(InspectionRefused):
            remove_explanation(explanation=explanation, by=person)
    replied(cast)
    closed = Explanation.objects.get()
    with pytest.raises(InspectionRefused):
        remove_explanation(explanation=closed, by=cast.officer)


def test_the_head_sends_it_once(cast):
    result = explained(cast).result
    with pytest.raises(TransitionRefused):
        send_reply(result=result, text="", agrees=False, by=cast.officer)
    send_reply(result=result, text="Kính đề nghị xem lại.", agrees=False, by=cast.principal)
    with pytest.raises(TransitionRefused):
        send_reply(result=result, text="", agrees=False, by=cast.principal)
    stored = DraftResult.objects.get()
    assert (stored.replied_by, stored.reply) == (cast.principal, "Kính đề nghị xem lại.")
    told = Message.objects.filter(kind="inspections.result_replied")
    people = set(told.exclude(recipient=None).values_list("recipient", flat=True))
    assert people == {cast.lead.pk, cast.secretary.pk}


def test_agreeing_with_everything_and_explaining_exclude_each_other(cast):
    result = explained(cast).result
    with pytest.raises(InspectionRefused):
        send_reply(result=result, text="", agrees=True, by=cast.principal)
    remove_explanation(explanation=result.explanations.get(), by=cast.principal)
    with pytest.raises(InspectionRefused):
        send_reply(result=result, text=" ", agrees=False, by=cast.principal)
    send_reply(result=result, text="", agrees=True, by=cast.principal)
    assert DraftResult.objects.get().agrees


def test_the_team_reads_nothing_before_the_reply_is_sent(cast, client_for):
    explained(cast)
    assert sent_explanations(DraftResult.objects.get()) == []
    url = reverse("inspections:explanations", args=[cast.inspection.pk])
    assert "62 m²" not in client_for(cast.lead).get(url).content.decode()
    replied(cast)
    assert "62 m²" in client_for(cast.lead).get(url).content.decode()


def test_proofs_open_for_the_team_once_the_reply_is_sent(cast, client_for):
    file = explained(cast, with_file=True).files.get().file
    url = reverse("core:file", args=[file.pk])
    assert client_for(cast.principal).get(url).status_code == 200
    assert client_for(cast.lead).get(url).status_code == 404
    replied(cast)
    assert client_for(cast.lead).get(url).status_code == 200


def test_reminders_two_days_before_and_once_after(cast):
    result = released(cast)
    assert remind_replies(result.reply_by - timedelta(days=3)) == 0
    assert remind_replies(result.reply_by - timedelta(days=2)) > 0
    assert remind_replies(result.reply_by) == 0
    assert remind_replies(result.reply_by + timedelta(days=1)) > 0
    assert remind_replies(result.reply_by + timedelta(days=9)) == 0


def test_nothing_is_reminded_of_a_draft_or_after_the_reply(cast):
    begun(cast)
    assert remind_replies(timezone.localdate() + timedelta(days=60)) == 0
    replied(cast, agrees=True)
    assert remind_replies(timezone.localdate() + timedelta(days=60)) == 0
