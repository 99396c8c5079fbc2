"""How a room classifies its addresses for the matrix of `tests/test_urls.py`.

Each room has `tests/<room>/addresses.py` with a dictionary `ADDRESSES`: URL name → `Address`.

    ADDRESSES = {
        "units:unit_list": Address(),
        "units:unit": Address(lambda place: {"pk": place.school.pk}),
    }

`kwargs` builds the objects in the place it is given. The matrix calls it for the place of the
person who asks and for a place of another authority, whose addresses must answer 404.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.enums import Role
from accounts.models import User
from tests.house import ROOT
from tests.units.factories import make_department, make_office, make_person, make_school
from units.models import Unit


@dataclass
class Place:
    """One authority: a department, an office under it, a school under each, a person per role."""

    name: str
    department: Unit
    office: Unit
    school: Unit
    office_school: Unit
    people: dict[str, User] = field(default_factory=dict)

    @property
    def specialist(self) -> User:
        return self.people[Role.SPECIALIST]


def make_place(name: str) -> Place:
    department = make_department(f"Sở Giáo dục và Đào tạo {name}")
    office = make_office(department, f"Phòng GDĐT huyện {name}")
    school = make_school(department, f"Trường THPT {name}")
    office_school = make_school(office, f"Trường THCS {name}")
    place = Place(name, department, office, school, office_school)
    home = {
        Role.OFFICE_OFFICER: office,
        Role.PRINCIPAL: school,
        Role.SCHOOL_OFFICER: school,
    }
    for role in Role:
        place.people[role] = make_person(home.get(role, department), role)
    return place


@dataclass(frozen=True)
class Address:
    """How one address is reached, and what may be sent to it."""

    kwargs: Callable[[Place], Mapping[str, Any]] = lambda place: {}
    data: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    scoped: bool | None = None
    """Whether another authority's object exists; by default, whether the route has arguments."""
    everywhere: frozenset[str] = frozenset()
    """Roles that look after the whole installation here, other authorities' objects included."""
    succeeds: bool = True
    """Whether someone gets the page: an address that only ever redirects or refuses says False."""


def addresses() -> dict[str, Address]:
    """The dictionaries of all rooms together."""
    found: dict[str, Address] = {}
    for path in sorted((ROOT / "tests").glob("*/addresses.py")):
        module = importlib.import_module(f"tests.{path.parent.name}.addresses")
        doubled = found.keys() & module.ADDRESSES.keys()
        assert not doubled, f"classified twice: {sorted(doubled)}"
        found |= module.ADDRESSES
    return found
