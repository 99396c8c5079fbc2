"""Offices propose units of theirs to the department, which draws its sample from them (A-39)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.audit.recording import record
from core.notifications.sending import notify
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from plans.domain.duties import audience_units, settle_by
from plans.domain.people import people_who
from plans.enums import AnsweredBy, Audience, PlanState, ProposedFor
from plans.models import InspectionPlan, OfficeProposal, ProposedUnit
from plans.rules import may_propose
from plans.workflow import PROPOSAL
from units.models import Unit


def open_list(*, plan: InspectionPlan, office: Unit, by: User) -> OfficeProposal:
    """The office's list under a plan, made at the first call.

    Raises:
        TransitionRefused: the plan is not issued, or the office is not the user's or not under it.
    """
    if plan.state != PlanState.ISSUED or office.pk not in audience_units(plan, Audience.OFFICES):
        raise TransitionRefused(
            _("Units are proposed under an issued plan of one's own department.")
        )
    if not may_propose(by, OfficeProposal(plan=plan, office=office)):
        raise TransitionRefused(_("You do not have the right to take this step."))
    return OfficeProposal.objects.get_or_create(plan=plan, office=office)[0]


def units_to_offer(proposal: OfficeProposal) -> list[Unit]:
    """Units of the office that are not on its list yet, as they are on the plan's day."""
    below = Unit.objects.under([proposal.office_id], proposal.plan.reference_day).inspected()
    named = ProposedUnit.objects.filter(proposal=proposal.pk).values("unit")
    return list(below.exclude(pk__in=named).order_by("sort_key", "pk"))


@transaction.atomic
def offer_unit(
    *, proposal: OfficeProposal, unit: Unit, reason: str, by: User,
    wanted_for: str = ProposedFor.INSPECTION,
) -> ProposedUnit:  # fmt: skip
    """Put a unit on the list.

    Raises:
        TransitionRefused: sent already, not the user's office, or not a unit of the office.
    """
    _refuse(proposal, by)
    if unit not in units_to_offer(proposal):
        raise TransitionRefused(
            _("This unit is on the list already, or is not one of the office's.")
        )
    added = ProposedUnit.objects.create(
        proposal=proposal, unit=unit, wanted_for=wanted_for, reason=reason.strip()
    )
    record(
        "proposal.add", proposal, by=by, sentence=str(unit),
        after={"unit": unit.pk, "for": wanted_for, "reason": reason.strip()},
    )  # fmt: skip
    return added


@transaction.atomic
def withdraw_unit(*, offered: ProposedUnit, by: User) -> None:
    """Take a unit off the list while it is not sent."""
    _refuse(offered.proposal, by)
    record(
        "proposal.remove", offered.proposal, by=by, sentence=str(offered.unit),
        before={"unit": offered.unit_id},
    )  # fmt: skip
    offered.delete()


@transaction.atomic
def send_list(*, proposal: OfficeProposal, by: User) -> None:
    """Hand the list to the department; the office's duty that waits for it is settled."""
    PROPOSAL.step(proposal, "send", by=by)
    proposal.sent_at = timezone.now()
    proposal.save(update_fields=["sent_at"])
    count = proposal.units.count()
    note = ngettext("List of %(count)d unit", "List of %(count)d units", count) % {"count": count}
    settle_by(what=AnsweredBy.PROPOSAL, plan=proposal.plan, unit=proposal.office, note=note, by=by)
    _tell(proposal, "plans.proposal_sent", proposal.plan.issuer, count=str(count))


@transaction.atomic
def return_list(*, proposal: OfficeProposal, comment: str, by: User) -> None:
    """The department sends the list back with its reason; its units leave the next draw."""
    PROPOSAL.step(proposal, "send_back", by=by, comment=comment)
    _tell(proposal, "plans.proposal_sent_back", proposal.office, comment=comment.strip())


def _refuse(proposal: OfficeProposal, by: User) -> None:
    if not may_propose(by, proposal):
        raise TransitionRefused(_("You do not have the right to take this step."))
    if not proposal.is_editable:
        raise TransitionRefused(_("The list was sent; it can be changed once it is sent back."))


def _tell(proposal: OfficeProposal, kind: str, unit: Unit, **words: str) -> None:
    step = WorkflowStep.objects.of(proposal).count()
    notify(
        kind,
        event=f"{kind}:{proposal.pk}:{step}",
        recipients=people_who(unit, "plans.edit"),
        context={"plan": proposal.plan.title, "office": str(proposal.office), **words},
        url=proposal.get_absolute_url(),
    )
