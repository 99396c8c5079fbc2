"""The list of units as seen, as Excel."""

from __future__ import annotations

from django.http import HttpResponse

from accounts.permissions import Permission
from core.spreadsheets import excel_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters
from units.domain.listing import scope_of, units_in
from units.exports import unit_sheet
from units.filters import UnitFilterForm


@requires(Permission.VIEW_UNITS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """What the list shows with its present filters; an import reads the same columns."""
    filters = Filters(request, UnitFilterForm(request.GET, user=request.user))
    units = units_in(**scope_of(request.user, filters.values))
    sheet = unit_sheet(units.order_by("short_name", "pk"))
    return excel_response(str(sheet.title), [sheet])
