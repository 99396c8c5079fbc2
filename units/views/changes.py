"""Changes that carry a date: manager, name, merger, end; and other spellings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from units.domain import (
    ChangeRefused,
    add_alias,
    dissolve,
    merge_units,
    remove_alias,
    rename_unit,
    set_manager,
)
from units.forms import EndForm, MergeForm, MoveForm, RenameForm, SpellingForm
from units.models import Unit, UnitAlias
from units.views.scope import editable_units, unit_in_scope


@requires(Permission.EDIT_UNITS, "GET", "POST")
def move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another manager from a day on."""
    unit = unit_in_scope(request, pk, Permission.EDIT_UNITS)
    form = MoveForm(request.POST or None, within=editable_units(request))

    def act(values: dict[str, Any]) -> Unit:
        set_manager(unit=unit, manager=values["target"], on=values["on"], by=request.user)
        return unit

    title = _("Move to another manager")
    return _page(request, unit, form, title, _("Move the unit"), act)


@requires(Permission.EDIT_UNITS, "GET", "POST")
def rename(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = unit_in_scope(request, pk, Permission.EDIT_UNITS)
    form = RenameForm(request.POST or None)

    def act(values: dict[str, Any]) -> Unit:
        return rename_unit(unit=unit, by=request.user, **values)

    return _page(request, unit, form, _("Give another name"), _("Save the new name"), act)


@requires(Permission.EDIT_UNITS, "GET", "POST")
def merge(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = unit_in_scope(request, pk, Permission.EDIT_UNITS)
    form = MergeForm(request.POST or None, within=editable_units(request))

    def act(values: dict[str, Any]) -> Unit:
        into: Unit = values["target"]
        merge_units(
            units=[unit], into=into, on=values["on"], basis=values["basis"], by=request.user
        )
        return into

    return _page(request, unit, form, _("Merge into another unit"), _("Merge the unit"), act)


@requires(Permission.EDIT_UNITS, "GET", "POST")
def end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = unit_in_scope(request, pk, Permission.EDIT_UNITS)
    form = EndForm(request.POST or None)

    def act(values: dict[str, Any]) -> Unit:
        return dissolve(unit=unit, by=request.user, **values)

    return _page(request, unit, form, _("The unit no longer exists"), _("End the unit"), act)


@requires(Permission.EDIT_UNITS, "GET", "POST")
def spelling(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One more spelling by which lists and papers name the unit."""
    unit = unit_in_scope(request, pk, Permission.EDIT_UNITS)
    form = SpellingForm(request.POST or None)

    def act(values: dict[str, Any]) -> Unit:
        add_alias(unit=unit, name=values["name"], by=request.user)
        return unit

    return _page(request, unit, form, _("Add another spelling"), _("Add the spelling"), act)


@requires(Permission.EDIT_UNITS, "POST")
def spelling_remove(request: AuthenticatedRequest, pk: int, alias: int) -> HttpResponse:
    unit = unit_in_scope(request, pk, Permission.EDIT_UNITS)
    found = get_object_or_404(UnitAlias, pk=alias, unit=unit)
    remove_alias(alias=found, by=request.user)
    messages.success(request, _("“%(name)s” no longer names this unit.") % {"name": found.name})
    return redirect("units:unit", pk=pk)


def _page(
    request: AuthenticatedRequest,
    unit: Unit,
    form: forms.Form,
    title: str,
    button: str,
    act: Callable[[dict[str, Any]], Unit],
) -> HttpResponse:
    """Show the form, or do what it says and go to the unit concerned."""
    if request.method == "POST" and form.is_valid():
        try:
            shown = act(form.cleaned_data)
        except ChangeRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The changes have been saved."))
            return redirect("units:unit", pk=shown.pk)
    context = {"unit": unit, "form": form, "title": title, "button": button}
    return render(request, "units/unit_change.html", context)
