"""Plans of offices and communes that carry out the department's plan (KH 126/KH-SGDĐT, IV.1)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import TransitionRefused
from plans.domain.copying import copy_part
from plans.domain.duties import audience_units
from plans.domain.planning import create_plan
from plans.enums import Audience, PlanState
from plans.models import (
    ContentStream,
    InspectionPlan,
    LegalBasis,
    MonthWindow,
    PlanRecipient,
    PreparationItem,
    Target,
)
from plans.phrases import spelt_citation
from units.models import Unit
from units.rules import holds_at

# What holds in an office's area as it holds in the province; streams and targets first.
_COPIED = (ContentStream, Target, PreparationItem)


def deriving_office(user: User, plan: InspectionPlan) -> Unit | None:
    """The office under the plan's issuer for which this person writes plans; None for others."""
    places = user.units_where("plans.edit") - {plan.issuer_id}
    if not places or not plan.is_published:
        return None
    offices = set(audience_units(plan, Audience.OFFICES)) & places
    return Unit.objects.filter(pk__in=offices).order_by("sort_key", "pk").first()


def derived_plan(plan: InspectionPlan, office: Unit) -> InspectionPlan | None:
    """The office's own plan under this one, the one that holds; one query."""
    own = plan.children.filter(issuer=office).exclude(state=PlanState.AMENDED)
    return own.select_related("document").order_by("pk").first()


@transaction.atomic
def derive_plan(*, parent: InspectionPlan, office: Unit, by: User) -> InspectionPlan:
    """A draft of the office's own plan: contents, dossiers, targets and bases of the department's.

    What the office owes the department is not copied: those duties exist already. Pressing twice
    gives the draft there is.

    Raises:
        TransitionRefused: not issued, not an office under the issuer, or not the user's office.
    """
    list(InspectionPlan.objects.select_for_update().filter(pk=parent.pk).values("pk"))
    _refuse(parent, office, by)
    if there := derived_plan(parent, office):
        return there
    title = f"Kế hoạch kiểm tra năm học {parent.school_year.name} – {office.short_name}"
    plan = create_plan(
        issuer=office, school_year=parent.school_year, title=title, subject=parent.subject,
        parent=parent, notice_days=parent.notice_days,
        most_visits_a_day=parent.most_visits_a_day, by=by,
    )  # fmt: skip
    twins: dict[object, object] = {}
    for model in _COPIED:
        for part in model._default_manager.filter(plan=parent).order_by("pk"):
            twins[(model, part.pk)] = copy_part(part, plan, twins)
    _stand_on(plan, parent)
    _months(plan, parent, office)
    PlanRecipient.objects.create(plan=plan, order=1, text=parent.issuer.name, purpose="để báo cáo")
    record("plan.derive", plan, by=by, after={"parent": parent.pk})
    return plan


def _refuse(parent: InspectionPlan, office: Unit, by: User) -> None:
    if parent.state != PlanState.ISSUED:
        raise TransitionRefused(_("Only an issued plan can be carried out by a plan of one's own."))
    if office.pk not in audience_units(parent, Audience.OFFICES):
        raise TransitionRefused(_("This office does not answer to the issuer of the plan."))
    if not holds_at(by, "plans.edit", office):
        raise TransitionRefused(_("You do not have the right to take this step."))


def _stand_on(plan: InspectionPlan, parent: InspectionPlan) -> None:
    """The department's plan first, then the laws it stands on itself."""
    if parent.document is not None:
        cited = spelt_citation(parent.document, parent.issuer.name, parent.subject)
        LegalBasis.objects.create(plan=plan, order=1, text=f"Thực hiện {cited}"[:600])
    for order, basis in enumerate(parent.bases.exclude(legal_document=None), start=2):
        LegalBasis.objects.create(
            plan=plan, order=order, text=basis.text, legal_document=basis.legal_document
        )


def _months(plan: InspectionPlan, parent: InspectionPlan, office: Unit) -> None:
    """The months in which the department comes to this office's area."""
    for order, window in enumerate(parent.windows.filter(managers=office), start=1):
        text = f"Các trường thuộc {office.short_name}"
        MonthWindow.objects.create(plan=plan, order=order, month=window.month, text=text)
