"""Pages of a plan's parts: one list, one form and three buttons serve every kind."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.trash.views import tell_thrown_away
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from plans.domain.parts import move_part, remove_part, save_part
from plans.forms.part_kinds import PART_KINDS, PartKind
from plans.forms.parts import PartForm
from plans.models import InspectionPlan
from plans.models.plan import PlanPart
from plans.rules import may_change
from plans.views.story import not_now


def _kind(key: str) -> PartKind:
    try:
        return PART_KINDS[key]
    except KeyError as error:
        raise Http404 from error


def _changeable(request: AuthenticatedRequest, pk: int) -> InspectionPlan | None:
    """The plan when it may be changed now; None (with a message) when only its state forbids it."""
    plan = get_object_or_404(
        InspectionPlan.objects.editable_by(request.user).select_related("issuer"), pk=pk
    )
    if may_change(request.user, plan):
        return plan
    messages.error(request, not_now())
    return None


def _rows(plan: InspectionPlan, kind: PartKind) -> list[dict[str, Any]]:
    parts = kind.model._default_manager.filter(plan=plan)
    related = [
        name for name in ("stream", "host", "unit", "legal_document") if hasattr(kind.model, name)
    ]
    parts = parts.select_related(*related) if related else parts
    if kind.key == "milestones":
        parts = parts.prefetch_related("dues")  # type: ignore[misc] # milestones have them
    return [{"pk": part.pk, "cells": [str(cell) for cell in kind.cells(part)]} for part in parts]


@requires("plans.view")
def parts(request: AuthenticatedRequest, pk: int, key: str) -> HttpResponse:
    """All parts of one kind."""
    plan = get_object_or_404(
        InspectionPlan.objects.visible_to(request.user).select_related("issuer"), pk=pk
    )
    kind = _kind(key)
    context = {
        "plan": plan,
        "kind": kind,
        "rows": _rows(plan, kind),
        "may_change": may_change(request.user, plan),
    }
    return render(request, "plans/parts.html", context)


@requires("plans.edit", "GET", "POST")
def part_add(request: AuthenticatedRequest, pk: int, key: str) -> HttpResponse:
    kind, plan = _kind(key), _changeable(request, pk)
    if plan is None:
        return redirect("plans:parts", pk, key)
    return _edit(request, plan, kind, kind.model(plan=plan))


@requires("plans.edit", "GET", "POST")
def part_edit(request: AuthenticatedRequest, pk: int, key: str, part: int) -> HttpResponse:
    kind, plan = _kind(key), _changeable(request, pk)
    if plan is None:
        return redirect("plans:parts", pk, key)
    found = get_object_or_404(kind.model._default_manager.filter(plan=plan), pk=part)
    return _edit(request, plan, kind, found)


def _edit(
    request: AuthenticatedRequest, plan: InspectionPlan, kind: PartKind, part: PlanPart
) -> HttpResponse:
    form = kind.form(request.POST or None, instance=part, plan=plan)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            _save(form, request)
        messages.success(request, _("Saved."))
        again = "add_another" in request.POST
        return redirect("plans:part_add" if again else "plans:parts", plan.pk, kind.key)
    context = {"plan": plan, "kind": kind, "form": form, "part": part}
    return render(request, "plans/part_form.html", context)


def _save(form: PartForm, request: AuthenticatedRequest) -> None:
    part: Any = form.save(commit=False)
    save_part(part=part, by=request.user)
    form.save_m2m()
    save_related = getattr(form, "save_related", None)
    if save_related:
        save_related()


@requires("plans.edit", "POST")
def part_delete(request: AuthenticatedRequest, pk: int, key: str, part: int) -> HttpResponse:
    kind, plan = _kind(key), _changeable(request, pk)
    if plan is not None:
        found = get_object_or_404(kind.model._default_manager.filter(plan=plan), pk=part)
        tell_thrown_away(request, remove_part(part=found, by=request.user))
    return redirect("plans:parts", pk, key)


@requires("plans.edit", "POST")
def part_move(
    request: AuthenticatedRequest, pk: int, key: str, part: int, direction: str
) -> HttpResponse:
    kind, plan = _kind(key), _changeable(request, pk)
    if plan is not None:
        found = get_object_or_404(kind.model._default_manager.filter(plan=plan), pk=part)
        move_part(part=found, step=-1 if direction == "up" else 1, by=request.user)
    return redirect("plans:parts", pk, key)
