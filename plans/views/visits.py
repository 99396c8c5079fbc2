"""The list of visits, a visit's own page, adding and changing one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.models import AuditEntry
from core.saved.opening import opens_as_saved
from core.spreadsheets import excel_response
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.offers import offers
from core.web.pages import Filters, paginate
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from plans.domain.queries.dossiers import asked_of, readiness_in
from plans.domain.queries.planning_seen import PlanningSeen, SeenTeam
from plans.domain.queries.sorting import DEFAULT_SORT, sorted_visits
from plans.domain.queries.team_standing import in_charge, team_gaps_of
from plans.domain.queries.visit_scope import VisitScope, filled_in
from plans.domain.queries.visits import history_of, listed, steps_of
from plans.domain.scheduling import add_visit, change_visit
from plans.enums import VisitState
from plans.exports import visit_sheet
from plans.filters import VisitFilterForm
from plans.forms.posted import posted
from plans.forms.visit import VisitForm
from plans.forms.visit_add import VisitAddForm
from plans.models import InspectionPlan, Visit
from plans.rules import may_prepare, may_schedule
from plans.views.visit_rows import visit_columns, visit_rows
from plans.views.visit_steps import actions_for

MOST_TEAMS = 100


@dataclass(frozen=True)
class Narrowed:
    """The filters of the address and what they leave of a person's visits."""

    user: User
    seen: PlanningSeen
    filters: Filters
    scope: VisitScope

    @cached_property
    def plan(self) -> InspectionPlan | None:
        """The plan in the filter; one query if there is one."""
        if not self.filters.values.get("plan"):
            return None
        plans = InspectionPlan.objects.select_related("issuer")
        return plans.get(pk=self.filters.values["plan"])

    def teams(self) -> list[SeenTeam]:
        """Teams one may send, of the plan in the filter if there is one."""
        editable = self.user.units_where("plans.edit")
        chosen = self.filters.values.get("plan")
        return [
            team
            for team in self.seen.teams
            if team.plan.issuer_id in editable and (not chosen or str(team.plan.pk) == chosen)
        ]


def narrowed_visits(request: AuthenticatedRequest) -> Narrowed:
    """What the address asks for; what is unknown in it is ignored."""
    seen = PlanningSeen(request.user)
    filters = Filters(request, VisitFilterForm(request.GET, seen=seen), skip=("q",))
    return Narrowed(request.user, seen, filters, VisitScope.of(seen, filters.values))


def _teams_offered(found: Narrowed) -> list[tuple[int, str]]:
    """The teams one may send; without a plan in the filter each with the name of its own."""
    teams = found.teams()[:MOST_TEAMS]
    if found.plan:
        return [(team.pk, team.name) for team in teams]
    return [(team.pk, f"{team.name} – {Truncator(team.plan.title).chars(40)}") for team in teams]


@requires("plans.view")
@opens_as_saved
def visit_list(request: AuthenticatedRequest) -> HttpResponse:
    """Every visit one may see: searched, narrowed, sorted; several at once get a team or a letter."""
    found = narrowed_visits(request)
    page = paginate(request, found.scope.rows(request.GET.get("sort", DEFAULT_SORT)))
    page.rows = filled_in(page.rows)
    columns = visit_columns(request)
    may_edit = request.user.may("plans.edit")
    context = {
        "page": page,
        "columns": columns,
        "rows": visit_rows(page.rows, columns, may_pick=may_edit),
        "filters": found.filters,
        "may_edit": may_edit,
        "plan": found.plan,
        "teams": _teams_offered(found) if may_edit else [],
    }
    fragment = request.htmx and not request.htmx.boosted
    template = "plans/_visit_rows.html" if fragment else "plans/visit_list.html"
    return render(request, template, context)


@requires("plans.view")
def visit_export(request: AuthenticatedRequest) -> HttpResponse:
    """The same list as an Excel file: the same filters, every row, each with its link."""
    found = narrowed_visits(request)
    visits = listed(found.scope.queryset())
    rows = sorted_visits(visits, request.GET.get("sort", DEFAULT_SORT))
    return excel_response(
        _("Visits"), [visit_sheet(rows, visit_columns(request).keys, found.filters.words)]
    )


