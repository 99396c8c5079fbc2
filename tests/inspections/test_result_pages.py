"""Pages from the draft result to the conclusion: who sees what, and when; tasks; the matrix of hiding."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.worklist.registry import tasks_for
from inspections.domain.concluding import draft_conclusion, submit_conclusion
from inspections.enums import ConclusionState, ExplanationState, ResultState
from inspections.models import Conclusion, DraftResult, Explanation
from standards.enums import Stage
from standards.models import AnswerEvent, StageSheet
from tests.inspections.hearing import (
    SUMMARY,
    accept,
    approved,
    begun,
    checked,
    explained,
    released,
    replied,
    written,
)

pytestmark = pytest.mark.django_db


def at(name: str, cast, *more: int) -> str:
    return reverse(f"inspections:{name}", args=[cast.inspection.pk, *more])


def titles(user) -> set[str]:
    return {task.title for task in tasks_for(user)}


SCHOOL_SEES = ["inspections:inspection", "inspections:result", "inspections:reply",
               "inspections:reply_check", "inspections:reply_receipt", "inspections:explanations",
               "inspections:conclusion", "inspections:answers"]  # fmt: skip


@pytest.mark.parametrize("role", ["principal", "officer"])
def test_a_draft_verdict_is_nowhere_to_be_found_by_the_unit(cast, client_for, role):
    """Every address of the unit, the lists, the search, the assessment, the papers, the bell."""
    result, person = begun(cast), getattr(cast, role)
    draft_conclusion(inspection=cast.inspection, by=cast.lead)
    StageSheet.objects.filter(assessment=cast.checklist.assessment, stage=Stage.OFFICIAL).update(
        state="done"
    )
    client = client_for(person)
    assessment = cast.checklist.assessment
    addresses = [reverse(name, args=[cast.inspection.pk]) for name in SCHOOL_SEES]
    addresses += [
        assessment.get_absolute_url(), reverse("standards:assessment_list"), reverse("home"),
        cast.visit.get_absolute_url(), reverse("plans:visit_list"), reverse("plans:visit_export"),
        reverse("documents:document_list"), reverse("search") + "?q=thư viện",
        reverse("documents:preview", args=[f"inspections.result:{result.pk}"]),
        reverse("documents:preview_paper", args=[f"inspections.result:{result.pk}"]),
        reverse("core:notifications"),
    ]  # fmt: skip
    official = AnswerEvent.objects.filter(stage=Stage.OFFICIAL)
    assert official.count() == 4
    for address in addresses:
        response = client.get(address, follow=True)
        content = response.content.decode(errors="ignore")
        assert SUMMARY not in content, address
        assert "Sổ mượn chưa ghi ngày trả" not in content, address
        assert "Tiên tiến" not in content or "/standards/sets" in address, address
        assert not re.search(r"50\s*m²", content), address


def test_once_released_the_unit_sees_the_official_column_and_the_draft(cast, client_for):
    StageSheet.objects.filter(assessment=cast.checklist.assessment, stage=Stage.OFFICIAL).update(
        state="done"
    )
    released(cast)
    client = client_for(cast.principal)
    page = client.get(at("result", cast), follow=True).content.decode()
    assert SUMMARY in page
    assert "50 m²" in page
    seen = client.get(cast.checklist.assessment.get_absolute_url()).content.decode()
    assert "50 m²" in seen


def test_another_school_of_the_department_finds_nothing_after_the_release(cast, tree, client_for):
    from accounts.enums import Role
    from tests.units.factories import make_person

    released(cast)
    stranger = client_for(make_person(tree.th, Role.PRINCIPAL))
    for name in ("result", "reply", "reply_check", "conclusion", "explanations"):
        assert stranger.get(at(name, cast)).status_code == 404, name


def test_the_team_writes_and_releases_from_its_pages(cast, client_for):
    begun(cast)
    client = client_for(cast.secretary)
    version = DraftResult.objects.get().version
    sent = {"version": version, "summary": "Câu mới."}
    assert client.post(at("result_edit", cast), sent).status_code == 302
    assert client.post(at("result_edit", cast), sent).status_code == 409
    assert "Câu mới." in client.get(at("result", cast)).content.decode()
    assert client.get(at("result_release", cast)).status_code == 200
    client.post(at("result_release", cast))
    assert DraftResult.objects.get().state == ResultState.RELEASED
    assert client_for(cast.first).get(at("result_edit", cast)).status_code == 404


def test_the_unit_explains_by_the_page_and_empty_words_mean_agreement(cast, client_for):
    released(cast)
    client = client_for(cast.officer)
    [criterion] = [c for c in cast.checklist.assessment.standard_set.standards.last().criteria.all()
                   if c.code == "2.1"]  # fmt: skip
    about = {"checklist": cast.checklist.pk, "criterion": criterion.pk}
    kept = client.post(at("reply_explain", cast), {**about, "text": "Đo lại 62"}, headers={"hx-request": "true"})  # fmt: skip
    assert "Đã lưu" in kept.content.decode() or "nháp" in kept.content.decode()
    assert Explanation.objects.get().text == "Đo lại 62"
    assert "Đo lại 62" in client.get(at("reply", cast)).content.decode()
    client.post(at("reply_explain", cast), {**about, "text": " "})
    assert not Explanation.objects.exists()
    assert client.post(at("reply_explain", cast), {"finding": 999_999}).status_code == 404


def test_a_file_of_the_wrong_kind_is_refused_beside_its_point(cast, client_for):
    from django.core.files.uploadedfile import SimpleUploadedFile

    released(cast)
    criterion = cast.checklist.assessment.standard_set.standards.first().criteria.first()
    sent = {
        "checklist": cast.checklist.pk, "criterion": criterion.pk, "text": "Xem ảnh",
        "attachments": SimpleUploadedFile("anh.exe", b"MZ"),
    }  # fmt: skip
    page = client_for(cast.officer).post(at("reply_explain", cast), sent)
    assert "anh.exe" not in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert not Explanation.objects.exists()


def test_the_head_checks_sends_and_gets_a_receipt(cast, client_for):
    explained(cast)
    assert client_for(cast.officer).get(at("reply_check", cast)).status_code == 404
    client = client_for(cast.principal)
    assert "62 m²" in client.get(at("reply_check", cast)).content.decode()
    refused = client.post(at("reply_check", cast), {"answer": "agree", "text": ""})
    assert refused.status_code == 200
    receipt = client.post(at("reply_check", cast), {"answer": "explain", "text": ""}, follow=True)
    assert f"TL-{cast.inspection.pk}-" in receipt.content.decode()
    assert client.get(at("reply_check", cast)).status_code == 302


def test_the_team_decides_on_its_page_and_the_lead_corrects_the_value(cast, client_for):
    replied(cast)
    explanation = Explanation.objects.get()
    lead = client_for(cast.lead)
    url = at("explanation_decide", cast, explanation.pk)
    assert "alert" in lead.post(url, {"accepted": "no", "reason": ""}).content.decode()
    value = at("explanation_value", cast, explanation.pk)
    assert lead.get(value).status_code == 404
    lead.post(url, {"accepted": "yes", "reason": ""})
    assert Explanation.objects.get().state == ExplanationState.ACCEPTED
    assert value in lead.get(at("explanations", cast)).content.decode()
    assert client_for(cast.secretary).get(value).status_code == 404
    pk = explanation.criterion_id
    sent = {f"c{pk}_value": "62", f"c{pk}_note": "Đo lại tại chỗ"}
    assert lead.post(value, sent).status_code == 302
    page = lead.get(at("explanations", cast)).content.decode()
    assert "62 m²" in page
    assert "dự thảo: 50 m²" in page


def test_the_conclusion_goes_from_the_secretary_to_the_leader_to_the_clerk(cast, client_for):
    conclusion = written(cast)
    secretary, leader = client_for(cast.secretary), client_for(cast.leader)
    assert secretary.get(at("conclusion", cast)).status_code == 200
    assert leader.get(at("conclusion_decide", cast)).status_code in {200, 404}
    secretary.post(at("conclusion_submit", cast), {"approver": cast.leader.pk})
    assert leader.get(at("conclusion_decide", cast)).status_code == 200
    assert leader.post(at("conclusion_decide", cast), {"comment": ""}).status_code == 200
    leader.post(at("conclusion_decide", cast), {"approve": "1"})
    conclusion.refresh_from_db()
    assert conclusion.state == ConclusionState.APPROVED
    issue = client_for(cast.clerk).post(at("conclusion_issue", cast))
    assert issue.headers["Location"] == reverse("documents:issue", args=[conclusion.document_id])
    assert client_for(cast.principal).get(at("conclusion", cast)).status_code == 404
    Conclusion.objects.update(state=ConclusionState.ISSUED)
    assert client_for(cast.principal).get(at("conclusion", cast)).status_code == 200


def test_every_step_stands_among_somebody_s_tasks(cast):
    checked(cast)
    assert "Gửi dự thảo kết quả cho đơn vị" in titles(cast.lead)
    assert "Gửi dự thảo kết quả cho đơn vị" not in titles(cast.first)
    released(cast)
    assert "Trả lời dự thảo kết quả" in titles(cast.principal)
    replied(cast)
    assert "Xem xét giải trình" in titles(cast.secretary)
    assert "Trả lời dự thảo kết quả" not in titles(cast.principal)
    accept(cast)
    assert "Lập kết luận" in titles(cast.lead)
    conclusion = draft_conclusion(inspection=cast.again(), by=cast.lead)
    assert "Hoàn thiện kết luận" in titles(cast.specialist)
    submit_conclusion(conclusion=conclusion, approver=cast.leader, by=cast.lead)
    assert "Duyệt kết luận" in titles(cast.leader)


def test_silence_and_approval_are_tasks_too(cast):
    released(cast)
    DraftResult.objects.update(reply_by=timezone.localdate() - timedelta(days=1))
    assert "Chuyển bước: đơn vị không trả lời trong hạn" in titles(cast.lead)
    DraftResult.objects.update(state=ResultState.SILENT)
    assert "Lập kết luận" in titles(cast.lead)


def test_the_clerk_is_asked_to_number_an_approved_conclusion(cast):
    approved(cast)
    assert "Cấp số, ban hành kết luận" in titles(cast.clerk)


def test_the_page_of_the_inspection_leads_on(cast, client_for):
    page = client_for(cast.lead).get(cast.inspection.get_absolute_url()).content.decode()
    assert at("answers", cast) in page
    assert at("result", cast) not in page
    begun(cast)
    page = client_for(cast.lead).get(cast.inspection.get_absolute_url()).content.decode()
    assert at("result", cast) in page
    assert at("reply", cast) not in client_for(cast.principal).get(
        cast.inspection.get_absolute_url()
    ).content.decode()  # fmt: skip
    released(cast)
    assert at("reply", cast) in client_for(cast.principal).get(
        cast.inspection.get_absolute_url()
    ).content.decode()  # fmt: skip
