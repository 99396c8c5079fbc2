"""Decisions on a team: the dossier of one, its words, its gaps, its issue by the clerk."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.trash.views import tell_thrown_away
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.pieces import Step
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from documents.domain import DocumentRefused
from plans.domain.queries.team_standing import decisions_of
from plans.domain.teams import (
    TeamRefused,
    change_decision,
    draft_decision,
    override_gaps,
    prepare_decision_paper,
    remove_decision,
)
from plans.forms.plan import ReasonForm
from plans.forms.posted import posted
from plans.forms.team_standing import TeamDecisionForm
from plans.models import TeamDecision
from plans.models.team_changes import roster_changes
from plans.rules import may_edit, may_issue
from plans.views.team_people import edited_team

_RELATED = ("team__plan__issuer", "team__plan__document", "document", "amends__document", "created_by",
            "overridden_by")  # fmt: skip


@requires("plans.edit", "POST")
def team_decision_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The draft of the decision that sets the team up, or changes it."""
    return redirect(draft_decision(team=edited_team(request.user, pk), by=request.user))


def _seen(user: User, pk: int) -> TeamDecision:
    decisions = TeamDecision.objects.visible_to(user).select_related(*_RELATED)
    return get_object_or_404(decisions, pk=pk)


def _draft(user: User, pk: int) -> TeamDecision:
    return get_object_or_404(
        TeamDecision.objects.editable_by(user).select_related(*_RELATED), pk=pk
    )


@requires("plans.view")
def team_decision(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One decision: what is missing, what changes, the paper itself, the chain it stands in."""
    found = _seen(request.user, pk)
    writes = may_edit(request.user, found.team.plan)
    editing, at_home = found.is_draft and writes, writes or may_issue(request.user, found.team.plan)
    chain = [each for each in decisions_of(found.team) if at_home or not each.is_draft]
    now = found.roster or found.team.roster()
    context = {
        "decision": found,
        "team": found.team,
        "plan": found.team.plan,
        "steps": _steps(found),
        "gaps": found.missing() if found.is_draft and at_home else [],
        "excusable": found.excusable() if editing else [],
        "changes": roster_changes(found.amends.roster, now) if found.amends else [],
        "chain": chain,
        "may_edit": editing,
        "may_issue": found.is_draft and may_issue(request.user, found.team.plan),
        "preview_url": _preview_url(found, request.user),
        "shows_override": at_home and bool(found.override_reason),
    }
    return render(request, "plans/team_decision.html", context)


def _preview_url(decision: TeamDecision, user: User) -> str:
    """The paper for the frame: the stored one once there is one."""
    if not user.may("documents.view"):
        return ""
    if decision.document_id:
        return reverse("documents:paper", args=[decision.document_id])
    return reverse("documents:preview_paper", args=[f"plans.team_decision:{decision.pk}"])


def _steps(decision: TeamDecision) -> list[Step]:
    issued = WorkflowStep.objects.of(decision).filter(transition="issue").first()
    done = not decision.is_draft
    return [
        Step(_("Drafted"), "done" if done else "now", decision.created_by or "", decision.created_at),
        Step(
            _("Numbered and issued"), "done" if done else "next", issued.by if issued else "",
            issued.at if issued else None,
        ),
        Step(_("Members told"), "done" if done else "next", "", issued.at if issued else None),
    ]  # fmt: skip


@requires("plans.edit", "GET", "POST")
def team_decision_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The words of a draft."""
    found = _draft(request.user, pk)
    form = TeamDecisionForm(posted(request), instance=found)
    context: dict[str, Any] = {"decision": found, "team": found.team, "form": form}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_decision(decision=form.instance, version=version, by=request.user)
        except StaleEdit as stale:
            context |= {"stale": stale}
            return render(request, "plans/team_decision_stale.html", context, status=409)
        except TeamRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "plans/team_decision_edit.html", context)


@requires("plans.edit", "GET", "POST")
def team_decision_override(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Issue in spite of gaps about people: with a reason that stays."""
    found = _draft(request.user, pk)
    form = ReasonForm(posted(request), initial={"comment": found.override_reason})
    if request.method == "POST" and ("withdraw" in request.POST or form.is_valid()):
        withdrawn = "withdraw" in request.POST
        reason = "" if withdrawn else form.cleaned_data["comment"]
        override_gaps(decision=found, reason=reason, by=request.user)
        messages.success(request, _("Taken back.") if withdrawn else _("The reason is kept."))
        return redirect(found)
    context = {"decision": found, "team": found.team, "form": form, "gaps": found.excusable()}
    return render(request, "plans/team_decision_override.html", context)


@requires("plans.edit", "POST")
def team_decision_ready(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Lay the paper on the clerk's desk: it becomes one of their tasks."""
    found = _draft(request.user, pk)
    try:
        prepare_decision_paper(decision=found, by=request.user)
    except (TransitionRefused, DocumentRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The clerk finds it among their tasks."))
    return redirect(found)


@requires("documents.issue", "POST")
def team_decision_issue(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The clerk takes the paper up and gives it its number."""
    found = _seen(request.user, pk)
    if not may_issue(request.user, found.team.plan):
        raise Http404
    try:
        document = prepare_decision_paper(decision=found, by=request.user)
    except (TransitionRefused, DocumentRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    return redirect("documents:issue", document.pk)


@requires("plans.edit", "POST")
def team_decision_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _draft(request.user, pk)
    team = found.team_id
    try:
        item = remove_decision(decision=found, by=request.user)
    except TeamRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    tell_thrown_away(request, item)
    return redirect("plans:team", team)
