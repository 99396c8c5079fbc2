"""The page of a proposed schedule: what it saves, what it lacks, and what to accept of it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.jobs.queueing import enqueue
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from plans.domain.queries.proposal_problem import visits_in_clusters, waiting_visits
from plans.domain.schedule_proposals import Outcome, accept, refuse, take_back
from plans.enums import PlacementState, ScheduleProposalState
from plans.models import InspectionPlan, ProposedPlacement, ScheduleProposal
from plans.views.bulk import tell_refused
from plans.views.proposal_words import gap_in_words, reason, summary

# More visits than this are accepted or taken back by a job: a request would take too long.
MOST_AT_ONCE = 200


def _editable(request: AuthenticatedRequest, pk: int) -> InspectionPlan:
    plans = InspectionPlan.objects.editable_by(request.user)
    return get_object_or_404(plans.select_related("issuer", "school_year"), pk=pk)


def _current(plan: InspectionPlan) -> ScheduleProposal | None:
    return (
        ScheduleProposal.objects.filter(plan=plan, state=ScheduleProposalState.CURRENT)
        .select_related("plan")
        .first()
    )


@requires("plans.edit")
def proposal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The latest proposal of a plan, or the way to the first one."""
    plan = _editable(request, pk)
    found = _current(plan)
    rows = _rows(found) if found else []
    context = {
        "plan": plan,
        "proposal": found,
        "waiting": len(waiting_visits(plan)),
        "in_clusters": visits_in_clusters(plan),
        "has_teams": plan.teams.exists(),
        "months": _months(rows, found),
        "open": sum(row.state == PlacementState.PROPOSED for row in rows),
        "accepted": sum(row.state == PlacementState.ACCEPTED for row in rows),
        **(summary(plan, found) if found else {}),
    }
    return render(request, "plans/schedule_proposal.html", context)


def _rows(found: ScheduleProposal) -> "list[ProposedPlacement]":
    return list(found.placements.select_related("visit__unit", "team", "previous"))


def _months(
    rows: Iterable[ProposedPlacement], found: ScheduleProposal | None
) -> list[dict[str, Any]]:
    totals = found.totals.get("months", {}) if found else {}
    months = [(month, list(group)) for month, group in groupby(rows, key=lambda row: row.month)]
    return [
        {
            "month": month,
            "rows": [(row, reason(row)) for row in group],
            "open": sum(row.state == PlacementState.PROPOSED for row in group),
            "gap": gap_in_words(totals.get(f"{month:%Y-%m}", {})),
        }
        for month, group in months
    ]


@requires("plans.edit", "POST")
def step(request: AuthenticatedRequest, pk: int, action: str) -> HttpResponse:
    """Ask for a proposal; accept, refuse or take back what the present one proposes."""
    plan = _editable(request, pk)
    if action == "ask":
        title = _("Proposed schedule: %(plan)s") % {"plan": plan.title}
        job = enqueue("plans.propose_schedule", {"plan": plan.pk}, by=request.user, title=title)
        return redirect(job)
    if action not in {"accept", "refuse", "undo"}:
        raise Http404
    found = _current(plan)
    if found is None:
        messages.error(request, _("There is no proposal yet."))
    elif action == "undo":
        return _take_back(request, found)
    else:
        return _answer(request, found, action)
    return redirect("plans:schedule_proposal", plan.pk)


def _take_back(request: AuthenticatedRequest, found: ScheduleProposal) -> HttpResponse:
    if found.placements.filter(state=PlacementState.ACCEPTED).count() > MOST_AT_ONCE:
        title = _("Taking back the schedule: %(plan)s") % {"plan": found.plan.title}
        job = enqueue("plans.take_back_schedule", {"proposal": found.pk}, by=request.user, title=title)  # fmt: skip
        return redirect(job)
    _say_taken_back(request, take_back(proposal=found, by=request.user))
    return redirect("plans:schedule_proposal", found.plan_id)


def _answer(request: AuthenticatedRequest, found: ScheduleProposal, action: str) -> HttpResponse:
    chosen = list(_chosen(request, found))
    if not chosen:
        messages.error(request, _("Pick at least one visit first."))
    elif action == "accept" and len(chosen) > MOST_AT_ONCE:
        title = _("Accepting the schedule: %(plan)s") % {"plan": found.plan.title}
        params = {"proposal": found.pk, "placements": [row.pk for row in chosen]}
        return redirect(enqueue("plans.accept_schedule", params, by=request.user, title=title))
    elif action == "accept":
        _say_accepted(request, accept(placements=chosen, by=request.user))
    else:
        count = refuse(proposal=found, picked=[row.pk for row in chosen], by=request.user)
        words = ngettext("%(count)d proposal refused.", "%(count)d proposals refused.", count)
        messages.success(request, words % {"count": count})
    return redirect("plans:schedule_proposal", found.plan_id)


def _chosen(
    request: AuthenticatedRequest, found: ScheduleProposal
) -> "QuerySet[ProposedPlacement]":
    """All that is proposed, that of one month, or what was picked."""
    rows = found.placements.filter(state=PlacementState.PROPOSED).select_related(
        "visit__unit", "team"
    )
    if "all" in request.POST:
        return rows
    if "month" in request.POST:
        year, _dash, month = request.POST["month"].partition("-")
        if not (year.isdecimal() and month.isdecimal()):
            raise Http404
        return rows.filter(on__year=int(year), on__month=int(month))
    picked = [pk for pk in request.POST.getlist("pick") if pk.isdecimal()]
    return rows.filter(pk__in=picked)


def _say_accepted(request: AuthenticatedRequest, outcome: Outcome) -> None:
    words = ngettext("%(count)d visit has its day now. The units have not been notified yet.", "%(count)d visits have their days now. The units have not been notified yet.", outcome.done)  # fmt: skip
    if outcome.done:
        messages.success(request, words % {"count": outcome.done})
    tell_refused(request, outcome.refused)


def _say_taken_back(request: AuthenticatedRequest, outcome: Outcome) -> None:
    words = ngettext("%(count)d visit waits for a day again.", "%(count)d visits wait for a day again.", outcome.done)  # fmt: skip
    messages.success(request, words % {"count": outcome.done})
    tell_refused(request, outcome.refused)
