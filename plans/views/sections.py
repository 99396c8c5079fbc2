"""The plan's text: its chapters, each in an editor of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.drafts.keeping import discard_draft, draft_for, typed
from core.trash.views import tell_thrown_away
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from plans.domain.parts import move_part, remove_part, save_part
from plans.domain.planning import save_section
from plans.forms.plan import SectionForm
from plans.models import InspectionPlan, PlanSection
from plans.rules import may_change
from plans.views.story import not_now


def _section(request: AuthenticatedRequest, pk: int) -> PlanSection:
    plans = InspectionPlan.objects.editable_by(request.user)
    return get_object_or_404(
        PlanSection.objects.select_related("plan__issuer", "changed_by").filter(plan__in=plans),
        pk=pk,
    )


def _draft_key(section: PlanSection) -> str:
    return f"plans.section:{section.pk}"


@requires("plans.view")
def plan_text(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """All chapters, to read."""
    plan = get_object_or_404(
        InspectionPlan.objects.visible_to(request.user).select_related("issuer"), pk=pk
    )
    context = {
        "plan": plan,
        "sections": plan.sections.select_related("changed_by"),
        "may_change": may_change(request.user, plan),
    }
    return render(request, "plans/plan_text.html", context)


@requires("plans.edit", "GET", "POST")
def section(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The editor. What is typed is kept as the user's draft every two seconds."""
    found = _section(request, pk)
    if not may_change(request.user, found.plan):
        messages.error(request, not_now())
        return redirect("plans:plan_text", found.plan_id)
    if request.method == "POST":
        return _save(request, found)
    draft = draft_for(request.user, _draft_key(found))
    initial: dict[str, Any] = {"version": found.version}
    if draft:
        initial |= {
            name: typed(draft).get(name) for name in ("version", "marker", "heading", "body")
        }
    form = SectionForm(instance=found, initial=initial)
    context = {"section": found, "plan": found.plan, "form": form, "draft": draft}
    return render(request, "plans/section_form.html", {**context, "draft_key": _draft_key(found)})


def _save(request: AuthenticatedRequest, found: PlanSection) -> HttpResponse:
    form = SectionForm(request.POST, instance=found)
    context = {"section": found, "plan": found.plan, "form": form, "draft_key": _draft_key(found)}
    if not form.is_valid():
        return render(request, "plans/section_form.html", context)
    try:
        save_section(section=form.instance, version=form.cleaned_data["version"], by=request.user)
    except StaleEdit:
        theirs = PlanSection.objects.select_related("changed_by").get(pk=found.pk)
        return render(
            request, "plans/section_stale.html", {**context, "theirs": theirs}, status=409
        )
    discard_draft(request.user, _draft_key(found))
    messages.success(request, _("Saved: %(what)s") % {"what": found})
    return redirect("plans:plan_text", found.plan_id)


@requires("plans.edit", "POST")
def section_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """An empty chapter at the end, opened at once."""
    plan = get_object_or_404(InspectionPlan.objects.editable_by(request.user), pk=pk)
    if not may_change(request.user, plan):
        messages.error(request, not_now())
        return redirect("plans:plan_text", pk)
    fresh = PlanSection(plan=plan, heading=_("New chapter"), changed_by=request.user)
    save_part(part=fresh, by=request.user)
    return redirect("plans:section", fresh.pk)


@requires("plans.edit", "POST")
def section_change(request: AuthenticatedRequest, pk: int, action: str) -> HttpResponse:
    """Move a chapter up or down, or remove it."""
    found = _section(request, pk)
    if not may_change(request.user, found.plan):
        messages.error(request, not_now())
    elif action == "delete":
        discard_draft(request.user, _draft_key(found))
        tell_thrown_away(request, remove_part(part=found, by=request.user))
    else:
        move_part(part=found, step=-1 if action == "up" else 1, by=request.user)
    return redirect("plans:plan_text", found.plan_id)
