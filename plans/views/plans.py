"""List of plans, a new plan, the plan's own page, its head."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.audit.models import AuditEntry
from core.saved.opening import opens_as_saved
from core.spreadsheets import excel_response
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.offers import offers
from core.web.pages import Filters, paginate
from core.workflow.engine import Gap, TransitionRefused
from core.workflow.models import WorkflowStep
from plans.documents.amended import amended
from plans.domain.amending import draft_amendment
from plans.domain.planning import change_plan, create_plan
from plans.domain.queries.offices import office_panel, parent_panel
from plans.domain.queries.plan_page import (
    letters_seen,
    plan_seen,
    read_parts,
    schedule_summary,
    steps_taken,
    teams_shown,
)
from plans.domain.queries.plans import for_rows, history_of, listed, steps_of, with_counts
from plans.enums import PlanState
from plans.exports import plan_sheet
from plans.filters import PlanFilterForm
from plans.forms.part_kinds import amended_title
from plans.forms.plan import NewPlanForm, PlanForm
from plans.models import InspectionPlan
from plans.rules import may_change, may_edit
from plans.views.story import actions_for, part_models, parts_overview, step_labels


@requires("plans.view")
@opens_as_saved
def plan_list(request: AuthenticatedRequest) -> HttpResponse:
    """Plans one may read, the newest school year first."""
    filters, plans = _filtered(request)
    page = paginate(request, for_rows(plans))
    page.rows = with_counts(page.rows)
    template = "plans/_plan_rows.html" if request.htmx else "plans/plan_list.html"
    context = {"page": page, "filters": filters, "may_create": request.user.may("plans.edit")}
    return render(request, template, context)


def _filtered(request: AuthenticatedRequest) -> "tuple[Filters, QuerySet[InspectionPlan]]":
    filters = Filters(request, PlanFilterForm(request.GET))
    return filters, filters.form.apply(InspectionPlan.objects.visible_to(request.user))


@requires("plans.view")
def plan_export(request: AuthenticatedRequest) -> HttpResponse:
    """The same list as an Excel file."""
    filters, plans = _filtered(request)
    return excel_response(_("Inspection plans"), [plan_sheet(listed(plans), filters.words)])


@requires("plans.edit", "GET", "POST")
def plan_create(request: AuthenticatedRequest) -> HttpResponse:
    """Four questions, then the draft opens."""
    form = NewPlanForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        plan = create_plan(**form.cleaned_data, by=request.user)
        messages.success(request, _("The draft is there. Now fill in what is missing."))
        return redirect(plan)
    return render(request, "plans/plan_new.html", {"form": form})


@requires("plans.view")
def plan(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The whole plan as one story: where it is, what is missing, its parts, its papers."""
    found: Any = plan_seen(request.user, pk)
    if found is None:
        raise Http404
    changing = may_change(request.user, found)
    watched = changing or not found.is_published
    read_parts(found, part_models(), deeply=watched)
    log_rows = steps_taken(found)
    context = {
        "plan": found,
        "steps": steps_of(found, step_labels(), log_rows),
        "actions": actions_for(found, request.user),
        "gaps": found.missing() if watched else [],
        "warnings": _warnings(found, mending=changing) if watched else [],
        "parts": parts_overview(found, found.part_counts),
        "paper_key": f"plans.plan:{found.pk}",
        "sections": found.sections.all(),
        "may_change": changing,
        "may_amend": found.state == PlanState.ISSUED and may_edit(request.user, found),
        "history": history_of(log_rows),
        "schedule": schedule_summary(found),
        "teams": teams_shown(found),
        "letters": letters_seen(found, request.user),
        "may_schedule": may_edit(request.user, found),
        "office_panel": office_panel(found, request.user),
        "above": parent_panel(found) if found.parent_id else None,
        "offers": offers("plans.plan", request.user, found),
    }
    return render(request, "plans/plan.html", context)


def _warnings(found: InspectionPlan, *, mending: bool) -> list[Gap]:
    """Whoever approves the plan reads them too; only who may change it is led to the place."""
    return [gap if mending else Gap(gap.sentence) for gap in found.warnings()]


@requires("plans.view")
def plan_history(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who changed what, in words."""
    found = get_object_or_404(InspectionPlan.objects.visible_to(request.user), pk=pk)
    entries = AuditEntry.objects.about(found).select_related("actor")
    log_rows = WorkflowStep.objects.of(found)
    context = {"plan": found, "page": paginate(request, entries), "history": history_of(log_rows)}
    return render(request, "plans/plan_history.html", context)


@requires("plans.view")
def plan_changes(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What an amendment says otherwise than the plan it amends."""
    seen = InspectionPlan.objects.visible_to(request.user).filter(amends__isnull=False)
    found = get_object_or_404(seen.select_related("amends__document", "document"), pk=pk)
    rows = [(amended_title(change.part), change) for change in amended(found)]
    return render(request, "plans/plan_changes.html", {"plan": found, "changes": rows})


@requires("plans.edit", "GET", "POST")
def plan_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The head of the plan: what stands on the paper around the chapters."""
    found = get_object_or_404(InspectionPlan.objects.editable_by(request.user), pk=pk)
    if not may_change(request.user, found):
        messages.error(request, _("The plan can only be changed while it is a draft."))
        return redirect(found)
    form = PlanForm(request.POST or None, instance=found)
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=found.version)
    if request.method == "POST" and form.is_valid():
        try:
            change_plan(plan=form.instance, version=form.cleaned_data["version"], by=request.user)
        except StaleEdit as stale:
            context = {"plan": found, "form": form, "stale": stale, "back": found}
            return render(request, "plans/stale.html", context, status=409)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "plans/plan_edit.html", {"plan": found, "form": form})


@requires("plans.edit", "POST")
def plan_amend(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A draft that will take the issued plan's place."""
    found = get_object_or_404(InspectionPlan.objects.editable_by(request.user), pk=pk)
    try:
        amendment = draft_amendment(plan=found, by=request.user)
    except TransitionRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    messages.success(
        request, _("The amendment is drafted; the issued plan holds until it is issued.")
    )
    return redirect(amendment)
