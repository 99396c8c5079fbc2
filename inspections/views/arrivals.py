"""What arrived from devices, and the lead's decision on what could not be taken in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.sync.models import JournalConflict, JournalEvent
from core.sync.registry import Held
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from inspections.domain.arrivals import (
    accept_arrival,
    correct_answer,
    set_arrival_aside,
    take_other_content,
)
from inspections.domain.refusals import InspectionRefused
from inspections.forms.arrivals import AsideForm, RightAnswerForm
from inspections.models import Inspection
from inspections.rules import leads
from inspections.sync import arrived
from inspections.sync.answers import ANSWER
from inspections.sync.site import Site
from inspections.views.scope import carried_inspection

TAKE, ASIDE, RIGHT = "take", "aside", "right"


@requires("plans.view")
def arrivals(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """By person and device: how much arrived, and what has to be looked at."""
    site = Site(carried_inspection(request.user, pk))
    context = _context(request, site) | {
        "senders": arrived.senders(site),
        "held": arrived.held(site),
        "conflicts": arrived.conflicts(site),
        "flagged": arrived.flagged(site),
        "settled": arrived.settled(site),
    }
    return render(request, "inspections/arrivals.html", context)


@requires("plans.view", "GET", "POST")
def arrival(request: AuthenticatedRequest, pk: int, event: int) -> HttpResponse:
    """One held event: take it in, put it right, or set it aside."""
    site = Site(carried_inspection(request.user, pk))
    row = get_object_or_404(
        JournalEvent.objects.open().select_related("user"), pk=event, topic=site.key
    )
    choice = _choice(request)
    aside = AsideForm(request.POST if choice == ASIDE else None, prefix="aside")
    right = _right_form(request, site, row, choice)
    acts: dict[str, tuple[Any, Callable[[], None]]] = {
        TAKE: (None, lambda: accept_arrival(inspection=site.inspection, event=row, by=request.user)),
        ASIDE: (aside, lambda: _aside(site.inspection, row, aside, request)),
    }  # fmt: skip
    if right is not None:
        acts[RIGHT] = (right, lambda: _correct(site.inspection, row, right, request))
    if choice in acts and _done(request, *acts[choice]):
        return redirect("inspections:arrivals", pk)
    context = _context(request, site) | {
        "found": arrived.event_words(site, row), "aside": aside, "right": right,
        "choice": choice,
    }  # fmt: skip
    return render(request, "inspections/arrival.html", context)


@requires("plans.view", "GET", "POST")
def arrival_conflict(request: AuthenticatedRequest, pk: int, conflict: int) -> HttpResponse:
    """Two contents under one id, beside each other: which one holds?"""
    site = Site(carried_inspection(request.user, pk))
    row = get_object_or_404(
        JournalConflict.objects.select_related("event__user", "user"), pk=conflict,
        topic=site.key, settled_at__isnull=True,
    )  # fmt: skip
    choice = _choice(request)
    acts: dict[str, tuple[Any, Callable[[], None]]] = {
        TAKE: (
            None,
            lambda: take_other_content(inspection=site.inspection, conflict=row, by=request.user),
        ),
        ASIDE: (None, lambda: _keep_first(site.inspection, row, request)),
    }
    if choice in acts and _done(request, *acts[choice]):
        return redirect("inspections:arrivals", pk)
    context = _context(request, site) | {"found": arrived.conflict_words(site, row)}
    return render(request, "inspections/arrival_conflict.html", context)


def _context(request: AuthenticatedRequest, site: Site) -> dict[str, Any]:
    inspection = site.inspection
    return {
        "inspection": inspection, "visit": inspection.visit,
        "may_decide": leads(request.user, inspection),
        "back": reverse("inspections:arrivals", args=[inspection.pk]),
    }  # fmt: skip


def _choice(request: AuthenticatedRequest) -> str:
    return request.POST.get("choice", "") if request.method == "POST" else ""


def _done(request: AuthenticatedRequest, form: forms.Form | None, act: Callable[[], None]) -> bool:
    """Whether it was decided; otherwise the page says why not."""
    if form is not None and not form.is_valid():
        return False
    try:
        act()
    except InspectionRefused as refusal:
        if form is not None:
            form.add_error(None, refusal.sentence)
        else:
            messages.error(request, refusal.sentence)
        return False
    messages.success(request, _("Decided. The journal keeps what was sent."))
    return True


def _right_form(
    request: AuthenticatedRequest, site: Site, row: JournalEvent, choice: str
) -> RightAnswerForm | None:
    """Only an answer to a criterion of this inspection can be put right."""
    sent = row.payload
    try:
        checklist = site.checklist(sent.get("checklist"))
        criterion = site.criterion(checklist, sent.get("criterion"))
    except (Held, TypeError):
        return None
    if row.kind != ANSWER or criterion is None:
        return None
    data = request.POST if choice == RIGHT else None
    return RightAnswerForm(data, criterion=criterion, sent=sent)


def _aside(
    inspection: Inspection, row: JournalEvent, form: AsideForm, request: AuthenticatedRequest
) -> None:
    set_arrival_aside(
        inspection=inspection, what=row, reason=form.cleaned_data["reason"], by=request.user
    )


def _correct(
    inspection: Inspection, row: JournalEvent, form: RightAnswerForm, request: AuthenticatedRequest
) -> None:
    correct_answer(
        inspection=inspection, event=row, value=form.value, note=form.cleaned_data["note"],
        by=request.user,
    )  # fmt: skip


def _keep_first(
    inspection: Inspection, row: JournalConflict, request: AuthenticatedRequest
) -> None:
    set_arrival_aside(
        inspection=inspection, what=row, reason=_("The first content holds."), by=request.user
    )
