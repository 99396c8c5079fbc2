"""Workflow tables of sets of criteria and of the columns of an assessment."""

from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Transition, Workflow
from standards.enums import SetState, SheetState
from standards.rules import may_hand_in, may_publish

STANDARD_SET = Workflow(
    "standard_set",
    initial=SetState.DRAFT,
    transitions=[
        Transition(
            "publish", frozenset({SetState.DRAFT}), SetState.PUBLISHED,
            label=_("Publish the set"), done=_("published the set of criteria"),
            rule=may_publish, gaps=lambda found: found.gaps(), notifies=None,
        ),
        Transition(
            "supersede", frozenset({SetState.PUBLISHED}), SetState.SUPERSEDED,
            label=_("Replace by the new version"),
            done=_("replaced the set by its new version"), rule=may_publish, notifies=None,
        ),
    ],
)  # fmt: skip

SHEET = Workflow(
    "assessment_sheet",
    initial=SheetState.OPEN,
    transitions=[
        Transition(
            "hand_in", frozenset({SheetState.OPEN}), SheetState.DONE,
            label=_("Hand in the answers"), done=_("handed in the answers"),
            rule=may_hand_in, notifies=None,
        ),
        Transition(
            "reopen", frozenset({SheetState.DONE}), SheetState.OPEN,
            label=_("Open again"), done=_("opened the answers again"),
            rule=may_hand_in, needs_comment=True, notifies=None,
        ),
    ],
)  # fmt: skip
