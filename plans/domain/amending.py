"""An amendment: a copy of an issued plan, changed, issued in its place."""

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import TransitionRefused
from plans.domain.copying import copied, copy_part
from plans.enums import PlanState
from plans.models import (
    CheckIn,
    Cluster,
    ContentStream,
    CoverageRule,
    DossierTarget,
    InspectionPlan,
    LegalBasis,
    Milestone,
    MonthWindow,
    PlanRecipient,
    PlanSection,
    PreparationItem,
    Target,
    VisitSlot,
)
from plans.models.plan import PlanPart
from plans.rules import may_edit

# Streams and targets first: other parts point at them.
_PARTS: tuple[type[PlanPart], ...] = (
    ContentStream, Target, PlanSection, LegalBasis, PreparationItem, PlanRecipient, Milestone,
    MonthWindow, Cluster, DossierTarget, VisitSlot, CoverageRule,
)  # fmt: skip


@transaction.atomic
def draft_amendment(*, plan: InspectionPlan, by: User) -> InspectionPlan:
    """A draft with everything the issued plan says; visits and duties stay where they are.

    They move over when the amendment is issued (`take_over`).

    Raises:
        TransitionRefused: not issued, not the user's plan, or an amendment is drafted already.
    """
    if plan.state != PlanState.ISSUED or not may_edit(by, plan):
        raise TransitionRefused(_("Only an issued plan of your own unit can be amended."))
    if plan.amendments.exclude(state__in=PlanState.published()).exists():
        raise TransitionRefused(_("An amendment of this plan is being drafted already."))
    copy: InspectionPlan = copied(plan, amends=plan, created_by=by, state=PlanState.DRAFT, document=None,
                   approver=None, planned_on=None, is_demo=plan.is_demo)  # fmt: skip
    twins: dict[tuple[type[models.Model], Any], models.Model] = {}
    for model in _PARTS:
        for part in model._default_manager.filter(plan=plan).order_by("pk"):
            twins[(model, part.pk)] = copy_part(part, copy, twins)
    record("plan.amendment", copy, by=by, after={"amends": plan.pk})
    return copy


@transaction.atomic
def take_over(*, amendment: InspectionPlan) -> None:
    """Visits, teams, letters and duties pass from the amended plan to the amendment.

    A duty passes where the amendment still has its milestone (same title); it keeps its state.
    """
    old = amendment.amends
    if old is None:
        return
    old.teams.update(plan=amendment)
    old.children.update(parent=amendment)
    old.proposals.update(plan=amendment)
    old.letters.update(plan=amendment)
    _keep_dossiers(old, amendment)
    _keep_visits(old, amendment)
    _keep_draws(old, amendment)
    milestones = {milestone.title: milestone for milestone in amendment.milestones.all()}
    for milestone in old.milestones.prefetch_related("obligations"):
        successor = milestones.get(milestone.title)
        if successor is not None:
            milestone.obligations.update(milestone=successor)


def _keep_visits(old: InspectionPlan, amendment: InspectionPlan) -> None:
    """Visits keep the contents and the cluster (same host) that the amendment still has."""
    streams = {stream.key: stream for stream in amendment.streams.all()}
    for visit in old.visits.prefetch_related("streams"):
        kept = [streams[stream.key] for stream in visit.streams.all() if stream.key in streams]
        visit.streams.set(kept)
    for cluster in amendment.clusters.all():
        old.visits.filter(cluster__host=cluster.host_id).update(cluster=cluster)
    old.visits.filter(cluster__plan=old).update(cluster=None)
    old.visits.update(plan=amendment)


def _keep_dossiers(old: InspectionPlan, amendment: InspectionPlan) -> None:
    """What units answered and brought passes to the dossier that says the same."""
    heirs = {(item.stream.key, item.text): item for item in _asked(amendment)}
    for item in _asked(old):
        if heir := heirs.get((item.stream.key, item.text)):
            item.answers.update(item=heir)
            CheckIn.brought.through.objects.filter(preparationitem=item).update(
                preparationitem=heir
            )


def _asked(plan: InspectionPlan) -> "QuerySet[PreparationItem]":
    return plan.preparations.select_related("stream")


def _keep_draws(old: InspectionPlan, amendment: InspectionPlan) -> None:
    """Draws pass to the rule that says the same; a rule that was changed is drawn anew."""
    rules = {_terms(rule): rule for rule in amendment.coverage_rules.all()}
    for rule in old.coverage_rules.all():
        if heir := rules.get(_terms(rule)):
            rule.draws.update(rule=heir)


def _terms(rule: CoverageRule) -> tuple[Any, ...]:
    managers = frozenset(rule.managers.values_list("pk", flat=True))
    return (rule.source, rule.percent, rule.levels, rule.unit_kind, rule.each_manager, managers)
