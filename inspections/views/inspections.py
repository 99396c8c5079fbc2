"""The dossier of one inspection, and its opening from a visit."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.offers import offers
from inspections.domain.opening import open_inspection
from inspections.domain.queries.deadlines import deadlines_of
from inspections.offers import STARTED
from inspections.rules import carries_out
from inspections.views.scope import seen_inspection
from plans.models import Visit
from plans.rules import may_carry_out


@requires("plans.view", "GET", "POST")
def open_visit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open the inspection of a visit of one's own team or plan."""
    visits = Visit.objects.visible_to(request.user).filter(state__in=STARTED)
    visit = get_object_or_404(visits.select_related("plan__issuer", "unit", "team"), pk=pk)
    if not may_carry_out(request.user, visit):
        return redirect(visit)
    if request.method == "POST":
        return redirect(open_inspection(visit=visit, by=request.user))
    return render(request, "inspections/open.html", {"visit": visit})


@requires("plans.view")
def inspection(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One inspection: where it stands, what is next, its checklists and papers."""
    found = seen_inspection(request.user, pk)
    context = {
        "inspection": found,
        "visit": found.visit,
        "may_carry_out": carries_out(request.user, found),
        "checklists": found.checklists.select_related("assessment__standard_set", "stream"),
        "offers": offers("inspections.inspection", request.user, found),
        "deadlines": deadlines_of(found),
    }
    return render(request, "inspections/inspection.html", context)
