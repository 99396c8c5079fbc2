"""Steps of a visit: notify, take off the calendar, postpone, cancel, begin, done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from plans.domain.scheduling import (
    begin_visit,
    cancel_visit,
    concerned_people,
    finish_visit,
    notify_visit,
    postpone_visit,
    take_off,
)
from plans.enums import VisitState
from plans.forms.plan import ReasonForm
from plans.forms.posted import posted
from plans.models import Visit
from plans.rules import may_schedule
from plans.workflow import VISIT


@dataclass(frozen=True)
class StepPage:
    """How one step is asked for and taken. `take(visit, reason, user)` calls the domain."""

    question: Any
    explanation: Any
    take: Callable[[Visit, str, User], None]
    done: Any
    icon: str
    needs_reason: bool = False
    tells: bool = False


STEP_PAGES = {
    "notify": StepPage(
        gettext_lazy("Notify the unit?"),
        gettext_lazy("These people are told day, time and what to prepare, each once."),
        lambda visit, _reason, user: notify_visit(visit=visit, by=user),
        gettext_lazy("The unit has been notified."),
        "envelope",
        tells=True,
    ),
    "unschedule": StepPage(
        gettext_lazy("Take the visit off the calendar?"),
        gettext_lazy("It goes back to the visits without a day. The unit has not been told yet."),
        lambda visit, _reason, user: take_off(visit=visit, by=user),
        gettext_lazy("The visit has no day any more."),
        "calendar-x",
    ),
    "postpone": StepPage(
        gettext_lazy("Postpone the visit?"),
        gettext_lazy("Its day becomes free. A unit that was told is told the reason."),
        lambda visit, reason, user: postpone_visit(visit=visit, reason=reason, by=user),
        gettext_lazy("Postponed. Choose a new day when it is known."),
        "pause-circle",
        needs_reason=True,
    ),
    "cancel": StepPage(
        gettext_lazy("Cancel the visit?"),
        gettext_lazy("It will not take place. A unit that was told is told the reason."),
        lambda visit, reason, user: cancel_visit(visit=visit, reason=reason, by=user),
        gettext_lazy("The visit is cancelled."),
        "x-circle",
        needs_reason=True,
    ),
    "start": StepPage(
        gettext_lazy("Begin the visit?"),
        gettext_lazy("From now on its day and team stay as they are."),
        lambda visit, _reason, user: begin_visit(visit=visit, by=user),
        gettext_lazy("The visit has begun."),
        "play-circle",
    ),
    "finish": StepPage(
        gettext_lazy("Has the visit taken place?"),
        gettext_lazy("It counts as done in the plan."),
        lambda visit, _reason, user: finish_visit(visit=visit, by=user),
        gettext_lazy("The visit is done."),
        "check-circle",
    ),
}


@dataclass(frozen=True)
class Action:
    """A button of the visit's page; at most one is primary."""

    label: Any
    url: str
    icon: str
    primary: bool = False


_MOVES = {
    VisitState.PROPOSED: gettext_lazy("Choose day and time"),
    VisitState.POSTPONED: gettext_lazy("Choose a new day"),
    VisitState.SCHEDULED: gettext_lazy("Change day or team"),
    VisitState.NOTIFIED: gettext_lazy("Change day or team"),
}


def actions_for(visit: Visit, user: User, *, led_on: bool = False) -> list[Action]:
    """What this user may do now, the expected first and primary; none is, where a link leads on."""
    if not may_schedule(user, visit):
        return []
    expected = "" if led_on else _expected(visit)
    found = [
        Action(
            transition.label,
            reverse("plans:visit_step", args=[visit.pk, name]),
            STEP_PAGES[name].icon,
            primary=name == expected,
        )
        for transition in VISIT.available(visit, user)
        if (name := transition.name) in STEP_PAGES
    ]
    if visit.state in _MOVES:
        url = reverse("plans:visit_place", args=[visit.pk])
        label = _MOVES[VisitState(visit.state)]
        found.insert(0, Action(label, url, "calendar-check", primary=expected == "place"))
    return sorted(found, key=lambda action: not action.primary)


def _expected(visit: Visit) -> str:
    """The step people take next: of a notified visit nothing is expected before its day."""
    if visit.state in {VisitState.PROPOSED, VisitState.POSTPONED}:
        return "place"
    if visit.state == VisitState.NOTIFIED:
        return "start" if visit.on and visit.on <= timezone.localdate() else ""
    return {VisitState.SCHEDULED: "notify", VisitState.IN_PROGRESS: "finish"}.get(
        VisitState(visit.state), ""
    )


@requires("plans.edit", "GET", "POST")
def visit_step(request: AuthenticatedRequest, pk: int, name: str) -> HttpResponse:
    """Ask once, saying who will be told, then take the step."""
    visits = Visit.objects.visible_to(request.user)
    visit = get_object_or_404(visits.select_related("unit", "plan__issuer", "team"), pk=pk)
    page = STEP_PAGES.get(name)
    if page is None or not may_schedule(request.user, visit):
        raise Http404
    if VISIT.transitions[name] not in VISIT.available(visit, request.user):
        messages.error(request, gettext_lazy("This step is not possible in the present state."))
        return redirect(visit)
    form: forms.Form = (ReasonForm if page.needs_reason else forms.Form)(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            page.take(visit, form.cleaned_data.get("comment", ""), request.user)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, page.done)
            return redirect(visit)
    told = concerned_people(visit) if page.tells or visit.was_notified else []
    context = {
        "visit": visit, "page": page, "form": form, "step": VISIT.transitions[name], "told": told,
    }  # fmt: skip
    return render(request, "plans/visit_step.html", context)
