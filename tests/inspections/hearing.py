"""An inspection on its way from signed minutes to the conclusion, step by step by its own verbs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from core.files.storing import keep_generated
from documents.domain import issue
from documents.enums import SigningMode
from documents.models import IssuedDocument, SigningAuthority
from inspections.domain.concluding import (
    approve_conclusion,
    change_conclusion,
    draft_conclusion,
    submit_conclusion,
)
from inspections.domain.official import take_over
from inspections.domain.results import (
    change_result,
    decide_explanation,
    draft_result,
    explain,
    release_result,
    send_reply,
)
from inspections.enums import FindingKind, RecordState
from inspections.models import (
    Conclusion,
    DraftResult,
    Explanation,
    Finding,
    InspectionRecord,
    Recommendation,
)
from tests.inspections.factories import Cast, answer, criterion

SUMMARY = "Thư viện hoạt động nền nếp, còn thiếu diện tích phòng đọc."


def note(cast: Cast, kind: str, text: str, **fields: Any) -> Finding:
    return Finding.objects.create(
        inspection=cast.inspection, kind=kind, text=text, author=cast.first,
        device_at=timezone.now(), **fields,
    )  # fmt: skip


def sign(cast: Cast, state: str = RecordState.SIGNED) -> None:
    """Minutes signed, as the part that writes them leaves them."""
    InspectionRecord.objects.create(
        inspection=cast.inspection, state=state, content_sha256="a" * 64, signed_at=timezone.now()
    )


def checked(cast: Cast) -> None:
    """Answers, official values, findings of both kinds, signed minutes; once."""
    if InspectionRecord.objects.filter(inspection=cast.inspection).exists():
        return
    answer(cast.checklist, cast.first)
    take_over(checklist=cast.checklist, by=cast.lead)
    note(cast, FindingKind.STRENGTH, "Có tủ sách lớp học do phụ huynh góp.")
    note(cast, FindingKind.SHORTCOMING, "Sổ mượn chưa ghi ngày trả.")
    sign(cast)


def begun(cast: Cast) -> DraftResult:
    """Everything checked and signed, the draft written: nothing is missing any more."""
    cast.inspection = cast.again()
    found = DraftResult.objects.filter(inspection=cast.inspection).first()
    if found is not None:
        found.inspection = cast.inspection
        return found
    checked(cast)
    cast.inspection = cast.again()
    result = draft_result(inspection=cast.inspection, by=cast.secretary)
    return change_result(result=result, version=result.version, by=cast.secretary, summary=SUMMARY)


def released(cast: Cast) -> DraftResult:
    result = begun(cast)
    if result.state == "draft":
        release_result(result=result, by=cast.lead)
    cast.inspection = cast.again()
    result.inspection = cast.inspection
    return result


def explained(cast: Cast, code: str = "2.1", *, with_file: bool = False) -> Explanation:
    result = released(cast)
    files = []
    if with_file:
        files = [keep_generated("so-do.pdf", b"%PDF-1.7", "application/pdf", by=cast.officer)]
    return explain(
        result=result, text="Đơn vị đã đo lại: 62 m².", files=files, checklist=cast.checklist,
        criterion=criterion(cast.checklist, code), by=cast.officer,
    )  # fmt: skip


def replied(cast: Cast, *, agrees: bool = False) -> DraftResult:
    result = released(cast)
    if result.state == "released":
        if not agrees:
            explained(cast)
        send_reply(result=result, text="", agrees=agrees, by=cast.principal)
    cast.inspection = cast.again()
    result.inspection = cast.inspection
    return result


def accept(cast: Cast) -> Explanation:
    result = replied(cast)
    explanation = result.explanations.select_related("criterion", "checklist").get()
    explanation.result = result
    return decide_explanation(explanation=explanation, accepted=True, reason="", by=cast.lead)


def recommend(cast: Cast, text: str = "Bổ sung 12 m² phòng đọc.") -> Recommendation:
    return Recommendation.objects.create(
        inspection=cast.inspection, text=text, owner=cast.visit.unit, due_on=date(2091, 3, 1)
    )


def written(cast: Cast) -> Conclusion:
    """A conclusion that can be submitted."""
    replied(cast, agrees=True)
    cast.inspection = cast.again()
    conclusion = draft_conclusion(inspection=cast.inspection, by=cast.secretary)
    return change_conclusion(
        conclusion=conclusion, version=conclusion.version, by=cast.secretary,
        summary="Thư viện đạt chuẩn.", recipients=cast.visit.unit.name,
    )  # fmt: skip


def approved(cast: Cast) -> Conclusion:
    conclusion = written(cast)
    submit_conclusion(conclusion=conclusion, approver=cast.leader, by=cast.secretary)
    approve_conclusion(conclusion=conclusion, by=cast.leader)
    return conclusion


def numbered(cast: Cast, document: IssuedDocument) -> IssuedDocument:
    authority = SigningAuthority.objects.create(
        person=cast.leader, unit=cast.visit.plan.issuer, mode=SigningMode.DEPUTY,
        post="Phó Giám đốc", head_post="Giám đốc", valid_from=date(2019, 1, 1),
    )  # fmt: skip
    return issue(document=document, on=timezone.localdate(), authority=authority, by=cast.clerk)
