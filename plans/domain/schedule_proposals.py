"""Keeping a calculated schedule, and accepting, refusing or taking back what it proposes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.web.editing import StaleEdit
from core.workflow.engine import TransitionRefused
from plans.domain.clashes import Proposal
from plans.domain.queries.proposal_problem import WAITING
from plans.domain.queries.slots import Slot
from plans.domain.scheduling import ClashRefused, place_visit
from plans.domain.solving import Answer, MonthAnswer, Placing
from plans.domain.undoing import FormerPlace, undo_placing
from plans.enums import PlacementState, ScheduleProposalState
from plans.models import InspectionPlan, ProposedPlacement, ScheduleProposal, Visit
from plans.rules import may_edit

Tell = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Nobody waits to hear how far it is."""


@dataclass
class Outcome:
    """How many placements were done, and in words which were not."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def keep_proposal(
    *, plan: InspectionPlan, answer: Answer, simple: Answer, slots: Sequence[Slot], by: User | None
) -> ScheduleProposal:
    """Save an answer; what earlier proposals still proposed is outdated."""
    earlier = ScheduleProposal.objects.filter(plan=plan, state=ScheduleProposalState.CURRENT)
    ProposedPlacement.objects.filter(
        proposal__in=earlier, state=PlacementState.PROPOSED
    ).update(state=PlacementState.OUTDATED)  # fmt: skip
    earlier.update(state=ScheduleProposalState.REPLACED)
    proposal = ScheduleProposal.objects.create(
        plan=plan, asked_by=by, totals=_totals(answer, simple)
    )
    units = dict(plan.visits.values_list("pk", "unit"))
    ProposedPlacement.objects.bulk_create(
        _placement(proposal, one, slots[one.slot], units)
        for one in answer.placings
        if one.stop in units
    )
    record("plan.propose_schedule", plan, by=by, after={"placements": len(answer.placings)})
    return proposal


def _placement(
    proposal: ScheduleProposal, one: Placing, slot: Slot, units: dict[int, int]
) -> ProposedPlacement:
    return ProposedPlacement(
        proposal=proposal, visit_id=one.stop, on=one.day, starts_at=slot.starts_at,
        ends_at=slot.ends_at, team_id=one.crew, leg_km=one.leg_km,
        previous_id=units.get(one.previous or 0), same_district=one.same_district,
    )  # fmt: skip


def _totals(answer: Answer, simple: Answer) -> dict[str, object]:
    bound = answer.bound_km
    return {
        "km": round(answer.km, 1),
        "team_days": answer.team_days,
        "cost": round(answer.cost_km, 1),
        "bound": None if bound is None else round(bound, 1),
        "simple_km": round(simple.km, 1),
        "simple_team_days": simple.team_days,
        "simple_cost": round(simple.cost_km, 1),
        "months": {f"{month.month:%Y-%m}": _month_totals(month) for month in answer.months},
        "shares": {
            str(crew): {"visits": share.visits, "days": share.days, "km": round(share.km, 1)}
            for crew, share in answer.shares.items()
        },
        "missing": {f"{month:%Y-%m}": count for month, count in answer.missing.items()},
    }


def _month_totals(month: MonthAnswer) -> dict[str, float | None]:
    bound = month.bound_km
    return {
        "km": round(month.km, 1),
        "team_days": month.team_days,
        "cost": round(month.cost_km, 1),
        "bound": None if bound is None else round(bound, 1),
    }


def accept(*, placements: Iterable[ProposedPlacement], by: User, tell: Tell = _silent) -> Outcome:
    """Give the visits their days, each by itself: one that clashes meanwhile is named and stays
    proposed, one that got a day otherwise is outdated. `tell` hears how many are done.
    """
    outcome = Outcome()
    rows = list(placements)
    for number, row in enumerate(rows):
        tell(number, len(rows))
        try:
            _accept(row, by)
        except (ClashRefused, StaleEdit, TransitionRefused) as refusal:
            outcome.refused.append(f"{row.visit}: {refusal}")
        else:
            outcome.done += row.state == PlacementState.ACCEPTED
    tell(len(rows), len(rows))
    return outcome


@transaction.atomic
def _accept(row: ProposedPlacement, by: User) -> None:
    visit = Visit.objects.select_related("unit", "plan__issuer", "plan__school_year").get(
        pk=row.visit_id
    )
    if visit.on is not None or visit.state not in WAITING:
        row.state = PlacementState.OUTDATED
        row.save(update_fields=["state"])
        return
    former = FormerPlace.of(visit)
    place_visit(
        visit=visit, proposal=Proposal(row.on, row.starts_at, row.ends_at, row.team),
        version=visit.version, by=by,
    )  # fmt: skip
    row.state, row.former = PlacementState.ACCEPTED, former.as_values()
    row.accepted_version = visit.version
    row.save(update_fields=["state", "former", "accepted_version"])


@transaction.atomic
def refuse(*, proposal: ScheduleProposal, picked: Iterable[int], by: User) -> int:
    """These placements are not wanted; how many there were.

    Raises:
        TransitionRefused: the user may not write this plan's schedule.
    """
    if not may_edit(by, proposal.plan):
        raise TransitionRefused(_("You do not have the right to take this step."))
    rows = proposal.placements.filter(state=PlacementState.PROPOSED, pk__in=picked)
    visits = list(rows.values_list("visit", flat=True))
    count = rows.update(state=PlacementState.REFUSED)
    record("plan.refuse_proposed", proposal.plan, by=by, after={"visits": visits})
    return count


def take_back(*, proposal: ScheduleProposal, by: User, tell: Tell = _silent) -> Outcome:
    """Every accepted visit that is unchanged since stands again where it stood before."""
    outcome = Outcome()
    accepted = proposal.placements.filter(state=PlacementState.ACCEPTED)
    rows = list(accepted.select_related("visit__unit", "visit__plan__issuer"))
    for number, row in enumerate(rows):
        tell(number, len(rows))
        try:
            _take_back(row, by)
        except StaleEdit:
            words = _("%(unit)s was changed since and stays.") % {"unit": row.visit}
            outcome.refused.append(words)
        except (ClashRefused, TransitionRefused) as refusal:
            outcome.refused.append(f"{row.visit}: {refusal}")
        else:
            outcome.done += 1
    tell(len(rows), len(rows))
    return outcome


@transaction.atomic
def _take_back(row: ProposedPlacement, by: User) -> None:
    values = row.former
    former = FormerPlace(
        month=date.fromisoformat(values["month"]),
        team=values.get("team"),
        on=date.fromisoformat(values["on"]) if "on" in values else None,
        starts_at=time.fromisoformat(values["starts_at"]) if "starts_at" in values else None,
        ends_at=time.fromisoformat(values["ends_at"]) if "ends_at" in values else None,
    )
    undo_placing(visit=row.visit, former=former, version=row.accepted_version or 0, by=by)
    row.state, row.accepted_version = PlacementState.PROPOSED, None
    row.save(update_fields=["state", "accepted_version"])
