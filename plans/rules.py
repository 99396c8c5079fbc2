"""Who may do what with plans, visits and duties: predicates of a few lines."""

from typing import Any

from units.rules import holds, holds_at


def may_edit(user: Any, plan: Any) -> bool:
    """Specialists of the issuing unit itself."""
    return holds_at(user, "plans.edit", plan.issuer)


def may_change(user: Any, plan: Any) -> bool:
    """Editing is open only while the plan is a draft or was sent back."""
    return plan.is_editable and may_edit(user, plan)


def may_approve(user: Any, plan: Any) -> bool:
    """The named approver; any leader of the issuer while nobody is named."""
    named = plan.approver_id is None or plan.approver_id == user.pk
    return named and holds_at(user, "plans.approve", plan.issuer)


def may_issue(user: Any, plan: Any) -> bool:
    return holds_at(user, "documents.issue", plan.issuer)


def may_schedule(user: Any, visit: Any) -> bool:
    return may_edit(user, visit.plan)


def may_notify(user: Any, visit: Any) -> bool:
    """Specialists directly, clerks by issuing the letter that names the visit."""
    return may_edit(user, visit.plan) or may_issue(user, visit.plan)


def may_prepare(user: Any, visit: Any) -> bool:
    """People of the unit inspected say what they have ready."""
    return holds_at(user, "plans.answer", visit.unit)


def may_check_in(user: Any, visit: Any) -> bool:
    """The host's people, the team of the visit, and whoever schedules receive units of a cluster."""
    hosting = visit.cluster is not None and holds_at(user, "plans.answer", visit.cluster.host)
    return hosting or may_schedule(user, visit) or goes_on(user, visit)


def goes_on(user: Any, visit: Any) -> bool:
    """Members of the visit's team."""
    return visit.team is not None and visit.team.members.filter(user=user).exists()


def may_carry_out(user: Any, visit: Any) -> bool:
    """The team at the unit says when the visit begins and ends; so may whoever schedules."""
    return may_schedule(user, visit) or goes_on(user, visit)


def may_answer(user: Any, obligation: Any) -> bool:
    """People of the unit that owes."""
    return holds_at(user, "plans.answer", obligation.unit)


def may_propose(user: Any, proposal: Any) -> bool:
    """Whoever writes plans at the office itself."""
    return holds_at(user, "plans.edit", proposal.office)


def may_extend(user: Any, obligation: Any) -> bool:
    """Whoever issued the plan, or manages them, grants more time."""
    return holds(user, "plans.extend", obligation.milestone.plan.issuer)
