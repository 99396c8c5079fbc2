"""Findings of an inspection: noted, changed, withdrawn, recognised as seen before."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.files.storing import Accept, FileRefused, store
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.undo import undoable
from inspections.domain.closing_time import findings_closed
from inspections.domain.findings import (
    add_photos,
    change_finding,
    mark_repeat,
    note_finding,
    reinstate_finding,
    withdraw_finding,
)
from inspections.domain.queries.repeats import earlier_faults, repeats_in
from inspections.domain.refusals import InspectionRefused
from inspections.enums import FindingKind
from inspections.forms.findings import FindingForm
from inspections.models import Finding, Inspection
from inspections.rules import carries_out, changes_finding, concludes
from inspections.views.scope import carried_finding, carried_inspection, inspection_with_findings


@requires("plans.view", "GET", "POST")
def findings(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was seen, by kind; whoever carries the inspection out notes more at the foot."""
    inspection = inspection_with_findings(request.user, pk)
    closed = findings_closed(inspection)
    may_note = carries_out(request.user, inspection) and not closed
    form = None
    if may_note:
        form = FindingForm(request.POST or None, request.FILES or None, inspection=inspection)
        if request.method == "POST" and form.is_valid() and _noted(request, inspection, form):
            messages.success(request, _("Noted."))
            return redirect(reverse("inspections:findings", args=[pk]) + "#note")
    context = {"inspection": inspection, "visit": inspection.visit, "form": form, "closed": closed}
    context |= _shown(request, inspection, may_note=may_note)
    return render(request, "inspections/findings.html", context)


def _shown(
    request: AuthenticatedRequest, inspection: Inspection, *, may_note: bool
) -> dict[str, Any]:
    user, of_team = request.user, carries_out(request.user, inspection)
    rows = list(
        inspection.findings.select_related(
            "criterion", "author", "repeats__inspection__visit__plan__school_year"
        ).prefetch_related("photos__file", "recommendations")
    )
    proposed = repeats_in(inspection, rows) if of_team else {}
    for row in rows:
        row.inspection = inspection
        row.may_change = may_note and changes_finding(user, row)  # type: ignore[attr-defined]
        row.earlier = proposed.get(row.pk, []) if row.may_change else []  # type: ignore[attr-defined]
    standing = [row for row in rows if not row.is_withdrawn]
    return {
        "groups": [
            (kind, [row for row in standing if row.kind == kind.value]) for kind in FindingKind
        ],
        "withdrawn": [row for row in rows if row.is_withdrawn] if of_team else [],
        "shows_photos": of_team,
        "may_recommend": concludes(user, inspection),
    }


@transaction.atomic
def _noted(request: AuthenticatedRequest, inspection: Inspection, form: FindingForm) -> bool:
    try:
        with transaction.atomic():
            finding = note_finding(inspection=inspection, by=request.user, **form.values())
            _keep_photos(request, finding, form)
    except (InspectionRefused, FileRefused) as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _keep_photos(request: AuthenticatedRequest, finding: Finding, form: FindingForm) -> None:
    uploads = form.cleaned_data.get("photos") or []
    files = [store(upload, accept=Accept.IMAGE, by=request.user) for upload in uploads]
    add_photos(finding=finding, files=files, by=request.user)


@requires("plans.view", "GET", "POST")
def finding_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Other words, kind or criterion; more photos."""
    found = carried_finding(request.user, pk)
    form = FindingForm(
        request.POST or None, request.FILES or None, inspection=found.inspection, finding=found
    )
    context: dict[str, Any] = {"finding": found, "inspection": found.inspection, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, found, form)
        except StaleEdit as stale:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = stale.theirs.version  # type: ignore[index,attr-defined]
            context["stale"], status = stale, 409
        except (InspectionRefused, FileRefused) as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return _back(found.inspection_id)
    return render(request, "inspections/finding_form.html", context, status=status)


@transaction.atomic
def _change(request: AuthenticatedRequest, found: Finding, form: FindingForm) -> None:
    version = form.cleaned_data.get("version") or 0
    change_finding(finding=found, version=version, by=request.user, **form.values())
    _keep_photos(request, found, form)


@requires("plans.view", "POST")
def finding_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """It does not stand; the notice takes that back."""
    found = carried_finding(request.user, pk)
    try:
        withdraw_finding(finding=found, by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        undo = reverse("inspections:finding_reinstate", args=[pk])
        undoable(request, _("Withdrawn: %(what)s") % {"what": found}, undo, {})
    return _back(found.inspection_id)


@requires("plans.view", "POST")
def finding_reinstate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A finding withdrawn by mistake stands again."""
    found = carried_finding(request.user, pk)
    try:
        reinstate_finding(finding=found, by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    return _back(found.inspection_id)


@requires("plans.view", "POST")
def finding_repeat(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Accept the earlier finding proposed, or take that back (nothing sent)."""
    found = carried_finding(request.user, pk)
    inspection = carried_inspection(request.user, found.inspection_id)
    chosen, earlier = request.POST.get("earlier", ""), None
    if chosen:
        wanted = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
        earlier = get_object_or_404(earlier_faults(inspection), pk=wanted)
    try:
        mark_repeat(finding=found, earlier=earlier, by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Saved."))
    return _back(found.inspection_id)


def _back(inspection: int) -> HttpResponse:
    return redirect("inspections:findings", inspection)
