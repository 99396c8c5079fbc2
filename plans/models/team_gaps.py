"""What a team still lacks: the people first, then the words of its decision.

Takes teams and decisions untyped: it stands below the module of decisions. What concerns people
may be overridden with a written reason (rule: every lock has an exception).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.workflow.engine import Gap
from plans.enums import TeamRole, VisitState
from plans.models.team_changes import roster_changes
from plans.models.team_standing import ConflictDeclaration, EligibilityStatement
from plans.requirements import declaration_needed, longest_days, requirements_for
from units.enums import UnitKind


def people_gaps(team: Any, day: date) -> Iterator[Gap]:
    """Who is not confirmed, and who has not declared."""
    members = list(team.members.select_related("user"))
    confirmed = set(
        EligibilityStatement.objects.filter(team=team).values_list("person", "requirement")
    )
    for member in members:
        missing = [
            str(requirement.sentence)
            for requirement in requirements_for(member.role, day)
            if (member.user_id, requirement.key) not in confirmed
        ]
        if missing:
            yield Gap(
                _("%(person)s – not confirmed yet: %(what)s.")
                % {"person": member.user, "what": "; ".join(missing)},
                reverse("plans:member_eligibility", args=[member.pk]),
            )
    yield from _silent(team, members, day)


def _silent(team: Any, members: list[Any], day: date) -> Iterator[Gap]:
    if not declaration_needed(day):
        return
    done = set(ConflictDeclaration.objects.filter(team=team).values_list("person", flat=True))
    for member in members:
        if member.user_id not in done:
            yield Gap(
                _("%(person)s has not declared whether there is a conflict of interest.")
                % {"person": member.user},
                reverse("plans:declarations", args=[team.pk]),
            )


def authors_gaps(team: Any, day: date) -> Iterator[Gap]:
    """The same with the ties themselves: for the authors of the plan alone."""
    yield from people_gaps(team, day)
    yield from tie_gaps(
        team, {each.user_id: each.user for each in team.members.select_related("user")}
    )


def tie_gaps(team: Any, people: dict[int, Any], only: Any = None) -> Iterator[Gap]:
    """Declared units on the team's own calendar, or that of one visit."""
    url = reverse("plans:declarations", args=[team.pk])
    open_visits = team.visits.exclude(state__in=[VisitState.CANCELLED, VisitState.DONE])
    visits = {visit.unit_id: visit for visit in ([only] if only else open_visits)}
    if not visits:
        return
    for declaration in ConflictDeclaration.objects.current_of(people):
        for tie in declaration.ties.all():
            visit = visits.get(tie.unit_id)
            if visit:
                when = visit.on or visit.month
                yield Gap(
                    _("%(person)s declared a tie with %(unit)s, which the team visits (%(day)s).")
                    % {
                        "person": people[declaration.person_id],
                        "unit": tie.unit,
                        "day": date_format(when, "d/m/Y" if visit.on else "m/Y"),
                    },
                    url,
                )


def decision_gaps(decision: Any) -> Iterator[Gap]:
    """Words the paper cannot do without (NĐ 217/2025/NĐ-CP, Điều 11.3)."""
    team = decision.team
    roles = list(team.members.values_list("role", flat=True))
    team_url = reverse("plans:team", args=[team.pk])
    edit = reverse("plans:team_decision_edit", args=[decision.pk])
    if not roles:
        yield Gap(_("Nobody is in the team yet."), team_url)
    elif TeamRole.LEAD not in roles:
        yield Gap(_("The team has no lead yet."), team_url)
    if not decision.symbol.strip():
        yield Gap(_("The symbol is missing."), edit)
    if not decision.authority.strip():
        yield Gap(_("The line that says who decides is empty."), edit)
    if not decision.bases.strip():
        yield Gap(_("The decision names no legal basis."), edit)
    yield from _amendment_gaps(decision) if decision.amends_id else _founding_gaps(decision, edit)


def _founding_gaps(decision: Any, edit: str) -> Iterator[Gap]:
    if not decision.targets.strip():
        yield Gap(_("The decision does not say which units are inspected."), edit)
    if not decision.contents.strip():
        yield Gap(_("The decision does not say what is inspected."), edit)
    if not decision.days and declaration_needed(decision.reference_day):
        yield Gap(_("The decision does not say how long the inspection takes."), edit)


def _amendment_gaps(decision: Any) -> Iterator[Gap]:
    edit = reverse("plans:team_decision_edit", args=[decision.pk])
    if decision.effective_on is None:
        yield Gap(_("The day from which the change holds is missing."), edit)
    if not roster_changes(decision.amends.roster, decision.team.roster()):
        url = reverse("plans:team", args=[decision.team_id])
        yield Gap(_("The people are those of the decision before: nothing changes."), url)


def decision_excusable(decision: Any) -> Iterator[Gap]:
    """What a written reason may override. Clerks read it: it names no declared unit."""
    day, team = decision.reference_day, decision.team
    yield from people_gaps(team, day)
    people = {member.user_id: member.user for member in team.members.select_related("user")}
    if any(True for _gap in tie_gaps(team, people)):
        yield Gap(
            _(
                "Somebody declared a tie with a unit the team visits; the authors of the plan see which."
            ),
            reverse("plans:declarations", args=[team.pk]),
        )
    at_commune = decision.team.plan.issuer.kind == UnitKind.COMMUNE_COMMITTEE
    most = longest_days(at_commune=at_commune)
    if declaration_needed(day) and (decision.days or 0) > most:
        yield Gap(
            _("%(days)s days are longer than the %(most)s the decree allows (Điều 13.2).")
            % {"days": decision.days, "most": most},
            reverse("plans:team_decision_edit", args=[decision.pk]),
        )
