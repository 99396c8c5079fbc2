"""Recommendations of one inspection, written by those who conclude it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.trash.views import tell_thrown_away
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from inspections.domain.closing_time import recommendations_closed
from inspections.domain.escalation import level_of
from inspections.domain.queries.recommendations import listed, to_carry
from inspections.domain.recommending import (
    carry_over,
    change_recommendation,
    recommend,
    remove_recommendation,
)
from inspections.domain.refusals import InspectionRefused
from inspections.forms.recommendations import RecommendationForm
from inspections.models import Inspection, Recommendation
from inspections.rules import concludes
from inspections.views.scope import seen_inspection, seen_recommendation


def _concluded(request: AuthenticatedRequest, pk: int) -> Inspection:
    """An inspection the person writes the conclusion of; 404 otherwise."""
    found = seen_inspection(request.user, pk)
    if not concludes(request.user, found):
        raise Http404
    return found


@requires("plans.view")
def recommendations(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What this inspection asks for, and what earlier ones still ask for."""
    inspection = seen_inspection(request.user, pk)
    rows = listed(Recommendation.objects.visible_to(request.user).filter(inspection=inspection))
    rows = list(rows.order_by("order", "pk"))  # type: ignore[assignment]
    for row in rows:
        row.level = level_of(row)  # type: ignore[attr-defined]
    writes = concludes(request.user, inspection)
    closed = recommendations_closed(inspection)
    told_faults = {row.finding_id for row in rows}
    faults = inspection.findings.standing().faults() if writes and not closed else []
    context = {
        "inspection": inspection,
        "visit": inspection.visit,
        "rows": rows,
        "may_write": writes and not closed,
        "closed": closed if writes else "",
        "owed": to_carry(inspection) if writes and not closed else [],
        "unanswered": [each for each in faults if each.pk not in told_faults],
    }
    return render(request, "inspections/recommendations.html", context)


@requires("plans.view", "GET", "POST")
def recommendation_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One more thing to be mended; `?finding=` names the shortcoming."""
    inspection = _concluded(request, pk)
    initial = {"finding": request.GET.get("finding", "")}
    form = RecommendationForm(request.POST or None, inspection=inspection, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            recommend(inspection=inspection, by=request.user, **form.values())
        except InspectionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved. The unit is told when the conclusion is issued."))
            return redirect("inspections:recommendations", pk)
    context = {"inspection": inspection, "form": form}
    return render(request, "inspections/recommendation_form.html", context)


@requires("plans.view", "GET", "POST")
def recommendation_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change one the unit was not told of."""
    found = seen_recommendation(request.user, pk)
    inspection = _concluded(request, found.inspection_id)
    if found.told_at is not None:
        messages.error(request, _("The unit was told of it. Only its last day can change now: extend it."))  # fmt: skip
        return redirect(found)
    form = RecommendationForm(
        request.POST or None, instance=found, inspection=inspection,
        initial={"version": found.version},
    )  # fmt: skip
    context: dict[str, Any] = {"inspection": inspection, "form": form, "recommendation": found}
    status = 200
    if request.method == "POST" and form.is_valid():
        target = seen_recommendation(request.user, pk)  # the form has written into `found`
        version = form.cleaned_data["version"] or 0
        try:
            change_recommendation(
                recommendation=target, version=version, by=request.user, **form.values()
            )
        except StaleEdit as stale:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = stale.theirs.version  # type: ignore[index,attr-defined]
            context["stale"], status = stale, 409
        except InspectionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("inspections:recommendations", inspection.pk)
    return render(request, "inspections/recommendation_form.html", context, status=status)


@requires("plans.view", "POST")
def recommendation_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Not asked for after all; the notice brings it back."""
    found = seen_recommendation(request.user, pk)
    inspection = _concluded(request, found.inspection_id)
    try:
        tell_thrown_away(request, remove_recommendation(recommendation=found, by=request.user))
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("inspections:recommendations", inspection.pk)


@requires("plans.view", "POST")
def recommendation_carry(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask again for what earlier inspections still ask for."""
    inspection = _concluded(request, pk)
    try:
        carried = len(carry_over(inspection=inspection, by=request.user))
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        words = ngettext("%(n)d recommendation carried over.", "%(n)d recommendations carried over.", carried)  # fmt: skip
        messages.success(request, words % {"n": carried})
    return redirect("inspections:recommendations", pk)
