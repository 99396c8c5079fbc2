"""Closing a plan: its account is given, and what was not done gets its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import Gap, TransitionRefused
from core.workflow.models import WorkflowStep
from plans.domain.coverage import listed_units, reached_by
from plans.domain.duties import audience_units
from plans.domain.scheduling import cancel_visit
from plans.enums import Audience, ObligationState, VisitKind, VisitState
from plans.models import InspectionPlan, PlanAccount, Visit
from plans.workflow import PLAN

_NAMED = 10
Line = dict[str, Any]


@dataclass(frozen=True)
class OpenAccount:
    """The account as it would be frozen now."""

    visits: list[Visit]
    words_before: dict[int, str]
    duties: list[Line]
    coverage: list[Line]

    @property
    def done(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.state == VisitState.DONE]

    @property
    def undone(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.state != VisitState.DONE]

    @property
    def running(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.state == VisitState.IN_PROGRESS]

    @property
    def never_sent(self) -> int:
        return sum(line["never"] for line in self.duties)


def open_account(plan: InspectionPlan) -> OpenAccount:
    """What was and was not done under the plan until now; reads only."""
    visits = list(plan.visits.select_related("unit").order_by("month", "on", "unit__sort_key"))
    # What was inspected ad hoc still awaits the visit that the plan's rules speak of.
    done = {
        visit.unit_id
        for visit in visits
        if visit.state == VisitState.DONE and visit.kind != VisitKind.AD_HOC
    }
    return OpenAccount(visits, _words_before(visits), _duties(plan), _coverage(plan, done))


def _words_before(visits: list[Visit]) -> dict[int, str]:
    """The reason given when a visit was cancelled or postponed, the last one; one query."""
    stopped = [v.pk for v in visits if v.state in {VisitState.CANCELLED, VisitState.POSTPONED}]
    steps = WorkflowStep.objects.filter(
        dossier_type=Visit._meta.label_lower, dossier_id__in=stopped,
        transition__in=["cancel", "postpone"],
    )  # fmt: skip
    return {step.dossier_id: step.comment for step in steps.order_by("at", "pk")}


def _duties(plan: InspectionPlan) -> list[Line]:
    """For each deadline: how many owed, sent in time, late, never, or were waived; one query."""
    settled = Q(obligations__state=ObligationState.FULFILLED)
    counted = plan.milestones.annotate(
        owed=Count("obligations"),
        late=Count("obligations", filter=settled & Q(obligations__was_late=True)),
        on_time=Count("obligations", filter=settled & Q(obligations__was_late=False)),
        waived=Count("obligations", filter=Q(obligations__state=ObligationState.WAIVED)),
        never=Count("obligations", filter=Q(obligations__state__in=ObligationState.awaited())),
    ).filter(owed__gt=0)
    names = ("title", "owed", "on_time", "late", "never", "waived")
    return list(counted.order_by("order", "pk").values(*names))


def _coverage(plan: InspectionPlan, done: set[int]) -> list[Line]:
    """For each rule: the units it speaks of, those it reached, and those visited in fact."""
    lines = []
    for rule in plan.coverage_rules.prefetch_related("managers"):
        rule.plan = plan
        last = rule.draws.first() if rule.is_drawn else None
        listed = len(last.listed) if last else len(listed_units(rule, plan.reference_day))
        lines.append(_rule_line(rule.headline, listed, reached_by(rule), done))
    if not lines:
        direct = audience_units(plan, Audience.DIRECT_UNITS)
        lines.append(_rule_line(str(Audience.DIRECT_UNITS.label), len(direct), direct, done))
    return lines


def _rule_line(rule: str, listed: int, reached: list[int], done: set[int]) -> Line:
    return {
        "rule": rule, "listed": listed, "reached": len(reached), "done": len(done & set(reached)),
    }  # fmt: skip


@transaction.atomic
def close_plan(
    *, plan: InspectionPlan, comment: str, by: User, reasons: Mapping[int, str] | None = None
) -> PlanAccount:
    """Freeze the account and close. A visit still open is cancelled with its reason, and its unit
    is told if it had been notified; what was cancelled before keeps the reason it has.

    Args:
        plan: an issued plan of the user's own unit.
        comment: what was and was not done, in short.
        by: who closes.
        reasons: the word of each undone visit, by the visit's number.

    Raises:
        TransitionRefused: not issued, not the user's plan, a visit is in progress, or one that was
            not done has no reason.
    """
    account = open_account(plan)
    words = account.words_before | {
        visit: reason.strip() for visit, reason in (reasons or {}).items() if reason.strip()
    }
    _refuse_unexplained(account, words)
    PLAN.step(plan, "close", by=by, comment=comment)
    for visit in account.undone:
        if visit.state != VisitState.CANCELLED:
            visit.plan = plan
            cancel_visit(visit=visit, reason=words[visit.pk], by=by)
    frozen = PlanAccount.objects.create(
        plan=plan, words=comment.strip(), closed_by=by, duties=account.duties,
        visits=[_visit_line(visit, words) for visit in account.visits], coverage=account.coverage,
    )  # fmt: skip
    record(
        "plan.account", plan, by=by, sentence=comment.strip(),
        after={"done": len(account.done), "undone": len(frozen.undone),
               "never_sent": frozen.never_sent, "coverage": account.coverage},
    )  # fmt: skip
    return frozen


def _visit_line(visit: Visit, words: Mapping[int, str]) -> Line:
    done = visit.state == VisitState.DONE
    return {
        "visit": visit.pk, "unit": visit.unit_id, "name": visit.unit.short_name,
        "kind": visit.kind, "month": visit.month.isoformat(), "done": done,
        "on": visit.on.isoformat() if visit.on and done else None,
        "reason": "" if done else words[visit.pk],
    }  # fmt: skip


def _refuse_unexplained(account: OpenAccount, words: Mapping[int, str]) -> None:
    if account.running:
        gaps = [Gap(str(visit.unit), visit.get_absolute_url()) for visit in account.running]
        raise TransitionRefused(_("Visits are in progress; finish them first."), gaps[:_NAMED])
    silent = [visit for visit in account.undone if not words.get(visit.pk)]
    if silent:
        gaps = [Gap(str(visit.unit), visit.get_absolute_url()) for visit in silent[:_NAMED]]
        raise TransitionRefused(_("Every visit that was not done needs its reason."), gaps)
