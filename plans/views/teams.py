"""Teams of a plan, one team with its people and tasks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.trash.views import tell_thrown_away
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from plans.domain.newcomers import new_person, unit_of
from plans.domain.queries.team_standing import (
    acting_of,
    decisions_of,
    has_decision,
    in_charge,
    standings_of,
    undecided_teams,
)
from plans.domain.queries.teams import people_found, teams_of
from plans.domain.teams import (
    TeamRefused,
    add_member,
    change_member,
    change_team,
    copy_team,
    create_team,
    move_member,
    remove_assignment,
    remove_member,
    remove_team,
    replace_member,
    save_assignment,
)
from plans.forms.posted import posted
from plans.forms.team import (
    AssignmentForm,
    CopyTeamForm,
    MemberAddForm,
    MemberForm,
    PersonForm,
    TeamForm,
)
from plans.models import Assignment, InspectionPlan, InspectionTeam, TeamMember
from plans.models.team_changes import roster_changes
from plans.models.team_gaps import authors_gaps
from plans.requirements import decision_needed, declaration_needed
from plans.rules import may_edit, may_issue
from plans.views.team_people import edited_team


def _member(user: User, pk: int) -> TeamMember:
    members = TeamMember.objects.filter(team__plan__in=InspectionPlan.objects.editable_by(user))
    related = members.select_related("team__plan__issuer", "user", "unit", "assignment")
    return get_object_or_404(related, pk=pk)


def _attempt(
    request: AuthenticatedRequest, act: Callable[[], object], done: str, form: Any = None
) -> bool:
    """Run a verb; a refusal is shown as its sentence, on the form if there is one."""
    try:
        act()
    except TeamRefused as refusal:
        if form is not None:
            form.add_error(None, refusal.sentence)
        else:
            messages.error(request, refusal.sentence)
        return False
    messages.success(request, done)
    return True


@requires("plans.view")
def team_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every team of a plan."""
    plans = InspectionPlan.objects.visible_to(request.user).select_related("issuer", "school_year")
    plan = get_object_or_404(plans, pk=pk)
    editing = may_edit(request.user, plan)
    undecided = undecided_teams(plan) if editing else set()
    context = {
        "plan": plan, "teams": teams_of(plan), "may_edit": editing, "undecided": undecided,
    }  # fmt: skip
    return render(request, "plans/team_list.html", context)


@requires("plans.edit", "GET", "POST")
def team_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(InspectionPlan.objects.editable_by(request.user), pk=pk)
    count = plan.teams.count()
    team = InspectionTeam(plan=plan, name=_("Team no. %(number)d") % {"number": count + 1})
    form = TeamForm(posted(request), instance=team)
    if request.method == "POST" and form.is_valid():
        fresh = create_team(plan=plan, by=request.user, **form.cleaned_data)
        messages.success(request, _("The team is there. Now say who belongs to it."))
        return redirect("plans:team", fresh.pk)
    return render(request, "plans/team_form.html", {"plan": plan, "form": form})


