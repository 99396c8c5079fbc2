"""Steps of a plan: submit, withdraw, approve, send back. Issuing and closing have pages of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from plans.domain.planning import (
    approve_plan,
    send_back,
    submit_plan,
    withdraw_plan,
)
from plans.forms.plan import ReasonForm, SubmitForm
from plans.models import InspectionPlan
from plans.workflow import PLAN


@dataclass(frozen=True)
class StepPage:
    """How one step is asked for and taken. `take(plan, values, user)` calls the domain."""

    question: Any
    explanation: Any
    take: Callable[[InspectionPlan, dict[str, Any], User], None]
    done: Any
    form: type[forms.Form] | None = None


STEP_PAGES = {
    "submit": StepPage(
        gettext_lazy("Submit the plan for approval?"),
        gettext_lazy("It cannot be edited until the leader answers; you can take it back."),
        lambda plan, values, user: submit_plan(plan=plan, approver=values["approver"], by=user),
        gettext_lazy("Submitted. The leader has been told."),
        SubmitForm,
    ),
    "withdraw": StepPage(
        gettext_lazy("Take the plan back to edit it?"),
        gettext_lazy("The leader no longer sees it among what awaits a decision."),
        lambda plan, values, user: withdraw_plan(plan=plan, by=user),
        gettext_lazy("The plan is a draft again."),
    ),
    "send_back": StepPage(
        gettext_lazy("Send the plan back?"),
        gettext_lazy("The author reads your words and edits the plan."),
        lambda plan, values, user: send_back(plan=plan, comment=values["comment"], by=user),
        gettext_lazy("Sent back. The author has been told."),
        ReasonForm,
    ),
    "reopen": StepPage(
        gettext_lazy("Withdraw the approval?"),
        gettext_lazy("The plan goes back to its author; it has not been issued yet."),
        lambda plan, values, user: send_back(plan=plan, comment=values["comment"], by=user),
        gettext_lazy("Sent back. The author has been told."),
        ReasonForm,
    ),
    "approve": StepPage(
        gettext_lazy("Approve the plan?"),
        gettext_lazy("The clerk then gives it a number and issues it."),
        lambda plan, values, user: approve_plan(plan=plan, by=user),
        gettext_lazy("Approved. The author and the clerk have been told."),
    ),
}


@requires("plans.view", "GET", "POST")
def plan_step(request: AuthenticatedRequest, pk: int, name: str) -> HttpResponse:
    """Ask once, then take the step; a refusal says why and keeps what was typed."""
    plan = get_object_or_404(
        InspectionPlan.objects.visible_to(request.user).select_related("issuer"), pk=pk
    )
    if name == "issue" and plan.document_id:
        return redirect("documents:issue", plan.document_id)
    if name == "close":
        return redirect("plans:closing", plan.pk)
    page = STEP_PAGES.get(name)
    if page is None or PLAN.transitions[name] not in PLAN.available(plan, request.user):
        raise Http404
    form = _form(page, plan, request)
    gaps: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            page.take(plan, form.cleaned_data, request.user)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
            gaps = refusal.gaps
        else:
            messages.success(request, page.done)
            return redirect(plan)
    context = {
        "plan": plan,
        "page": page,
        "form": form,
        "step": PLAN.transitions[name],
        "gaps": gaps,
    }
    return render(request, "plans/plan_step.html", context)


def _form(page: StepPage, plan: InspectionPlan, request: AuthenticatedRequest) -> forms.Form:
    given = request.POST if request.method == "POST" else None
    if page.form is SubmitForm:
        return SubmitForm(given, plan=plan)
    return (page.form or forms.Form)(given)


def refused(request: AuthenticatedRequest, refusal: TransitionRefused) -> None:
    """Show a refusal as a message with its gaps."""
    messages.error(request, " ".join([refusal.sentence, *(gap.sentence for gap in refusal.gaps)]))
