"""Units, people, the school calendar and delegations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.marks import (
    address,
    mark,
    mark_unit,
    marked_units,
    person,
    read,
)
from libraries.domain import add_delegation
from libraries.models import Delegation
from units.domain import add_unit, merge_units, rebuild_reach
from units.domain.calendar import fill_holidays
from units.domain.reform import Commune, apply_reform, prepare_reform
from units.enums import UnitKind
from units.models import Membership, SchoolYear, Semester, Unit

AUTHORITIES = ("an_giang", "long_bien", "ben_cat", "hiep_hoa")
# Schools that fill an office whose own are not named in the sources.
FILLING = ("MN", "TH", "TH", "TH", "THCS", "THCS")
_SINCE = date(2017, 1, 1)
_PLACE = re.compile(r"^(huyện|thị xã|thành phố|quận) ")

Entry = dict[str, Any]


def load_units(counts: Counts) -> None:
    """Every authority with its tree, then what the reform of 2025 made of An Giang."""
    known = marked_units()
    before = len(known)
    for name in AUTHORITIES:
        _add_tree(read(f"units_{name}.yaml"), None, known)
    if len(known) > before:
        rebuild_reach()
    _reform(read("reform_an_giang.yaml"), known)
    counts.add("units", len(known) - before)


def _add_tree(entry: Entry, manager: Unit | None, known: dict[str, Unit]) -> None:
    unit = _add_once(entry, manager, known)
    for below in [*entry.get("under", []), *_filling(entry)]:
        _add_tree(below, unit, known)


def _add_once(entry: Entry, manager: Unit | None, known: dict[str, Unit], **dates: Any) -> Unit:
    key = entry["key"]
    if key not in known:
        kind = entry.get("kind", UnitKind.SCHOOL)
        facts = _office(entry) if kind == UnitKind.DISTRICT_OFFICE else {"name": entry["name"]}
        names = (
            "short_name", "symbol", "locality", "district", "commune", "email", "phone",
            "paper_superior", "paper_name",
        )  # fmt: skip
        for name in names:
            facts.setdefault(name, entry.get(name, ""))
        known[key] = add_unit(
            kind=kind, manager=manager, levels=entry.get("levels", ()),
            aliases=entry.get("aliases", ()), is_synthetic=entry.get("synthetic", False),
            update_reach=False, by=None, **facts, **dates,
        )  # fmt: skip
        mark_unit(known[key], key)
    return known[key]


def _office(entry: Entry) -> dict[str, Any]:
    """Names of an office follow from its district."""
    district = entry["district"]
    return {
        "name": entry.get("name", f"Phòng Giáo dục và Đào tạo {district}"),
        "short_name": entry.get("short_name", f"Phòng GDĐT {district}"),
        "symbol": entry.get("symbol", "PGDĐT"),
        "paper_superior": entry.get("paper_superior", f"UBND {district}"),
        "paper_name": entry.get("paper_name", "Phòng Giáo dục và Đào tạo"),
        "locality": entry.get("locality", _PLACE.sub("", district)),
    }


def _filling(entry: Entry) -> Iterator[Entry]:
    """Synthetic schools of an office, numbered within their level."""
    place = entry.get("district", "")
    levels = FILLING[: entry.get("fill", 0)]
    for order, level in enumerate(levels, start=1):
        number = levels[:order].count(level)
        yield {
            "key": f"{entry['key']}-MAU-{order}",
            "name": f"Trường {level} số {number} {place} (dữ liệu mẫu)",
            "levels": [level],
            "district": place,
            "synthetic": True,
        }


def _reform(reform: Entry, known: dict[str, Unit]) -> None:
    """Communes take over from the offices on the day of the reform; done once."""
    mapping = {
        known[office]: [Commune(commune["name"], commune.get("absorbs", ()), "UBND")]
        for office, commune in reform["offices"].items()
        if commune["key"] not in known
    }
    if not mapping:
        return
    department, day = known[reform["department"]], reform["day"]
    for entry in reform["merged"]:
        _add_once(entry, None, known)
        into = known[entry["into"]]
        merge_units(units=[known[entry["key"]]], into=into, on=day, basis=reform["basis"], by=None)
    communes = apply_reform(
        prepare_reform(department, mapping, on=day), on=day, basis=reform["basis"], by=None
    )
    for commune in reform["offices"].values():
        unit = known[commune["key"]] = communes[commune["name"]]
        if commune.get("synthetic"):
            Unit.objects.filter(pk=unit.pk).update(is_synthetic=True)
        mark_unit(unit, commune["key"])
    for entry in reform["others"]:
        commune = entry | {"kind": UnitKind.COMMUNE_COMMITTEE, "symbol": "UBND"}
        _add_once(commune, department, known, on=day, valid_from=day)
    rebuild_reach()


def load_people(counts: Counts) -> None:
    """People and their dated roles; nobody has a password, one enters as them."""
    units = marked_units()
    for entry in read("people.yaml"):
        user = _add_person(entry, counts)
        for place, role, *dates in entry.get("roles", []):
            since, until = [*dates, None, None][:2]
            _held, new = Membership.objects.get_or_create(
                user=user, unit=units[place], role=role, valid_from=since or _SINCE,
                defaults={"valid_to": until},
            )  # fmt: skip
            counts.add("memberships", int(new))


def _add_person(entry: Entry, counts: Counts) -> User:
    email = address(entry["key"])
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email, entry["name"], honorific=entry.get("honorific", ""),
            post=entry.get("post", ""), is_demo=True,
        )  # fmt: skip
        counts.add("people")
    elif not user.is_active:
        # Taken away once and kept for the audit chain's sake: the same person is back.
        User.objects.filter(pk=user.pk).update(is_active=True)
        counts.add("people")
    return user


def load_calendar(counts: Counts) -> None:
    """School years with semesters, and the public holidays they need."""
    rule = read("calendar.yaml")
    for year in range(rule["first_year"], rule["last_year"] + 1):
        _add_school_year(year, rule, counts)
    first, last = rule["holidays"]
    for year in range(first, last + 1):
        counts.add("calendar_days", fill_holidays(year))


def _add_school_year(year: int, rule: Entry, counts: Counts) -> None:
    name = f"{year}-{year + 1}"
    if SchoolYear.objects.filter(name=name).exists():
        return
    begins = date.fromisoformat(f"{year}-{rule['begins']}")
    ends = date.fromisoformat(f"{year + 1}-{rule['ends']}")
    half = begins + timedelta(weeks=rule["weeks_of_semester_one"]) - timedelta(days=1)
    school_year = SchoolYear.objects.create(name=name, starts_on=begins, ends_on=ends)
    Semester.objects.create(school_year=school_year, number=1, starts_on=begins, ends_on=half)
    Semester.objects.create(
        school_year=school_year, number=2, starts_on=half + timedelta(days=1), ends_on=ends
    )
    mark(school_year, name)
    counts.add("school_years")


def load_delegations(counts: Counts) -> None:
    """What An Giang left to seven, and to five, of its offices."""
    units = marked_units()
    for entry in read("delegations.yaml"):
        terms = {name: entry[name] for name in ("kind", "levels", "criteria", "basis")}
        dates = {name: entry[name] for name in ("valid_from", "valid_to")}
        for key in entry["offices"]:
            there = Delegation.objects.filter(
                office=units[key], kind=entry["kind"], valid_from=entry["valid_from"]
            )
            if there.exists():
                continue
            add_delegation(
                department=units[entry["department"]], office=units[key], **terms, **dates,
                by=person(entry["by"]),
            )  # fmt: skip
            counts.add("delegations")
