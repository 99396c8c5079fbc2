"""During the visit: beginning and ending it, the announcement, the people present."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from inspections.domain.carrying_out import (
    announce,
    attend,
    begin_inspection,
    end_inspection,
    leave_out,
)
from inspections.domain.guards import minutes_are_closed
from inspections.domain.refusals import InspectionRefused
from inspections.enums import Side
from inspections.forms.carrying_out import AnnounceForm, AttendForm, TeamPresentForm
from inspections.models import Inspection
from inspections.views.scope import carried_inspection


@requires("plans.view", "POST")
def begin(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The team is there."""
    return _step(request, pk, begin_inspection, _("The inspection has begun."))


@requires("plans.view", "POST")
def end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The team has left."""
    return _step(request, pk, end_inspection, _("The inspection is over. The minutes come next."))


def _step(
    request: AuthenticatedRequest, pk: int, verb: Callable[..., Any], done: str
) -> HttpResponse:
    found = carried_inspection(request.user, pk)
    try:
        verb(inspection=found, by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(found)


@requires("plans.view", "GET", "POST")
def announcement(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """On which day the decision was announced at the unit."""
    found = carried_inspection(request.user, pk)
    initial = {"on": found.announced_on} if found.announced_on else {}
    form = AnnounceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            announce(inspection=found, on=form.cleaned_data["on"], by=request.user)
        except InspectionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "inspections/announce.html", {"inspection": found, "form": form})


@requires("plans.view", "GET", "POST")
def people(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who is present: members of the team are ticked, others are named."""
    found = carried_inspection(request.user, pk)
    present = list(found.attendances.select_related("user"))
    named = {row.user_id for row in present if row.user_id}
    sent: Any = request.POST if request.method == "POST" else None
    of_team = TeamPresentForm(
        sent if "team" in request.POST else None, inspection=found, named=named
    )
    form = AttendForm(sent if "team" not in request.POST else None)
    if request.method == "POST":
        done = (
            _name_members(request, found, of_team)
            if of_team.is_bound
            else _name(request, found, form)
        )
        if done:
            return redirect("inspections:people", found.pk)
    sides = [(side.label, [row for row in present if row.side == side]) for side in Side]
    context = {
        "inspection": found, "form": form, "of_team": of_team, "sides": sides,
        "is_closed": minutes_are_closed(found),
    }  # fmt: skip
    return render(request, "inspections/people.html", context)


def _name(request: AuthenticatedRequest, found: Inspection, form: AttendForm) -> bool:
    if not form.is_valid():
        return False
    try:
        attend(inspection=found, by=request.user, **form.cleaned_data)
    except InspectionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _name_members(
    request: AuthenticatedRequest, found: Inspection, form: TeamPresentForm
) -> bool:  # fmt: skip
    if not form.is_valid():
        return False
    try:
        for member in form.chosen():
            post = member.post or member.user.post or member.get_role_display()
            attend(
                inspection=found, side=Side.TEAM, name=member.user.addressed_name, post=post,
                user=member.user, by=request.user,
            )  # fmt: skip
    except InspectionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


@requires("plans.view", "POST")
def person_remove(request: AuthenticatedRequest, pk: int, person: int) -> HttpResponse:
    """Named by mistake."""
    found = carried_inspection(request.user, pk)
    present = get_object_or_404(found.attendances.all(), pk=person)
    present.inspection = found
    try:
        leave_out(attendance=present, by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("inspections:people", found.pk)
