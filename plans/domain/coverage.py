"""What the rules of coverage of a plan reach, and the draws they need."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import TransitionRefused
from plans.domain.drawing import Listed, draw
from plans.domain.duties import audience_units
from plans.enums import (
    Audience,
    CoverageSource,
    PlanState,
    ProposalState,
    ProposedFor,
    VisitKind,
)
from plans.models import CoverageDraw, CoverageRule, InspectionPlan, ProposedUnit
from plans.rules import may_edit
from units.domain.tree import managers_of
from units.models import Unit

_AUDIENCES = {
    CoverageSource.DIRECT_UNITS: Audience.DIRECT_UNITS,
    CoverageSource.OFFICE_UNITS: Audience.OFFICE_UNITS,
}

_KIND_OF_WISH = {
    ProposedFor.RECOGNITION.value: VisitKind.APPRAISAL,
    ProposedFor.RETENTION.value: VisitKind.RETENTION,
}


def listed_units(rule: CoverageRule, day: date) -> list[Listed]:
    """The units a rule speaks of on a day, with their managers then; a few queries."""
    units = Unit.objects.filter(pk__in=_named(rule, day)).order_by("pk")
    if rule.unit_kind:
        units = units.filter(kind=rule.unit_kind)
    levels = set(rule.level_list)
    chosen = [unit.pk for unit in units if not levels or levels & set(unit.level_list)]
    managers = managers_of(chosen, day)
    only = {manager.pk for manager in rule.managers.all()}
    pairs = [(pk, managers[pk].pk if pk in managers else 0) for pk in chosen]
    return [pair for pair in pairs if not only or pair[1] in only]


def _named(rule: CoverageRule, day: date) -> list[int]:
    if rule.source == CoverageSource.PROPOSED:
        return list(_proposed(rule.plan))
    return audience_units(rule.plan, _AUDIENCES[CoverageSource(rule.source)], day)


def _proposed(plan: InspectionPlan) -> dict[int, str]:
    """Units the offices proposed in lists that were sent, and for what; one query."""
    sent = ProposedUnit.objects.filter(proposal__plan=plan, proposal__state=ProposalState.SENT)
    return dict(sent.values_list("unit", "wanted_for"))


def reached_by(rule: CoverageRule) -> list[int]:
    """The units a rule sends the plan to: all of its list, or those of its last draw."""
    if not rule.is_drawn:
        return [unit for unit, _manager in listed_units(rule, rule.plan.reference_day)]
    last = rule.draws.first()
    return list(last.drawn) if last else []


def units_to_visit(plan: InspectionPlan) -> dict[int, str]:
    """Every unit the plan goes to, and as what kind of visit.

    A plan without rules goes to each unit directly under its issuer (A-38).
    """
    rules = list(plan.coverage_rules.prefetch_related("managers"))
    if not rules:
        direct = audience_units(plan, Audience.DIRECT_UNITS)
        return dict.fromkeys(direct, VisitKind.THEMATIC.value)
    found: dict[int, str] = {}
    wishes = _proposed(plan)
    for rule in rules:
        rule.plan = plan
        usual = VisitKind.SAMPLE if rule.is_drawn else VisitKind.THEMATIC
        for unit in reached_by(rule):
            wish = wishes.get(unit, "") if rule.source == CoverageSource.PROPOSED else ""
            found.setdefault(unit, _KIND_OF_WISH.get(wish, usual).value)
    return found


@transaction.atomic
def draw_rule(
    *, rule: CoverageRule, seed: int, listed_on: date, by: User, reason: str = ""
) -> CoverageDraw:
    """Draw the units of a rule by lot; the former draw stays on file, the new one holds.

    Raises:
        TransitionRefused: not the user's plan, the plan is over, every unit is visited anyway,
            the list is empty, or a second draw without a reason.
    """
    _refuse(rule, by)
    again = rule.draws.exists()
    if again and not reason.strip():
        raise TransitionRefused(_("Units were drawn already. Write why they are drawn again."))
    listed = listed_units(rule, listed_on)
    if not listed:
        raise TransitionRefused(_("No unit is on this list on that day, so none can be drawn."))
    made = CoverageDraw.objects.create(
        rule=rule, seed=seed, listed_on=listed_on, percent=rule.percent,
        each_manager=rule.each_manager, listed=listed, reason=reason.strip() if again else "",
        drawn=draw(listed, percent=rule.percent, seed=seed, each_manager=rule.each_manager),
        drawn_by=by,
    )  # fmt: skip
    record(
        "plan.draw", rule.plan, by=by, sentence=made.sentence,
        after={
            "rule": rule.headline, "seed": seed, "list": [unit for unit, _manager in listed],
            "drawn": made.drawn, "reason": made.reason,
        },
    )  # fmt: skip
    return made


def drawn_anew(made: CoverageDraw) -> list[int]:
    """What the draw's own list and seed give now; the same as `made.drawn`, or something is amiss."""
    pairs = [(unit, manager) for unit, manager in made.listed]
    return draw(pairs, percent=made.percent, seed=made.seed, each_manager=made.each_manager)


def may_draw(user: User, rule: CoverageRule) -> bool:
    """Whoever writes the plan, while its visits can still be planned."""
    over = rule.plan.state in {PlanState.AMENDED, PlanState.CLOSED}
    return rule.is_drawn and not over and may_edit(user, rule.plan)


def _refuse(rule: CoverageRule, by: User) -> None:
    if not may_edit(by, rule.plan):
        raise TransitionRefused(_("You do not have the right to take this step."))
    if rule.plan.state in {PlanState.AMENDED, PlanState.CLOSED}:
        raise TransitionRefused(_("This plan is over; nothing is drawn for it any more."))
    if not rule.is_drawn:
        raise TransitionRefused(_("This rule reaches every unit; there is nothing to draw."))
