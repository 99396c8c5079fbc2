"""Reading the coverage of a plan: what each rule yields, which units have their visit."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from plans.domain.coverage import drawn_anew, listed_units, units_to_visit
from plans.domain.duties import audience_units
from plans.enums import Audience, VisitState
from plans.models import CoverageDraw, CoverageRule, InspectionPlan, Visit
from units.domain.tree import managers_of
from units.models import Unit


@dataclass(frozen=True)
class RuleYield:
    """What one rule yields: of `listed` units `reached` are visited, `visited` have their visit."""

    rule: CoverageRule
    facts: list[str]
    listed: int
    reached: int
    visited: int
    draws: list[CoverageDraw] = field(default_factory=list)

    @property
    def last(self) -> CoverageDraw | None:
        return self.draws[0] if self.draws else None

    @property
    def former(self) -> list[CoverageDraw]:
        return self.draws[1:]


@dataclass(frozen=True)
class CoveredUnit:
    """A unit of the plan's area with its manager then, and its visit if there is one."""

    unit: Unit
    manager: Unit | None
    visit: Visit | None


class Coverage:
    """The coverage of one plan; each part is read when it is first asked for."""

    def __init__(self, plan: InspectionPlan) -> None:
        self.plan = plan
        self.day = plan.reference_day

    @cached_property
    def visits(self) -> dict[int, Visit]:
        """The visit of each unit, cancelled ones aside; an ad hoc inspection is not the plan's."""
        there = self.plan.visits.planned().exclude(state=VisitState.CANCELLED).order_by("-pk")
        return {visit.unit_id: visit for visit in there}

    @cached_property
    def rules(self) -> list[RuleYield]:
        rules = self.plan.coverage_rules.prefetch_related("managers", "draws__drawn_by")
        return [self._yield(rule) for rule in rules]

    def _yield(self, rule: CoverageRule) -> RuleYield:
        rule.plan = self.plan
        draws = list(rule.draws.all())
        listed = [unit for unit, _manager in listed_units(rule, self.day)]
        reached = (draws[0].drawn if draws else []) if rule.is_drawn else listed
        visited = sum(unit in self.visits for unit in reached)
        size = len(draws[0].listed) if draws else len(listed)
        return RuleYield(rule, rule.facts(), size, len(reached), visited, draws)

    @cached_property
    def reached(self) -> set[int]:
        return set(units_to_visit(self.plan)) | set(
            self.plan.dossier_targets.values_list("unit", flat=True)
        )

    @cached_property
    def waiting(self) -> set[int]:
        """Units the plan reaches that have no visit yet."""
        return self.reached - self.visits.keys()

    @cached_property
    def outside(self) -> set[int]:
        """Units of the area that the plan does not go to."""
        area = {*audience_units(self.plan, Audience.DIRECT_UNITS, self.day)}
        area |= {*audience_units(self.plan, Audience.OFFICE_UNITS, self.day)}
        return area - self.reached - self.visits.keys()

    def units(self, group: str) -> "QuerySet[Unit]":
        """Units with a visit ("visited"), to be visited ("waiting") or not reached ("outside")."""
        ids: Any = {"waiting": self.waiting, "outside": self.outside}.get(group, self.visits.keys())
        return Unit.objects.filter(pk__in=set(ids)).order_by("sort_key", "pk")

    def rows(self, units: list[Unit]) -> list[CoveredUnit]:
        """The rows of one page; one query."""
        managers = managers_of([unit.pk for unit in units], self.day)
        return [
            CoveredUnit(unit, managers.get(unit.pk), self.visits.get(unit.pk)) for unit in units
        ]


@dataclass(frozen=True)
class DrawnUnit:
    """A line of the list drawn from, with its place there."""

    place: int
    unit: Unit
    manager: str
    is_drawn: bool


def draw_lines(made: CoverageDraw) -> list[DrawnUnit]:
    """The list of a draw in the order of the units' numbers; one query."""
    ids = {pk for pair in made.listed for pk in pair}
    units = Unit.objects.in_bulk(ids)
    drawn = set(made.drawn)
    return [
        DrawnUnit(place, units[pk], units[manager].short_name if manager in units else "", pk in drawn)
        for place, (pk, manager) in enumerate(made.listed, start=1)
        if pk in units
    ]  # fmt: skip


def holds_true(made: CoverageDraw) -> bool:
    """Whether list and seed give the same units again, computed now."""
    return drawn_anew(made) == list(made.drawn)
