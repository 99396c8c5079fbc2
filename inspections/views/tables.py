"""Answers as Excel workbooks, and the reports laid on the clerk's desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.spreadsheets.writing import file_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from documents.domain import DocumentRefused
from documents.registry import workbook
from inspections.domain.concluding import prepare_plan_report, prepare_team_report
from inspections.views.scope import carried_inspection, written_inspection
from plans.models import InspectionPlan


@requires("plans.view")
def inspection_answers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every answer of one inspection, for those who carry it out."""
    found = carried_inspection(request.user, pk)
    name = _("Answers – %(unit)s") % {"unit": found.visit.unit.short_name}
    return file_response(name, workbook(f"inspections.team_report:{pk}"))


@requires("plans.edit")
def plan_answers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every answer of a plan's inspections, for those who write the plan."""
    plan = get_object_or_404(InspectionPlan.objects.editable_by(request.user), pk=pk)
    name = _("Answers – %(plan)s") % {"plan": plan.title[:60]}
    return file_response(name, workbook(f"inspections.plan_report:{pk}"))


@requires("plans.view", "POST")
def team_report(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The team's report as a paper of the issuer."""
    found = written_inspection(request.user, pk)
    try:
        prepare_team_report(inspection=found, by=request.user)
    except DocumentRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The clerk finds the report among the papers to issue."))
    return redirect(found)


@requires("plans.edit", "POST")
def plan_report(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The report on a whole plan as a paper of the issuer."""
    plans = InspectionPlan.objects.editable_by(request.user).select_related("issuer")
    plan = get_object_or_404(plans, pk=pk)
    try:
        return redirect(prepare_plan_report(plan=plan, by=request.user))
    except DocumentRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(plan)
