"""Rows of the room's tables, with everything a template prints worked out beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from core.validity import in_force
from core.web.columns import ColumnChoice, ListColumn
from units.domain.listing import codes_of_rows, managers_of_rows
from units.enums import SchoolLevel, UnitKind
from units.models import Membership, Unit, UnitReach, UnitRelation


@dataclass(frozen=True)
class UnitRow:
    url: str
    name: str
    kind: str
    levels: str
    place: str
    manager: str
    code: str
    ended_on: date | None
    head: str
    email: str
    phone: str
    classes: int | None
    pupils: int | None


def unit_columns(request: HttpRequest) -> ColumnChoice:
    """What the list shows of each unit beside its name."""
    return ColumnChoice(
        request,
        [
            ListColumn("kind", _("Kind"), lambda row: row.kind),
            ListColumn("levels", _("Levels"), lambda row: row.levels),
            ListColumn("place", _("Place"), lambda row: row.place),
            ListColumn("manager", _("Managed by"), lambda row: row.manager),
            ListColumn("code", _("Code"), lambda row: row.code),
            ListColumn("head", _("Head"), lambda row: row.head, is_extra=True),
            ListColumn("email", _("E-mail"), lambda row: row.email, is_extra=True),
            ListColumn("phone", _("Telephone"), lambda row: row.phone, "nowrap", is_extra=True),
            ListColumn("classes", _("Classes"), _figure("classes"), "num", is_extra=True),
            ListColumn("pupils", _("Pupils"), _figure("pupils"), "num", is_extra=True),
        ],
    )


def _figure(name: str) -> Callable[[UnitRow], str]:
    return lambda row: localize(getattr(row, name)) if getattr(row, name) is not None else ""


def unit_rows(rows: Iterable[tuple[Any, ...]]) -> list[UnitRow]:
    """Rows of `units.domain.listing`. Two queries for a page, however long: managers and codes."""
    rows, today = list(rows), timezone.localdate()
    keys = [row[0] for row in rows]
    managers, codes = managers_of_rows(keys), codes_of_rows(keys)
    kinds = {kind.value: str(kind.label) for kind in UnitKind}
    root = reverse("units:unit", args=[0]).removesuffix("0/")  # looked up once, not for each row
    return [
        UnitRow(
            url=f"{root}{pk}/",
            name=name,
            kind=kinds.get(kind, kind),
            levels=", ".join(filter(None, levels.split(","))),
            place=", ".join(filter(None, [commune, district])),
            manager=managers.get(pk, ""),
            code=codes.get(pk, ""),
            ended_on=valid_to if valid_to and valid_to < today else None,
            head=head,
            email=email,
            phone=phone,
            classes=classes,
            pupils=pupils,
        )
        for pk, name, kind, levels, commune, district, valid_to, head, email, phone, classes, pupils in rows
    ]


@dataclass(frozen=True)
class PersonRow:
    membership: Membership
    name: str
    email: str
    role: str
    unit: str
    unit_url: str
    state: str
    tone: str
    icon: str
    waits: bool
    is_over: bool


def person_rows(memberships: Iterable[Membership]) -> list[PersonRow]:
    """Expects `user` and `unit` selected along."""
    return [_person_row(membership, timezone.localdate()) for membership in memberships]


def _person_row(membership: Membership, today: date) -> PersonRow:
    state, tone, icon = _standing(membership, today)
    return PersonRow(
        membership=membership,
        name=membership.user.addressed_name,
        email=membership.user.email,
        role=str(membership.get_role_display()),
        unit=membership.unit.short_name,
        unit_url=reverse("units:unit_people", args=[membership.unit_id]),
        state=state,
        tone=tone,
        icon=icon,
        waits=not membership.user.has_usable_password(),
        is_over=membership.valid_to is not None and membership.valid_to < today,
    )


def _standing(membership: Membership, today: date) -> tuple[str, str, str]:
    if membership.valid_to and membership.valid_to < today:
        return _("ended"), "neutral", "slash-circle"
    if not membership.user.is_active:
        return _("may not sign in"), "late", "lock"
    if not membership.user.has_usable_password():
        return _("invited, no password yet"), "soon", "envelope"
    if membership.valid_from > today:
        return _("begins later"), "active", "clock"
    return _("in force"), "done", "check-circle-fill"


@dataclass
class OfficeRow:
    """One manager of the overview: how many units lie below it, by level."""

    name: str
    url: str
    total: int = 0
    levels: Counter[str] = field(default_factory=Counter)

    @property
    def cells(self) -> list[int]:
        return [self.levels[level.value] for level in SchoolLevel]


def overview(root: Unit, day: date) -> tuple[OfficeRow, list[OfficeRow]]:
    """The sum, and a row for each unit directly below `root`; its own schools make one row."""
    below = UnitRelation.objects.on(day).filter(manager=root).values("unit")
    managing = Unit.objects.on(day).filter(pk__in=below).exclude(kind__in=UnitKind.inspected())
    named = managing.order_by("sort_key", "pk").values_list("pk", "short_name")
    rows = {pk: OfficeRow(name, _list_url(pk)) for pk, name in named}
    own = OfficeRow(_("Directly under %(unit)s") % {"unit": root}, _list_url(root.pk))
    total = OfficeRow(_("All units"), reverse("units:unit_list"))
    for ancestor, depth, levels, count in _counts(root, list(rows), day):
        if ancestor == root.pk:
            _add(total, levels, count)
            if depth == 1:
                _add(own, levels, count)
        else:
            _add(rows[ancestor], levels, count)
    return total, ([own] if own.total else []) + list(rows.values())


def _counts(root: Unit, managers: list[int], day: date) -> Iterator[tuple[int, int, str, int]]:
    """(ancestor, depth, levels, count). Kinds are sorted out here: asked for in SQL, they lead
    SQLite to begin with every school of the country.
    """
    rows = (
        UnitReach.objects.on(day)
        .filter(in_force(day, "descendant__"), ancestor__in=[root.pk, *managers])
        .order_by()
        .values_list("ancestor", "depth", "descendant__kind", "descendant__levels")
        .annotate(units=Count("pk"))
    )
    for ancestor, depth, kind, levels, count in rows:
        if kind in UnitKind.inspected():
            yield ancestor, depth, levels, count


def _add(row: OfficeRow, levels: str, count: int) -> None:
    row.total += count
    for level in filter(None, levels.split(",")):
        row.levels[level] += count


def _list_url(manager: int) -> str:
    return f"{reverse('units:unit_list')}?manager={manager}"
