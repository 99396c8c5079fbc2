"""The draft result on the side of those who inspect: written, released, or gone on without a reply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.pieces import Step
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from inspections.documents.parts import findings_of
from inspections.documents.values import as_released
from inspections.domain.queries.procedures import procedure_of
from inspections.domain.queries.replies import sent_explanations
from inspections.domain.refusals import InspectionRefused
from inspections.domain.results import change_result, draft_result, let_lapse, release_result
from inspections.enums import ResultState
from inspections.forms.results import ResultForm
from inspections.models import DraftResult
from inspections.rules import carries_out, concludes, replies_for, works_at
from inspections.views.scope import seen_inspection, written_inspection, written_result
from units.domain.calendar import add_working_days


@requires("plans.view")
def result(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The draft result: the team's dossier; the unit is led to its own page."""
    inspection = seen_inspection(request.user, pk)
    found = DraftResult.objects.visible_to(request.user).filter(inspection=inspection).first()
    of_unit = works_at(request.user, inspection) or replies_for(request.user, inspection)
    if found and of_unit and not carries_out(request.user, inspection):
        return redirect("inspections:reply", pk)
    writes = concludes(request.user, inspection)
    if found is None and not writes:
        raise Http404
    context: dict[str, Any] = {
        "inspection": inspection,
        "visit": inspection.visit,
        "result": found,
        "writes": writes,
    }
    if found is None:
        return render(request, "inspections/result_new.html", context)
    found.inspection = inspection
    context |= {
        "steps": _steps(found),
        "gaps": found.missing() if writes else [],
        "sheets": as_released(found),
        "findings": findings_of(inspection),
        "explanations": sent_explanations(found),
        "may_lapse": writes and _is_overdue(found),
        "paper_key": f"inspections.result:{found.pk}",
        "has_conclusion": hasattr(inspection, "conclusion"),
    }
    return render(request, "inspections/result.html", context)


def _is_overdue(found: DraftResult) -> bool:
    last = found.reply_by
    is_open = found.state == ResultState.RELEASED
    return is_open and last is not None and timezone.localdate() > last


def _steps(found: DraftResult) -> list[Step]:
    taken = {step.transition: step for step in WorkflowStep.objects.of(found)}
    released, replied = taken.get("release"), taken.get("reply") or taken.get("lapse")
    silent = found.state == ResultState.SILENT
    return [
        Step(_("Written"), "done" if released else "now"),
        Step(
            _("Released to the unit"),
            "done" if replied else ("now" if released else "next"),
            released.by if released else "", released.at if released else None,
        ),
        Step(
            _("No reply in time") if silent else _("The unit replied"),
            "done" if replied else "next", replied.by if replied else "",
            replied.at if replied else None,
        ),
    ]  # fmt: skip


@requires("plans.view", "POST")
def result_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Begin the draft."""
    inspection = written_inspection(request.user, pk)
    draft_result(inspection=inspection, by=request.user)
    return redirect("inspections:result_edit", pk)


@requires("plans.view", "GET", "POST")
def result_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The overall assessment, beside the values and findings it sums up."""
    found = written_result(request.user, pk)
    if found.state != ResultState.DRAFT:
        messages.error(request, _("The draft result was released; it no longer changes."))
        return redirect(found)
    form = ResultForm(request.POST if request.method == "POST" else None, instance=found)
    context = {"inspection": found.inspection, "result": found, "form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_result(
                result=form.instance, version=values["version"], by=request.user,
                summary=values["summary"],
            )  # fmt: skip
        except StaleEdit as stale:
            context |= {"stale": stale, "back": found}
            return render(request, "inspections/stale.html", context, status=409)
        except InspectionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    context |= {"sheets": as_released(found), "findings": findings_of(found.inspection)}
    return render(request, "inspections/result_edit.html", context)


@requires("plans.view", "GET", "POST")
def result_release(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask once more, with the day by which the unit replies; then release."""
    found = written_result(request.user, pk)
    if request.method == "POST":
        try:
            release_result(result=found, by=request.user)
        except TransitionRefused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("The draft result is released; the unit has been told."))
        return redirect("inspections:result", pk)
    procedure = procedure_of(found.inspection.visit.plan)
    today, unit = timezone.localdate(), found.inspection.visit.unit
    context = {
        "inspection": found.inspection,
        "result": found,
        "gaps": found.missing(),
        "days": procedure.reply_days,
        "reply_by": add_working_days(today, procedure.reply_days, unit),
    }
    return render(request, "inspections/result_release.html", context)


@requires("plans.view", "POST")
def result_lapse(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Go on without a reply."""
    found = written_result(request.user, pk)
    try:
        let_lapse(result=found, by=request.user)
    except TransitionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Noted: no reply came in time. The conclusion can be written."))
    return redirect("inspections:result", pk)
