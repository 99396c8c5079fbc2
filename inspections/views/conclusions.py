"""The dossier of a conclusion: written, submitted, decided, numbered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.pieces import Step, StepState
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from documents.domain import DocumentRefused
from documents.models import IssuedDocument
from inspections.documents.conclusion import may_demand
from inspections.documents.parts import findings_of, recommendations_of
from inspections.documents.values import values_of
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
from inspections.domain.refusals import InspectionRefused
from inspections.enums import ConclusionState
from inspections.forms.results import ConclusionForm, SendBackForm, SubmitForm
from inspections.models import Conclusion
from inspections.rules import concludes, decides, issues
from inspections.views.scope import seen_conclusion, seen_inspection, written_inspection

REFUSED = (InspectionRefused, TransitionRefused, DocumentRefused)


@requires("plans.view")
def conclusion(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Where it stands, what is missing, its words, its paper."""
    inspection = seen_inspection(request.user, pk)
    writes = concludes(request.user, inspection)
    if writes and not hasattr(inspection, "conclusion"):
        return render(request, "inspections/conclusion_new.html", {"inspection": inspection})
    found = seen_conclusion(request.user, pk)
    result = getattr(inspection, "result", None)
    steps = list(WorkflowStep.objects.of(found))
    at_home = writes or decides(request.user, found) or issues(request.user, inspection)
    context = {
        "inspection": inspection,
        "conclusion": found,
        "steps": _steps(found, steps),
        "gaps": found.missing() if at_home and found.state != ConclusionState.ISSUED else [],
        "sheets": values_of(inspection, until=result.released_at if result else None),
        "findings": findings_of(inspection),
        "recommendations": recommendations_of(inspection),
        "sent_back": next((s for s in reversed(steps) if s.transition == "send_back"), None),
        "paper_key": f"inspections.conclusion:{found.pk}",
        "demand": _demand(found) if at_home else None,
        "may_demand": at_home and may_demand(inspection),
        "at_home": at_home,
        **_may(request, found, writes=writes),
    }
    return render(request, "inspections/conclusion.html", context)


def _demand(found: Conclusion) -> IssuedDocument | None:
    return IssuedDocument.objects.live().filter(key=f"inspections.demand:{found.pk}").first()


def _may(request: AuthenticatedRequest, found: Conclusion, *, writes: bool) -> dict[str, bool]:
    state, user = found.state, request.user
    return {
        "may_edit": writes and found.is_editable,
        "may_withdraw": writes and state == ConclusionState.SUBMITTED,
        "may_decide": state == ConclusionState.SUBMITTED and decides(user, found),
        "may_issue": state == ConclusionState.APPROVED and issues(user, found.inspection),
    }


def _steps(found: Conclusion, taken: list[WorkflowStep]) -> list[Step]:
    order = [*ConclusionState.editable(), "submitted", "approved", "issued"]
    at = max(0, order.index(found.state) - 1)
    last = {step.transition: step for step in taken}
    names = [
        (_("Written"), None, found.written_by or ""),
        (_("Submitted"), last.get("submit"), ""),
        (_("Approved"), last.get("approve"), found.approver or ""),
        (_("Numbered and issued"), last.get("issue"), ""),
    ]
    steps = []
    for place, (label, step, who) in enumerate(names):
        done = place < at or found.state == ConclusionState.ISSUED or (place == at and place > 0)
        state: StepState = "done" if done else "next"
        shown = step if done else None
        steps.append(Step(label, state, shown.by if shown else who, shown.at if shown else None))
    return _one_now(steps)


def _one_now(steps: list[Step]) -> list[Step]:
    """Only the first step that is not done is where the dossier stands."""
    found, seen = [], False
    for step in steps:
        state: StepState = "next" if seen else "now"
        if step.state == "done":
            state = "done"
        seen = seen or state == "now"
        found.append(Step(step.label, state, step.who, step.at))
    return found


@requires("plans.view", "POST")
def conclusion_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Begin it with the words of the draft result."""
    inspection = written_inspection(request.user, pk)
    draft_conclusion(inspection=inspection, by=request.user)
    return redirect("inspections:conclusion_edit", pk)


@requires("plans.view", "GET", "POST")
def conclusion_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The words of a draft."""
    written_inspection(request.user, pk)
    found = seen_conclusion(request.user, pk)
    if not found.is_editable:
        messages.error(request, _("The conclusion is submitted; take it back to change it."))
        return redirect(found)
    form = ConclusionForm(request.POST if request.method == "POST" else None, instance=found)
    context: dict[str, Any] = {"inspection": found.inspection, "conclusion": found, "form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_conclusion(conclusion=form.instance, by=request.user, **values)
        except StaleEdit as stale:
            context |= {"stale": stale, "back": found}
            return render(request, "inspections/stale.html", context, status=409)
        except InspectionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "inspections/conclusion_edit.html", context)


@requires("plans.view", "GET", "POST")
def conclusion_submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Name who decides."""
    inspection = written_inspection(request.user, pk)
    found = seen_conclusion(request.user, pk)
    form = SubmitForm(
        request.POST if request.method == "POST" else None, inspection=inspection,
        initial={"approver": found.approver_id},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        approver = form.cleaned_data["approver"]
        try:
            submit_conclusion(conclusion=found, approver=approver, by=request.user)
        except REFUSED as refusal:
            form.add_error(None, refusal.sentence)
        else:
            words = {"person": approver}
            messages.success(request, _("Submitted to %(person)s.") % words)
            return redirect(found)
    context = {"inspection": inspection, "conclusion": found, "form": form, "gaps": found.missing()}
    return render(request, "inspections/conclusion_submit.html", context)


@requires("plans.view", "POST")
def conclusion_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take it back to change it."""
    written_inspection(request.user, pk)
    found = seen_conclusion(request.user, pk)
    return _taken(request, found, lambda: withdraw_conclusion(conclusion=found, by=request.user))


@requires("plans.approve", "GET", "POST")
def conclusion_decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Approve it, or send it back with the reason."""
    found = seen_conclusion(request.user, pk)
    if not decides(request.user, found):
        raise Http404
    if request.method == "POST" and "approve" in request.POST:
        return _taken(request, found, lambda: approve_conclusion(conclusion=found, by=request.user))
    form = SendBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        return _taken(
            request, found,
            lambda: send_back_conclusion(conclusion=found, comment=comment, by=request.user),
        )  # fmt: skip
    context = {"inspection": found.inspection, "conclusion": found, "form": form}
    return render(request, "inspections/conclusion_decide.html", context)


@requires("documents.issue", "POST")
def conclusion_issue(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The clerk takes the paper up and gives it its number."""
    found = seen_conclusion(request.user, pk)
    if not issues(request.user, found.inspection):
        raise Http404
    try:
        document = prepare_conclusion_paper(conclusion=found, by=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    return redirect("documents:issue", document.pk)


@requires("plans.view", "POST")
def conclusion_demand(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Lay the letter that demands remedies on the clerk's desk."""
    found = seen_conclusion(request.user, pk)
    try:
        prepare_demand_paper(conclusion=found, by=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The clerk finds the letter among the papers to issue."))
    return redirect(found)


def _taken(
    request: AuthenticatedRequest, found: Conclusion, step: Callable[[], None]
) -> HttpResponse:
    try:
        step()
    except REFUSED as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Done."))
    return redirect("inspections:conclusion", found.inspection_id)
