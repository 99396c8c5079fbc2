"""A department's people and a plan that lacks nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from plans.domain.planning import create_plan
from plans.enums import Audience
from plans.models import (
    ContentStream,
    InspectionPlan,
    LegalBasis,
    Milestone,
    MilestoneDue,
    MonthWindow,
    PlanRecipient,
)
from units.models import SchoolYear


@dataclass(frozen=True)
class People:
    specialist: User
    leader: User
    clerk: User
    officer: User
    principal: User
    stranger: User


@pytest.fixture
def people(make_user: Callable[..., User], tree: Any) -> People:
    return People(
        specialist=make_user("specialist", tree.department, full_name="Chuyên viên Sở"),
        leader=make_user("leader", tree.department, full_name="Lãnh đạo Sở"),
        clerk=make_user("clerk", tree.department, full_name="Văn thư Sở"),
        officer=make_user("office_officer", tree.office, full_name="Cán bộ phòng"),
        principal=make_user("principal", tree.thpt, full_name="Hiệu trưởng"),
        stranger=make_user("specialist", tree.other_department, full_name="Chuyên viên tỉnh khác"),
    )


@pytest.fixture
def school_year(db: None) -> SchoolYear:
    today = timezone.localdate()
    return SchoolYear.objects.create(
        name="2090-2091", starts_on=today - timedelta(days=60), ends_on=today + timedelta(days=250)
    )


@pytest.fixture
def bare_plan(people: People, tree: Any, school_year: SchoolYear) -> InspectionPlan:
    return create_plan(
        issuer=tree.department, school_year=school_year, title="Kế hoạch kiểm tra thư viện",
        subject="Kiểm tra công tác thư viện trường học", by=people.specialist,
    )  # fmt: skip


@pytest.fixture
def plan(bare_plan: InspectionPlan) -> InspectionPlan:
    """Ready to be submitted; one deadline in 30 days for every kind of manager."""
    bare_plan.sections.update(body="<p>Nội dung của phần này.</p>")
    LegalBasis.objects.create(
        plan=bare_plan, order=1, text="Căn cứ Quyết định số 01/2003/QĐ-BGDĐT;"
    )
    ContentStream.objects.create(plan=bare_plan, order=1, key="thu-vien", title="Công tác thư viện")
    PlanRecipient.objects.create(plan=bare_plan, order=1, text="Các đơn vị trực thuộc")
    MonthWindow.objects.create(
        plan=bare_plan,
        order=1,
        month=timezone.localdate().replace(day=1),
        text="Các trường THPT",
    )
    milestone = Milestone.objects.create(plan=bare_plan, order=1, title="Báo cáo học kỳ I")
    for audience in Audience:
        MilestoneDue.objects.create(
            milestone=milestone, audience=audience, due_on=timezone.localdate() + timedelta(days=30)
        )
    return bare_plan
