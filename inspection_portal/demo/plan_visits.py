"""A plan's team, its visits and the letter that announces them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from inspection_portal.demo.marks import person
from inspection_portal.demo.plan_words import Entry, PlanFile
from plans.domain.clashes import Proposal
from plans.domain.scheduling import add_visit, place_visit
from plans.domain.teams import add_member, create_team, save_assignment
from plans.models import Assignment, InspectionPlan, InspectionTeam, Visit, VisitSlot


def write_team(file: PlanFile, plan: InspectionPlan) -> InspectionTeam | None:
    """People in the order of the annex; those named together share one task."""
    words = file.get("team")
    if not words:
        return None
    team = create_team(
        plan=plan, name=words["name"], composition=words["composition"].strip(),
        decision=words.get("set_up_by", ""), by=file.author,
    )  # fmt: skip
    for task in words["assignments"]:
        members = [_member(file, team, *member) for member in task["members"]]
        save_assignment(
            assignment=Assignment(
                team=team, task=task["task"].strip(), dossiers=task["dossiers"].strip()
            ),
            members=members, by=file.author,
        )  # fmt: skip
    return team


def _member(file: PlanFile, team: InspectionTeam, key: str, role: str) -> Any:
    user = person(key)
    return add_member(team=team, user=user, role=role, post=user.post, by=file.author)


def write_visits(file: PlanFile, plan: InspectionPlan, team: InspectionTeam | None) -> list[Visit]:
    """Visits with a day fill its slots in order; the others have a month only."""
    words = file.get("visits", {})
    slots = list(plan.slots.order_by("starts_at"))
    placed = [
        _placed(file, plan, team, words, slot, unit, day)
        for day, slot, unit in _days(file, words, slots)
    ]
    for month in words.get("proposed", []):
        for unit in month["units"]:
            _new(file, plan, words, unit, file.month(month["month"]))
    return placed


def _days(
    file: PlanFile, words: Entry, slots: list[VisitSlot]
) -> Iterator[tuple[date, VisitSlot, str]]:
    for value, units in words.get("days", {}).items():
        for slot, unit in zip(slots, units, strict=False):
            yield file.day(value), slot, unit


def _new(file: PlanFile, plan: InspectionPlan, words: Entry, unit: str, month: date) -> Visit:
    return add_visit(
        plan=plan, unit=file.units[unit], month=month, streams=list(plan.streams.all()),
        kind=words["kind"], mode=words["mode"], by=file.author,
    )  # fmt: skip


def _placed(
    file: PlanFile, plan: InspectionPlan, team: InspectionTeam | None, words: Entry,
    slot: VisitSlot, unit: str, day: date,
) -> Visit:  # fmt: skip
    visit = _new(file, plan, words, unit, day)
    return place_visit(
        visit=visit,
        proposal=Proposal(on=day, starts_at=slot.starts_at, ends_at=slot.ends_at, team=team),
        version=visit.version,
        by=file.author,
        reasons={"short_notice_reason": words.get("short_notice_reason", "")},
    )
