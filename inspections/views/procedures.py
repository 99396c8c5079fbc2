"""The procedure of a plan: chosen, changed; the one extension of an inspection."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from inspections.domain.procedures import change_procedure, choose_procedure, extend_inspection
from inspections.domain.queries.deadlines import last_day_of
from inspections.domain.queries.procedures import (
    preset_called,
    preset_for,
    presets,
    procedure_of,
)
from inspections.domain.refusals import InspectionRefused
from inspections.forms.results import ExtensionForm, ProcedureForm
from inspections.rules import grants_time
from inspections.views.scope import seen_inspection
from plans.models import InspectionPlan


@requires("plans.edit", "GET", "POST")
def procedure(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every figure of a plan's procedure, with the paper it stands in."""
    plan = _written_plan(request, pk)
    found = procedure_of(plan)
    form = ProcedureForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_procedure(procedure=form.instance, version=version, by=request.user)
        except StaleEdit as stale:
            messages.error(request, stale.sentence)
        else:
            messages.success(request, _("Saved."))
        return redirect("inspections:procedure", pk)
    context = {
        "plan": plan,
        "procedure": found,
        "form": form,
        "preset": preset_called(found.source),
        "fitting": preset_for(plan),
        "presets": presets(),
    }
    return render(request, "inspections/procedure.html", context)


@requires("plans.edit", "POST")
def procedure_choose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every figure becomes that of a preset."""
    plan = _written_plan(request, pk)
    try:
        choose_procedure(plan=plan, preset=request.POST.get("preset", ""), by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Saved."))
    return redirect("inspections:procedure", pk)


def _written_plan(request: AuthenticatedRequest, pk: int) -> InspectionPlan:
    plans = InspectionPlan.objects.editable_by(request.user).select_related("issuer", "document")
    return get_object_or_404(plans, pk=pk)


@requires("plans.view", "GET", "POST")
def extension(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """More days, once, with the reason (NĐ 217/2025/NĐ-CP, Điều 13.2)."""
    found = seen_inspection(request.user, pk)
    if not grants_time(request.user, found):
        raise Http404
    settings = procedure_of(found.visit.plan)
    initial = {"days": settings.extension_days}
    form = ExtensionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            extend_inspection(inspection=found, by=request.user, **form.cleaned_data)
        except InspectionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The inspection is extended."))
            return redirect(found)
    last = last_day_of(found, settings)
    context = {"inspection": found, "form": form, "procedure": settings, "last_day": last}
    return render(request, "inspections/extend.html", context)
