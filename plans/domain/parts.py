"""Adding, changing, ordering and removing the parts a plan is written from."""

from django.db import models, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.trash.keeping import throw_away
from core.trash.models import TrashedItem
from core.workflow.engine import TransitionRefused
from plans.models import InspectionPlan
from plans.models.plan import PlanPart
from plans.rules import may_change


@transaction.atomic
def save_part(*, part: PlanPart, by: User) -> PlanPart:
    """Save a new or changed part; a new one goes to the end."""
    _guard(part.plan, by)
    fields = _recorded_fields(part)
    stored = type(part)._default_manager.filter(pk=part.pk).first() if part.pk else None
    before = snapshot(stored, fields) if stored else {}
    if stored is None and not part.order:
        part.order = _last_order(part) + 1
    part.save()
    record(
        "plan.part",
        part.plan,
        by=by,
        before=before,
        after=snapshot(part, fields),
        sentence=str(part),
    )
    return part


@transaction.atomic
def remove_part(*, part: PlanPart, by: User) -> TrashedItem:
    """Take a part out of the plan; what it said stays in the history, the part in the trash."""
    _guard(part.plan, by)
    record(
        "plan.part_removed", part.plan, by=by, before=snapshot(part, _recorded_fields(part)),
        sentence=str(part),
    )  # fmt: skip
    url = reverse("plans:plan", args=[part.plan_id])
    return throw_away(
        part, place=part.plan.issuer_id, where=str(part.plan), url=url, by=by
    )  # fmt: skip


@transaction.atomic
def move_part(*, part: PlanPart, step: int, by: User) -> None:
    """Exchange a part with its neighbour: step −1 is up, +1 is down."""
    _guard(part.plan, by)
    siblings = list(type(part)._default_manager.filter(plan=part.plan).order_by("order", "pk"))
    place = next(index for index, other in enumerate(siblings) if other.pk == part.pk)
    other = place + step
    if not 0 <= other < len(siblings):
        return
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for order, sibling in enumerate(siblings, start=1):
        type(part)._default_manager.filter(pk=sibling.pk).update(order=order)


def _guard(plan: InspectionPlan, by: User) -> None:
    if not may_change(by, plan):
        raise TransitionRefused(_("The plan can only be changed while it is a draft."))


def _last_order(part: PlanPart) -> int:
    siblings = type(part)._default_manager.filter(plan=part.plan)
    return siblings.aggregate(last=Max("order"))["last"] or 0


def _recorded_fields(part: models.Model) -> list[str]:
    skipped = {"id", "plan", "order", "version"}
    return [field.name for field in part._meta.concrete_fields if field.name not in skipped]
