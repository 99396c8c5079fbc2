"""Inspections by other authorities: the list schedulers keep so that nothing overlaps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.trash.views import tell_thrown_away
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate
from plans.domain.outside import note_outside, remove_outside
from plans.forms.outside import OutsideForm
from plans.forms.posted import posted
from plans.models import OutsideInspection
from units.models import Unit


@requires("plans.view")
def outside(request: AuthenticatedRequest) -> HttpResponse:
    """What others inspect, the latest first; changed by whoever noted it down."""
    seen = OutsideInspection.objects.visible_to(request.user)
    page = paginate(request, seen.select_related("unit", "noted_for", "noted_by"))
    context = {
        "page": page,
        "editable_at": set(request.user.units_where("plans.edit")),
        "today": timezone.localdate(),
    }
    return render(request, "plans/outside_list.html", context)


@requires("plans.edit", "GET", "POST")
def outside_note(request: AuthenticatedRequest) -> HttpResponse:
    """Note down one more, for one's own unit."""
    place = Unit.objects.filter(pk__in=request.user.units_where("plans.edit")).first()
    if place is None:
        raise Http404
    return _form_page(request, OutsideInspection(noted_for=place))


@requires("plans.edit", "GET", "POST")
def outside_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _form_page(request, _own(request, pk))


@requires("plans.edit", "POST")
def outside_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    item = remove_outside(inspection=_own(request, pk), by=request.user)
    tell_thrown_away(request, item)
    return redirect("plans:outside")


def _own(request: AuthenticatedRequest, pk: int) -> OutsideInspection:
    found = OutsideInspection.objects.editable_by(request.user)
    return get_object_or_404(found.select_related("unit", "noted_for"), pk=pk)


def _form_page(request: AuthenticatedRequest, inspection: OutsideInspection) -> HttpResponse:
    within = Unit.objects.under([inspection.noted_for_id], timezone.localdate()).inspected()
    form = OutsideForm(posted(request), instance=inspection, within=within)
    if request.method == "POST" and form.is_valid():
        note_outside(inspection=form.instance, by=request.user)
        messages.success(request, _("Noted. Whoever schedules a visit there will be told."))
        return redirect("plans:outside")
    context: dict[str, Any] = {"form": form, "inspection": inspection if inspection.pk else None}
    return render(request, "plans/outside_form.html", context)
