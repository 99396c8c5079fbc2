"""Workflow tables of minutes, draft results, conclusions and recommendations."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Gap, Transition, Workflow
from inspections.enums import ConclusionState, RecommendationState, RecordState, ResultState
from inspections.rules import (
    concludes,
    decides,
    issues,
    owes,
    replies_for,
    settles,
    verifies,
    writes_record,
)


def _missing(dossier: Any) -> Iterable[Gap]:
    gaps: list[Gap] = dossier.missing()
    return gaps


RECORD = Workflow(
    "record",
    initial=RecordState.DRAFT,
    transitions=[
        Transition(
            "read_back", frozenset({RecordState.DRAFT}), RecordState.READ_BACK,
            label=_("Read back to those present"), done=_("read the minutes back"),
            rule=lambda user, record: writes_record(user, record.inspection), gaps=_missing,
            notifies="inspections.record_read_back",
        ),
        Transition(
            "reopen", frozenset({RecordState.READ_BACK}), RecordState.DRAFT,
            label=_("Change the minutes"), done=_("opened the minutes again"),
            rule=lambda user, record: writes_record(user, record.inspection), needs_comment=True,
            notifies=None,
        ),
        Transition(
            "close", frozenset({RecordState.READ_BACK}), RecordState.SIGNED,
            label=_("Close the minutes"), done=_("closed the signed minutes"),
            rule=lambda user, record: writes_record(user, record.inspection), gaps=_missing,
            notifies="inspections.record_signed",
        ),
    ],
)  # fmt: skip

RESULT = Workflow(
    "result",
    initial=ResultState.DRAFT,
    transitions=[
        Transition(
            "release", frozenset({ResultState.DRAFT}), ResultState.RELEASED,
            label=_("Release to the unit"), done=_("released the draft result"),
            rule=lambda user, result: concludes(user, result.inspection), gaps=_missing,
            notifies="inspections.result_released",
        ),
        Transition(
            "reply", frozenset({ResultState.RELEASED}), ResultState.REPLIED,
            label=_("Send the reply"), done=_("replied to the draft result"),
            rule=lambda user, result: replies_for(user, result.inspection), gaps=_missing,
            notifies="inspections.result_replied",
        ),
        Transition(
            "lapse", frozenset({ResultState.RELEASED}), ResultState.SILENT,
            label=_("Go on without a reply"), done=_("went on: no reply came in time"),
            rule=lambda user, result: concludes(user, result.inspection), gaps=_missing,
            notifies=None,
        ),
    ],
)  # fmt: skip

CONCLUSION = Workflow(
    "conclusion",
    initial=ConclusionState.DRAFT,
    transitions=[
        Transition(
            "submit", frozenset({ConclusionState.DRAFT, ConclusionState.SENT_BACK}),
            ConclusionState.SUBMITTED,
            label=_("Submit for approval"), done=_("submitted the conclusion for approval"),
            rule=lambda user, conclusion: concludes(user, conclusion.inspection), gaps=_missing,
            notifies="inspections.conclusion_submitted",
        ),
        Transition(
            "withdraw", frozenset({ConclusionState.SUBMITTED}), ConclusionState.DRAFT,
            label=_("Take back to edit"), done=_("took the conclusion back to edit it"),
            rule=lambda user, conclusion: concludes(user, conclusion.inspection), notifies=None,
        ),
        Transition(
            "send_back", frozenset({ConclusionState.SUBMITTED}), ConclusionState.SENT_BACK,
            label=_("Send back"), done=_("sent the conclusion back"),
            rule=decides,
            needs_comment=True, notifies="inspections.conclusion_sent_back",
        ),
        Transition(
            "approve", frozenset({ConclusionState.SUBMITTED}), ConclusionState.APPROVED,
            label=_("Approve the conclusion"), done=_("approved the conclusion"),
            rule=decides, gaps=_missing,
            notifies="inspections.conclusion_approved",
        ),
        Transition(
            "issue", frozenset({ConclusionState.APPROVED}), ConclusionState.ISSUED,
            label=_("Number and issue"), done=_("issued the conclusion"),
            rule=lambda user, conclusion: issues(user, conclusion.inspection), gaps=_missing,
            notifies="inspections.conclusion_issued",
        ),
    ],
)  # fmt: skip

RECOMMENDATION = Workflow(
    "recommendation",
    initial=RecommendationState.OPEN,
    transitions=[
        Transition(
            "report", frozenset(RecommendationState.awaited()), RecommendationState.EVIDENCE_SENT,
            label=_("Report as done"), done=_("reported it done"),
            rule=owes, gaps=_missing, notifies="inspections.recommendation_reported",
        ),
        Transition(
            "send_back", frozenset({RecommendationState.EVIDENCE_SENT}), RecommendationState.RETURNED,
            label=_("Return: not enough"), done=_("returned the report"),
            rule=verifies, needs_comment=True, notifies="inspections.recommendation_returned",
        ),
        Transition(
            "verify", frozenset({RecommendationState.EVIDENCE_SENT}), RecommendationState.VERIFIED,
            label=_("Verify as done"), done=_("verified that it is done"),
            rule=verifies, notifies="inspections.recommendation_verified",
        ),
        Transition(
            "reopen", frozenset({RecommendationState.VERIFIED}), RecommendationState.OPEN,
            label=_("Open again"), done=_("opened the recommendation again"),
            rule=verifies, needs_comment=True, notifies="inspections.recommendation_returned",
        ),
        Transition(
            "settle", frozenset(RecommendationState.unsettled()), RecommendationState.VERIFIED,
            label=_("Settle with the later one"), done=_("settled it with the later one"),
            rule=settles, notifies=None,
        ),
    ],
)  # fmt: skip
