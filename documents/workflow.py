"""The life of a paper: draft, issued, then superseded or revoked. Nothing leads back."""

from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Transition, Workflow
from documents.enums import DocumentState
from documents.rules import may_issue

DOCUMENT = Workflow(
    "document",
    initial=DocumentState.DRAFT,
    transitions=[
        Transition(
            "issue", frozenset({DocumentState.DRAFT}), DocumentState.ISSUED,
            label=_("Number and issue"), done=_("issued the paper"),
            rule=may_issue, notifies=None,
        ),
        Transition(
            "supersede", frozenset({DocumentState.ISSUED}), DocumentState.SUPERSEDED,
            label=_("Replace by a later paper"), done=_("replaced the paper by a later one"),
            rule=may_issue, notifies=None,
        ),
        Transition(
            "revoke", frozenset({DocumentState.ISSUED}), DocumentState.REVOKED,
            label=_("Revoke the paper"), done=_("revoked the paper"),
            rule=may_issue, needs_comment=True, notifies=None,
        ),
    ],
)  # fmt: skip
