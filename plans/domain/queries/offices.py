"""What the offices under a plan have done with it: their own plans, their lists of units."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from plans.domain.deriving import derived_plan, deriving_office
from plans.domain.duties import audience_units
from plans.enums import Audience, PlanState, ProposalState
from plans.models import InspectionPlan, Milestone, Obligation, OfficeProposal
from units.models import Unit


@dataclass(frozen=True)
class OfficeLine:
    """One office: its own plan (a draft is only known to exist), its list, what is late."""

    office: Unit
    plan: InspectionPlan | None
    proposal: OfficeProposal | None
    offered: int
    late: list[str]

    @property
    def is_published(self) -> bool:
        return self.plan is not None and self.plan.is_published

    @property
    def list_is_sent(self) -> bool:
        return self.proposal is not None and self.proposal.state != ProposalState.DRAFT


@dataclass(frozen=True)
class OfficeBoard:
    lines: list[OfficeLine]

    @property
    def issued(self) -> int:
        return sum(line.is_published for line in self.lines)

    @property
    def sent(self) -> int:
        return sum(line.proposal is not None and line.proposal.state == ProposalState.SENT
                   for line in self.lines)  # fmt: skip

    @property
    def late(self) -> int:
        return sum(bool(line.late) for line in self.lines)

    @property
    def offered(self) -> int:
        return sum(line.offered for line in self.lines)


def office_board(plan: InspectionPlan, today: date | None = None) -> OfficeBoard:
    """Every office under the issuer on the plan's day; six queries however many."""
    today = today or timezone.localdate()
    offices = Unit.objects.filter(pk__in=audience_units(plan, Audience.OFFICES))
    plans = {
        own.issuer_id: own
        for own in plan.children.exclude(state=PlanState.AMENDED).select_related("document")
    }
    lists: dict[int, Any] = {
        one.office_id: one for one in plan.proposals.annotate(count=Count("units"))
    }
    late = _late(plan, today)
    return OfficeBoard([
        OfficeLine(
            office, plans.get(office.pk), lists.get(office.pk),
            _offered(lists.get(office.pk)), late.get(office.pk, []),
        )
        for office in offices.order_by("sort_key", "pk")
    ])  # fmt: skip


def _offered(proposal: Any) -> int:
    return proposal.count if proposal and proposal.state == ProposalState.SENT else 0


def _late(plan: InspectionPlan, today: date) -> dict[int, list[str]]:
    """Titles of the duties that wait for a plan or a list and are overdue, by office."""
    waited = Obligation.objects.filter(milestone__plan=plan).exclude(milestone__answered_by="")
    found: dict[int, list[str]] = {}
    for duty in waited.overdue(today).select_related("milestone"):
        found.setdefault(duty.unit_id, []).append(duty.milestone.title)
    return found


@dataclass(frozen=True)
class OfficePanel:
    """What an office officer finds on the department's plan."""

    office: Unit
    plan: InspectionPlan | None
    proposal: OfficeProposal | None


def office_panel(plan: InspectionPlan, user: User) -> OfficePanel | None:
    """None for everyone but those who write an office's plans; then three queries."""
    office = deriving_office(user, plan)
    if office is None:
        return None
    own = plan.proposals.filter(office=office).first()
    return OfficePanel(office, derived_plan(plan, office), own)


@dataclass(frozen=True)
class ParentPanel:
    """The department's plan above an office's, and what the office owes under it."""

    plan: InspectionPlan
    duties: list[Obligation]
    announced: list[Milestone]


def parent_panel(plan: InspectionPlan) -> ParentPanel | None:
    """None for a plan that carries out no other; else three queries."""
    if plan.parent_id is None:
        return None
    plans = InspectionPlan.objects.select_related("issuer", "document")
    above = plans.get(pk=plan.parent_id)
    duties = Obligation.objects.filter(milestone__plan=above, unit=plan.issuer_id)
    below = above.milestones.filter(dues__audience=Audience.OFFICE_UNITS).prefetch_related("dues")
    return ParentPanel(above, list(duties.select_related("milestone")), list(below.distinct()))
