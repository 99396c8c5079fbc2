"""People of a team one by one: fitness, interests, who acts for the lead, one's own part."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.web.access import requires, signed_in
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from plans.domain.queries.team_standing import (
    acting_of,
    coming_visits,
    dossiers_of,
    in_charge,
    standings_of,
)
from plans.domain.teams import (
    TeamRefused,
    ask_to_declare,
    confirm_eligibility,
    declare,
    end_acting,
    name_acting_lead,
    tick_dossier,
)
from plans.forms.posted import posted
from plans.forms.team_standing import (
    NONE,
    ActingForm,
    DeclareForm,
    EligibilityForm,
    tie_rows,
)
from plans.models import (
    ActingLead,
    ConflictDeclaration,
    EligibilityStatement,
    InspectionPlan,
    InspectionTeam,
    TeamMember,
)
from plans.requirements import requirements_for


def edited_team(user: User, pk: int) -> InspectionTeam:
    """A team of a plan the user may write; 404 otherwise."""
    teams = InspectionTeam.objects.filter(plan__in=InspectionPlan.objects.editable_by(user))
    return get_object_or_404(teams.select_related("plan__issuer"), pk=pk)


def _own_place(user: User, pk: int) -> TeamMember:
    """The user's own place in a team; 404 for everybody else."""
    members = TeamMember.objects.filter(user=user).select_related(
        "team__plan__issuer", "assignment", "user"
    )
    return get_object_or_404(members, team=pk)


@requires("plans.edit", "GET", "POST")
def member_eligibility(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Confirm, requirement by requirement, that a member may inspect."""
    members = TeamMember.objects.filter(
        team__plan__in=InspectionPlan.objects.editable_by(request.user)
    )
    member = get_object_or_404(members.select_related("team__plan__issuer", "user"), pk=pk)
    asked = requirements_for(member.role, member.team.plan.reference_day)
    kept = EligibilityStatement.objects.filter(team=member.team, person=member.user)
    statements = {each.requirement: each for each in kept.select_related("confirmed_by")}
    form = EligibilityForm(posted(request), asked=asked, initial={"met": list(statements)})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            confirm_eligibility(
                member=member, met=values["met"], note=values["note"], by=request.user
            )
        except TeamRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:team", member.team_id)
    context = {"member": member, "asked": asked, "statements": statements.values(), "form": form}
    return render(request, "plans/team_eligibility.html", context)


@requires("plans.edit", "GET", "POST")
def declarations(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What the members declared, the newest first; POST asks those who have not."""
    found = edited_team(request.user, pk)
    if request.method == "POST":
        asked = ask_to_declare(team=found, by=request.user)
        words = ngettext(
            "%(count)s person is asked to declare.", "%(count)s people are asked to declare.", asked
        )
        messages.success(request, words % {"count": asked})
        return redirect("plans:declarations", pk)
    history = ConflictDeclaration.objects.visible_to(request.user).filter(team=found)
    rows = standings_of(found, found.plan.reference_day)
    context = {
        "team": found,
        "rows": rows,
        "silent": [row for row in rows if row.declaration is None],
        "history": history.newest_first().select_related("person").prefetch_related("ties__unit"),
    }
    return render(request, "plans/team_declarations.html", context)


@signed_in("GET", "POST")
def declare_ties(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A member's own declaration, and what they declared before."""
    member = _own_place(request.user, pk)
    own = ConflictDeclaration.objects.filter(person=request.user).newest_first()
    history = list(own.select_related("team").prefetch_related("ties__unit"))
    present = history[0] if history else None
    form = DeclareForm(posted(request), initial=_former_answer(present))
    rows = tie_rows(posted(request), member.team, present)
    if request.method == "POST" and _declared(request, member.team, form, rows):
        messages.success(request, _("Thank you. Your declaration is kept; you can change it here."))
        return redirect("plans:my_team", pk)
    units = {visit.unit_id: visit.unit for visit in coming_visits(member.team)}
    context = {
        "team": member.team, "form": form, "rows": rows, "history": history,
        "units": units.values(),
    }  # fmt: skip
    return render(request, "plans/team_declare.html", context)


def _former_answer(present: ConflictDeclaration | None) -> dict[str, str]:
    return {"answer": "some"} if present and present.ties.all() else {}


def _declared(
    request: AuthenticatedRequest, team: InspectionTeam, form: DeclareForm, rows: Any
) -> bool:
    if not form.is_valid() or (form.cleaned_data["answer"] != NONE and not rows.is_valid()):
        return False
    named = [] if form.cleaned_data["answer"] == NONE else [row.tie for row in rows if row.tie]
    if form.cleaned_data["answer"] != NONE and not named:
        form.add_error("answer", _("Name at least one unit below, or choose “No”."))
        return False
    try:
        declare(team=team, ties=named, by=request.user)
    except (TeamRefused, TransitionRefused) as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


@signed_in("GET", "POST")
def my_team(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One's own part: task, dossiers to tick, visits, declaration."""
    member = _own_place(request.user, pk)
    if request.method == "POST":
        line, ready = request.POST.get("line", ""), "ready" in request.POST
        try:
            tick_dossier(team=member.team, line=line, ready=ready, by=request.user)
        except TeamRefused as refusal:
            messages.error(request, refusal.sentence)
        return redirect("plans:my_team", pk)
    lines = dossiers_of(member)
    declared = ConflictDeclaration.objects.filter(team=member.team, person=request.user)
    charge = in_charge(member.team, None)
    context = {
        "member": member,
        "team": member.team,
        "lines": lines,
        "ready": sum(line.is_ready for line in lines),
        "sharing": _sharing(member),
        "visits": coming_visits(member.team),
        "declaration": declared.newest_first().prefetch_related("ties").first(),
        "lead": charge.person if charge else None,
        "acting": [
            each for each in acting_of(member.team)
            if each.person_id == member.user_id and each.is_open
        ],
        "decisions": member.team.decisions.in_force().select_related("document"),
        "sees_team": InspectionPlan.objects.visible_to(request.user)
        .filter(pk=member.team.plan_id).exists(),
    }  # fmt: skip
    return render(request, "plans/team_mine.html", context)


def _sharing(member: TeamMember) -> list[TeamMember]:
    """Who shares the task."""
    if member.assignment is None:
        return []
    return list(member.assignment.members.exclude(pk=member.pk).select_related("user"))


@requires("plans.edit", "GET", "POST")
def acting_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Name who acts for the lead."""
    found = edited_team(request.user, pk)
    form = ActingForm(posted(request), team=found)
    if request.method == "POST" and form.is_valid():
        try:
            acting = name_acting_lead(team=found, by=request.user, **form.cleaned_data)
        except TeamRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            words = _("%(person)s acts for the lead.") % {"person": acting.person}
            messages.success(request, words)
            return redirect("plans:team", pk)
    return render(request, "plans/team_acting.html", {"team": found, "form": form})


@requires("plans.edit", "POST")
def acting_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The lead is back."""
    plans = InspectionPlan.objects.editable_by(request.user)
    acting = get_object_or_404(
        ActingLead.objects.filter(team__plan__in=plans).select_related(
            "team__plan__issuer", "person", "visit"
        ),
        pk=pk,
    )
    team = acting.team_id
    try:
        end_acting(acting=acting, by=request.user)
    except TeamRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The lead leads again."))
    return redirect("plans:team", team)
