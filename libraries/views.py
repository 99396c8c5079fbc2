"""Pages of delegations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters, paginate
from libraries.domain import DelegationRefused, add_delegation, end_delegation
from libraries.forms import DelegationFilter, DelegationForm, EndForm, departments_of
from libraries.models import Delegation
from libraries.rules import may_delegate


@requires("units.view", "GET")
def delegation_list(request: AuthenticatedRequest) -> HttpResponse:
    """Which office inspects what in the department's stead."""
    filters = Filters(request, DelegationFilter(request.GET))
    chosen = _chosen(Delegation.objects.visible_to(request.user), filters)
    page = paginate(request, chosen.select_related("office", "department"))
    return render(
        request,
        "libraries/delegation_list.html",
        {
            "page": page,
            "filters": filters,
            "may_add": departments_of(request.user).exists(),
            "own": request.user.units_where("plans.edit"),
        },
    )


def _chosen(delegations: QuerySet[Delegation], filters: Filters) -> QuerySet[Delegation]:
    if kind := filters.values.get("kind"):
        delegations = delegations.filter(kind=kind)
    state = filters.values.get("state")
    if state == "now":
        return delegations.in_force()  # type: ignore[attr-defined,no-any-return]
    if state == "ended":
        return delegations.ended()  # type: ignore[attr-defined,no-any-return]
    return delegations


@requires("plans.edit", "GET", "POST")
def delegation_add(request: AuthenticatedRequest) -> HttpResponse:
    """A new delegation, in the name of one's own department."""
    if not departments_of(request.user).exists():
        raise Http404
    form = DelegationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            delegation = add_delegation(**_values(form), by=request.user)
        except DelegationRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(what)s was delegated.") % {"what": delegation})
            return redirect("libraries:delegation_list")
    return render(request, "libraries/delegation_form.html", {"form": form})


def _values(form: DelegationForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    values["levels"] = values.pop("level_list")
    return values


@requires("plans.edit", "GET", "POST")
def delegation_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The delegation's last day, with the reason."""
    delegation = get_object_or_404(Delegation.objects.visible_to(request.user), pk=pk)
    if not may_delegate(request.user, delegation.department):
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_delegation(delegation=delegation, **form.cleaned_data, by=request.user)
        except DelegationRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(what)s: the last day was set.") % {"what": delegation})
            return redirect("libraries:delegation_list")
    return render(
        request, "libraries/delegation_end.html", {"form": form, "delegation": delegation}
    )
