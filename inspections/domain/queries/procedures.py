"""How the inspections of a plan run: what was chosen for it, else the preset that fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inspections.models import Inspection, Procedure
from plans.enums import VisitMode
from plans.models import InspectionPlan

_DATA = Path(__file__).resolve().parent.parent.parent / "data" / "procedures.yaml"


@dataclass(frozen=True)
class Figure:
    """One figure of a preset with the paper it stands in; not verified: the authority's own setting."""

    what: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Preset:
    """A procedure as a paper or a decree lays it down, for some issuers, between two days."""

    key: str
    name: str
    issuers: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    settings: dict[str, Any]
    figures: tuple[Figure, ...]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def fits(self, kind: str, day: date) -> bool:
        return kind in self.issuers and self.holds_on(day)

    def procedure(self, plan: InspectionPlan) -> Procedure:
        """Its settings for a plan, not saved."""
        return Procedure(plan=plan, source=self.key, **self.settings)


@cache
def presets() -> tuple[Preset, ...]:
    """The presets of the data file, in its order."""
    rows = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return tuple(
        Preset(
            key=row["key"], name=row["name"], issuers=tuple(row["issuers"]),
            valid_from=row["valid_from"], valid_to=row.get("valid_to"), settings=row["settings"],
            figures=tuple(Figure(**figure) for figure in row["figures"]),
        )
        for row in rows
    )  # fmt: skip


def preset_called(key: str) -> Preset | None:
    return next((preset for preset in presets() if preset.key == key), None)


def preset_for(plan: InspectionPlan) -> Preset:
    """The one that fits the plan's issuer and day; else the first that holds on the day."""
    day, kind = plan.reference_day, plan.issuer.kind
    fitting = [preset for preset in presets() if preset.fits(kind, day)]
    held = [preset for preset in presets() if preset.holds_on(day)]
    return (fitting or held or list(presets()))[0]


def procedure_of(plan: InspectionPlan) -> Procedure:
    """What was chosen for the plan, else the fitting preset, unsaved. At most one query."""
    stored: Procedure | None = getattr(plan, "procedure", None)
    return stored or preset_for(plan).procedure(plan)


def desk_due_on(inspection: Inspection) -> date | None:
    """The last day of the check on the system; a remote visit is that check, so its own day."""
    day = inspection.visit.on
    if day is None or inspection.visit.mode == VisitMode.REMOTE:
        return day
    return day - timedelta(days=procedure_of(inspection.visit.plan).desk_days)
