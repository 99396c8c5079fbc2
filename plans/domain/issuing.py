"""What follows when a plan's paper gets its number: state, duties, the amended plan, the notice."""

from django.db import transaction

from accounts.models import User
from core.notifications.sending import notify
from documents.domain import open_draft, supersede
from documents.models import IssuedDocument
from plans.domain.amending import take_over
from plans.domain.duties import create_obligations, settle_by
from plans.domain.people import recipients_by_unit
from plans.enums import AnsweredBy
from plans.models import InspectionPlan
from plans.workflow import PLAN
from units.models import Unit


@transaction.atomic
def prepare_paper(*, plan: InspectionPlan, by: User) -> IssuedDocument:
    """The draft paper the clerk will number; made at the approval, brought up to date if there."""
    document = open_draft(
        key=f"plans.plan:{plan.pk}", issuer=plan.issuer, by=by, title=plan.subject,
        is_demo=plan.is_demo,
    )  # fmt: skip
    if plan.document_id != document.pk:
        plan.document = document
        plan.save(update_fields=["document"])
    return document


@transaction.atomic
def complete_issue(*, plan: InspectionPlan, document: IssuedDocument, by: User) -> None:
    """Called inside the transaction that numbers the paper; whatever fails here undoes the number.

    Side effects: the plan is issued; an amended plan and its paper step back; every unit
    concerned gets its duties; the people of all units under the issuer are told once.

    Raises:
        TransitionRefused: the plan was not approved, or something is missing by now.
    """
    plan.document = document
    plan.save(update_fields=["document"])
    PLAN.step(plan, "issue", by=by)
    if plan.amends is not None:
        take_over(amendment=plan)
        PLAN.step(plan.amends, "amend", by=by)
        if plan.amends.document is not None:
            supersede(document=plan.amends.document, new=document, by=by)
    create_obligations(plan=plan, by=by)
    if plan.parent is not None:
        settle_by(
            what=AnsweredBy.OWN_PLAN, plan=plan.parent, unit=plan.issuer,
            note=document.number_line, by=by,
        )  # fmt: skip
    announce(plan)


def announce(plan: InspectionPlan) -> int:
    """Tell everyone under the issuer that the plan is there; returns how many messages are new."""
    units = Unit.objects.under([plan.issuer_id]).exclude(pk=plan.issuer_id)
    recipients = recipients_by_unit(units.values_list("pk", flat=True))
    everyone = [person for people in recipients.values() for person in people]
    number = plan.document.number_line if plan.document else ""
    return notify(
        "plans.issued",
        event=f"plans.issued:{plan.pk}",
        recipients=everyone,
        context={"plan": plan.title, "number": number},
        url=plan.get_absolute_url(),
    )
