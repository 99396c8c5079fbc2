"""One recommendation: its dossier, the owner's report, the decision on it, more time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.files.storing import Accept, FileRefused, store
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from inspections.domain.escalation import level_of
from inspections.domain.following import (
    extend_due,
    reopen,
    report_done,
    send_back,
    verifiers_of,
    verify,
)
from inspections.domain.queries.recommendations import steps_of
from inspections.domain.refusals import InspectionRefused
from inspections.forms.recommendations import ExtendDueForm, ReportForm
from inspections.models import Recommendation
from inspections.rules import concludes, extends_due
from inspections.views.scope import seen_recommendation
from inspections.workflow import RECOMMENDATION
from plans.forms.plan import ReasonForm
from plans.forms.posted import posted


@requires("plans.view")
def recommendation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Where it stands, what was reported, who verifies, where it came from and goes on."""
    found, user = seen_recommendation(request.user, pk), request.user
    log = list(WorkflowStep.objects.of(found))
    visible = Recommendation.objects.visible_to(user).select_related(
        "inspection__visit__plan__school_year"
    )
    names = {transition.name for transition in _available(found, user)}
    untold = found.told_at is None
    context = {
        "recommendation": found,
        "inspection": found.inspection,
        "visit": found.inspection.visit,
        "steps": steps_of(found, log),
        "log": [(step, RECOMMENDATION.transitions[step.transition].done) for step in log],
        "level": level_of(found),
        "reports": found.reports.select_related("reported_by").prefetch_related("files__file"),
        "extensions": found.extensions.select_related("granted_by"),
        "verifiers": verifiers_of(found),
        "later": visible.filter(carried_from=found),
        "earlier": visible.filter(carried_to=found).first(),
        "may": names,
        "may_extend": not untold and not found.is_settled and extends_due(user, found),
        "may_write": untold and concludes(user, found.inspection),
    }
    return render(request, "inspections/recommendation.html", context)


def _available(found: Recommendation, user: User) -> list[Any]:
    """Steps that can be taken: of one that continues elsewhere only what is seen there."""
    if found.told_at is None or found.continued_in is not None:
        return []
    return [each for each in RECOMMENDATION.available(found, user) if each.name != "settle"]


@requires("plans.view", "GET", "POST")
def recommendation_report(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The owner says what was done, with proof."""
    found = seen_recommendation(request.user, pk)
    if "report" not in {each.name for each in _available(found, request.user)}:
        return redirect(found)
    form = ReportForm(request.POST or None, request.FILES or None, needs_file=found.needs_file)
    if request.method == "POST" and form.is_valid():
        try:
            _report(request, found, form)
        except FileRefused as refusal:
            form.add_error("attachments", refusal.sentence)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Sent. You are told when it is verified."))
            return redirect(found)
    last = found.reports.last()
    returned = WorkflowStep.objects.of(found).last() if found.state == "returned" else None
    context = {"recommendation": found, "form": form, "last": last, "returned": returned}
    return render(request, "inspections/recommendation_report.html", context)


@transaction.atomic
def _report(request: AuthenticatedRequest, found: Recommendation, form: ReportForm) -> None:
    uploads = form.cleaned_data["attachments"] or []
    files = [store(upload, accept=Accept.DOCUMENT, by=request.user) for upload in uploads]
    report_done(recommendation=found, text=form.cleaned_data["text"], files=files, by=request.user)


@dataclass(frozen=True)
class StepPage:
    """How one step is asked for and taken."""

    question: Any
    explanation: Any
    take: Callable[[Recommendation, str, User], None]
    done: Any
    icon: str
    needs_reason: bool = True


STEP_PAGES = {
    "verify": StepPage(
        gettext_lazy("Verify that it is done?"),
        gettext_lazy("You have seen the proof, or the thing itself. The unit is told."),
        lambda found, _reason, user: verify(recommendation=found, by=user),
        gettext_lazy("Verified. The unit has been told."), "check-circle", needs_reason=False,
    ),
    "send_back": StepPage(
        gettext_lazy("Return the report?"),
        gettext_lazy("Say what is still missing. The unit reads it and reports again."),
        lambda found, reason, user: send_back(recommendation=found, reason=reason, by=user),
        gettext_lazy("Returned. The unit has been told."), "arrow-return-left",
    ),
    "reopen": StepPage(
        gettext_lazy("Open the recommendation again?"),
        gettext_lazy("It was verified and does not hold. The unit reads why."),
        lambda found, reason, user: reopen(recommendation=found, reason=reason, by=user),
        gettext_lazy("Open again. The unit has been told."), "arrow-counterclockwise",
    ),
}  # fmt: skip


@requires("plans.view", "GET", "POST")
def recommendation_step(request: AuthenticatedRequest, pk: int, name: str) -> HttpResponse:
    """Verify, return, open again: with the last report before one's eyes."""
    found, page = seen_recommendation(request.user, pk), STEP_PAGES.get(name)
    if page is None or not RECOMMENDATION.transitions[name].rule(request.user, found):
        raise Http404
    if name not in {each.name for each in _available(found, request.user)}:
        messages.error(request, _("This step is not possible in the present state."))
        return redirect(found)
    form: forms.Form = (ReasonForm if page.needs_reason else forms.Form)(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            page.take(found, form.cleaned_data.get("comment", ""), request.user)
        except (TransitionRefused, InspectionRefused) as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, page.done)
            return redirect(found)
    context = {
        "recommendation": found, "page": page, "form": form,
        "step": RECOMMENDATION.transitions[name], "last": found.reports.last(),
    }  # fmt: skip
    return render(request, "inspections/recommendation_step.html", context)


@requires("plans.view", "GET", "POST")
def recommendation_extend(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """More time, with a reason."""
    found = seen_recommendation(request.user, pk)
    if not extends_due(request.user, found):
        raise Http404
    form = ExtendDueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            extend_due(
                recommendation=found, due_on=values["due_on"], reason=values["comment"],
                by=request.user,
            )  # fmt: skip
        except InspectionRefused as refusal:
            form.add_error("due_on", refusal.sentence)
        else:
            messages.success(request, _("The unit has been told of the new last day."))
            return redirect(found)
    context = {"recommendation": found, "form": form}
    return render(request, "inspections/recommendation_extend.html", context)
