"""Fifty people put visits on one half hour at once: for a unit, a team, a person one of them wins."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, time
from threading import Barrier
from typing import Any
from unittest.mock import patch

from django.db import connection, connections

from accounts.enums import Role
from accounts.models import User
from inspection_portal.drills.registry import DrillReport, Outcome, drill, report
from plans.domain.clashes import Proposal
from plans.domain.planning import create_plan
from plans.domain.scheduling import ClashRefused, add_visit, place_visit
from plans.domain.teams import add_member, create_team
from plans.enums import Excuse
from plans.models import Booking, InspectionTeam, Visit
from units.domain import add_unit
from units.domain.reach import rebuild_reach
from units.enums import UnitKind
from units.models import Membership, SchoolYear, Unit

DAY = date(2019, 11, 13)
RIVALRIES = ("unit", "team", "person")
GUARD = "booked_once"
REASONS = dict.fromkeys(Excuse.values, "Diễn tập")


@dataclass(frozen=True)
class Rivals:
    """Visits that want the same half hours, each with its team, and who schedules them."""

    planner: User
    entries: list[tuple[Visit, InspectionTeam | None]]


def set_up(rivalry: str, requests: int, series: str) -> Rivals:
    """Visits that have exactly one thing in common: the unit, the team, or one person."""
    issuer = add_unit(kind=UnitKind.DEPARTMENT, name=f"Sở diễn tập {series}", by=None)
    planner = User.objects.create_user(f"planner-{series}@example.vn", "Chuyên viên diễn tập")
    Membership.objects.create(user=planner, unit=issuer, role=Role.SPECIALIST, valid_from=DAY)
    year, _made = SchoolYear.objects.get_or_create(
        name="2019-2020", defaults={"starts_on": date(2019, 9, 5), "ends_on": date(2020, 5, 31)}
    )
    plan = create_plan(
        issuer=issuer, school_year=year, title=f"Diễn tập {series}", subject="Diễn tập", by=planner
    )
    units = _schools(issuer, 1 if rivalry == "unit" else requests)
    person = User.objects.create_user(f"person-{series}@example.vn", "Thành viên diễn tập")
    shared = create_team(plan=plan, name="Đoàn chung", by=planner)
    entries: list[tuple[Visit, InspectionTeam | None]] = []
    for number in range(requests):
        unit = units[number % len(units)]
        visit = add_visit(plan=plan, unit=unit, month=DAY, streams=[], by=planner)
        team = {"unit": None, "team": shared}.get(rivalry)
        if rivalry == "person":
            team = create_team(plan=plan, name=f"Đoàn {number}", by=planner)
            add_member(team=team, user=person, by=planner)
        entries.append((visit, team))
    return Rivals(planner, entries)


def _schools(issuer: Unit, count: int) -> list[Unit]:
    units = [
        add_unit(
            kind=UnitKind.SCHOOL, name=f"Trường diễn tập {number}", manager=issuer, by=None,
            update_reach=False,
        )
        for number in range(count)
    ]  # fmt: skip
    rebuild_reach()
    return units


def race(rivalry: str, requests: int = 50, *, blind: bool = False, series: str = "") -> Outcome:
    """All place their visit at the same moment.

    `blind` takes away the check before the save, as if everyone had looked at the calendar a
    second earlier: only the UNIQUE rows of the half hours are left.
    """
    rivals = set_up(rivalry, requests, f"{rivalry}{series}{'-blind' if blind else ''}")
    began = clock.monotonic()
    look = patch("plans.domain.scheduling.clashes", return_value=[]) if blind else nullcontext()
    gate = Barrier(requests)
    with look, ThreadPoolExecutor(requests) as pool:
        told = list(
            pool.map(lambda entry: _closing(lambda: _try(rivals, entry, gate)), rivals.entries)
        )
    placed = Visit.objects.filter(
        pk__in=[visit.pk for visit, _team in rivals.entries], on=DAY
    ).count()
    figures: dict[str, Any] = {
        "requests": requests,
        "placed": placed,
        "told_in_words": sum(bool(words) for words in told),
        "seconds": round(clock.monotonic() - began, 1),
    }
    return Outcome(placed == 1 and told.count("") == 1, figures)


def _try(rivals: Rivals, entry: tuple[Visit, InspectionTeam | None], gate: Barrier) -> str:
    visit, team = entry
    connection.ensure_connection()
    gate.wait(60)
    try:
        place_visit(
            visit=visit, proposal=Proposal(DAY, time(8, 30), time(10), team),
            version=visit.version, reasons=REASONS, by=rivals.planner,
        )  # fmt: skip
    except ClashRefused as refusal:
        return str(refusal)
    return ""


def _closing(work: Callable[[], str]) -> str:
    try:
        return work()
    finally:
        connections.close_all()


@contextmanager
def guard_off() -> Iterator[None]:
    """The same database without the constraint that lets a half hour be taken once.

    SQLite rebuilds the table from what the model declares, so the model forgets it for a while.
    """
    declared = Booking._meta.constraints
    guard = next(each for each in declared if each.name == GUARD)
    Booking._meta.constraints = [each for each in declared if each is not guard]
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(Booking, guard)
        yield
        Booking.objects.filter(on=DAY).delete()
    finally:
        Booking._meta.constraints = declared
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, guard)


def all_races(requests: int, *, series: str, blind_only: bool = False) -> Outcome:
    """Each rivalry with the check, and without it."""
    outcomes = {
        f"{rivalry}{'_unchecked' if blind else ''}": race(
            rivalry, requests, blind=blind, series=series
        )
        for rivalry in RIVALRIES
        for blind in ((True,) if blind_only else (False, True))
    }
    figures = {name: outcome.figures for name, outcome in outcomes.items()}
    return Outcome(all(outcome.passed for outcome in outcomes.values()), figures)


@drill("slot-race")
def slot_race() -> DrillReport:
    """Fifty at once for one unit, one team, one person; then the same without the constraint."""
    guarded = all_races(50, series="on")
    with guard_off():
        control = all_races(50, series="off", blind_only=True)
    return report("slot-race", guarded, control)
