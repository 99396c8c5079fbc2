"""Inspections in a person's scope; 404 outside it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from inspections.enums import RecordState
from inspections.models import (
    Checklist,
    Conclusion,
    DraftResult,
    Explanation,
    Finding,
    Inspection,
    InspectionRecord,
    Recommendation,
)
from inspections.rules import approves, carries_out, concludes, issues, replies_for, works_at


def seen_inspection(user: User, pk: int) -> Inspection:
    """One the person sees: of the team, of the issuer, of the unit that was told."""
    return get_object_or_404(Inspection.objects.visible_to(user).for_pages(), pk=pk)


def carried_inspection(user: User, pk: int) -> Inspection:
    """One the person carries out."""
    return get_object_or_404(Inspection.objects.carried_out_by(user).for_pages(), pk=pk)


def carried_checklist(user: User, pk: int, checklist: int) -> Checklist:
    """A checklist of an inspection the person carries out, with its set's parts."""
    inspection = carried_inspection(user, pk)
    found = get_object_or_404(
        inspection.checklists.select_related(
            "assessment__unit", "assessment__school_year", "assessment__standard_set", "stream"
        ).prefetch_related(
            "assessment__sheets", "assessment__standard_set__standards__criteria",
            "assessment__standard_set__rules",
        ),
        pk=checklist,
    )  # fmt: skip
    found.inspection = inspection
    return found


def inspection_with_findings(user: User, pk: int) -> Inspection:
    """The team's and the issuer's while minutes are written; the unit's once they were read back."""
    found = seen_inspection(user, pk)
    minutes = getattr(found, "record", None)
    was_read = minutes is not None and minutes.state != RecordState.DRAFT
    if was_read or carries_out(user, found) or approves(user, found) or issues(user, found):
        return found
    raise Http404


def carried_finding(user: User, pk: int) -> Finding:
    """A finding of an inspection the person carries out."""
    findings = Finding.objects.filter(inspection__in=Inspection.objects.carried_out_by(user))
    related = ("checklist", "criterion__standard", "repeats", "author")
    found = get_object_or_404(findings.select_related(*related), pk=pk)
    found.inspection = carried_inspection(user, found.inspection_id)
    return found


def seen_recommendation(user: User, pk: int) -> Recommendation:
    """One the person sees: of the team, of the issuer, of the owner that was told."""
    related = (
        "owner", "finding__criterion", "finding__repeats__inspection__visit__plan__school_year",
        "reported_by", "verified_by", "carried_from__inspection__visit__plan__school_year",
        "inspection__visit__unit", "inspection__visit__team", "inspection__visit__plan__issuer",
        "inspection__visit__plan__school_year",
    )  # fmt: skip
    found = Recommendation.objects.visible_to(user).select_related(*related)
    return get_object_or_404(found, pk=pk)


def seen_record(user: User, pk: int) -> InspectionRecord:
    """The minutes of an inspection as far as the person sees them: the unit from the reading on."""
    related = ("visit__unit", "visit__plan__issuer", "visit__plan__document", "visit__team")
    visible = InspectionRecord.objects.visible_to(user).select_related(
        "written_by", *(f"inspection__{name}" for name in related)
    )
    return get_object_or_404(visible, inspection=pk)


def written_inspection(user: User, pk: int) -> Inspection:
    """One whose result and conclusion the person writes."""
    found = carried_inspection(user, pk)
    if not concludes(user, found):
        raise Http404
    return found


def written_result(user: User, pk: int) -> DraftResult:
    """The draft result of an inspection the person concludes."""
    inspection = written_inspection(user, pk)
    found = get_object_or_404(DraftResult, inspection=inspection)
    found.inspection = inspection
    return found


def told_result(user: User, pk: int) -> DraftResult:
    """A draft result released to the person's own unit."""
    inspection = seen_inspection(user, pk)
    seen = DraftResult.objects.visible_to(user).select_related("replied_by")
    found = get_object_or_404(seen, inspection=inspection)
    answers = works_at(user, inspection) or replies_for(user, inspection)
    if not (found.is_seen_by_unit and answers):
        raise Http404
    found.inspection = inspection
    return found


def sent_explanation(user: User, pk: int, explanation: int) -> Explanation:
    """An explanation the unit has sent, of an inspection the person carries out."""
    inspection = carried_inspection(user, pk)
    related = ("criterion__standard", "checklist__assessment", "finding", "result")
    seen = Explanation.objects.filter(result__inspection=inspection).select_related(*related)
    found = get_object_or_404(seen.exclude(result__replied_at=None), pk=explanation)
    found.result.inspection = inspection
    return found


def seen_conclusion(user: User, pk: int) -> Conclusion:
    """A conclusion in the person's scope: the unit's once it is issued."""
    inspection = seen_inspection(user, pk)
    seen = Conclusion.objects.visible_to(user).select_related("document", "approver", "written_by")
    found = get_object_or_404(seen, inspection=inspection)
    found.inspection = inspection
    return found
