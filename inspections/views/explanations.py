"""The team's page of explanations: accept, or say why not; the lead corrects what was accepted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from inspections.documents.values import values_of
from inspections.domain.official import decide, is_reopened
from inspections.domain.queries.replies import key_of, sent_explanations
from inspections.domain.refusals import InspectionRefused
from inspections.domain.results import decide_explanation
from inspections.enums import ExplanationState, ResultState
from inspections.forms.results import DecisionForm, ValueForm
from inspections.models import Explanation
from inspections.rules import concludes, leads
from inspections.views.scope import carried_checklist, carried_inspection, sent_explanation
from standards.domain.queries.assessments import latest_events
from standards.enums import Stage


@requires("plans.view")
def explanations(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What the unit sent, point by point."""
    return _page(request, pk)


def _page(
    request: AuthenticatedRequest, pk: int, refused: dict[int, str] | None = None
) -> HttpResponse:
    inspection = carried_inspection(request.user, pk)
    result = getattr(inspection, "result", None)
    if result is None or result.state == ResultState.DRAFT:
        raise Http404
    rows = sent_explanations(result)
    values = {
        key_of(row.checklist.pk, row.criterion.pk, None): row
        for sheet in values_of(inspection, until=result.released_at)
        for row in sheet.rows
    }
    context = {
        "inspection": inspection,
        "result": result,
        "rows": [
            (row, values.get(key_of(row.checklist_id, row.criterion_id, row.finding_id)))
            for row in rows
        ],
        "pending": sum(row.state == ExplanationState.PENDING for row in rows),
        "may_decide": concludes(request.user, inspection),
        "leads": leads(request.user, inspection),
        "refused": refused or {},
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "inspections/explanations.html", context)


@requires("plans.view", "POST")
def explanation_decide(request: AuthenticatedRequest, pk: int, explanation: int) -> HttpResponse:
    """Accept one, or not."""
    found = sent_explanation(request.user, pk, explanation)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {found.pk: _("Choose one of the two.")})
    accepted = form.cleaned_data["accepted"] == "yes"
    reason = form.cleaned_data["reason"]
    try:
        decide_explanation(explanation=found, accepted=accepted, reason=reason, by=request.user)
    except InspectionRefused as refusal:
        return _page(request, pk, {found.pk: refusal.sentence})
    return redirect(f"{reverse('inspections:explanations', args=[pk])}#e{found.pk}")


@requires("plans.view", "GET", "POST")
def explanation_value(request: AuthenticatedRequest, pk: int, explanation: int) -> HttpResponse:
    """The official value of a criterion whose explanation was accepted."""
    found = sent_explanation(request.user, pk, explanation)
    if not leads(request.user, found.result.inspection) or not _is_open(found):
        raise Http404
    checklist = carried_checklist(request.user, pk, found.checklist_id or 0)
    events = latest_events(checklist.assessment)[Stage.OFFICIAL]
    criterion = found.criterion
    assert criterion is not None  # noqa: S101 - for the type checker: `_is_open` saw to it
    form = ValueForm(
        request.POST if request.method == "POST" else None, assessment=checklist.assessment,
        criterion=criterion, events=events,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            for given in form.given():
                decide(
                    checklist=checklist, criterion=criterion, answer=given.answer, note=given.note,
                    by=request.user,
                )  # fmt: skip
        except InspectionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved. The conclusion prints both values."))
            return redirect(f"{reverse('inspections:explanations', args=[pk])}#e{found.pk}")
    context = {
        "inspection": found.result.inspection, "explanation": found, "form": form,
        "groups": list(form.questions()),
    }  # fmt: skip
    return render(request, "inspections/explanation_value.html", context)


def _is_open(found: Explanation) -> bool:
    about = found.checklist, found.criterion
    return about[0] is not None and about[1] is not None and is_reopened(about[0], about[1])
