"""What planning does when a paper of its own gets its number."""

from typing import Any

from django.dispatch import receiver

from documents.registry import pk_of
from documents.signals import document_issued
from plans.domain.issuing import complete_issue
from plans.domain.letters import complete_letter
from plans.domain.teams import complete_decision
from plans.models import InspectionPlan, ScheduleLetter, TeamDecision


@receiver(document_issued, dispatch_uid="plans.plan_issued")
def plan_issued(document: Any, by: Any, **_kwargs: Any) -> None:
    """A plan's paper was numbered: the plan is issued in the same transaction."""
    if document.key.startswith("plans.plan:"):
        plan = InspectionPlan.objects.select_related("issuer", "amends__document", "parent").get(
            pk=pk_of(document.key)
        )
        complete_issue(plan=plan, document=document, by=by)


@receiver(document_issued, dispatch_uid="plans.letter_issued")
def letter_issued(document: Any, by: Any, **_kwargs: Any) -> None:
    """A letter's paper was numbered: its units are notified in the same transaction."""
    if document.key.startswith("plans.letter:"):
        letters = ScheduleLetter.objects.select_related("plan__issuer", "team")
        complete_letter(letter=letters.get(pk=pk_of(document.key)), document=document, by=by)


@receiver(document_issued, dispatch_uid="plans.team_decision_issued")
def team_decision_issued(document: Any, by: Any, **_kwargs: Any) -> None:
    """A decision on a team was numbered: the team stands, in the same transaction."""
    if document.key.startswith("plans.team_decision:"):
        decisions = TeamDecision.objects.select_related("team__plan__issuer", "amends")
        decision = decisions.get(pk=pk_of(document.key))
        complete_decision(decision=decision, document=document, by=by)
