"""Carrying a plan over in one transaction, and undoing it."""

import json
from collections.abc import Collection
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.workflow.engine import TransitionRefused
from plans.domain.planning import PLAN_FIELDS
from plans.domain.rolling.changes import Change, Passage
from plans.domain.rolling.copies import Copies
from plans.domain.rolling.dates import (
    coverage_changes,
    frame_changes,
    milestone_changes,
    rest_changes,
    window_changes,
)
from plans.domain.rolling.units import gone_units, team_changes, unvisited_units
from plans.domain.rolling.words import basis_changes, content_changes, section_changes
from plans.enums import PlanState
from plans.models import (
    Assignment,
    ClusterMember,
    CoverageDraw,
    InspectionPlan,
    MilestoneDue,
    RollOver,
    TeamMember,
)
from plans.rules import may_edit
from units.models import SchoolYear

UNVISITED_YEARS = 3
# What hangs on parts of a plan, and on which.
_HANGING = (
    (MilestoneDue, "milestone"), (ClusterMember, "cluster"), (CoverageDraw, "rule"),
    (TeamMember, "team"), (Assignment, "team"),
)  # fmt: skip


def propose_changes(
    source: InspectionPlan, year: SchoolYear, *, unvisited_years: int = UNVISITED_YEARS
) -> list[Change]:
    """Every change a roll-over would make, to be accepted one by one; reads only."""
    passage = Passage(source, year)
    return [
        *gone_units(passage), *section_changes(passage), *basis_changes(passage),
        *content_changes(passage), *milestone_changes(passage), *window_changes(passage),
        *coverage_changes(passage), *frame_changes(passage), *rest_changes(passage),
        *team_changes(passage), *unvisited_units(passage, unvisited_years),
    ]  # fmt: skip


@transaction.atomic
def roll_over(
    *, source: InspectionPlan, year: SchoolYear, accepted: Collection[str], by: User,
    unvisited_years: int = UNVISITED_YEARS,
) -> RollOver:  # fmt: skip
    """A draft for a later year made of the accepted changes, and the record of all of them.

    Raises:
        TransitionRefused: not the user's plan, not issued, not a later year, or carried over to
            that year already.
    """
    refuse_roll_over(source, year, by)
    changes = propose_changes(source, year, unvisited_years=unvisited_years)
    chosen = [change for change in changes if not change.is_told and change.key in accepted]
    plan = Copies(Passage(source, year), by).make(chosen)
    made = RollOver.objects.create(
        source=source, school_year=year, plan=plan, made_by=by,
        changes=[change.line(accepted) for change in changes], fingerprint=fingerprint(plan),
    )  # fmt: skip
    record(
        "plan.roll_over", plan, by=by,
        after={"source": source.pk, "year": year.name, "accepted": [c.key for c in chosen]},
    )  # fmt: skip
    return made


def refuse_roll_over(source: InspectionPlan, year: SchoolYear, by: User) -> None:
    """Raises TransitionRefused when this plan cannot be carried over to that year by this person."""
    if not may_edit(by, source):
        raise TransitionRefused(_("You do not have the right to take this step."))
    if source.state not in {PlanState.ISSUED, PlanState.CLOSED}:
        raise TransitionRefused(_("Only an issued plan can be carried over."))
    if year.starts_on <= source.school_year.starts_on:
        raise TransitionRefused(_("A plan is carried over to a later school year."))
    if source.rollovers.filter(school_year=year, undone_at=None).exists():
        raise TransitionRefused(_("This plan was carried over to that year already."))


@transaction.atomic
def undo_roll_over(*, made: RollOver, by: User) -> None:
    """Take the draft away again; the record of the roll-over stays.

    Raises:
        TransitionRefused: not the user's plan, or the draft was changed by hand or submitted.
    """
    if not may_undo(by, made):
        raise TransitionRefused(
            _("The draft was changed since, or is no longer a draft: it stays.")
        )
    plan = made.plan
    made.plan, made.undone_at = None, timezone.now()
    made.save(update_fields=["plan", "undone_at"])
    if plan is not None:
        record("plan.roll_over_undone", plan, by=by, before=snapshot(plan, PLAN_FIELDS))
        plan.delete()


def may_undo(user: Any, made: RollOver) -> bool:
    """Until the draft is submitted or changed by hand; a handful of queries."""
    plan = made.plan
    return (
        made.undone_at is None
        and plan is not None
        and plan.state == PlanState.DRAFT
        and may_edit(user, plan)
        and fingerprint(plan) == made.fingerprint
    )


def fingerprint(plan: InspectionPlan) -> str:
    """SHA-256 over the head of a plan and all rows that belong to it."""
    fresh = InspectionPlan.objects.get(pk=plan.pk)
    rows: list[Any] = [snapshot(fresh, PLAN_FIELDS)]
    for relation in InspectionPlan._meta.related_objects:
        if relation.one_to_many and relation.related_model is not RollOver:
            rows += _rows(relation.related_model, **{relation.field.name: plan.pk})
    for model, owner in _HANGING:
        rows += _rows(model, **{f"{owner}__plan": plan.pk})
    text = json.dumps(rows, cls=DjangoJSONEncoder, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _rows(model: Any, **belonging: Any) -> list[Any]:
    return [model._meta.label, *model._default_manager.filter(**belonging).order_by("pk").values()]