def seen_visit(user: User, pk: int) -> Visit:
    """A visit in the user's scope with what its pages show; 404 otherwise."""
    visits = Visit.objects.visible_to(user).select_related(
        "unit", "plan__issuer", "plan__school_year", "plan__document", "team", "cluster__host"
    )
    return get_object_or_404(visits, pk=pk)


def editable_visit(user: User, pk: int) -> Visit:
    """A visit of a plan the user may write; 404 otherwise."""
    visits = Visit.objects.filter(plan__in=InspectionPlan.objects.editable_by(user))
    related = visits.select_related("unit", "plan__issuer", "plan__school_year", "team")
    return get_object_or_404(related, pk=pk)


@requires("plans.view")
def visit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One visit: where it is, when, who comes, what to have ready, what was told and when."""
    found = seen_visit(request.user, pk)
    steps = list(WorkflowStep.objects.of(found))
    scheduling = may_schedule(request.user, found)
    preparations = asked_of(found)
    ways_on = offers("plans.visit", request.user, found)
    leads_on = any(link.primary for link in ways_on)
    context = {
        "visit": found,
        "steps": steps_of(found, steps),
        "actions": actions_for(found, request.user, led_on=leads_on),
        "history": history_of(steps),
        "may_schedule": scheduling,
        "preparations": preparations,
        "ready": readiness_in(preparations),
        "may_answer": found.state in VisitState.expected() and may_prepare(request.user, found),
        "rows": found.team.annex_rows() if found.team else [],
        "charge": in_charge(found.team, found.on, found) if found.team else None,
        "gaps": team_gaps_of(found) if scheduling else [],
        "notices": found.notices.select_related("letter__document", "sent_by"),
        "letters": found.letters.visible_to(request.user).select_related("document"),
        "changes": _changes(found) if scheduling else [],
        "offers": ways_on,
    }
    return render(request, "plans/visit.html", context)


def _changes(visit: Visit) -> "QuerySet[AuditEntry]":
    entries = AuditEntry.objects.about(visit).exclude(action__startswith="visit.notify")
    return entries.select_related("actor")[:20]


@requires("plans.edit", "GET", "POST")
def visit_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Contents, kind, mode and month of a visit."""
    found = editable_visit(request.user, pk)
    form = VisitForm(posted(request), instance=found)
    context: dict[str, Any] = {"visit": found, "form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_visit(
                visit=form.instance, streams=list(values["streams"]), version=values["version"],
                by=request.user,
            )  # fmt: skip
        except StaleEdit as stale:
            context |= {"stale": stale}
            return render(request, "plans/visit_stale.html", context, status=409)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "plans/visit_edit.html", context)


@requires("plans.edit", "GET", "POST")
def visit_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One more unit in a plan's schedule."""
    plan = get_object_or_404(InspectionPlan.objects.editable_by(request.user), pk=pk)
    initial = {
        "month": request.GET.get("month") or _first_month(plan),
        "streams": list(plan.streams.values_list("pk", flat=True)),
    }
    form = VisitAddForm(posted(request), plan=plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        fresh = add_visit(
            plan=plan, unit=values["unit"], month=values["month"], kind=values["kind"],
            streams=list(values["streams"]), mode=values["mode"], by=request.user,
        )  # fmt: skip
        messages.success(request, _("Added: %(what)s") % {"what": fresh.unit})
        return (
            redirect("plans:visit_place", fresh.pk) if "place" in request.POST else redirect(fresh)
        )
    return render(request, "plans/visit_add.html", {"plan": plan, "form": form})


def _first_month(plan: InspectionPlan) -> Any:
    window = plan.windows.order_by("month").first()
    return window.month if window else plan.school_year.starts_on


@requires("plans.edit")
def unit_search(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Units of the plan that fit what is being typed, as choices."""
    plan = get_object_or_404(InspectionPlan.objects.editable_by(request.user), pk=pk)
    form = VisitAddForm(plan=plan)
    text = request.GET.get("unit_text", "").strip()
    found = form.found(text)
    return render(request, "plans/_visit_units.html", {"units": found, "text": text})
