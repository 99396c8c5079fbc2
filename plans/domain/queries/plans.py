"""Reading plans: lists, the story of one plan, its people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.web.pieces import Step, StepState
from core.workflow.models import WorkflowStep
from plans.enums import PlanState
from plans.models import InspectionPlan, Visit
from plans.workflow import PLAN


def listed(plans: "QuerySet[InspectionPlan]") -> "QuerySet[InspectionPlan]":
    """Plans with what a list shows of them, in one query, the newest school year first."""
    ordered = plans.order_by("-school_year__starts_on", "issuer", "pk")  # grouping drops the usual
    return ordered.select_related("issuer", "school_year", "document", "approver").annotate(
        visit_count=Count("visits", distinct=True),
        dated_count=Count("visits", filter=Q(visits__on__isnull=False), distinct=True),
    )


def for_rows(plans: "QuerySet[InspectionPlan]") -> "QuerySet[InspectionPlan]":
    """Plans with the columns a row of the list shows, and no others."""
    return plans.select_related("issuer", "school_year", "document").only(
        "title", "state", "issuer__name", "school_year__name", "document__number",
        "document__symbol",
    )  # fmt: skip


def with_counts(plans: Iterable[InspectionPlan]) -> list[InspectionPlan]:
    """The rows of one page, each with `visit_count` and `dated_count`; one query."""
    rows: list[Any] = list(plans)
    counted = Visit.objects.filter(plan__in=[plan.pk for plan in rows]).order_by()
    counts = counted.values("plan_id").annotate(visits=Count("pk"), dated=Count("on"))
    found = {
        plan: (visits, dated)
        for plan, visits, dated in counts.values_list("plan_id", "visits", "dated")
    }
    for plan in rows:
        plan.visit_count, plan.dated_count = found.get(plan.pk, (0, 0))
    return rows


# The line a plan follows; states beside it stand at the step they interrupt.
_LINE = (
    (PlanState.DRAFT, frozenset({PlanState.DRAFT, PlanState.SENT_BACK})),
    (PlanState.SUBMITTED, frozenset({PlanState.SUBMITTED})),
    (PlanState.APPROVED, frozenset({PlanState.APPROVED})),
    (PlanState.ISSUED, frozenset({PlanState.ISSUED, PlanState.AMENDED, PlanState.CLOSED})),
)
_STEP_NAMES = {"draft": "create", "submitted": "submit", "approved": "approve", "issued": "issue"}


def steps_of(
    plan: InspectionPlan, labels: dict[str, Any], log_rows: Iterable[WorkflowStep]
) -> list[Step]:
    """Where the plan is, who took each step and when."""
    taken = {step.transition: step for step in log_rows}
    reached = next(place for place, (_state, here) in enumerate(_LINE) if plan.state in here)
    steps = []
    for place, (state, _here) in enumerate(_LINE):
        log = taken.get(_STEP_NAMES[state])
        is_last = state == PlanState.ISSUED and place == reached
        mark: StepState = (
            "done" if place < reached or is_last else "now" if place == reached else "next"
        )
        who = log.by if log and place <= reached else _holder(plan, state)
        steps.append(
            Step(labels[state], mark, who or "", log.at if log and place <= reached else None)
        )
    return steps


def _holder(plan: InspectionPlan, state: str) -> Any:
    if state == PlanState.DRAFT:
        return plan.created_by
    return plan.approver if state in {PlanState.SUBMITTED, PlanState.APPROVED} else ""


@dataclass(frozen=True)
class HistoryLine:
    """One step in words: "Lãnh đạo Sở duyệt kế hoạch"."""

    step: WorkflowStep
    sentence: Any


def history_of(log_rows: Iterable[WorkflowStep]) -> list[HistoryLine]:
    return [
        HistoryLine(step, PLAN.transitions[step.transition].done)
        for step in log_rows
        if step.transition in PLAN.transitions
    ]
