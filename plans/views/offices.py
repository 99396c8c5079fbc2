"""Offices under a department's plan: their own plans, the units they propose, the board of both."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from plans.domain.deriving import derive_plan, deriving_office
from plans.domain.offering import (
    offer_unit,
    open_list,
    return_list,
    send_list,
    units_to_offer,
    withdraw_unit,
)
from plans.domain.queries.offices import office_board
from plans.forms.plan import ReasonForm
from plans.forms.posted import posted
from plans.forms.proposal import ProposedUnitForm
from plans.models import InspectionPlan, OfficeProposal, ProposedUnit
from plans.rules import may_propose
from plans.views.decisions import refused
from plans.workflow import PROPOSAL


def _plan(request: AuthenticatedRequest, pk: int) -> InspectionPlan:
    plans = InspectionPlan.objects.visible_to(request.user)
    return get_object_or_404(plans.select_related("issuer", "document", "school_year"), pk=pk)


@requires("plans.edit", "POST")
def plan_derive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """An office begins its own plan under the department's."""
    parent = _plan(request, pk)
    office = deriving_office(request.user, parent)
    if office is None:
        messages.error(request, _("Your unit does not carry out this plan by one of its own."))
        return redirect(parent)
    try:
        own = derive_plan(parent=parent, office=office, by=request.user)
    except TransitionRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(parent)
    messages.success(request, _("The draft is there. Now fill in what is missing."))
    return redirect(own)


@requires("plans.view")
def office_board_page(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The issuer's view of its offices; others have nothing to look for here."""
    plan = _plan(request, pk)
    if not any(unit == plan.issuer_id for unit, _role in request.user.grants):
        raise Http404
    return render(request, "plans/office_board.html", {"plan": plan, "board": office_board(plan)})


@requires("plans.view", "GET", "POST")
def proposal(request: AuthenticatedRequest, pk: int, office: int) -> HttpResponse:
    """The list of one office: written there, read at the department."""
    plan = _plan(request, pk)
    found = _list(request, plan, office)
    editing = found.is_editable and may_propose(request.user, found)
    form = ProposedUnitForm(
        posted(request), instance=ProposedUnit(proposal=found),
        units=units_to_offer(found) if editing else [],
    )  # fmt: skip
    if request.method == "POST" and editing and form.is_valid():
        try:
            offer_unit(proposal=found, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect(found)
    context = {
        "plan": plan,
        "proposal": found,
        "units": found.units.select_related("unit") if found.pk else [],
        "form": form if editing else None,
        "may_send": editing,
        "may_return": PROPOSAL.transitions["send_back"] in PROPOSAL.available(found, request.user),
        "history": _told(found),
    }
    return render(request, "plans/proposal.html", context)


def _list(request: AuthenticatedRequest, plan: InspectionPlan, office: int) -> OfficeProposal:
    """The list there is and one may see; the office gets an empty one, kept from the first unit on."""
    lists = OfficeProposal.objects.visible_to(request.user).select_related("office", "plan__issuer")
    found = lists.filter(plan=plan, office=office).first()
    if found:
        found.plan = plan
        return found
    own = deriving_office(request.user, plan)
    if own is None or own.pk != office:
        raise Http404
    if request.method == "GET":  # opening the page leaves nothing behind
        return OfficeProposal(plan=plan, office=own)
    try:
        return open_list(plan=plan, office=own, by=request.user)
    except TransitionRefused as refusal:
        raise Http404 from refusal


def _told(found: OfficeProposal) -> list[tuple[WorkflowStep, object]]:
    steps = WorkflowStep.objects.of(found) if found.pk else []
    return [(step, PROPOSAL.transitions[step.transition].done) for step in steps]


@requires("plans.edit", "GET", "POST")
def proposal_step(request: AuthenticatedRequest, pk: int, name: str) -> HttpResponse:
    """Send the list, or send it back with a reason."""
    lists = OfficeProposal.objects.visible_to(request.user).select_related("plan__issuer", "office")
    found = get_object_or_404(lists, pk=pk)
    step = PROPOSAL.transitions.get(name)
    if step is None or step not in PROPOSAL.available(found, request.user):
        raise Http404
    form = ReasonForm(posted(request)) if step.needs_comment else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if form is None:
                send_list(proposal=found, by=request.user)
            else:
                return_list(proposal=found, comment=form.cleaned_data["comment"], by=request.user)
        except TransitionRefused as refusal:
            refused(request, refusal)
        else:
            messages.success(request, _("Done. The people concerned have been told."))
        return redirect(found)
    context = {"proposal": found, "plan": found.plan, "step": step, "form": form}
    return render(request, "plans/proposal_step.html", context)


@requires("plans.edit", "POST")
def proposed_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a unit off the list."""
    offered = get_object_or_404(
        ProposedUnit.objects.filter(
            proposal__in=OfficeProposal.objects.visible_to(request.user)
        ).select_related("proposal__office", "proposal__plan", "unit"),
        pk=pk,
    )
    try:
        withdraw_unit(offered=offered, by=request.user)
    except TransitionRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(offered.proposal)
