"""The conclusion: written, approved by a named person, numbered and issued, told to the unit."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.notifications.sending import notify
from core.web.editing import save_if_unchanged
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from documents.domain import open_draft
from documents.models import IssuedDocument
from inspections.domain.people import writers_of
from inspections.domain.refusals import InspectionRefused
from inspections.domain.results import guard_writers
from inspections.enums import ConclusionState
from inspections.models import Conclusion, Inspection
from inspections.rules import concludes, issues
from inspections.signals import conclusion_issued
from inspections.workflow import CONCLUSION
from plans.domain.people import people_who, recipients_by_unit
from plans.models import InspectionPlan
from plans.rules import may_edit
from units.rules import holds_at

CONCLUSION_FIELDS = ["summary", "demands", "due_on", "recipients"]


@transaction.atomic
def draft_conclusion(*, inspection: Inspection, by: User) -> Conclusion:
    """The conclusion of an inspection, its words begun from the draft result; begun once.

    Raises:
        InspectionRefused: not of those who conclude.
    """
    guard_writers(inspection, by)
    result, visit = getattr(inspection, "result", None), inspection.visit
    conclusion, is_new = Conclusion.objects.get_or_create(
        inspection=inspection,
        defaults={
            "summary": result.summary if result else "", "approver": visit.plan.approver,
            "recipients": visit.unit.name, "written_by": by,
        },
    )  # fmt: skip
    if is_new:
        record("conclusion.draft", conclusion, by=by)
    return conclusion


@transaction.atomic
def change_conclusion(
    *, conclusion: Conclusion, version: int, by: User, **fields: Any
) -> Conclusion:
    """Save the words of a draft, or of one that was sent back.

    Raises:
        StaleEdit: somebody saved after the form was opened.
        InspectionRefused: submitted already, or not of those who conclude.
    """
    guard_writers(conclusion.inspection, by)
    stored = Conclusion.objects.get(pk=conclusion.pk)
    if not stored.is_editable:
        raise InspectionRefused(_("The conclusion is submitted; take it back to change it."))
    before = snapshot(stored, CONCLUSION_FIELDS)
    for name in CONCLUSION_FIELDS:
        setattr(conclusion, name, fields.get(name, getattr(conclusion, name)))
    save_if_unchanged(conclusion, CONCLUSION_FIELDS, version)
    after = snapshot(conclusion, CONCLUSION_FIELDS)
    record("conclusion.change", conclusion, by=by, before=before, after=after)
    return conclusion


@transaction.atomic
def submit_conclusion(*, conclusion: Conclusion, approver: User, by: User) -> None:
    """Hand the conclusion to a named leader of the issuer.

    Raises:
        InspectionRefused: the person named does not approve there.
        TransitionRefused: something is missing, or not of those who conclude.
    """
    if not holds_at(approver, "plans.approve", conclusion.inspection.visit.plan.issuer):
        raise InspectionRefused(_("%(person)s does not approve conclusions here.") % {"person": approver})  # fmt: skip
    conclusion.approver = approver
    conclusion.save(update_fields=["approver"])
    CONCLUSION.step(conclusion, "submit", by=by)
    _tell(conclusion, "inspections.conclusion_submitted", [approver])


@transaction.atomic
def withdraw_conclusion(*, conclusion: Conclusion, by: User) -> None:
    CONCLUSION.step(conclusion, "withdraw", by=by)


@transaction.atomic
def send_back_conclusion(*, conclusion: Conclusion, comment: str, by: User) -> None:
    """Return it to those who wrote it, with the reason they read."""
    CONCLUSION.step(conclusion, "send_back", by=by, comment=comment)
    people = writers_of(conclusion.inspection)
    _tell(conclusion, "inspections.conclusion_sent_back", people, comment=comment.strip())


@transaction.atomic
def approve_conclusion(*, conclusion: Conclusion, by: User, comment: str = "") -> None:
    """The named leader agrees; the paper lies at the clerk's desk; writers and clerks are told."""
    CONCLUSION.step(conclusion, "approve", by=by, comment=comment)
    prepare_conclusion_paper(conclusion=conclusion, by=by)
    clerks = people_who(conclusion.inspection.visit.plan.issuer, "documents.issue")
    people = {*writers_of(conclusion.inspection), *clerks}
    _tell(conclusion, "inspections.conclusion_approved", people)


