"""Closing a plan on one page, and the account it leaves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.spreadsheets import excel_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from plans.domain.closing import close_plan, open_account
from plans.exports import account_sheets
from plans.forms.closing import ClosingForm
from plans.forms.posted import posted
from plans.models import InspectionPlan, PlanAccount
from plans.workflow import PLAN


@requires("plans.edit", "GET", "POST")
def closing(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was and was not done, each undone visit with its reason; then the plan is closed."""
    plans = InspectionPlan.objects.editable_by(request.user)
    plan = get_object_or_404(plans.select_related("issuer", "document", "school_year"), pk=pk)
    if PLAN.transitions["close"] not in PLAN.available(plan, request.user):
        messages.error(request, _("This step is not possible in the present state."))
        return redirect(plan)
    account = open_account(plan)
    form = ClosingForm(posted(request), account=account)
    gaps: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            comment = form.cleaned_data["comment"]
            close_plan(plan=plan, comment=comment, reasons=form.reasons, by=request.user)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
            gaps = refusal.gaps
        else:
            messages.success(request, _("The plan is closed; its account is kept."))
            return redirect("plans:account", plan.pk)
    context = {"plan": plan, "account": account, "form": form, "gaps": gaps}
    return render(request, "plans/closing.html", context)


def _account(request: AuthenticatedRequest, pk: int) -> PlanAccount:
    """For people of the issuer: the reasons of others' schools are not everybody's to read."""
    own = [unit for unit, _role in request.user.grants]
    accounts = PlanAccount.objects.filter(plan__issuer__in=own)
    related = ("plan__issuer", "plan__school_year", "plan__document", "closed_by")
    found = accounts.select_related(*related).filter(plan=pk).first()
    if found is None:
        raise Http404
    return found


@requires("plans.view")
def account(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The frozen account of a closed plan."""
    found = _account(request, pk)
    return render(request, "plans/account.html", {"plan": found.plan, "account": found})


@requires("plans.view")
def account_excel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The account as a workbook: visits, duties, coverage."""
    found = _account(request, pk)
    return excel_response(_("Account of the plan"), account_sheets(found))
