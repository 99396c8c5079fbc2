"""Recommendations over everything one may see: the list, its Excel file, what they amount to."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.saved.opening import opens_as_saved
from core.spreadsheets import excel_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters, paginate
from inspections.domain.escalation import level_of
from inspections.domain.queries.recommendations import listed, tallied
from inspections.enums import RecommendationState
from inspections.exports import recommendation_sheet
from inspections.filters import RecommendationFilterForm
from inspections.models import Recommendation
from plans.models import InspectionPlan


def _filtered(request: AuthenticatedRequest) -> "tuple[Filters, QuerySet[Recommendation]]":
    seen = Recommendation.objects.visible_to(request.user)
    filters = Filters(request, RecommendationFilterForm(request.GET, seen=seen))
    return filters, filters.form.apply(seen)


@requires("plans.view")
@opens_as_saved
def recommendation_list(request: AuthenticatedRequest) -> HttpResponse:
    """What is owed first, the earliest last day on top."""
    filters, found = _filtered(request)
    page = paginate(request, listed(found))
    for row in page:
        row.level = level_of(row)  # type: ignore[attr-defined]
    fragment = request.htmx and not request.htmx.boosted
    name = "inspections/recommendation_list.html"
    template = "inspections/_recommendation_rows.html" if fragment else name
    return render(request, template, {"page": page, "filters": filters})


@requires("plans.view")
def recommendation_export(request: AuthenticatedRequest) -> HttpResponse:
    """The same list as an Excel file: the same filters, every row, each with its link."""
    filters, found = _filtered(request)
    return excel_response(
        _("Recommendations"), [recommendation_sheet(listed(found), filters.words)]
    )


@requires("plans.view")
def recommendation_summary(request: AuthenticatedRequest) -> HttpResponse:
    """How many in each state, by who manages the owner; every number opens its list."""
    seen = Recommendation.objects.visible_to(request.user)
    plans = InspectionPlan.objects.filter(
        pk__in=seen.order_by().values("inspection__visit__plan")
    ).order_by("-planned_on", "pk")
    wanted = request.GET.get("plan", "")
    plan = next((each for each in plans if str(each.pk) == wanted), None)
    found = seen.filter(inspection__visit__plan=plan) if plan else seen
    total, rows = tallied(found)
    context = {
        "plans": plans,
        "plan": plan,
        "total": total,
        "rows": rows,
        "states": RecommendationState.choices,
        "narrowed": f"&plan={plan.pk}" if plan else "",
    }
    return render(request, "inspections/recommendation_summary.html", context)