@transaction.atomic
def prepare_conclusion_paper(*, conclusion: Conclusion, by: User) -> IssuedDocument:
    """The draft paper the clerk will number, made or brought up to date.

    Raises:
        TransitionRefused: not approved yet.
        DocumentRefused: issued already, or the paper lacks something.
    """
    if conclusion.state != ConclusionState.APPROVED:
        raise TransitionRefused(_("The conclusion is not approved yet."))
    visit = conclusion.inspection.visit
    document = open_draft(
        key=f"inspections.conclusion:{conclusion.pk}", issuer=visit.plan.issuer, by=by,
        title=f"Kết luận kiểm tra: {visit.unit.name}", is_demo=visit.plan.is_demo,
        only_for=visit.unit,
    )  # fmt: skip
    if conclusion.document_id != document.pk:
        conclusion.document = document
        conclusion.save(update_fields=["document"])
    return document


@transaction.atomic
def complete_conclusion(*, conclusion: Conclusion, document: IssuedDocument, by: User) -> None:
    """Called inside the transaction that numbers the paper; whatever fails here undoes the number.

    Side effects: the conclusion is issued; the unit's people are told; `conclusion_issued` is sent.

    Raises:
        TransitionRefused: not approved, or something is missing by now.
    """
    conclusion.document = document
    conclusion.save(update_fields=["document"])
    CONCLUSION.step(conclusion, "issue", by=by)
    inspection = conclusion.inspection
    unit = inspection.visit.unit_id
    told = [*recipients_by_unit([unit])[unit], *writers_of(inspection)]
    _tell(conclusion, "inspections.conclusion_issued", told, number=document.number_line)
    conclusion_issued.send(Conclusion, conclusion=conclusion, inspection=inspection, by=by)


@transaction.atomic
def prepare_demand_paper(*, conclusion: Conclusion, by: User) -> IssuedDocument:
    """The letter that demands remedies, laid on the clerk's desk once the conclusion is issued.

    Raises:
        InspectionRefused: the conclusion is not issued, or not of those who conclude or issue.
        DocumentRefused: nothing is to be mended, or the letter is issued already.
    """
    inspection = conclusion.inspection
    if not (concludes(by, inspection) or issues(by, inspection)):
        raise InspectionRefused(_("You do not have the right to take this step."))
    if conclusion.state != ConclusionState.ISSUED:
        raise InspectionRefused(_("The letter follows the conclusion: issue that first."))
    visit = inspection.visit
    return open_draft(
        key=f"inspections.demand:{conclusion.pk}", issuer=visit.plan.issuer, by=by,
        title=f"V/v chấn chỉnh, khắc phục sau kiểm tra: {visit.unit.name}",
        is_demo=visit.plan.is_demo, only_for=visit.unit,
    )  # fmt: skip


@transaction.atomic
def prepare_team_report(*, inspection: Inspection, by: User) -> IssuedDocument:
    """The team's report, laid on the clerk's desk. Raises InspectionRefused, DocumentRefused."""
    guard_writers(inspection, by)
    visit = inspection.visit
    return open_draft(
        key=f"inspections.team_report:{inspection.pk}", issuer=visit.plan.issuer, by=by,
        title=f"Báo cáo kết quả kiểm tra: {visit.unit.name}", is_demo=visit.plan.is_demo,
        only_for=visit.plan.issuer,
    )  # fmt: skip


@transaction.atomic
def prepare_plan_report(*, plan: InspectionPlan, by: User) -> IssuedDocument:
    """The plan's report, laid on the clerk's desk. Raises InspectionRefused, DocumentRefused."""
    if not may_edit(by, plan):
        raise InspectionRefused(_("You do not have the right to take this step."))
    return open_draft(
        key=f"inspections.plan_report:{plan.pk}", issuer=plan.issuer, by=by,
        title=f"Báo cáo kết quả: {plan.title}", is_demo=plan.is_demo, only_for=plan.issuer,
    )  # fmt: skip


def _tell(conclusion: Conclusion, kind: str, people: Any, **words: str) -> None:
    """Each round is told once: a conclusion submitted twice is announced twice."""
    taken = WorkflowStep.objects.of(conclusion).count()
    notify(
        kind,
        event=f"{kind}:{conclusion.pk}:{taken}",
        recipients=people,
        context={"unit": str(conclusion.inspection.visit.unit), **words},
        url=conclusion.get_absolute_url(),
    )
