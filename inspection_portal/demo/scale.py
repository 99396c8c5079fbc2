"""Synthetic provinces for measuring: 750 units each, five years of plans and visits.

Written in bulk, past the verbs and the audit chain, and the same at every run. Nothing here is about
a real unit or person; every name says so.
"""

from __future__ import annotations

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.marks import SYSTEM, address
from inspection_portal.demo.scale_years import Province, Years
from units.domain.naming import key_of
from units.enums import UnitKind
from units.models import Membership, Unit, UnitCode, UnitReach, UnitRelation

SCALES = {"province": 1, "nation": 34}
SCHOOLS = 750
DIRECT = 50
COMMUNES = 20
_LEVELS = ("MN", "TH", "TH", "THCS")
_NAMES = (
    "Nguyễn Du", "Lê Lợi", "Kim Đồng", "Trần Hưng Đạo", "Quang Trung", "Hoa Sen", "Võ Thị Sáu",
    "Nguyễn Trãi", "Hùng Vương", "Sơn Ca", "Lý Tự Trọng", "Phan Chu Trinh", "Bình Minh",
)  # fmt: skip
_PEOPLE = (
    ("chuyen-vien", "Chuyên viên Sở mẫu", Role.SPECIALIST),
    ("lanh-dao", "Lãnh đạo Sở mẫu", Role.LEADER),
    ("van-thu", "Văn thư Sở mẫu", Role.CLERK),
    ("thanh-vien-1", "Thành viên đoàn 1 Sở mẫu", Role.INSPECTOR),
    ("thanh-vien-2", "Thành viên đoàn 2 Sở mẫu", Role.INSPECTOR),
    ("thanh-vien-3", "Thành viên đoàn 3 Sở mẫu", Role.INSPECTOR),
)


def load_scale(scale: str, counts: Counts) -> None:
    """As many synthetic provinces as the scale asks for; those there are stay."""
    wanted = SCALES[scale]
    known = set(UnitCode.objects.filter(system=SYSTEM).values_list("value", flat=True))
    for number in range(1, wanted + 1):
        if f"M{number:02d}-SO" in known:
            continue
        with transaction.atomic():
            province = _province(number)
            Years(province, counts).write()
        counts.add("provinces")
        counts.add("units", 1 + COMMUNES + SCHOOLS)
        counts.add("people", len(_PEOPLE))
        counts.say(f"Tỉnh mẫu {province.label} ({number}/{wanted})")


def _province(number: int) -> Province:
    label = f"{number:02d}"
    department = _unit(
        UnitKind.DEPARTMENT, f"Sở Giáo dục và Đào tạo tỉnh mẫu {label} (dữ liệu mẫu)",
        f"Sở GDĐT tỉnh mẫu {label}", symbol="SGDĐT", locality=f"tỉnh mẫu {label}",
    )  # fmt: skip
    communes = [
        _unit(
            UnitKind.COMMUNE_COMMITTEE,
            f"Ủy ban nhân dân xã mẫu {place:02d} tỉnh mẫu {label} (dữ liệu mẫu)",
            f"UBND xã mẫu {place:02d} tỉnh mẫu {label}", symbol="UBND",
            commune=f"xã mẫu {place:02d}",
        )
        for place in range(1, COMMUNES + 1)
    ]  # fmt: skip
    schools = [_school(order, label) for order in range(SCHOOLS)]
    units = Unit.objects.bulk_create([department, *communes, *schools], batch_size=1_000)
    _place(units[0], units[1 : COMMUNES + 1], units[COMMUNES + 1 :], label)
    return Province(number, department, _people(department, label), communes, schools)


def _unit(kind: str, name: str, short_name: str, **facts: str) -> Unit:
    unit = Unit(kind=kind, name=name, short_name=short_name, is_synthetic=True, **facts)
    unit.search_key = key_of(unit)
    return unit


def _school(order: int, label: str) -> Unit:
    """The first are direct units of the department, the others lie in the communes in turn."""
    direct = order < DIRECT
    level = "THPT" if direct else _LEVELS[order % len(_LEVELS)]
    commune = "" if direct else f"xã mẫu {order % COMMUNES + 1:02d}"
    name = f"{level} {_NAMES[order % len(_NAMES)]} {order + 1:03d}"
    school = Unit(
        kind=UnitKind.SCHOOL, name=f"Trường {name} tỉnh mẫu {label} (dữ liệu mẫu)",
        short_name=f"{name} tỉnh mẫu {label}", commune=commune, is_synthetic=True,
    )  # fmt: skip
    school.level_list = [level]
    school.search_key = key_of(school)
    return school


def manager_of(order: int, department: Unit, communes: list[Unit]) -> Unit:
    return department if order < DIRECT else communes[order % COMMUNES]


def _place(department: Unit, communes: list[Unit], schools: list[Unit], label: str) -> None:
    """Managers, the tree's closure and the marks, without asking unit by unit."""
    links = [(commune, department) for commune in communes]
    links += [
        (school, manager_of(order, department, communes)) for order, school in enumerate(schools)
    ]
    UnitRelation.objects.bulk_create(
        [UnitRelation(unit=unit, manager=manager) for unit, manager in links], batch_size=1_000
    )
    reach = [UnitReach(ancestor=unit, descendant=unit, depth=0) for unit in (department, *communes)]
    for unit, manager in links:
        reach.append(UnitReach(ancestor=manager, descendant=unit, depth=1))
    for order, school in enumerate(schools):
        reach.append(UnitReach(ancestor=school, descendant=school, depth=0))
        if order >= DIRECT:
            reach.append(UnitReach(ancestor=department, descendant=school, depth=2))
    UnitReach.objects.bulk_create(reach, batch_size=1_000)
    numbered = [("SO", department)]
    numbered += [(f"X{place:02d}", unit) for place, unit in enumerate(communes, start=1)]
    numbered += [(f"T{order:03d}", unit) for order, unit in enumerate(schools, start=1)]
    UnitCode.objects.bulk_create(
        [UnitCode(unit=unit, system=SYSTEM, value=f"M{label}-{tail}") for tail, unit in numbered],
        batch_size=1_000,
    )


def _people(department: Unit, label: str) -> list[User]:
    people = []
    for key, name, role in _PEOPLE:
        user, _new = User.objects.get_or_create(
            email=address(f"{key}.mau-{label}"),
            defaults={"full_name": f"{name} {label}", "is_demo": True, "password": "!"},
        )
        if not user.is_active:
            user.is_active = True
            user.save(update_fields=["is_active"])
        Membership.objects.get_or_create(
            user=user, unit=department, role=role, defaults={"valid_from": "2017-01-01"}
        )
        people.append(user)
    return people
