"""Putting visits on the calendar: one by one with what stands in the way, or proposals for a plan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.undo import undoable
from core.workflow.engine import TransitionRefused
from plans.domain.clashes import Clash, clashes
from plans.domain.proposing import default_streams, draft_visits, propose_visits
from plans.domain.queries.slots import first_free
from plans.domain.queries.visits import agenda
from plans.domain.scheduling import ClashRefused, place_visit
from plans.domain.undoing import FormerPlace, undo_placing
from plans.enums import VisitState
from plans.forms.visit import PlaceForm, ProposeForm, UndoForm, place_initial
from plans.models import InspectionPlan, Visit
from plans.views.visits import editable_visit


def _panel(visit: Visit, form: PlaceForm, refused: list[Clash] | None = None) -> dict[str, Any]:
    """What the panel beside the form says: clashes, fields for reasons, the day's other visits."""
    if not form.is_valid():
        return {"is_asked": False}
    proposal = form.proposal
    found = refused if refused is not None else clashes(visit, proposal)
    team_id = proposal.team.pk if proposal.team else None
    return {
        "is_asked": True,
        "blocking": [clash for clash in found if not clash.excuse],
        "excusable": _by_excuse(found, form.reasons),
        "agenda": agenda(visit, proposal.on, team_id),
        "proposal": proposal,
    }


def _by_excuse(found: list[Clash], reasons: dict[str, str]) -> list[tuple[str, list[str], str]]:
    """One field per reason, under every sentence it excuses."""
    sentences: dict[str, list[str]] = {}
    for clash in found:
        if clash.excuse:
            sentences.setdefault(clash.excuse, []).append(clash.sentence)
    return [(excuse, said, reasons.get(excuse, "")) for excuse, said in sentences.items()]


@requires("plans.edit")
def visit_clashes(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What stands in the way of the day, time and team in the address; nothing is saved."""
    visit = editable_visit(request.user, pk)
    form = PlaceForm(request.GET, visit=visit)
    context = {"visit": visit, "brief": "brief" in request.GET, **_panel(visit, form)}
    return render(request, "plans/_visit_clashes.html", context)


@requires("plans.edit", "GET", "POST")
def visit_place(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Choose day, time and team. The same form for the keyboard, the phone and the drop."""
    visit = editable_visit(request.user, pk)
    if visit.state not in VisitState.movable():
        messages.error(request, _("This step is not possible in the present state."))
        return redirect(visit)
    if request.method == "POST":
        return _save(request, visit)
    form = _opened(request, visit)
    asked = PlaceForm({**form.initial, "team": form.initial["team"] or ""}, visit=visit)
    return render(request, "plans/visit_place.html", _context(request, visit, form, asked))


def _opened(request: AuthenticatedRequest, visit: Visit) -> PlaceForm:
    form = PlaceForm(visit=visit)
    team = visit.team or _only_team(visit)
    suggestion = first_free(visit, team) if visit.on is None else None
    asked = {name: request.GET.get(name, "") for name in ("on", "starts_at", "ends_at", "team")}
    form.initial = place_initial(visit, form.slots, asked, suggestion)
    if not form.initial["team"] and team:
        form.initial["team"] = team.pk
    return form


def _only_team(visit: Visit) -> Any:
    teams = list(visit.plan.teams.all()[:2])
    return teams[0] if len(teams) == 1 else None


def _save(request: AuthenticatedRequest, visit: Visit) -> HttpResponse:
    form = PlaceForm(request.POST, visit=visit)
    refused: list[Clash] | None = None
    former = FormerPlace.of(visit)
    if form.is_valid():
        try:
            place_visit(
                visit=visit, proposal=form.proposal, reasons=form.reasons, by=request.user,
                version=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except ClashRefused as refusal:
            visit, refused = editable_visit(request.user, visit.pk), refusal.clashes
        except StaleEdit as stale:
            context = {"visit": visit, "form": form, "stale": stale}
            return render(request, "plans/visit_stale.html", context, status=409)
        except TransitionRefused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(visit)
        else:
            back = _back(request, visit)
            values = former.as_values() | {"version": visit.version, "next": back}
            undo = reverse("plans:visit_undo", args=[visit.pk])
            undoable(request, _placed_sentence(visit), undo, values)
            return redirect(back)
    context = _context(request, visit, form, form, refused)
    return render(request, "plans/visit_place.html", context)


@requires("plans.edit", "POST")
def visit_undo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a placing back, if nothing has changed since."""
    visit = editable_visit(request.user, pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        undo_placing(visit=visit, former=form.former, version=form.version_asked, by=request.user)
    except ClashRefused as refusal:
        messages.error(request, str(refusal))
    except StaleEdit:
        messages.error(request, _("The visit was changed since; there is nothing to undo."))
    except TransitionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("%(unit)s is back where it was.") % {"unit": visit.unit})
    return redirect(_back(request, visit))


def _placed_sentence(visit: Visit) -> str:
    words = {"unit": visit.unit, "day": f"{visit.on:%d/%m/%Y}", "time": f"{visit.starts_at:%H:%M}"}
    if visit.state == VisitState.NOTIFIED:
        return (
            _("%(unit)s: %(time)s, %(day)s. The people concerned were told of the change.") % words
        )
    return _("%(unit)s: %(time)s, %(day)s. The unit has not been notified yet.") % words


def _context(
    request: AuthenticatedRequest,
    visit: Visit,
    form: PlaceForm,
    asked: PlaceForm,
    refused: list[Clash] | None = None,
) -> dict[str, Any]:
    return {
        "visit": visit,
        "form": form,
        "was_refused": refused is not None,
        "next": _next(request),
        **_panel(visit, asked, refused),
    }


def _next(request: AuthenticatedRequest) -> str:
    """Where the form was opened from; only addresses of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, hosts) else ""


def _back(request: AuthenticatedRequest, visit: Visit) -> str:
    return _next(request) or visit.get_absolute_url()


@requires("plans.edit", "GET", "POST")
def propose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show what would be added from the plan's months; add it only when asked."""
    plan = get_object_or_404(
        InspectionPlan.objects.editable_by(request.user).select_related("issuer", "document"), pk=pk
    )
    given = request.POST if request.method == "POST" else request.GET
    initial = {"streams": [stream.pk for stream in default_streams(plan)]}
    form = ProposeForm(given if "chosen" in given else None, plan=plan, initial=initial)
    streams = list(form.cleaned_data["streams"]) if form.is_bound and form.is_valid() else None
    if request.method == "POST":
        draft = propose_visits(plan=plan, streams=streams, by=request.user)
        count = len(draft.visits)
        words = ngettext(
            "%(count)d visit was added, without a day yet.",
            "%(count)d visits were added, without a day yet.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("plans:plan", plan.pk)
    context = {"plan": plan, "form": form, "draft": draft_visits(plan, streams)}
    return render(request, "plans/visit_propose.html", context)
