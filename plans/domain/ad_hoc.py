"""Inspections outside the plan's list: on signs of a violation, or as assigned."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import TransitionRefused
from plans.domain.clashes import Proposal
from plans.domain.scheduling import add_visit, place_visit
from plans.enums import AdHocBasis, PlanState, VisitKind, VisitMode
from plans.models import ContentStream, InspectionPlan, Visit
from units.models import Unit


@transaction.atomic
def add_ad_hoc(
    *,
    plan: InspectionPlan,
    unit: Unit,
    basis: AdHocBasis,
    grounds: str,
    proposal: Proposal,
    by: User,
    streams: list[ContentStream] | None = None,
    mode: str = VisitMode.ON_SITE,
    reasons: Mapping[str, str] | None = None,
) -> Visit:
    """An inspection with its day, time and team at once (NĐ 217/2025/NĐ-CP, Điều 7.2.a).

    Nothing is added when the day cannot stand.

    Raises:
        ClashRefused: something stands in the way; a short notice needs its reason here too.
        TransitionRefused: the grounds are missing, the plan is over, or it is not the user's.
    """
    if not grounds.strip():
        raise TransitionRefused(_("Write the grounds of the inspection."))
    if plan.state in {PlanState.AMENDED, PlanState.CLOSED}:
        raise TransitionRefused(_("This plan is over; nothing is inspected under it any more."))
    visit = add_visit(
        plan=plan, unit=unit, month=proposal.on, streams=streams or [], by=by,
        kind=VisitKind.AD_HOC, mode=mode, basis=AdHocBasis(basis), grounds=grounds.strip(),
    )  # fmt: skip
    record(
        "visit.ad_hoc", visit, by=by, sentence=grounds.strip()[:500],
        after={"basis": visit.basis, "grounds": visit.grounds},
    )  # fmt: skip
    return place_visit(
        visit=visit, proposal=proposal, version=visit.version, reasons=reasons, by=by
    )
