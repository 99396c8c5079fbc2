"""The coverage of a plan: its rules, the draws by lot, the units with and without a visit."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.spreadsheets import excel_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate, query_with
from core.web.pieces import Tab
from core.workflow.engine import TransitionRefused
from plans.domain.coverage import draw_rule, may_draw
from plans.domain.queries.coverage import Coverage, draw_lines, holds_true
from plans.enums import PlanState
from plans.exports import draw_sheet
from plans.forms.coverage import DrawForm
from plans.forms.posted import posted
from plans.models import CoverageDraw, CoverageRule, InspectionPlan
from plans.rules import may_change, may_edit

GROUPS = ("visited", "waiting", "outside")


@requires("plans.view")
def coverage(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Rules and what they yield for everyone who sees the plan; the units for its issuer."""
    plan = get_object_or_404(
        InspectionPlan.objects.visible_to(request.user).select_related(
            "issuer", "document", "school_year"
        ),
        pk=pk,
    )
    found = Coverage(plan)
    at_issuer = any(unit == plan.issuer_id for unit, _role in request.user.grants)
    context = {
        "plan": plan,
        "rules": found.rules,
        "may_change": may_change(request.user, plan),
        "may_draw": {row.rule.pk for row in found.rules if may_draw(request.user, row.rule)},
        "may_propose": plan.state not in {PlanState.AMENDED, PlanState.CLOSED}
        and may_edit(request.user, plan),
        "waiting": len(found.waiting) if at_issuer else 0,
    }
    if at_issuer:
        group = request.GET.get("show", "")
        group = group if group in GROUPS else "waiting" if found.waiting else "visited"
        page = paginate(request, found.units(group))
        context |= {"page": page, "group": group, "units": found.rows(page.rows)}
        context["tabs"] = _tabs(request, found, group)
    return render(request, "plans/coverage.html", context)


def _tabs(request: AuthenticatedRequest, found: Coverage, group: str) -> list[Tab]:
    labels = (
        ("waiting", _("To be visited, no visit yet"), len(found.waiting)),
        ("visited", _("With a visit"), len(found.visits)),
        ("outside", _("Not reached by this plan"), len(found.outside)),
    )
    return [
        Tab(label, query_with(request.GET, show=key, page=None), current=key == group, count=count)
        for key, label, count in labels
    ]


@requires("plans.edit", "GET", "POST")
def draw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask for seed and day, then draw once; drawing again asks why."""
    rules = CoverageRule.objects.filter(
        plan__in=InspectionPlan.objects.editable_by(request.user)
    ).select_related("plan__issuer", "plan__document", "plan__school_year")
    rule = get_object_or_404(rules, pk=pk)
    last = rule.draws.first()
    form = DrawForm(posted(request), rule=rule, again=last is not None)
    if request.method == "POST" and form.is_valid():
        try:
            made = draw_rule(rule=rule, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, made.sentence)
            return redirect(made)
    context = {"plan": rule.plan, "rule": rule, "form": form, "last": last}
    return render(request, "plans/coverage_draw.html", context)


def _seen(request: AuthenticatedRequest, pk: int) -> CoverageDraw:
    draws = CoverageDraw.objects.filter(
        rule__plan__in=InspectionPlan.objects.visible_to(request.user)
    ).select_related("rule__plan__issuer", "drawn_by")
    return get_object_or_404(draws, pk=pk)


@requires("plans.view")
def draw_shown(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The list a draw was made from and what came out, computed again while one looks."""
    made = _seen(request, pk)
    context = {
        "draw": made,
        "plan": made.rule.plan,
        "lines": draw_lines(made),
        "holds": holds_true(made),
        "is_last": made == made.rule.draws.first(),
    }
    return render(request, "plans/draw.html", context)


@requires("plans.view")
def draw_excel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The same list with every unit's lot, to be checked elsewhere."""
    made = _seen(request, pk)
    lines = draw_lines(made)
    if not lines:
        raise Http404
    return excel_response(_("Draw by lot"), [draw_sheet(made, lines)])
