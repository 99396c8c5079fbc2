"""The dossier of one inspection, and its opening from a visit."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models import User
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.offers import Link, offers
from inspections.domain.opening import open_inspection
from inspections.domain.queries.deadlines import deadlines_of
from inspections.domain.queries.dossier import InspectionPage
from inspections.models import FindingPhoto, Inspection
from inspections.offers import STARTED
from inspections.views.scope import seen_inspection
from plans.domain.queries.dossiers import asked_of, readiness_in
from plans.domain.queries.team_standing import in_charge
from plans.models import Visit
from plans.rules import may_carry_out, may_prepare

PHOTOS_SHOWN = 24


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
    """One inspection: where it stands, what is next, its checklists, people and papers.

    The unit sees its own part: the self-assessment, what to prepare, the papers shown to it.
    """
    found = seen_inspection(request.user, pk)
    page = InspectionPage(found, request.user)
    preparations = asked_of(found.visit)
    context: dict[str, Any] = {
        "inspection": found, "visit": found.visit, "page": page,
        "offers": _led(offers("inspections.inspection", request.user, found), page),
        "preparations": preparations, "ready": readiness_in(preparations),
        "may_prepare": may_prepare(request.user, found.visit),
        "deadlines": deadlines_of(found),
    }  # fmt: skip
    if page.reads_all:
        context |= _inside(found, request.user)
    return render(request, "inspections/inspection.html", context)


def _inside(found: Inspection, user: User) -> dict[str, Any]:
    """What the team and its authority see besides."""
    visit = found.visit
    charge = in_charge(visit.team, visit.on, visit) if visit.team else None
    return {
        "attendances": list(found.attendances.all()),
        "photos": list(
            FindingPhoto.objects.visible_to(user).filter(inspection=found)
            .select_related("file", "author")[:PHOTOS_SHOWN]
        ),
        "charge": charge,
    }  # fmt: skip


def _led(links: list[Link], page: InspectionPage) -> list[Link]:
    """One primary button a page: the person's own next step, else the first the papers name."""
    is_taken, found = page.action is not None, []
    for link in links:
        leads_on = link.primary and not is_taken
        found.append(Link(link.label, link.url, link.icon, primary=leads_on))
        is_taken = is_taken or leads_on
    return sorted(found, key=lambda link: not link.primary)
