"""Before the visit: what to look at, and one more checklist."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from inspections.domain.opening import add_checklist
from inspections.domain.queries.preparing import agenda_of, earlier_findings, owed_by
from inspections.domain.refusals import InspectionRefused
from inspections.forms.checklists import ChecklistForm
from inspections.models import Inspection
from inspections.views.scope import carried_inspection
from standards.models import StandardSet


@requires("plans.view")
def prepare(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Last answers, open recommendations, what may repeat, where the columns differ: one sheet."""
    found = carried_inspection(request.user, pk)
    checklists = list(
        found.checklists.select_related("assessment__unit", "assessment__standard_set")
        .prefetch_related(
            "assessment__sheets", "assessment__standard_set__standards__criteria",
            "assessment__standard_set__rules",
        )
    )  # fmt: skip
    for checklist in checklists:
        checklist.inspection = found
    context = {
        "inspection": found, "visit": found.visit,
        "agendas": [agenda_of(checklist) for checklist in checklists],
        "owed": owed_by(found), "findings": earlier_findings(found),
    }  # fmt: skip
    return render(request, "inspections/prepare.html", context)


@requires("plans.view", "GET", "POST")
def checklist_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Choose a set, then say what it asks beforehand."""
    found = carried_inspection(request.user, pk)
    sets = _sets_for(request, found)
    context: dict[str, Any] = {"inspection": found, "sets": sets}
    if "set" in request.GET:
        judged = get_object_or_404(sets, pk=_number(request.GET["set"]))
        form = ChecklistForm(
            request.POST if request.method == "POST" else None, found=judged, visit=found.visit
        )
        if request.method == "POST" and form.is_valid() and _add(request, found, judged, form):
            messages.success(request, _("Added: %(what)s") % {"what": judged})
            return redirect(found)
        context |= {"form": form, "judged": judged}
    return render(request, "inspections/checklist_add.html", context)


def _add(
    request: AuthenticatedRequest, found: Inspection, judged: StandardSet, form: ChecklistForm
) -> bool:
    try:
        add_checklist(
            inspection=found, standard_set=judged, stream=form.cleaned_data["stream"],
            attributes=form.attributes, subject=form.cleaned_data["subject"], by=request.user,
        )  # fmt: skip
    except InspectionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _sets_for(request: AuthenticatedRequest, found: Inspection) -> QuerySet[StandardSet]:
    """Sets in force on the day of the visit that know a level of the unit; those of the plan too."""
    day = found.visit.on or timezone.localdate()
    fitting = Q()
    for level in found.visit.unit.level_list:
        fitting |= Q(levels__contains=f",{level},")
    published = StandardSet.objects.visible_to(request.user).published()
    in_force = StandardSet.objects.in_force_on(day).values("pk")
    of_plan = found.visit.streams.exclude(standard_set=None).values("standard_set")
    known = Q(pk__in=in_force) | Q(pk__in=of_plan)
    return published.filter(known, fitting).order_by("purpose", "name", "-version")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
