"""Teams, visits and letters of a plan, made by the verbs that make them in the portal."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from plans.domain.clashes import Proposal
from plans.domain.letters import draft_letter
from plans.domain.scheduling import add_visit, place_visit
from plans.domain.teams import add_member, create_team
from plans.enums import TeamRole
from plans.models import InspectionPlan, InspectionTeam, ScheduleLetter, Visit, VisitSlot
from units.domain.calendar import next_working_day
from units.models import Unit

MORNING, LATE_MORNING = (time(8, 30), time(10)), (time(10), time(11, 30))


def far_day(weeks: int = 3) -> date:
    """A working day far enough ahead for everybody to be told in time."""
    return next_working_day(timezone.localdate() + timedelta(weeks=weeks))


def make_slots(plan: InspectionPlan) -> list[VisitSlot]:
    """The four slots of LB760: 8:30, 10:00, 14:00, 15:30, ninety minutes each."""
    times = [MORNING, LATE_MORNING, (time(14), time(15, 30)), (time(15, 30), time(17))]
    return [
        VisitSlot.objects.create(plan=plan, order=place, starts_at=start, ends_at=end)
        for place, (start, end) in enumerate(times, 1)
    ]


def make_visit(plan: InspectionPlan, unit: Unit, by: User, **details: Any) -> Visit:
    month = details.pop("month", far_day())
    streams = details.pop("streams", list(plan.streams.all()))
    return add_visit(plan=plan, unit=unit, month=month, streams=streams, by=by, **details)


def place(
    visit: Visit, by: User, *, on: date | None = None, at: tuple[time, time] = MORNING,
    team: InspectionTeam | None = None, **reasons: str,
) -> Visit:  # fmt: skip
    proposal = Proposal(on or far_day(), at[0], at[1], team)
    return place_visit(
        visit=visit, proposal=proposal, version=visit.version, by=by, reasons=reasons
    )


def make_team(
    plan: InspectionPlan, by: User, people: Iterable[User] = (), name: str = "Đoàn số 1"
) -> InspectionTeam:
    """The first of the people leads."""
    team = create_team(plan=plan, name=name, by=by)
    for place_no, person in enumerate(people):
        role = TeamRole.MEMBER if place_no else TeamRole.LEAD
        add_member(team=team, user=person, role=role, by=by)
    return team


def make_letter(plan: InspectionPlan, visits: Iterable[Visit], by: User) -> ScheduleLetter:
    return draft_letter(plan=plan, visits=list(visits), by=by)
