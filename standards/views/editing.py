"""Writing a draft: its head, its parts, publishing it, making the next version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.trash.views import tell_thrown_away
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from standards.domain.editing import change_set, create_set, move_part, remove_part, save_part
from standards.domain.publishing import draft_new_version, publish_set
from standards.domain.refusals import StandardsRefused
from standards.forms.sets import PART_FORMS, PartForm, SetForm
from standards.models import Criterion, SetPart, StandardSet
from standards.rules import may_publish
from standards.views.sets import changeable, set_seen
from units.models import Unit


@requires("standards.edit", "GET", "POST")
def set_new(request: AuthenticatedRequest) -> HttpResponse:
    form = SetForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            found = create_set(found=form.instance, by=request.user)
        except StandardsRefused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            messages.success(request, _("The draft is there. Now add standards and criteria."))
            return redirect(found)
    return render(request, "standards/set_form.html", {"form": form})


@requires("standards.edit", "GET", "POST")
def set_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = changeable(request, pk)
    if not found.is_draft:
        return _never_changes(request, found)
    form = SetForm(request.POST or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            change_set(found=form.instance, by=request.user)
        except StandardsRefused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "standards/set_form.html", {"form": form, "set": found})


def _never_changes(request: AuthenticatedRequest, found: StandardSet) -> HttpResponse:
    messages.error(request, _("A published set never changes. Make a new version and change that."))
    return redirect(found)


@requires("standards.edit", "GET", "POST")
def part_add(request: AuthenticatedRequest, pk: int, kind: str) -> HttpResponse:
    """A new standard, criterion or outcome rule."""
    found = changeable(request, pk)
    model, form_class = _kind(kind)
    if not found.is_draft:
        return _never_changes(request, found)
    part: Any = model()
    if model is not Criterion:
        part.standard_set = found
    initial = {"standard": request.GET.get("standard", "")}
    form = form_class(request.POST or None, found=found, instance=part, initial=initial)
    return _part_page(request, found, kind, form)


@requires("standards.edit", "GET", "POST")
def part_edit(request: AuthenticatedRequest, pk: int, kind: str, part: int) -> HttpResponse:
    found = changeable(request, pk)
    row = _part(found, kind, part)
    if not found.is_draft:
        return _never_changes(request, found)
    form = _kind(kind)[1](request.POST or None, found=found, instance=row)
    return _part_page(request, found, kind, form)


def _part_page(
    request: AuthenticatedRequest, found: StandardSet, kind: str, form: PartForm
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        part = save_part(part=form.instance, by=request.user)
        messages.success(request, _("Saved."))
        if "add_another" in request.POST:
            again = redirect("standards:part_add", found.pk, kind)
            again["Location"] += f"?standard={getattr(part, 'standard_id', '') or ''}"
            return again
        return redirect(found)
    context = {"set": found, "kind": kind, "form": form, "part": form.instance}
    return render(request, "standards/part_form.html", context)


@requires("standards.edit", "POST")
def part_delete(request: AuthenticatedRequest, pk: int, kind: str, part: int) -> HttpResponse:
    found = changeable(request, pk)
    try:
        tell_thrown_away(
            request, remove_part(part=_part(found, kind, part), by=request.user)
        )  # fmt: skip
    except StandardsRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(found)


@requires("standards.edit", "POST")
def part_move(
    request: AuthenticatedRequest, pk: int, kind: str, part: int, direction: str
) -> HttpResponse:
    found = changeable(request, pk)
    step = -1 if direction == "up" else 1
    try:
        move_part(part=_part(found, kind, part), step=step, by=request.user)
    except StandardsRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(found)


def _kind(kind: str) -> tuple[type[SetPart], type[PartForm]]:
    try:
        return PART_FORMS[kind]
    except KeyError as error:
        raise Http404 from error


def _part(found: StandardSet, kind: str, part: int) -> Any:
    """A part of this set."""
    model = _kind(kind)[0]
    own = {"standard__standard_set": found} if model is Criterion else {"standard_set": found}
    return get_object_or_404(model._default_manager.filter(**own), pk=part)


@requires("standards.publish", "GET", "POST")
def set_publish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What publishing means, what is missing, and the button."""
    found = set_seen(request, pk)
    if not may_publish(request.user, found) or not found.is_draft:
        raise Http404
    if request.method == "POST":
        try:
            publish_set(found=found, by=request.user)
        except StandardsRefused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("standards:set_publish", pk)
        messages.success(request, _("The set is published and never changes from now on."))
        return redirect(found)
    context = {"set": found, "gaps": found.gaps()}
    return render(request, "standards/publish.html", context)


@requires("standards.edit", "POST")
def set_new_version(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A draft of one's own unit with everything the published set says."""
    found = set_seen(request, pk)
    own = Unit.objects.filter(pk__in=request.user.units_where("standards.edit"))
    owner = own.filter(pk=found.owner_id or 0).first() or own.order_by("pk")[0]
    try:
        draft = draft_new_version(found=found, owner=owner, by=request.user)
    except StandardsRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    messages.success(
        request, _("The new version is drafted; the published one holds until this is published.")
    )
    return redirect(draft)
