"""A visit that was told to its unit, with a team, a checklist, and people on every side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from inspections.models import Checklist, Inspection
from plans.domain.planning import create_plan
from plans.domain.scheduling import notify_visit
from plans.domain.teams import add_member, create_team
from plans.enums import TeamRole
from plans.models import ContentStream, InspectionPlan, Visit
from standards.domain.assessing import Given, append_answers
from standards.enums import Stage
from standards.models import AnswerEvent, Criterion, StandardSet
from standards.scoring.answers import Answer
from tests.plans.factories import MORNING, make_visit, place
from tests.standards.factories import make_published
from tests.units.factories import make_person
from units.models import SchoolYear, Unit


@dataclass
class Cast:
    """An inspection and everybody around it; `stranger` stands outside."""

    inspection: Inspection
    lead: User
    secretary: User
    first: User
    second: User
    specialist: User
    leader: User
    clerk: User
    principal: User
    officer: User

    @property
    def visit(self) -> Visit:
        return self.inspection.visit

    @property
    def checklist(self) -> Checklist:
        found = self.inspection.checklists.first()
        assert found
        return found

    def again(self) -> Inspection:
        """Read anew: what is kept on the object is forgotten."""
        return Inspection.objects.for_pages().get(pk=self.inspection.pk)


def school_year() -> SchoolYear:
    today = timezone.localdate()
    return SchoolYear.objects.get_or_create(
        name="2090-2091",
        defaults={
            "starts_on": today - timedelta(days=60), "ends_on": today + timedelta(days=250),
        },
    )[0]  # fmt: skip


def make_plan(
    department: Unit, by: User, standard_set: StandardSet | None = None
) -> InspectionPlan:
    """A plan with one content, bound to a set of four criteria."""
    plan = create_plan(
        issuer=department, school_year=school_year(), title=f"Kế hoạch kiểm tra {department.pk}",
        subject="Kiểm tra công tác thư viện", by=by,
    )  # fmt: skip
    ContentStream.objects.create(
        plan=plan, order=1, key="thu-vien", title="Công tác thư viện",
        standard_set=standard_set or make_published(),
    )  # fmt: skip
    return plan


def make_inspection(
    department: Unit, school: Unit, *, plan: InspectionPlan | None = None, on: Any = None,
    at: tuple[time, time] = MORNING, people: Mapping[str, User] | None = None, **details: Any,
) -> Cast:  # fmt: skip
    """A lead, a secretary and two members go to `school`; the notice was given, so it is opened."""
    known = dict(people or {})
    specialist = known.get(Role.SPECIALIST) or make_person(department, Role.SPECIALIST)
    plan = plan or make_plan(department, specialist)
    team, members = create_team(plan=plan, name="Đoàn kiểm tra số 1", by=specialist), []
    for role in (TeamRole.LEAD, TeamRole.SECRETARY, TeamRole.MEMBER, TeamRole.MEMBER):
        person = known.pop(Role.INSPECTOR, None) or make_person(department, Role.INSPECTOR)
        add_member(team=team, user=person, role=role, by=specialist)
        members.append(person)
    visit = make_visit(plan, school, specialist, **details)
    visit = place(visit, specialist, on=on, at=at, team=team)
    notify_visit(visit=visit, by=specialist)
    inspection = Inspection.objects.for_pages().get(visit=visit)
    return Cast(
        inspection, *members, specialist=specialist,
        leader=known.get(Role.LEADER) or make_person(department, Role.LEADER),
        clerk=known.get(Role.CLERK) or make_person(department, Role.CLERK),
        principal=known.get(Role.PRINCIPAL) or make_person(school, Role.PRINCIPAL),
        officer=known.get(Role.SCHOOL_OFFICER) or make_person(school, Role.SCHOOL_OFFICER),
    )  # fmt: skip


def criterion(checklist: Checklist, code: str) -> Criterion:
    return Criterion.objects.select_related("standard").get(
        standard__standard_set=checklist.assessment.standard_set_id, code=code
    )


GOOD: Mapping[str, Answer] = {
    "1.1": Answer(number=Decimal(4)), "1.2": Answer(Decimal(90), Decimal(100)),
    "2.1": Answer(number=Decimal(50)), "2.2": Answer(word="yes"),
}  # fmt: skip


def answer(
    checklist: Checklist, by: User, *, stage: str = Stage.ONSITE, codes: Iterable[str] = (),
    note: str = "", at: datetime | None = None, **changed: Answer,
) -> list[AnswerEvent]:  # fmt: skip
    """Good answers to the criteria named (all four by default); `c2_1=Answer(...)` changes one."""
    given = dict(GOOD) | {
        code.removeprefix("c").replace("_", "."): value for code, value in changed.items()
    }
    wanted = list(codes) or (list(given) if not changed else [
        code.removeprefix("c").replace("_", ".") for code in changed
    ])  # fmt: skip
    rows = [Given(criterion(checklist, code), given[code], note, device_at=at) for code in wanted]
    return append_answers(assessment=checklist.assessment, stage=stage, given=rows, by=by)
