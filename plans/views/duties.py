"""Duties: the list, one duty, sending what is owed, more time."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.files.storing import Accept, FileRefused, store
from core.saved.opening import opens_as_saved
from core.spreadsheets import excel_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters, paginate
from core.workflow.engine import TransitionRefused
from plans.domain.duties import extend, fulfil, waive
from plans.enums import ObligationState
from plans.exports import duty_sheet
from plans.filters import ObligationFilterForm
from plans.forms.duty import ExtendForm, FulfilForm
from plans.forms.plan import ReasonForm
from plans.models import InspectionPlan, Obligation
from plans.rules import may_answer, may_extend


def _find(request: AuthenticatedRequest, pk: int) -> Obligation:
    duties = Obligation.objects.visible_to(request.user)
    related = ("unit", "milestone__plan__issuer", "fulfilled_by", "granted_by")
    return get_object_or_404(duties.select_related(*related), pk=pk)


@requires("plans.view")
@opens_as_saved
def obligation_list(request: AuthenticatedRequest) -> HttpResponse:
    """What is owed: first what is still awaited, the earliest deadline on top."""
    filters, duties = _filtered(request)
    page = paginate(request, duties)
    template = "plans/_obligation_rows.html" if request.htmx else "plans/obligation_list.html"
    return render(request, template, {"page": page, "filters": filters})


@requires("plans.view")
def obligation_export(request: AuthenticatedRequest) -> HttpResponse:
    """The same list as an Excel file."""
    filters, duties = _filtered(request)
    return excel_response(_("Deadlines"), [duty_sheet(duties, filters.words)])


def _filtered(request: AuthenticatedRequest) -> "tuple[Filters, QuerySet[Obligation]]":
    plans = InspectionPlan.objects.visible_to(request.user)
    filters = Filters(request, ObligationFilterForm(request.GET, plans=plans))
    duties = Obligation.objects.visible_to(request.user).with_last_day()
    settled = Case(When(state__in=ObligationState.awaited(), then=0), default=1)
    duties = filters.form.apply(duties).select_related("unit", "milestone__plan")
    return filters, duties.order_by(settled, "last_day", "unit__sort_key", "pk")


@requires("plans.view", "GET", "POST")
def obligation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One duty: what, by when, what was sent; the unit sends from here."""
    found = _find(request, pk)
    answering = may_answer(request.user, found)
    form = FulfilForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and answering and form.is_valid():
        try:
            _send(request, found, form)
        except (FileRefused, TransitionRefused) as refusal:
            form.add_error("attachments", refusal.sentence)
        else:
            messages.success(request, _("Sent. The receiver sees it now."))
            return redirect(found)
    context = {
        "duty": found,
        "files": found.files.select_related("file"),
        "form": form if answering else None,
        "may_extend": found.is_awaited and may_extend(request.user, found),
    }
    return render(request, "plans/obligation.html", context)


@transaction.atomic
def _send(request: AuthenticatedRequest, duty: Obligation, form: FulfilForm) -> None:
    files = [
        store(upload, accept=Accept.DOCUMENT, by=request.user)
        for upload in form.cleaned_data["attachments"]
    ]
    fulfil(obligation=duty, files=files, note=form.cleaned_data["note"], by=request.user)


@requires("plans.extend", "GET", "POST")
def obligation_extend(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """More time for one unit."""
    found = _find(request, pk)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            extend(
                obligation=found, until=values["until"], reason=values["comment"], by=request.user
            )
        except TransitionRefused as refusal:
            form.add_error("until", refusal.sentence)
        else:
            messages.success(request, _("The unit has been told of the new last day."))
            return redirect(found)
    title, action = _("Extend the deadline"), _("Extend the deadline")
    context = {"duty": found, "form": form, "title": title, "action": action}
    return render(request, "plans/obligation_grant.html", context)


@requires("plans.extend", "GET", "POST")
def obligation_waive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The unit need not send this."""
    found = _find(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            waive(obligation=found, reason=form.cleaned_data["comment"], by=request.user)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The unit has been told that nothing needs to be sent."))
            return redirect(found)
    title, action = _("Waive the duty"), _("Waive the duty")
    context = {"duty": found, "form": form, "title": title, "action": action}
    return render(request, "plans/obligation_grant.html", context)
