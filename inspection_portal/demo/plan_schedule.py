"""The year of a demonstration plan, scheduled by the solver for its teams; its first month told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from inspection_portal.demo.marks import person
from inspection_portal.demo.plan_life import date_notices
from inspection_portal.demo.plan_words import Entry, PlanFile
from plans.domain.clashes import Proposal
from plans.domain.proposing import propose_visits
from plans.domain.queries.proposal_problem import problem_of, waiting_visits
from plans.domain.schedule_proposals import keep_proposal
from plans.domain.scheduling import (
    change_visit,
    notify_visit,
    place_visit,
    postpone_visit,
)
from plans.domain.solving import solve
from plans.domain.teams import add_member, create_team
from plans.enums import Excuse, TeamRole, VisitMode, VisitState
from plans.models import InspectionPlan, InspectionTeam, Visit


def write_schedule(file: PlanFile, plan: InspectionPlan) -> list[Visit]:
    """Teams, the visits of the plan's months on the days the solver gives them, who was told.

    The days lie in the past: the wish to tell units a week ahead counts from `first_day`.
    """
    words = file.get("schedule")
    if not words:
        return []
    teams = {team.pk: team for team in _teams(file, plan, words)}
    propose_visits(plan=plan, by=file.author)
    visits = {visit.pk: visit for visit in waiting_visits(plan)}
    problem, slots = problem_of(plan, list(visits.values()))
    answer, _simple = solve(replace(problem, earliest=words["first_day"]))
    placed = [
        place_visit(
            visit=visits[one.stop],
            proposal=Proposal(
                one.day, slots[one.slot].starts_at, slots[one.slot].ends_at, teams[one.crew]
            ),
            version=visits[one.stop].version, by=file.author,
            reasons={Excuse.SHORT_NOTICE: words["reason"]},
        )
        for one in sorted(answer.placings, key=lambda one: (one.day, one.slot, one.crew))
    ]  # fmt: skip
    _tell(file, words, placed)
    return placed


def write_proposal(file: PlanFile, plan: InspectionPlan) -> None:
    """A calculated schedule that waits to be accepted, where the data file wants one."""
    if not file.get("proposal"):
        return
    problem, slots = problem_of(plan, waiting_visits(plan))
    answer, simple = solve(problem)
    keep_proposal(plan=plan, answer=answer, simple=simple, slots=slots, by=file.author)


def _teams(file: PlanFile, plan: InspectionPlan, words: Entry) -> Iterator[InspectionTeam]:
    for team in words["teams"]:
        made = create_team(plan=plan, name=team["name"], by=file.author)
        for key, role in team["members"]:
            user = person(key)
            add_member(team=made, user=user, role=TeamRole(role), post=user.post, by=file.author)
        yield made


def _tell(file: PlanFile, words: Entry, placed: list[Visit]) -> None:
    """The units of one month are notified; the visit of one of them is postponed then."""
    month: date = words["notified_month"]
    put_off = file.units[words["postponed"]["unit"]]
    chosen = {file.units[key].pk: entry for key, entry in words.get("narrowed", {}).items()}
    for visit in placed:
        if visit.month != month:
            continue
        _narrow(file, visit, chosen.get(visit.unit_id))
        notify_visit(visit=visit, by=file.author)
        if visit.unit_id == put_off.pk:
            postpone_visit(visit=visit, reason=words["postponed"]["reason"], by=file.author)
        date_notices(visit, words["told_on"])
    if not any(visit.state == VisitState.POSTPONED for visit in placed):
        raise LookupError(f"{put_off} has no visit in {month:%m/%Y}")


def _narrow(file: PlanFile, visit: Visit, entry: Entry | None) -> None:
    """A visit of some of the plan's contents only, perhaps wholly on the systems."""
    if entry is None:
        return
    visit.mode = VisitMode(entry.get("mode", visit.mode))
    streams = list(visit.streams.filter(key__in=entry["contents"]))
    change_visit(visit=visit, streams=streams, version=visit.version, by=file.author)
