"""Reading recommendations: lists, what is carried over, what a plan's recommendations amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from core.web.pieces import Step
from core.workflow.models import WorkflowStep
from inspections.enums import RecommendationState
from inspections.models import Inspection, Recommendation
from units.domain.tree import managers_of
from units.models import Succession, Unit

_RELATED = (
    "owner", "finding", "inspection__visit__unit", "inspection__visit__plan__issuer",
    "inspection__visit__plan__school_year", "inspection__visit__team",
)  # fmt: skip


def listed(found: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """With what a list shows; what is owed first, the earliest last day on top."""
    settled = Case(When(state__in=RecommendationState.unsettled(), then=0), default=1)
    later = Recommendation.objects.filter(told_at__isnull=False)
    return (
        found.select_related(*_RELATED)
        .prefetch_related(Prefetch("carried_to", queryset=later, to_attr="told_later"))
        .order_by(settled, "due_on", "owner__sort_key", "pk")
    )


def to_carry(inspection: Inspection) -> QuerySet[Recommendation]:
    """What the unit, or a unit it came from, still owes from earlier inspections; not carried yet."""
    unit = inspection.visit.unit_id
    before = Succession.objects.filter(successor=unit).values("predecessor")
    units = Unit.objects.filter(Q(pk=unit) | Q(pk__in=before)).values("pk")
    of_unit = Q(owner__in=units) | Q(inspection__visit__unit__in=units)
    earlier = Recommendation.objects.followed().filter(of_unit).exclude(inspection=inspection)
    if inspection.visit.on is not None:
        earlier = earlier.filter(inspection__visit__on__lt=inspection.visit.on)
    return listed(earlier.filter(carried_to__isnull=True).distinct())


@dataclass
class Tally:
    """Recommendations of one manager, or of all: how many in each state."""

    manager: Unit | None
    counts: dict[str, int] = field(default_factory=dict)
    overdue: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def share_overdue(self) -> int | None:
        """Per cent of all that are overdue; nothing where there are none."""
        return round(100 * self.overdue / self.total) if self.total else None

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(state.value, self.counts.get(state.value, 0)) for state in RecommendationState]

    def count(self, found: Recommendation, late: set[int]) -> None:
        self.counts[found.state] = self.counts.get(found.state, 0) + 1
        self.overdue += found.pk in late


def tallied(found: QuerySet[Recommendation], day: date | None = None) -> tuple[Tally, list[Tally]]:
    """Of all, and by who manages the owner today; three queries. One followed in a later
    inspection is counted there and not here.
    """
    day = day or timezone.localdate()
    counted: Any = found.counted()  # type: ignore[attr-defined]
    rows = list(counted.order_by().only("pk", "owner_id", "state"))
    late = set(counted.overdue(day).order_by().values_list("pk", flat=True))
    managers = managers_of({row.owner_id for row in rows}, day)
    total, by_manager = Tally(None), dict[int | None, Tally]()
    for row in rows:
        manager = managers.get(row.owner_id)
        key = manager.pk if manager else None
        total.count(row, late)
        by_manager.setdefault(key, Tally(manager)).count(row, late)
    return total, sorted(by_manager.values(), key=lambda each: _order(each.manager))


def _order(manager: Unit | None) -> tuple[bool, str]:
    return (manager is None, manager.sort_key if manager else "")


def steps_of(found: Recommendation, history: Iterable[WorkflowStep]) -> list[Step]:
    """Told, reported, verified: who and when."""
    taken = {step.transition: step for step in history}
    report, check = taken.get("report"), taken.get("verify") or taken.get("settle")
    told: Any = "done" if found.told_at else "now"
    reported, verified = _stations(found)
    return [
        Step(_("Told to the unit"), told, "", found.told_at),
        Step(_("Reported done"), reported, *_who(report, reported)),
        Step(_("Verified"), verified, *_who(check, verified)),
    ]


def _stations(found: Recommendation) -> tuple[Any, Any]:
    if found.is_settled:
        return "done", "done"
    if found.state == RecommendationState.EVIDENCE_SENT:
        return "done", "now"
    if found.state == RecommendationState.RETURNED:
        return "back", "next"
    return ("now" if found.told_at else "next"), "next"


def _who(step: WorkflowStep | None, state: str) -> tuple[Any, Any]:
    return (step.by, step.at) if step is not None and state in {"done", "back"} else ("", None)
