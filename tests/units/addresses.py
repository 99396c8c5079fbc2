"""How the addresses of the room are reached."""

from datetime import date

from tests.addresses import Address, Place
from units.domain import add_alias
from units.domain.days import keep_school_year
from units.enums import DayKind
from units.models import CalendarDay, Membership, SchoolYear


def _unit(place: Place) -> dict[str, int]:
    return {"pk": place.school.pk}


def _membership(place: Place) -> dict[str, int]:
    return {"pk": Membership.objects.filter(unit=place.school).order_by("pk")[0].pk}


def _spelling(place: Place) -> dict[str, int]:
    alias = add_alias(unit=place.school, name=f"{place.school.name} cũ", by=None)
    return {"pk": place.school.pk, "alias": alias.pk}


def _day(place: Place) -> dict[str, int]:
    day, _new = CalendarDay.objects.get_or_create(
        on=date(2026, 3, 2), kind=DayKind.HOLIDAY, unit=place.department,
        defaults={"name": "Ngày của tỉnh"},
    )  # fmt: skip
    return {"pk": day.pk}


def _year(place: Place) -> dict[str, str]:
    if not SchoolYear.objects.filter(name="2026-2027").exists():
        year = SchoolYear(name="2026-2027", starts_on=date(2026, 9, 5), ends_on=date(2027, 5, 31))
        keep_school_year(year=year, by=None)
    return {"name": "2026-2027"}


ADDRESSES = {
    "units:unit_list": Address(),
    "units:export": Address(),
    "units:tree": Address(),
    "units:unit_new": Address(),
    "units:unit": Address(_unit),
    "units:unit_people": Address(_unit),
    "units:unit_history": Address(_unit),
    "units:unit_edit": Address(_unit),
    "units:unit_move": Address(_unit),
    "units:unit_rename": Address(_unit),
    "units:unit_merge": Address(_unit),
    "units:unit_end": Address(_unit),
    "units:spelling_new": Address(_unit),
    "units:spelling_remove": Address(_spelling, succeeds=False),
    "units:invite": Address(_unit),
    "units:people": Address(),
    "units:membership_end": Address(_membership),
    "units:invitation_renew": Address(_membership),
    "units:accept_invitation": Address(
        lambda place: {"token": "none"}, scoped=False, succeeds=False
    ),
    "units:calendar": Address(),
    "units:calendar_fill": Address(succeeds=False),
    "units:day_new": Address(),
    "units:day_edit": Address(_day),
    "units:day_remove": Address(_day, succeeds=False),
    "units:school_year_new": Address(),
    "units:school_year": Address(_year, scoped=False),
}
