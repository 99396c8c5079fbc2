"""The two-tier reform: on one day district offices end and communes take over their schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.search.keys import search_key
from units.domain.life import add_unit, dissolve, shortened
from units.domain.reach import rebuild_reach
from units.domain.refusals import ChangeRefused
from units.domain.tree import managed_by, set_manager
from units.enums import UnitKind
from units.models import Unit

REFORM_DAY = date(2025, 7, 1)
_NAMED = 10


@dataclass(frozen=True)
class Commune:
    """A commune-level committee that takes over: the name on papers, and the former communes in it.

    A school goes to the commune that is, or absorbed, the one written in its `commune`.
    """

    name: str
    absorbs: Sequence[str] = ()
    symbol: str = ""

    def places(self) -> set[str]:
        return {_place(place) for place in (self.name, *self.absorbs)}


@dataclass(frozen=True)
class ReformPlan:
    """Where every unit of the ending offices goes, and which have no place yet."""

    root: Unit
    offices: dict[Unit, list[Commune]]
    places: dict[Unit, Commune]
    unplaced: list[Unit] = field(default_factory=list)


def prepare_reform(
    root: Unit,
    mapping: Mapping[Unit, Sequence[Commune]],
    *,
    placed: Mapping[Unit, str] | None = None,
    on: date = REFORM_DAY,
) -> ReformPlan:
    """Find each school's commune, without changing anything.

    `placed` names the commune outright. Failing that the school's own `commune` decides, failing
    that the only commune its office is mapped to. A school is never placed by guess.
    """
    named = {unit.pk: _place(name) for unit, name in (placed or {}).items()}
    places: dict[Unit, Commune] = {}
    unplaced: list[Unit] = []
    for office, communes in mapping.items():
        by_key = {key: commune for commune in communes for key in commune.places()}
        for unit in managed_by(office, on):
            wanted = named.get(unit.pk) or _place(unit.commune)
            commune = by_key.get(wanted) or (communes[0] if len(communes) == 1 else None)
            if commune:
                places[unit] = commune
            else:
                unplaced.append(unit)
    return ReformPlan(root, {o: list(found) for o, found in mapping.items()}, places, unplaced)


@transaction.atomic
def apply_reform(
    plan: ReformPlan, *, by: User | None, on: date = REFORM_DAY, basis: str = ""
) -> dict[str, Unit]:
    """Found the communes, move the schools, end the offices the day before.

    Returns the communes by name. Reads of earlier days still give the offices: "as managed then";
    reads of later days give the communes: "as managed now".

    Raises:
        ChangeRefused: schools without a place, by name.
    """
    if plan.unplaced:
        names = ", ".join(str(unit) for unit in plan.unplaced[:_NAMED])
        raise ChangeRefused(
            _("%(count)d units have no commune yet: %(names)s")
            % {"count": len(plan.unplaced), "names": names}
        )
    communes = _found_communes(plan, on, by)
    for unit, commune in plan.places.items():
        set_manager(unit=unit, manager=communes[commune.name], on=on, by=by, update_reach=False)
    for office, taken_over in plan.offices.items():
        heirs = [communes[commune.name] for commune in taken_over]
        dissolve(unit=office, on=on, successors=heirs, by=by, basis=basis)
    rebuild_reach()
    record(
        "units.apply_reform", plan.root, by=by, sentence=basis,
        after={"communes": sorted(communes), "offices": [str(unit) for unit in plan.offices]},
    )  # fmt: skip
    return communes


def _found_communes(plan: ReformPlan, on: date, by: User | None) -> dict[str, Unit]:
    """Each commune once, though parts of two districts may have gone into it."""
    founded: dict[str, Unit] = {}
    for commune in (commune for found in plan.offices.values() for commune in found):
        if commune.name not in founded:
            founded[commune.name] = _existing(plan.root, commune) or add_unit(
                kind=UnitKind.COMMUNE_COMMITTEE, name=commune.name, manager=plan.root, on=on,
                valid_from=on, symbol=commune.symbol, commune=shortened(commune.name)[5:],
                by=by, update_reach=False,
            )  # fmt: skip
    return founded


def _existing(root: Unit, commune: Commune) -> Unit | None:
    return Unit.objects.filter(
        kind=UnitKind.COMMUNE_COMMITTEE, name=commune.name, manager_links__manager=root
    ).first()


def _place(text: str) -> str:
    """One key for "UBND xã Châu Phong", "xã Châu Phong" and "Châu Phong"."""
    words = search_key(text).split()
    for prefix in (["ubnd"], ["xa"], ["phuong"], ["dac", "khu"], ["thi", "tran"], ["tt"]):
        if words[: len(prefix)] == prefix and len(words) > len(prefix):
            words = words[len(prefix) :]
    return " ".join(words)
