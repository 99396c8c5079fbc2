"""Dossiers of a visit: the unit makes them ready, the host of a cluster receives them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.files.storing import Accept, FileRefused, store
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from documents.domain import DocumentRefused
from plans.domain.dossiers import answer_dossier, check_in, take_back_file, undo_check_in
from plans.domain.inviting import (
    host_day,
    invitation_key,
    invitation_of,
    prepare_invitation,
)
from plans.domain.queries.dossiers import arrivals, asked_of, items_of, readiness_in
from plans.enums import DossierState, VisitState
from plans.forms.dossier import CheckInForm, DossierForm
from plans.forms.posted import posted
from plans.models import Cluster, DossierFile, InspectionPlan, PreparationItem, Visit
from plans.rules import may_check_in, may_edit, may_prepare
from plans.views.visits import seen_visit


@requires("plans.view")
def dossiers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What is asked of the unit, what it has ready; the unit answers from here."""
    return _dossier_page(request, seen_visit(request.user, pk))


@requires("plans.answer", "POST")
def dossier(request: AuthenticatedRequest, pk: int, item: int) -> HttpResponse:
    """One answer: ready (with files or not), or not there and why."""
    visit = seen_visit(request.user, pk)
    asked = get_object_or_404(items_of(visit), pk=item)
    form = DossierForm(request.POST, request.FILES)
    if not form.is_valid():
        sentence = str(next(iter(form.errors.values()))[0])
        return _dossier_page(request, visit, {asked.pk: sentence})
    try:
        _answer(request, visit, asked, form)
    except (FileRefused, TransitionRefused) as refusal:
        return _dossier_page(request, visit, {asked.pk: refusal.sentence})
    return redirect(f"{reverse('plans:dossiers', args=[visit.pk])}#item-{asked.pk}")


@transaction.atomic
def _answer(
    request: AuthenticatedRequest, visit: Visit, item: PreparationItem, form: DossierForm
) -> None:
    values = form.cleaned_data
    ready = values["state"] == DossierState.READY
    files = [
        store(upload, accept=Accept.DOCUMENT, by=request.user)
        for upload in (values["attachments"] if ready else [])
    ]
    answer_dossier(
        visit=visit, item=item, state=values["state"], reason=values["reason"], files=files,
        by=request.user,
    )  # fmt: skip


@requires("plans.answer", "POST")
def dossier_file_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take back one file sent by mistake."""
    seen = DossierFile.objects.filter(dossier__visit__in=Visit.objects.visible_to(request.user))
    sent = get_object_or_404(seen.select_related("dossier__visit__unit", "file"), pk=pk)
    visit, item = sent.dossier.visit, sent.dossier.item_id
    try:
        take_back_file(sent=sent, by=request.user)
    except TransitionRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{reverse('plans:dossiers', args=[visit.pk])}#item-{item}")


def _dossier_page(
    request: AuthenticatedRequest, visit: Visit, refused: dict[int, str] | None = None
) -> HttpResponse:
    expected = visit.state in VisitState.expected()
    groups = asked_of(visit)
    context: dict[str, Any] = {
        "visit": visit,
        "groups": groups,
        "ready": readiness_in(groups),
        "may_answer": expected and may_prepare(request.user, visit),
        "refused": refused or {},
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "plans/dossiers.html", context)


@requires("plans.view")
def cluster(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who comes to the host, when, how far their dossiers are, who has arrived."""
    clusters = Cluster.objects.visible_to(request.user).select_related(
        "plan__issuer", "host", "stream"
    )
    found = get_object_or_404(clusters, pk=pk)
    days = arrivals(found, Visit.objects.visible_to(request.user))
    units = [arrival for _day, rows in days for arrival in rows]
    host = host_day(found)
    context = {
        "cluster": found,
        "days": days,
        "host": host,
        "invitation": invitation_of(host) if host else None,
        "invitation_key": invitation_key(host) if host else "",
        "may_edit": may_edit(request.user, found.plan),
        "come": sum(arrival.check_in is not None for arrival in units),
        "count": len(units),
    }
    return render(request, "plans/cluster.html", context)


@requires("plans.edit", "POST")
def cluster_invite(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Hand the invitation to the clerk."""
    plans = InspectionPlan.objects.editable_by(request.user)
    found = get_object_or_404(Cluster.objects.filter(plan__in=plans), pk=pk)
    try:
        document = prepare_invitation(cluster=found, by=request.user)
    except (DocumentRefused, TransitionRefused) as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    messages.success(request, _("The invitation is with the clerk, who numbers and issues it."))
    return redirect(document)


@requires("plans.view", "GET", "POST")
def arrival(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Receive one unit at the host: tick what it has brought."""
    visit = seen_visit(request.user, pk)
    items = items_of(visit)
    there = getattr(visit, "check_in", None)
    chosen = there.brought.all() if there else items.filter(
        answers__visit=visit, answers__state=DossierState.READY
    )  # fmt: skip
    initial = {"brought": [item.pk for item in chosen], "note": there.note if there else ""}
    form = CheckInForm(posted(request), items=items, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            check_in(visit=visit, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(unit)s has arrived.") % {"unit": visit.unit})
            return redirect(visit.cluster or visit)
    context = {
        "visit": visit, "form": form, "check_in": there,
        "may_receive": visit.state in VisitState.expected() and may_check_in(request.user, visit),
    }  # fmt: skip
    return render(request, "plans/arrival.html", context)


@requires("plans.view", "POST")
def arrival_undo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The unit was received by mistake."""
    visit = seen_visit(request.user, pk)
    try:
        undo_check_in(visit=visit, by=request.user)
    except TransitionRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(visit.cluster or visit)
