"""Inspections in a person's scope; 404 outside it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from inspections.models import Checklist, Conclusion, DraftResult, Explanation, Inspection
from inspections.rules import concludes, replies_for, works_at


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
