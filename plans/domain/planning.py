"""Writing a plan and leading it to approval."""

from typing import Any

from django.db import transaction

from accounts.models import User
from core.audit.recording import record, snapshot
from core.notifications.sending import notify
from core.web.editing import save_if_unchanged
from core.workflow.models import WorkflowStep
from plans.domain.issuing import prepare_paper
from plans.domain.people import people_who
from plans.enums import PlanState
from plans.models import InspectionPlan, PlanSection
from plans.workflow import PLAN
from units.models import SchoolYear, Unit

PLAN_FIELDS = [
    "title", "subject", "paper_type", "addressees", "intro", "closing", "symbol", "archive_mark",
    "owner_department", "contact", "notice_days", "most_visits_a_day",
    "planned_on", "has_schedule_annex",
]  # fmt: skip

# The chapters an official plan has (NĐ 30/2020, mẫu 1.4), in Vietnamese as on the paper.
SKELETON = (
    ("I", "MỤC ĐÍCH, YÊU CẦU"),
    ("II", "NỘI DUNG KIỂM TRA"),
    ("III", "THÀNH PHẦN ĐOÀN KIỂM TRA"),
    ("IV", "TỔ CHỨC THỰC HIỆN"),
)


@transaction.atomic
def create_plan(
    *, issuer: Unit, school_year: SchoolYear, title: str, subject: str, by: User, **details: Any
) -> InspectionPlan:
    """A new draft with the usual chapters, ready to be filled in."""
    details.setdefault("symbol", f"KH-{issuer.symbol}" if issuer.symbol else "")
    plan = InspectionPlan.objects.create(
        issuer=issuer,
        school_year=school_year,
        title=title,
        subject=subject,
        created_by=by,
        **details,
    )
    PlanSection.objects.bulk_create(
        PlanSection(plan=plan, order=place, marker=marker, heading=heading)
        for place, (marker, heading) in enumerate(SKELETON, start=1)
    )
    record("plan.create", plan, by=by, after=snapshot(plan, PLAN_FIELDS))
    return plan


@transaction.atomic
def change_plan(*, plan: InspectionPlan, version: int, by: User) -> InspectionPlan:
    """Save the changed fields of a plan.

    Raises:
        StaleEdit: somebody saved after the form was opened.
    """
    before = snapshot(InspectionPlan.objects.get(pk=plan.pk), PLAN_FIELDS)
    save_if_unchanged(plan, PLAN_FIELDS, version)
    plan.save(update_fields=["search_key"])
    record("plan.change", plan, by=by, before=before, after=snapshot(plan, PLAN_FIELDS))
    return plan


@transaction.atomic
def save_section(*, section: PlanSection, version: int, by: User) -> PlanSection:
    """Save heading and text of a chapter; both are compared with what was opened.

    Raises:
        StaleEdit: somebody saved after the editor was opened.
    """
    fields = ["marker", "heading", "body"]
    before = snapshot(PlanSection.objects.get(pk=section.pk), fields)
    section.changed_by = by
    save_if_unchanged(section, [*fields, "changed_by", "changed_at"], version)
    record("plan.section", section, by=by, before=before, after=snapshot(section, fields))
    return section


@transaction.atomic
def submit_plan(*, plan: InspectionPlan, approver: User, by: User) -> None:
    """Hand the plan to the named leader; it cannot be edited until they answer."""
    plan.approver = approver
    plan.save(update_fields=["approver"])
    PLAN.step(plan, "submit", by=by)
    _tell(plan, "plans.submitted", [approver])


@transaction.atomic
def withdraw_plan(*, plan: InspectionPlan, by: User) -> None:
    PLAN.step(plan, "withdraw", by=by)


@transaction.atomic
def send_back(*, plan: InspectionPlan, comment: str, by: User) -> None:
    """Return the plan to its author with a reason, before or after the approval."""
    name = "reopen" if plan.state == PlanState.APPROVED else "send_back"
    PLAN.step(plan, name, by=by, comment=comment)
    _tell(plan, "plans.sent_back", authors(plan), comment=comment.strip())


@transaction.atomic
def approve_plan(*, plan: InspectionPlan, by: User, comment: str = "") -> None:
    """The named leader agrees; authors and clerks of the issuer are told."""
    PLAN.step(plan, "approve", by=by, comment=comment)
    prepare_paper(plan=plan, by=by)
    clerks = people_who(plan.issuer, "documents.issue")
    _tell(plan, "plans.approved", {*authors(plan), *clerks})


def authors(plan: InspectionPlan) -> list[User]:
    """Who wrote the plan, else everyone who may write plans at the issuer."""
    return [plan.created_by] if plan.created_by else people_who(plan.issuer, "plans.edit")


def _tell(plan: InspectionPlan, kind: str, people: Any, **words: str) -> None:
    notify(
        kind,
        event=f"{kind}:{plan.pk}:{_round(plan)}",
        recipients=people,
        context={"plan": plan.title, **words},
        url=plan.get_absolute_url(),
    )


def _round(plan: InspectionPlan) -> int:
    """How many steps the plan has taken: a plan submitted twice is announced twice."""
    return WorkflowStep.objects.of(plan).count()
