"""What every page about one unit begins with."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission
from core.web.http import AuthenticatedRequest
from units.models import Unit
from units.models.unit import UnitQuerySet
from units.rules import holds


def unit_in_scope(request: AuthenticatedRequest, pk: int, permission: str = "") -> Unit:
    """The unit, if the user sees it and, where a permission is named, holds it there; else 404."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    if permission and not holds(request.user, permission, unit):
        raise Http404
    return unit


def editable_units(request: AuthenticatedRequest) -> UnitQuerySet:
    """Units in whose name the user may change the tree today."""
    return Unit.objects.under(request.user.units_where(Permission.EDIT_UNITS))
