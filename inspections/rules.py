"""Who may do what around a visit: predicates of a few lines.

An inspection belongs to its team and to those who schedule for the issuer of the plan; the unit
inspected sees only what was read back, released or issued to it.
"""

from typing import Any

from plans.enums import TeamRole
from plans.rules import may_approve, may_issue, may_schedule
from units.rules import holds_at


def on_team(user: Any, inspection: Any) -> bool:
    """Members of the visit's team, but nobody who belongs to the unit inspected."""
    return inspection.visit.team_id is not None and user.pk in inspection.team_ids


def carries_out(user: Any, inspection: Any) -> bool:
    """The team, and whoever schedules visits of the plan."""
    return on_team(user, inspection) or may_schedule(user, inspection.visit)


def leads(user: Any, inspection: Any) -> bool:
    """The lead, or who acts for the lead; without a team whoever schedules."""
    if inspection.visit.team_id is None:
        return may_schedule(user, inspection.visit)
    return user.pk in inspection.leading_ids


def writes_record(user: Any, inspection: Any) -> bool:
    """The lead and the secretary write the minutes."""
    roles = {TeamRole.LEAD, TeamRole.SECRETARY}
    return leads(user, inspection) or user.pk in inspection.ids_in(roles)


def concludes(user: Any, inspection: Any) -> bool:
    """Lead, secretary, and specialists of the issuer write result and conclusion."""
    return writes_record(user, inspection) or may_schedule(user, inspection.visit)


def approves(user: Any, inspection: Any) -> bool:
    """Who approves the plan approves its conclusions."""
    return may_approve(user, inspection.visit.plan)


def decides(user: Any, conclusion: Any) -> bool:
    """The person named on the conclusion; any leader of the issuer while nobody is named."""
    named = conclusion.approver_id is None or conclusion.approver_id == user.pk
    return named and holds_at(user, "plans.approve", conclusion.inspection.visit.plan.issuer)


def grants_time(user: Any, inspection: Any) -> bool:
    """Who decided on the inspection extends it; the specialist of the issuer enters it."""
    return may_schedule(user, inspection.visit) or approves(user, inspection)


def issues(user: Any, inspection: Any) -> bool:
    return may_issue(user, inspection.visit.plan)


def replies_for(user: Any, inspection: Any) -> bool:
    """The head of the unit inspected answers for it."""
    return holds_at(user, "inspections.reply", inspection.visit.unit)


def works_at(user: Any, inspection: Any) -> bool:
    """People of the unit inspected."""
    return holds_at(user, "plans.answer", inspection.visit.unit)


def owes(user: Any, recommendation: Any) -> bool:
    """People who answer for the unit a recommendation is addressed to."""
    owner = recommendation.owner
    return holds_at(user, "plans.answer", owner) or holds_at(user, "inspections.reply", owner)


def verifies(user: Any, recommendation: Any, inspection: Any = None) -> bool:
    """Who writes the conclusion; never whoever reported it done, nor anybody of the units concerned.

    `inspection` is the later one where it continues there.
    """
    seen_in = inspection or recommendation.inspection
    concerned = {recommendation.owner_id, seen_in.visit.unit_id}
    if recommendation.reported_by_id == user.pk or concerned & {
        unit for unit, _role in user.grants
    }:
        return False
    return concludes(user, seen_in) or approves(user, seen_in)


def settles(user: Any, recommendation: Any) -> bool:
    """Who verifies a later recommendation that continues this one, at however many removes."""
    return any(
        verifies(user, recommendation, later.inspection) or settles(user, later)
        for later in recommendation.carried_to.all()
    )


def extends_due(user: Any, recommendation: Any) -> bool:
    """More time is given by those who conclude or approve, never by the units concerned."""
    seen_in = recommendation.inspection
    concerned = {recommendation.owner_id, seen_in.visit.unit_id}
    if concerned & {unit for unit, _role in user.grants}:
        return False
    return concludes(user, seen_in) or approves(user, seen_in)


def changes_finding(user: Any, finding: Any) -> bool:
    """Whoever noted it, and those who write the minutes."""
    own = finding.author_id == user.pk and carries_out(user, finding.inspection)
    return own or concludes(user, finding.inspection)
