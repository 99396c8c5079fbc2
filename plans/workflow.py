"""Workflow tables of plans, visits and schedule letters.

Gaps come from `plans.gaps`, so that the page that lists what is missing and the guard that
refuses are one list.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Gap, Transition, Workflow
from plans.enums import LetterState, PlanState, ProposalState, TeamDecisionState, VisitState
from plans.rules import (
    may_approve,
    may_carry_out,
    may_change,
    may_edit,
    may_issue,
    may_notify,
    may_propose,
    may_schedule,
)


def _missing(plan: Any) -> Iterable[Gap]:
    gaps: list[Gap] = plan.missing()
    return gaps


PLAN = Workflow(
    "plan",
    initial=PlanState.DRAFT,
    transitions=[
        Transition(
            "submit", frozenset({PlanState.DRAFT, PlanState.SENT_BACK}), PlanState.SUBMITTED,
            label=_("Submit for approval"), done=_("submitted the plan for approval"),
            rule=may_change, gaps=_missing, notifies="plans.submitted",
        ),
        Transition(
            "withdraw", frozenset({PlanState.SUBMITTED}), PlanState.DRAFT,
            label=_("Take back to edit"), done=_("took the plan back to edit it"),
            rule=may_edit, notifies=None,
        ),
        Transition(
            "send_back", frozenset({PlanState.SUBMITTED}), PlanState.SENT_BACK,
            label=_("Send back"), done=_("sent the plan back"),
            rule=may_approve, needs_comment=True, notifies="plans.sent_back",
        ),
        Transition(
            "approve", frozenset({PlanState.SUBMITTED}), PlanState.APPROVED,
            label=_("Approve the plan"), done=_("approved the plan"),
            rule=may_approve, gaps=_missing, notifies="plans.approved",
        ),
        Transition(
            "reopen", frozenset({PlanState.APPROVED}), PlanState.SENT_BACK,
            label=_("Withdraw the approval"), done=_("withdrew the approval"),
            rule=may_approve, needs_comment=True, notifies="plans.sent_back",
        ),
        Transition(
            "issue", frozenset({PlanState.APPROVED}), PlanState.ISSUED,
            label=_("Number and issue"), done=_("issued the plan"),
            rule=may_issue, gaps=_missing, notifies="plans.issued",
        ),
        Transition(
            "amend", frozenset({PlanState.ISSUED}), PlanState.AMENDED,
            label=_("Replace by the amendment"), done=_("replaced the plan by its amendment"),
            rule=may_issue, notifies=None,
        ),
        Transition(
            "close", frozenset({PlanState.ISSUED}), PlanState.CLOSED,
            label=_("Close the plan"), done=_("closed the plan"),
            rule=may_edit, needs_comment=True, notifies=None,
        ),
    ],
)  # fmt: skip

VISIT = Workflow(
    "visit",
    initial=VisitState.PROPOSED,
    transitions=[
        Transition(
            "schedule", frozenset({VisitState.PROPOSED, VisitState.POSTPONED}), VisitState.SCHEDULED,
            label=_("Choose day and time"), done=_("put the visit on the calendar"),
            rule=may_schedule, notifies=None,
        ),
        Transition(
            "unschedule", frozenset({VisitState.SCHEDULED}), VisitState.PROPOSED,
            label=_("Take off the calendar"), done=_("took the visit off the calendar"),
            rule=may_schedule, notifies=None,
        ),
        Transition(
            "notify", frozenset({VisitState.SCHEDULED}), VisitState.NOTIFIED,
            label=_("Notify the unit"), done=_("notified the unit"),
            rule=may_notify, notifies="plans.visit_notified",
        ),
        Transition(
            "postpone", frozenset({VisitState.SCHEDULED, VisitState.NOTIFIED}), VisitState.POSTPONED,
            label=_("Postpone"), done=_("postponed the visit"),
            rule=may_schedule, needs_comment=True, notifies="plans.visit_postponed",
        ),
        Transition(
            "cancel",
            frozenset({
                VisitState.PROPOSED, VisitState.SCHEDULED, VisitState.NOTIFIED, VisitState.POSTPONED,
            }),
            VisitState.CANCELLED,
            label=_("Cancel the visit"), done=_("cancelled the visit"),
            rule=may_schedule, needs_comment=True, notifies="plans.visit_cancelled",
        ),
        Transition(
            "start", frozenset({VisitState.NOTIFIED}), VisitState.IN_PROGRESS,
            label=_("Begin the visit"), done=_("began the visit"),
            rule=may_carry_out, notifies=None,
        ),
        Transition(
            "finish", frozenset({VisitState.IN_PROGRESS, VisitState.NOTIFIED}), VisitState.DONE,
            label=_("Mark as done"), done=_("marked the visit as done"),
            rule=may_carry_out, notifies=None,
        ),
    ],
)  # fmt: skip

LETTER = Workflow(
    "letter",
    initial=LetterState.DRAFT,
    transitions=[
        Transition(
            "issue", frozenset({LetterState.DRAFT}), LetterState.ISSUED,
            label=_("Number and issue"), done=_("issued the letter"),
            rule=lambda user, letter: may_issue(user, letter.plan),
            gaps=lambda letter: letter.missing(), notifies="plans.visit_notified",
        ),
    ],
)  # fmt: skip

TEAM_DECISION = Workflow(
    "team_decision",
    initial=TeamDecisionState.DRAFT,
    transitions=[
        Transition(
            "issue", frozenset({TeamDecisionState.DRAFT}), TeamDecisionState.ISSUED,
            label=_("Number and issue"), done=_("issued the decision"),
            rule=lambda user, decision: may_issue(user, decision.team.plan),
            gaps=lambda decision: decision.missing(), notifies="plans.team_decided",
        ),
    ],
)  # fmt: skip

PROPOSAL = Workflow(
    "proposal",
    initial=ProposalState.DRAFT,
    transitions=[
        Transition(
            "send", frozenset({ProposalState.DRAFT, ProposalState.SENT_BACK}), ProposalState.SENT,
            label=_("Send the list"), done=_("sent the list of units"),
            rule=may_propose, gaps=lambda proposal: proposal.missing(),
            notifies="plans.proposal_sent",
        ),
        Transition(
            "send_back", frozenset({ProposalState.SENT}), ProposalState.SENT_BACK,
            label=_("Send back"), done=_("sent the list back"),
            rule=lambda user, proposal: may_edit(user, proposal.plan), needs_comment=True,
            notifies="plans.proposal_sent_back",
        ),
    ],
)  # fmt: skip
