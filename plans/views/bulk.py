"""One action for several visits: a team for all of them, or one letter that names them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from plans.domain.letters import LetterRefused, draft_letter
from plans.domain.scheduling import ClashRefused, assign_team
from plans.forms.visit import BulkTeamForm
from plans.models import InspectionPlan, InspectionTeam, Visit
from plans.views.visits import Narrowed, narrowed_visits

TOLD_AT_ONCE = 5


@requires("plans.edit", "POST")
def visit_bulk(request: AuthenticatedRequest) -> HttpResponse:
    """The picked rows, or all that the filters in the address leave; nothing outside one's plans."""
    found = narrowed_visits(request)
    chosen = found.scope.queryset().filter(
        plan__in=InspectionPlan.objects.editable_by(request.user)
    )
    if "all" not in request.POST:
        picked = [pk for pk in request.POST.getlist("pick") if pk.isdecimal()]
        chosen = chosen.filter(pk__in=picked)
    chosen = chosen.select_related("unit", "plan__issuer", "plan__school_year").order_by("pk")
    if not chosen.exists():
        messages.error(request, _("Pick at least one visit first."))
        return _back(request)
    if request.POST.get("action") == "letter":
        return _letter(request, chosen)
    form = BulkTeamForm(request.POST, teams=_teams(found))
    if form.is_valid():
        _assign(request, chosen, form.cleaned_data["team"])
    else:
        messages.error(request, str(form.errors["team"][0]))
    return _back(request)


def _teams(found: Narrowed) -> "QuerySet[InspectionTeam]":
    return InspectionTeam.objects.filter(pk__in=[team.pk for team in found.teams()])


def _back(request: AuthenticatedRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(f"{reverse('plans:visit_list')}{'?' if query else ''}{query}")


def _assign(request: AuthenticatedRequest, visits: "QuerySet[Visit]", team: InspectionTeam) -> None:
    """Each visit by itself: one that cannot is named, the others are done."""
    done, refused = 0, []
    for visit in visits.select_related("team"):
        if visit.plan_id != team.plan_id:
            refused.append(_("%(unit)s: the team belongs to another plan.") % {"unit": visit.unit})
            continue
        try:
            assign_team(visit=visit, team=team, version=visit.version, by=request.user)
        except (ClashRefused, StaleEdit, TransitionRefused) as refusal:
            refused.append(f"{visit.unit}: {refusal}")
        else:
            done += 1
    if done:
        words = ngettext(
            "%(team)s goes on %(count)d visit.", "%(team)s goes on %(count)d visits.", done
        )
        messages.success(request, words % {"team": team, "count": done})
    tell_refused(request, refused)


def tell_refused(request: AuthenticatedRequest, refused: list[str]) -> None:
    """The first sentences of what could not be done, and how many more there were."""
    for sentence in refused[:TOLD_AT_ONCE]:
        messages.error(request, sentence)
    left = len(refused) - TOLD_AT_ONCE
    if left > 0:
        words = ngettext("%(count)d more visit was not changed.", "%(count)d more visits were not changed.", left)  # fmt: skip
        messages.error(request, words % {"count": left})


def _letter(request: AuthenticatedRequest, visits: "QuerySet[Visit]") -> HttpResponse:
    rows: list[Any] = list(visits)
    plans = {visit.plan_id for visit in rows}
    if len(plans) > 1:
        messages.error(request, _("A letter speaks of one plan. Choose visits of one plan."))
        return _back(request)
    try:
        letter = draft_letter(plan=rows[0].plan, visits=rows, by=request.user)
    except LetterRefused as refusal:
        messages.error(request, refusal.sentence)
        return _back(request)
    messages.success(request, _("The letter is drafted. Read it, then have it issued."))
    return redirect(letter)
