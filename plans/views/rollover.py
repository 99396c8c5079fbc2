"""The roll-over of a plan: choose the year, decide line by line, see what was done, undo it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from plans.domain.rolling.changes import Change, Group
from plans.domain.rolling.verbs import (
    may_undo,
    propose_changes,
    refuse_roll_over,
    roll_over,
    undo_roll_over,
)
from plans.forms.rollover import RollOverForm
from plans.models import InspectionPlan, RollOver


@requires("plans.edit", "GET", "POST")
def rollover_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """First the year; then every proposed change with its box; then the draft."""
    plans = InspectionPlan.objects.editable_by(request.user)
    source = get_object_or_404(plans.select_related("issuer", "document", "school_year"), pk=pk)
    given = request.POST or request.GET
    form = RollOverForm(given if "year" in given else None, source=source)
    context: dict[str, Any] = {"plan": source, "form": form}
    if form.is_bound and form.is_valid():
        year, years = form.cleaned_data["year"], form.cleaned_data["unvisited"]
        try:
            refuse_roll_over(source, year, request.user)
            if request.method == "POST":
                made = roll_over(
                    source=source, year=year, accepted=request.POST.getlist("change"),
                    unvisited_years=years, by=request.user,
                )  # fmt: skip
                messages.success(
                    request, _("The draft is there. You can undo it until you change it.")
                )
                return redirect(made)
            context["groups"] = _grouped(propose_changes(source, year, unvisited_years=years))
            context["year"] = year
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "plans/rollover_new.html", context)


def _grouped(changes: list[Change]) -> list[tuple[Any, list[Change]]]:
    groups = [(group, [c for c in changes if c.group == group]) for group in Group]
    return [(group, found) for group, found in groups if found]


def _made(request: AuthenticatedRequest, pk: int) -> RollOver:
    own = InspectionPlan.objects.editable_by(request.user)
    made = RollOver.objects.filter(source__in=own).select_related(
        "source__issuer", "plan__issuer", "school_year", "made_by"
    )
    return get_object_or_404(made, pk=pk)


@requires("plans.edit")
def rollover(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was accepted and what was not, kept for good."""
    made = _made(request, pk)
    lines = [(group, [c for c in made.changes if c["group"] == group]) for group in Group]
    context = {
        "made": made,
        "groups": [(group, found) for group, found in lines if found],
        "may_undo": may_undo(request.user, made),
    }
    return render(request, "plans/rollover.html", context)


@requires("plans.edit", "POST")
def rollover_undo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The draft goes; the plan it came from is shown again."""
    made = _made(request, pk)
    if made.undone_at is not None:
        raise Http404
    try:
        undo_roll_over(made=made, by=request.user)
    except TransitionRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(made)
    messages.success(request, _("Undone: the draft is gone."))
    return redirect(made.source)
