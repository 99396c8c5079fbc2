"""The list of units, and a unit's own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from core.audit.models import AuditEntry
from core.saved.opening import opens_as_saved
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.offers import offers
from core.web.pages import Filters, paginate
from core.web.pieces import Tab
from units.domain import ChangeRefused, add_unit, change_unit, managed_by
from units.domain.listing import listed, scope_of
from units.filters import UnitFilterForm
from units.forms import NewUnitForm, UnitForm
from units.history import history_rows
from units.models import Membership, Unit, UnitRelation
from units.rules import holds
from units.tables import overview, person_rows, unit_columns, unit_rows
from units.views.scope import editable_units, unit_in_scope

_HISTORY = 50


@requires(Permission.VIEW_UNITS)
@opens_as_saved
def unit_list(request: AuthenticatedRequest) -> HttpResponse:
    filters = Filters(request, UnitFilterForm(request.GET, user=request.user))
    page = paginate(request, listed(scope_of(request.user, filters.values)))
    context = {
        "filters": filters,
        "page": page,
        "columns": unit_columns(request),
        "rows": unit_rows(page),
        "may_add": request.user.may(Permission.EDIT_UNITS),
        "may_import": request.user.may(Permission.IMPORT_UNITS),
        "query": request.GET.urlencode(),
    }
    return render(request, "units/unit_list.html", context)


@requires(Permission.VIEW_UNITS)
def tree(request: AuthenticatedRequest) -> HttpResponse:
    """Counts per office and level, as it is today or was on a day."""
    own = Unit.objects.filter(pk__in=request.user.units_where(Permission.VIEW_UNITS))
    managing = [unit for unit in own.order_by("sort_key", "pk") if not unit.is_inspected]
    wanted = request.GET.get("unit", "")
    chosen = [unit for unit in managing if str(unit.pk) == wanted] or managing[:1]
    root = unit_in_scope(request, int(wanted)) if wanted.isdecimal() else next(iter(chosen), None)
    context: dict[str, Any] = {"root": root, "choices": managing}
    if root:
        context["total"], context["rows"] = overview(root, timezone.localdate())
    return render(request, "units/tree.html", context)


@requires(Permission.VIEW_UNITS)
def unit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Facts, names, codes."""
    shown = unit_in_scope(request, pk)
    context = _frame(request, shown, "unit") | {
        "aliases": shown.aliases.order_by("name"),
        "codes": shown.codes.order_by("system", "-valid_from"),
        "managed_count": managed_by(shown, timezone.localdate()).count(),
        "offers": offers("units.unit", request.user, shown),
    }
    return render(request, "units/unit.html", context)


@requires(Permission.VIEW_UNITS)
def unit_history(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Managers over time, what it came from and became, who changed what."""
    shown = unit_in_scope(request, pk)
    entries = AuditEntry.objects.none()
    if holds(request.user, Permission.VIEW_AUDIT, shown):
        entries = AuditEntry.objects.about(shown)
    context = _frame(request, shown, "unit_history") | {
        "links": UnitRelation.objects.filter(unit=shown).select_related("manager")
        .order_by("-valid_from"),
        "successions": shown.successions.select_related("successor"),
        "origins": shown.origins.exclude(predecessor=shown).select_related("predecessor"),
        "entries": history_rows(entries[:_HISTORY]),
    }  # fmt: skip
    return render(request, "units/unit_history.html", context)


@requires(Permission.VIEW_UNITS)
def unit_people(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who holds which role here."""
    shown = unit_in_scope(request, pk)
    held = Membership.objects.filter(unit=shown).select_related("user", "unit")
    page = paginate(request, held.order_by("role", "user__full_name", "pk"))
    context = _frame(request, shown, "unit_people") | {"page": page, "rows": person_rows(page)}
    return render(request, "units/unit_people.html", context)


@requires(Permission.EDIT_UNITS, "GET", "POST")
def unit_new(request: AuthenticatedRequest) -> HttpResponse:
    form = NewUnitForm(request.POST or None, managers=editable_units(request))
    if request.method == "POST" and form.is_valid():
        try:
            new = add_unit(by=request.user, **form.values())
        except ChangeRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("%(unit)s has been added.") % {"unit": new})
            return redirect("units:unit", pk=new.pk)
    return render(request, "units/unit_new.html", {"form": form})


@requires(Permission.EDIT_UNITS, "GET", "POST")
def unit_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    shown = unit_in_scope(request, pk, Permission.EDIT_UNITS)
    form = UnitForm(request.POST or None, instance=shown)
    context: dict[str, Any] = {"unit": shown, "form": form}
    if request.method == "POST" and form.is_valid():
        target = Unit.objects.get(pk=pk)  # the form has written its values into `shown`
        try:
            change_unit(
                unit=target, by=request.user, version=form.cleaned_data["version"] or 0,
                **form.values(),
            )  # fmt: skip
        except ChangeRefused as refused:
            form.add_error(None, refused.sentence)
        except StaleEdit as stale:
            context["stale"] = stale
            form.accept_version(stale.theirs)
        else:
            messages.success(request, _("The changes have been saved."))
            return redirect("units:unit", pk=pk)
    return render(request, "units/unit_edit.html", context)


def _frame(request: AuthenticatedRequest, shown: Unit, current: str) -> dict[str, Any]:
    """What the three tabs of a unit share."""
    people = Membership.objects.in_force().filter(unit=shown).count()
    parts = [
        ("unit", _("Facts"), None),
        ("unit_people", _("People"), people),
        ("unit_history", _("History"), None),
    ]
    manager = (
        UnitRelation.objects.on(timezone.localdate())
        .filter(unit=shown).select_related("manager").first()
    )  # fmt: skip
    return {
        "unit": shown,
        "manager": manager.manager if manager else None,
        "tabs": [
            Tab(label, reverse(f"units:{name}", args=[shown.pk]), name == current, count)
            for name, label, count in parts
        ],
        "may_edit": holds(request.user, Permission.EDIT_UNITS, shown),
        "may_invite": holds(request.user, Permission.MANAGE_PEOPLE, shown),
    }
