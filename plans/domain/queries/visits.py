"""Reading visits: lists, one visit's story, the summary a plan shows of its schedule."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.web.pieces import Step
from core.workflow.models import WorkflowStep
from plans.enums import VisitState
from plans.models import (
    MonthWindow,
    ScheduleLetter,
    Visit,
)
from plans.workflow import VISIT
from units.domain.tree import managers_of


def listed(visits: "QuerySet[Visit]") -> "QuerySet[Visit]":
    """Visits with what a list shows of them: two queries, however many rows."""
    return (
        visits.select_related("unit", "team", "plan__issuer")
        .prefetch_related("streams")
        .annotate(told_at=Max("notices__sent_at"))
    )


def with_managers(visits: Iterable[Visit]) -> list[Visit]:
    """The visits, each with `manager`: who manages its unit on its day; one query."""
    rows = list(visits)
    day = next((visit.on for visit in rows if visit.on), None) or timezone.localdate()
    managers = managers_of([visit.unit_id for visit in rows], day)
    for visit in rows:
        visit.manager = managers.get(visit.unit_id)  # type: ignore[attr-defined]
    return rows


def next_visits(user: User, limit: int = 3) -> list[Visit]:
    """The coming visits that concern a person, the nearest first; for the home page."""
    coming = (
        Visit.objects.visible_to(user)
        .filter(on__gte=timezone.localdate(), state__in=VisitState.occupying())
        .exclude(state=VisitState.DONE)
        .select_related("unit", "team")
        .only("on", "starts_at", "ends_at", "unit__short_name", "team__name")
    )
    return list(coming.order_by("on", "starts_at", "pk")[:limit])


# The line a visit follows; postponed and cancelled stand at the step they interrupt.
_LINE = (
    ("schedule", gettext_lazy("Day chosen"), VisitState.PROPOSED),
    ("notify", gettext_lazy("Unit notified"), VisitState.SCHEDULED),
    ("start", gettext_lazy("Visit begun"), VisitState.NOTIFIED),
    ("finish", gettext_lazy("Visit done"), VisitState.IN_PROGRESS),
)
_REACHED = {
    VisitState.PROPOSED: 0, VisitState.POSTPONED: 0, VisitState.SCHEDULED: 1,
    VisitState.NOTIFIED: 2, VisitState.IN_PROGRESS: 3, VisitState.DONE: 4,
}  # fmt: skip


def steps_of(visit: Visit, history: list[WorkflowStep]) -> list[Step]:
    """Where the visit is, who took each step and when."""
    reached = _REACHED.get(VisitState(visit.state), 0)
    taken = {step.transition: step for step in history}
    steps = []
    for place, (name, label, _source) in enumerate(_LINE):
        log = taken.get(name) if place < reached else None
        state: Any = "done" if place < reached else "now" if place == reached else "next"
        if visit.state == VisitState.CANCELLED:
            state = "next"
        elif visit.state == VisitState.POSTPONED and place == 0:
            state = "back"
        steps.append(Step(label, state, log.by if log else "", log.at if log else None))
    return steps


@dataclass(frozen=True)
class HistoryLine:
    """One step in words."""

    step: WorkflowStep
    sentence: Any


def history_of(steps: Iterable[WorkflowStep]) -> list[HistoryLine]:
    return [
        HistoryLine(step, VISIT.transitions[step.transition].done)
        for step in steps
        if step.transition in VISIT.transitions
    ]


_FIGURES = ("total", "undated", "scheduled", "notified", "done", "postponed")


@dataclass
class MonthSummary:
    """One month of a plan's schedule in figures."""

    month: date
    window: MonthWindow | None = None
    total: int = 0
    undated: int = 0
    scheduled: int = 0
    notified: int = 0
    done: int = 0
    postponed: int = 0

    def count(self, *figures: int) -> None:
        """Take over one row of `counted_months`, without its month."""
        for name, figure in zip(_FIGURES, figures, strict=True):
            setattr(self, name, figure)

    @property
    def dated(self) -> int:
        return self.total - self.undated


@dataclass
class ScheduleSummary:
    months: list[MonthSummary] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(month.total for month in self.months)

    @property
    def undated(self) -> int:
        return sum(month.undated for month in self.months)

    @property
    def dated(self) -> int:
        return self.total - self.undated

    @property
    def done(self) -> int:
        return sum(month.done for month in self.months)


def counted_months(plan: int) -> "QuerySet[Visit, Any]":
    """Rows for `MonthSummary.count` by month, cancelled visits left out."""
    visits = Visit.objects.filter(plan=plan).exclude(state=VisitState.CANCELLED).order_by()
    told = [VisitState.NOTIFIED, VisitState.IN_PROGRESS]
    counted = visits.values("month").annotate(
        total=Count("pk"),
        undated=Count("pk", filter=Q(on__isnull=True)),
        scheduled=Count("pk", filter=Q(state=VisitState.SCHEDULED)),
        notified=Count("pk", filter=Q(state__in=told)),
        done=Count("pk", filter=Q(state=VisitState.DONE)),
        postponed=Count("pk", filter=Q(state=VisitState.POSTPONED)),
    )
    return counted.values_list("month", *_FIGURES)


def letters_of(plan: int) -> "QuerySet[ScheduleLetter]":
    """Letters of a plan with what a list shows of them."""
    letters = ScheduleLetter.objects.filter(plan=plan)
    return letters.select_related("team", "document", "created_by").annotate(
        visit_count=Count("visits")
    )


def agenda(visit: Visit, day: date, team_id: int | None) -> list[Visit]:
    """Other visits of the plan, of the team or of the unit on a day, by time."""
    return list(
        Visit.objects.filter(on=day, state__in=VisitState.occupying())
        .filter(Q(plan=visit.plan_id) | Q(team=team_id, team__isnull=False) | Q(unit=visit.unit_id))
        .exclude(pk=visit.pk)
        .select_related("unit", "team")
        .order_by("starts_at", "pk")
    )
