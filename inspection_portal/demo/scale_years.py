"""Five years of plans, papers, duties and visits of a synthetic province, in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

from django.utils import timezone

from accounts.models import User
from documents import registry
from documents.blocks import digest, to_json
from documents.enums import CURRENT_LAYOUT, DocumentState, Regime, SigningMode
from documents.models import (
    IssuedDocument,
    NumberRegister,
    RegisteredNumber,
    SigningAuthority,
)
from inspection_portal.demo.counting import Counts
from plans.domain.booking import cells
from plans.enums import Audience, ObligationState, PlanState, TeamRole, VisitState
from plans.models import (
    Booking,
    ContentStream,
    InspectionPlan,
    InspectionTeam,
    LegalBasis,
    Milestone,
    MilestoneDue,
    MonthWindow,
    Obligation,
    PlanRecipient,
    PlanSection,
    TeamMember,
    Visit,
    VisitSlot,
)
from units.models import SchoolYear, Unit

VISITS_A_YEAR = 150
DIRECT = 50
_SLOTS = ((time(8, 30), time(10)), (time(10), time(11, 30)), (time(14), time(15, 30)),
          (time(15, 30), time(17)))  # fmt: skip
_MONTHS_IN = (1, 2, 5, 6, 7)  # months after the first day of the school year
_WEEKEND = 5
_STREAMS = (
    ("cntt", "Công nghệ thông tin"),
    ("thu-vien", "Thư viện"),
    ("thiet-bi", "Thiết bị dạy học"),
)
_SECTIONS = (
    ("I", "MỤC ĐÍCH, YÊU CẦU"), ("II", "NỘI DUNG KIỂM TRA"),
    ("III", "THÀNH PHẦN ĐOÀN KIỂM TRA"), ("IV", "TỔ CHỨC THỰC HIỆN"),
)  # fmt: skip
_MILESTONES = (("Kế hoạch tự kiểm tra", 30), ("Báo cáo học kỳ I", 130), ("Báo cáo năm học", 260))


@dataclass
class Province:
    """One synthetic province: its department, who works there, its units."""

    number: int
    department: Unit
    people: list[User]
    communes: list[Unit]
    schools: list[Unit]

    @property
    def label(self) -> str:
        return f"{self.number:02d}"


class Years:
    """The last five school years up to the present one."""

    def __init__(self, province: Province, counts: Counts) -> None:
        self.province = province
        self.counts = counts
        self.today = timezone.localdate()

    def write(self) -> None:
        authority = SigningAuthority.objects.create(
            person=self.province.people[1], unit=self.province.department, post="Giám đốc",
            mode=SigningMode.DIRECT, head_post="Giám đốc", valid_from=date(2017, 1, 1),
        )  # fmt: skip
        years = SchoolYear.objects.filter(starts_on__lte=self.today).order_by("-starts_on")[:5]
        for place, year in enumerate(sorted(years, key=lambda row: row.starts_on)):
            _Year(self, year, authority, is_last=place == len(years) - 1).write()


class _Year:
    def __init__(
        self, years: Years, school_year: SchoolYear, authority: SigningAuthority, *, is_last: bool
    ) -> None:
        self.province = years.province
        self.counts = years.counts
        self.today = years.today
        self.school_year = school_year
        self.authority = authority
        self.is_last = is_last
        self.chance = Random(f"{years.province.number}-{school_year}")

    @cached_property
    def signed_on(self) -> date:
        return self.school_year.starts_on + timedelta(days=7)

    def write(self) -> None:
        plan = self._plan()
        self._words(plan)
        self._number(plan)
        self._duties(plan)
        self._visits(plan, self._team(plan))

    def _plan(self) -> InspectionPlan:
        self.counts.add("plans")
        return InspectionPlan.objects.create(
            issuer=self.province.department, school_year=self.school_year, symbol="KH-SGDĐT",
            title=f"Kế hoạch kiểm tra năm học {self.school_year} tỉnh mẫu {self.province.label}",
            subject=f"Kiểm tra năm học {self.school_year} (dữ liệu mẫu)",
            state=PlanState.ISSUED if self.is_last else PlanState.CLOSED,
            planned_on=self.signed_on, created_by=self.province.people[0], is_demo=True,
        )  # fmt: skip

    def _words(self, plan: InspectionPlan) -> None:
        PlanSection.objects.bulk_create(
            PlanSection(plan=plan, order=place, marker=marker, heading=heading,
                        body="<p>Dữ liệu mẫu.</p>")
            for place, (marker, heading) in enumerate(_SECTIONS, start=1)
        )  # fmt: skip
        LegalBasis.objects.create(plan=plan, order=1, text="Dữ liệu mẫu")
        PlanRecipient.objects.create(plan=plan, order=1, text="Các đơn vị trực thuộc")
        ContentStream.objects.bulk_create(
            ContentStream(plan=plan, order=place, key=key, title=title)
            for place, (key, title) in enumerate(_STREAMS, start=1)
        )
        VisitSlot.objects.bulk_create(
            VisitSlot(plan=plan, starts_at=starts_at, ends_at=ends_at)
            for starts_at, ends_at in _SLOTS
        )
        MonthWindow.objects.bulk_create(
            MonthWindow(plan=plan, month=self._month(ahead), text="Các đơn vị (dữ liệu mẫu)")
            for ahead in _MONTHS_IN
        )

    def _month(self, ahead: int) -> date:
        months = self.school_year.starts_on.month - 1 + ahead
        return date(self.school_year.starts_on.year + months // 12, months % 12 + 1, 1)

    def _number(self, plan: InspectionPlan) -> None:
        """The paper as it would have been issued: frozen content, number, hash."""
        key = f"plans.plan:{plan.pk}"
        tree = registry.build(key)
        tree = tree.issued(number=1, on=self.signed_on, signature=self.authority.signature())
        blocks = to_json(tree)
        document = IssuedDocument.objects.create(
            key=key, kind=tree.kind_code, issuer=plan.issuer, title=plan.title,
            subject=plan.subject, regime=Regime.on(self.signed_on), symbol=plan.symbol,
            layout_version=CURRENT_LAYOUT[Regime.on(self.signed_on)], state=DocumentState.ISSUED,
            blocks=blocks, blocks_sha256=digest(blocks), number=1, issued_on=self.signed_on,
            signed_on=self.signed_on, authority=self.authority, is_demo=True,
        )  # fmt: skip
        register = NumberRegister.objects.create(
            issuer=plan.issuer, year=self.signed_on.year, series=tree.kind_code
        )
        RegisteredNumber.objects.create(register=register, number=1, document=document)
        InspectionPlan.objects.filter(pk=plan.pk).update(document=document)

    def _duties(self, plan: InspectionPlan) -> None:
        """Direct units and communes owe three things; those of years past were sent."""
        for place, (title, days) in enumerate(_MILESTONES, start=1):
            due = self.school_year.starts_on + timedelta(days=days)
            milestone = Milestone.objects.create(plan=plan, order=place, title=title)
            MilestoneDue.objects.bulk_create(
                MilestoneDue(milestone=milestone, audience=audience, due_on=due)
                for audience in (Audience.DIRECT_UNITS, Audience.OFFICES)
            )
            units = [*self.province.schools[:DIRECT], *self.province.communes]
            rows = [self._duty(unit, milestone, due) for unit in units]
            Obligation.objects.bulk_create(rows)
            self.counts.add("duties", len(rows))

    def _duty(self, unit: Unit, milestone: Milestone, due: date) -> Obligation:
        duty = Obligation(unit=unit, milestone=milestone, due_on=due)
        if due < self.today:
            duty.state, duty.note = ObligationState.FULFILLED, "Dữ liệu mẫu"
            duty.was_late = self.chance.random() > 0.9
            sent = due + timedelta(days=self.chance.randint(1, 5) * (1 if duty.was_late else -1))
            duty.fulfilled_at = datetime.combine(sent, time(9), timezone.get_current_timezone())
        return duty

    def _team(self, plan: InspectionPlan) -> InspectionTeam:
        team = InspectionTeam.objects.create(
            plan=plan, order=1, name=f"Đoàn kiểm tra tỉnh mẫu {self.province.label}"
        )
        roles = (TeamRole.LEAD, TeamRole.SECRETARY, TeamRole.MEMBER)
        TeamMember.objects.bulk_create(
            TeamMember(team=team, user=user, role=role, order=order)
            for order, (user, role) in enumerate(
                zip(self.province.people[3:], roles, strict=True), start=1
            )
        )
        return team

    def _visits(self, plan: InspectionPlan, team: InspectionTeam) -> None:
        chosen = self.chance.sample(self.province.schools, VISITS_A_YEAR)
        moments = self._moments()
        rows = [
            self._visit(plan, team, unit, *moment)
            for unit, moment in zip(chosen, moments, strict=False)
        ]
        visits = Visit.objects.bulk_create(rows, batch_size=1_000)
        streams = list(plan.streams.all())
        through = Visit.streams.through
        through._default_manager.bulk_create(
            [
                through(visit_id=visit.pk, contentstream_id=streams[place % len(streams)].pk)
                for place, visit in enumerate(visits)
            ],
            batch_size=1_000,
        )
        if self.is_last:
            self._book(visits, team)
        self.counts.add("visits", len(visits))

    def _moments(self) -> Iterator[tuple[date, time, time]]:
        """Weekdays of the planned months in turn, four slots a day."""
        for ahead in _MONTHS_IN:
            first = self._month(ahead)
            days = (first + timedelta(days=step) for step in range(28))
            for day in (day for day in days if day.weekday() < _WEEKEND):
                for starts_at, ends_at in _SLOTS[: 2 + self.chance.randint(0, 2)]:
                    yield day, starts_at, ends_at

    def _visit(
        self, plan: InspectionPlan, team: InspectionTeam, unit: Unit,
        day: date, starts_at: time, ends_at: time,
    ) -> Visit:  # fmt: skip
        past = day < self.today
        state = VisitState.DONE if past else VisitState.SCHEDULED
        return Visit(
            plan=plan, unit=unit, team=team, month=day.replace(day=1), on=day,
            starts_at=starts_at, ends_at=ends_at, state=state, was_notified=past,
        )  # fmt: skip

    def _book(self, visits: list[Visit], team: InspectionTeam) -> None:
        people = [f"person:{user.pk}" for user in self.province.people[3:]]
        rows = [
            Booking(visit=visit, resource=resource, on=visit.on, cell=cell)
            for visit in visits
            for resource in (f"unit:{visit.unit_id}", f"team:{team.pk}", *people)
            if visit.on and visit.starts_at and visit.ends_at
            for cell in cells(visit.starts_at, visit.ends_at)
        ]
        Booking.objects.bulk_create(rows, batch_size=2_000)
