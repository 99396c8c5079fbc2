"""Units, people and days as the field knows them."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import User
from units.domain import add_unit
from units.enums import UnitKind
from units.models import Membership, SchoolYear, Unit


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.vn")
    full_name = factory.Sequence(lambda n: f"Chuyên viên {n}")
    password = factory.PostGenerationMethodCall("set_password", "mat-khau-dai-2026")

    @classmethod
    def _after_postgeneration(cls, instance: User, *args: Any, **kwargs: Any) -> None:
        instance.save()


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.SPECIALIST
    valid_from = date(2019, 1, 1)


class SchoolYearFactory(DjangoModelFactory[SchoolYear]):
    class Meta:
        model = SchoolYear

    name = "2019-2020"
    starts_on = date(2019, 9, 5)
    ends_on = date(2020, 5, 31)


def make_department(name: str = "Sở Giáo dục và Đào tạo An Giang", **fields: Any) -> Unit:
    return add_unit(kind=UnitKind.DEPARTMENT, name=name, by=None, **fields)


def make_office(department: Unit, name: str = "Phòng GDĐT An Phú", **fields: Any) -> Unit:
    return add_unit(kind=UnitKind.DISTRICT_OFFICE, name=name, manager=department, by=None, **fields)


def make_school(manager: Unit, name: str = "Trường THPT Quốc Thái", **fields: Any) -> Unit:
    return add_unit(kind=UnitKind.SCHOOL, name=name, manager=manager, by=None, **fields)


def make_person(unit: Unit, role: str = Role.SPECIALIST, **fields: Any) -> User:
    user = UserFactory(**fields)
    MembershipFactory(user=user, unit=unit, role=role)
    return user
