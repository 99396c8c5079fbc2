"""The lead's page of official values: collectors beside each other, taken over or decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import query_with
from core.web.pieces import Tab
from inspections.domain.guards import minutes_are_closed
from inspections.domain.official import decide, take_over
from inspections.domain.queries.collected import OfficialRow, OfficialSheet, official_sheet
from inspections.domain.refusals import InspectionRefused
from inspections.models import Checklist
from inspections.rules import leads
from inspections.views.scope import carried_checklist
from standards.forms.assessments import StageForm
from standards.scoring.wording import shown

SHOWN: dict[str, tuple[Any, Callable[[OfficialRow], bool]]] = {
    "": (gettext_lazy("All"), lambda row: True),
    "open": (gettext_lazy("No official value yet"), lambda row: row.is_open),
    "decide": (gettext_lazy("To be decided"), lambda row: row.applies and row.needs_decision),
    "differ": (gettext_lazy("Collectors differ"), lambda row: row.differs),
    "stale": (gettext_lazy("Answered since"), lambda row: row.is_stale),
}


@requires("plans.view")
def official(request: AuthenticatedRequest, pk: int, checklist: int) -> HttpResponse:
    """Every criterion with what was collected and what counts; a constant number of queries."""
    found = carried_checklist(request.user, pk, checklist)
    sheet = official_sheet(found)
    chosen = request.GET.get("show", "")
    _label, fits = SHOWN.get(chosen, SHOWN[""])
    rows = list(sheet.rows)
    groups = [
        (standard, kept) for standard, own in sheet.groups
        if (kept := [row for row in own if row.applies and fits(row)])
    ]  # fmt: skip
    context = _context(request, found, sheet) | {
        "groups": groups, "tabs": _tabs(request, rows, chosen),
        "sole": sum(row.applies and row.official is None and row.sole is not None for row in rows),
    }  # fmt: skip
    return render(request, "inspections/official.html", context)


def _tabs(request: AuthenticatedRequest, rows: list[OfficialRow], chosen: str) -> list[Tab]:
    return [
        Tab(
            label, query_with(request.GET, show=name), current=name == chosen,
            count=sum(row.applies and fits(row) for row in rows),
        )
        for name, (label, fits) in SHOWN.items()
    ]  # fmt: skip


def _context(
    request: AuthenticatedRequest, found: Checklist, sheet: OfficialSheet
) -> dict[str, Any]:
    outcome = sheet.outcome
    return {
        "checklist": found, "inspection": found.inspection, "sheet": sheet, "outcome": outcome,
        "points": (shown(outcome.points), shown(outcome.maximum)) if outcome.maximum else None,
        "may_decide": leads(request.user, found.inspection)
        and not minutes_are_closed(found.inspection),
        "is_closed": minutes_are_closed(found.inspection),
    }  # fmt: skip


@requires("plans.view", "POST")
def official_take_over(request: AuthenticatedRequest, pk: int, checklist: int) -> HttpResponse:
    """Every criterion that exactly one collector answered."""
    found = carried_checklist(request.user, pk, checklist)
    try:
        taken = len(take_over(checklist=found, by=request.user))
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        words = ngettext("%(n)d value taken over.", "%(n)d values taken over.", taken)
        messages.success(request, words % {"n": taken})
    return redirect("inspections:official", pk, checklist)


@requires("plans.view", "GET", "POST")
def official_decide(
    request: AuthenticatedRequest, pk: int, checklist: int, criterion: int
) -> HttpResponse:
    """The lead's decision on one criterion, in its row or on a page of its own."""
    found = carried_checklist(request.user, pk, checklist)
    row = _row(official_sheet(found), criterion)
    form = _form(found, row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _decided(request, found, row, form):
        if not request.htmx:
            messages.success(
                request, _("Decided: criterion %(code)s.") % {"code": row.criterion.code}
            )
            return redirect("inspections:official", pk, checklist)
        sheet = official_sheet(found)
        context = _context(request, found, sheet) | {"row": _row(sheet, criterion), "is_live": True}
        return render(request, "inspections/_official_row.html", context)
    is_closed = minutes_are_closed(found.inspection)
    if is_closed or not leads(request.user, found.inspection):
        messages.error(request, _("The lead of the team decides on official values."))
        return redirect("inspections:official", pk, checklist)
    [(_standard, [question])] = [(s, q) for s, q in form.questions() if q]
    context = {
        "checklist": found, "inspection": found.inspection, "row": row, "form": form,
        "question": question, "note": form[f"c{criterion}_note"],
        "further": [b for b in question.further if not b.name.endswith("_note")],
    }  # fmt: skip
    template = "inspections/_decide.html" if request.htmx else "inspections/decide.html"
    return render(request, template, context)


def _row(sheet: OfficialSheet, criterion: int) -> OfficialRow:
    row = next((row for row in sheet.rows if row.criterion.pk == criterion), None)
    if row is None or not row.applies:
        raise Http404
    return row


def _form(found: Checklist, row: OfficialRow, sent: Any) -> StageForm:
    """Opened with what counts now, else with what the first collector answered."""
    event = row.official or (row.collected[0].event if row.collected else None)
    events = {row.criterion.pk: event} if event and sent is None else {}
    form = StageForm(sent, assessment=found.assessment, events=events, only={row.criterion.pk})
    note = form.fields[f"c{row.criterion.pk}_note"]
    note.label = _("Reason of the decision")
    if row.official is None:
        note.initial = ""
    return form


def _decided(
    request: AuthenticatedRequest, found: Checklist, row: OfficialRow, form: StageForm
) -> bool:
    if not form.is_valid():
        return False
    given = form.given()
    if not given:
        form.add_error(f"c{row.criterion.pk}_value", _("Write the value that counts."))
        return False
    try:
        decide(
            checklist=found, criterion=row.criterion, answer=given[0].answer, note=given[0].note,
            by=request.user,
        )  # fmt: skip
    except InspectionRefused as refusal:
        form.add_error(f"c{row.criterion.pk}_note", refusal.sentence)
        return False
    return True