@requires("plans.view")
def team(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """People, tasks and visits of a team; the table is the annex of its letters."""
    teams = InspectionTeam.objects.filter(plan__in=InspectionPlan.objects.visible_to(request.user))
    found = get_object_or_404(teams.select_related("plan__issuer", "plan__school_year"), pk=pk)
    visits = (
        found.visits.visible_to(request.user).select_related("unit").order_by("on", "starts_at")
    )
    rows = found.annex_rows()
    editing = may_edit(request.user, found.plan)
    context = {
        **_standing(request, found, editing=editing),
        "team": found,
        "plan": found.plan,
        "rows": rows,
        "idle": found.assignments.filter(members__isnull=True),
        "has_lead": any(member.role == "lead" for row in rows for member in row.members),
        "visits": visits[:50],
        "letters": found.letters.visible_to(request.user).select_related("document"),
        "may_edit": editing,
    }
    return render(request, "plans/team.html", context)


def _standing(
    request: AuthenticatedRequest, team: InspectionTeam, *, editing: bool
) -> dict[str, Any]:
    """Who is in charge, the chain of decisions; for the plan's authors where each member stands."""
    day = team.plan.reference_day
    at_home = editing or may_issue(request.user, team.plan)
    chain = decisions_of(team)
    in_force = [each for each in chain if each.is_in_force]
    shows_people = editing and (declaration_needed(day) or team.declarations.exists())
    changes = roster_changes(in_force[-1].roster, team.roster()) if in_force and at_home else []
    return {
        "charge": in_charge(team, timezone.localdate()),
        "acting": acting_of(team),
        "chain": [each for each in chain if at_home or not each.is_draft],
        "draft": next((each for each in chain if each.is_draft), None) if at_home else None,
        "changes": changes,
        "lacks_decision": editing and decision_needed(day) and not has_decision(team),
        "standings": standings_of(team, day) if shows_people else [],
        "people_gaps": list(authors_gaps(team, day)) if editing else [],
        "is_mine": team.members.filter(user=request.user).exists(),
    }


@requires("plans.edit", "GET", "POST")
def team_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = edited_team(request.user, pk)
    form = TeamForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        change_team(team=form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("plans:team", pk)
    return render(
        request, "plans/team_form.html", {"plan": found.plan, "team": found, "form": form}
    )


@requires("plans.edit", "POST")
def team_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = edited_team(request.user, pk)
    plan = found.plan_id
    try:
        tell_thrown_away(request, remove_team(team=found, by=request.user))
    except TeamRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("plans:team", pk)
    return redirect("plans:team_list", plan)


@requires("plans.edit", "GET", "POST")
def team_copy(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The same people and tasks in another plan."""
    found = edited_team(request.user, pk)
    form = CopyTeamForm(posted(request), user=request.user, initial={"plan": found.plan_id})
    if request.method == "POST" and form.is_valid():
        copied = copy_team(team=found, plan=form.cleaned_data["plan"], by=request.user)
        messages.success(request, _("The team was copied with its people and tasks."))
        return redirect("plans:team", copied.pk)
    return render(request, "plans/team_copy.html", {"team": found, "form": form})


@requires("plans.edit", "GET", "POST")
def member_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A person joins; whoever is busy at one of the team's times is refused in words."""
    found = edited_team(request.user, pk)
    initial = {"role": "lead" if not found.members.filter(role="lead").exists() else "member"}
    form = MemberAddForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        words = _("Added: %(what)s")
        if _attempt(request, lambda: _join(found, form, request.user), words % {"what": _name(form)}, form):  # fmt: skip
            again = "add_another" in request.POST
            return redirect("plans:member_add" if again else "plans:team", pk)
    return render(request, "plans/team_member_add.html", {"team": found, "form": form})


def _name(form: MemberAddForm) -> str:
    return str(form.cleaned_data["person"] or form.cleaned_data["full_name"])


def _join(team: InspectionTeam, form: MemberAddForm, by: User) -> None:
    values = form.cleaned_data
    person = values["person"]
    if person:
        post = values["post"] or person.post
        add_member(
            team=team, user=person, role=values["role"], unit=unit_of(person), post=post, by=by
        )
        return
    names = {name: values[name] for name in ("full_name", "honorific", "post", "email")}
    new_person(team=team, role=values["role"], by=by, **names)


@requires("plans.edit")
def people_search(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """People who fit what is being typed, as choices."""
    found = edited_team(request.user, pk)
    text = request.GET.get("person_text", "").strip()
    context = {"people": people_found(text, found), "text": text}
    return render(request, "plans/_team_people.html", context)


@requires("plans.edit", "GET", "POST")
def member_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    member = _member(request.user, pk)
    form = MemberForm(posted(request), instance=member)
    if request.method == "POST" and form.is_valid():
        act = lambda: change_member(member=form.instance, by=request.user)  # noqa: E731
        if _attempt(request, act, _("Saved."), form):
            return redirect("plans:team", member.team_id)
    return render(request, "plans/team_member.html", {"member": member, "form": form})


@requires("plans.edit", "GET", "POST")
def member_replace(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another person takes over role, task and visits."""
    member = _member(request.user, pk)
    form = PersonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        act = lambda: replace_member(member=member, user=person, by=request.user)  # noqa: E731
        words = _("%(person)s takes over.") % {"person": person}
        if _attempt(request, act, words, form):
            return redirect("plans:team", member.team_id)
    context = {"member": member, "team": member.team, "form": form}
    return render(request, "plans/team_member_replace.html", context)


@requires("plans.edit", "POST")
def member_change(request: AuthenticatedRequest, pk: int, action: str) -> HttpResponse:
    """Up, down, or out of the team."""
    member = _member(request.user, pk)
    if action in {"up", "down"}:
        move_member(member=member, step=-1 if action == "up" else 1, by=request.user)
    elif action == "remove":
        tell_thrown_away(request, remove_member(member=member, by=request.user))
    else:
        raise Http404
    return redirect("plans:team", member.team_id)


@requires("plans.edit", "GET", "POST")
def assignment_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = edited_team(request.user, pk)
    chosen = [pk for pk in request.GET.getlist("member") if pk.isdecimal()]
    return _edit_assignment(request, Assignment(team=found), {"members": chosen})


@requires("plans.edit", "GET", "POST")
def assignment_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plans = InspectionPlan.objects.editable_by(request.user)
    tasks = Assignment.objects.filter(team__plan__in=plans).select_related("team__plan__issuer")
    task = get_object_or_404(tasks, pk=pk)
    if request.method == "POST" and "remove" in request.POST:
        tell_thrown_away(request, remove_assignment(assignment=task, by=request.user))
        return redirect("plans:team", task.team_id)
    return _edit_assignment(request, task, {})


def _edit_assignment(
    request: AuthenticatedRequest, task: Assignment, initial: dict[str, Any]
) -> HttpResponse:
    form = AssignmentForm(posted(request), instance=task, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_assignment(
            assignment=form.instance, members=form.cleaned_data["members"], by=request.user
        )
        messages.success(request, _("Saved."))
        return redirect("plans:team", task.team_id)
    context = {"team": task.team, "assignment": task, "form": form}
    return render(request, "plans/team_assignment.html", context)
