"""What planning asks of a person: plans to write, decide, issue; duties to answer; units to tell."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.prepared import prepared
from core.worklist.registry import Task, provider
from plans.domain.queries.dossiers import readiness
from plans.enums import LetterState, PlanState, TeamDecisionState, TeamRole, VisitState
from plans.models import (
    ConflictDeclaration,
    InspectionPlan,
    Obligation,
    ScheduleLetter,
    TeamDecision,
    TeamMember,
    Visit,
)
from plans.requirements import declaration_needed

# A home page shows the next few dozen duties; the list of duties has the rest.
DUTIES_SHOWN = 40
SHOWN = 20
# How far ahead a visit whose unit has not been told becomes a task.
NOTICE_SEEN_DAYS = 30
# How far ahead a visit whose dossiers are not ready becomes a task of the members.
DOSSIERS_SEEN_DAYS = 14


@provider
def plan_tasks(user: User) -> Iterator[Task]:
    """Plans held by the user, or waiting for someone else after them; one query."""
    writing, issuing = user.units_where("plans.edit"), user.units_where("documents.issue")
    held = Q(approver=user, state=PlanState.SUBMITTED)
    if writing:
        held |= Q(issuer__in=writing, state__in=[*PlanState.editable(), PlanState.SUBMITTED])
    if issuing:
        held |= Q(issuer__in=issuing, state=PlanState.APPROVED)
    plans = (
        InspectionPlan.objects.filter(held).select_related("approver").order_by()
        .only("title", "state", "planned_on", "document", "approver__full_name")
    )  # fmt: skip
    for plan in plans:
        yield _plan_task(plan, user)


def _plan_task(plan: InspectionPlan, user: User) -> Task:
    url, waiting_for = plan.get_absolute_url(), ""
    if plan.state == PlanState.APPROVED:
        verb = _("Number and issue the plan")
        url = reverse("documents:issue", args=[plan.document_id])
    elif plan.state == PlanState.SENT_BACK:
        verb = _("Revise the plan sent back")
    elif plan.state != PlanState.SUBMITTED:
        verb = _("Finish the plan")
    elif plan.approver == user:
        verb = _("Decide on the plan")
    else:
        verb, waiting_for = _("Plan submitted"), str(plan.approver)
    return Task(verb, url, plan.planned_on, plan.title, waiting_for=waiting_for)


@provider
def duty_tasks(user: User) -> Iterator[Task]:
    """What the user's own units owe."""
    answering = user.units_where("plans.answer")
    if not answering:
        return
    owed = (
        Obligation.objects.awaited().with_last_day()
        .filter(unit__in=answering, milestone__plan__state=PlanState.ISSUED)
        .select_related("milestone", "unit")
        .order_by("last_day")
    )  # fmt: skip
    for duty in owed[:DUTIES_SHOWN]:
        yield Task(
            duty.milestone.title, duty.get_absolute_url(), duty.effective_due_on, str(duty.unit)
        )


@provider
def dossier_tasks(user: User) -> Iterator[Task]:
    """Dossiers to make ready for visits the user's units were told of."""
    answering = user.units_where("plans.answer")
    if not answering:
        return
    coming = Visit.objects.filter(
        unit__in=answering, state=VisitState.NOTIFIED, on__gte=timezone.localdate()
    ).select_related("unit", "plan")
    visits = list(coming.order_by("on", "pk")[:SHOWN])
    if not visits:
        return
    ready = readiness(visits)
    for visit in visits:
        if not ready[visit.pk].is_whole:
            yield Task(
                _("Prepare the dossiers for the inspection"),
                reverse("plans:dossiers", args=[visit.pk]), visit.on, str(visit.unit),
            )  # fmt: skip


@provider
def letter_tasks(user: User) -> Iterator[Task]:
    """Letters that lack nothing and wait for their number; one query."""
    issuing = user.units_where("documents.issue")
    if not issuing:
        return
    ready = (
        ScheduleLetter.objects.filter(
            plan__issuer__in=issuing,
            state=LetterState.DRAFT,
            team__members__role=TeamRole.LEAD,
        )
        .exclude(visits__on__isnull=True)
        .exclude(Q(addressees="") | Q(symbol=""))
        .select_related("plan")
        .distinct()
    )
    for letter in ready[:SHOWN]:
        yield Task(
            _("Number and issue the letter"), letter.get_absolute_url(), None, letter.subject
        )


@provider
def team_tasks(user: User) -> Iterator[Task]:
    """Declarations a person still owes, and dossiers to tick before the next visit; one query."""
    today = timezone.localdate()
    for place in _places.window(0, SHOWN, person=user.pk, today=today):
        yield from _member_tasks(place, today)


@prepared
def _places(*, person: int, today: Any) -> "QuerySet[TeamMember, Any]":
    """A person's places in teams of plans that run, with what they have answered there."""
    mine = TeamMember.objects.filter(user=person).annotate(
        next_on=Min("team__visits__on", filter=Q(team__visits__on__gte=today)),
        has_declared=Exists(
            ConflictDeclaration.objects.filter(team=OuterRef("team"), person=person)
        ),
        has_visits=Exists(Visit.objects.filter(team=OuterRef("team"), on__isnull=False)),
        has_decision=Exists(TeamDecision.objects.filter(team=OuterRef("team"))),
        ticked=Count(
            "assignment__prepared", filter=Q(assignment__prepared__person=person), distinct=True
        ),
    )
    running = mine.exclude(team__plan__state__in=[PlanState.CLOSED, PlanState.AMENDED])
    return running.select_related("team__plan__document", "assignment").order_by("next_on", "pk")


def _member_tasks(place: Any, today: date) -> Iterator[Task]:
    team, next_on = place.team, place.next_on
    is_asked = place.has_visits or place.has_decision
    if is_asked and not place.has_declared and declaration_needed(team.plan.reference_day):
        yield Task(
            _("Declare whether there is a conflict of interest"),
            reverse("plans:declare", args=[team.pk]), next_on, str(team),
        )  # fmt: skip
    needed = len(place.assignment.dossier_lines) if place.assignment else 0
    is_near = next_on is not None and next_on <= today + timedelta(days=DOSSIERS_SEEN_DAYS)
    if is_near and place.ticked < needed:
        yield Task(
            _("Prepare your dossiers for the inspection"),
            reverse("plans:my_team", args=[team.pk]), next_on, str(team),
        )  # fmt: skip


@provider
def decision_tasks(user: User) -> Iterator[Task]:
    """Decisions on teams that lie at the clerk's desk; one query."""
    issuing = user.units_where("documents.issue")
    if not issuing:
        return
    drafts = TeamDecision.objects.filter(
        team__plan__issuer__in=issuing, state=TeamDecisionState.DRAFT, document__isnull=False
    )
    for decision in drafts[:SHOWN]:
        yield Task(
            _("Number and issue the decision"), decision.get_absolute_url(), None, decision.subject
        )


@provider
def notice_tasks(user: User) -> Iterator[Task]:
    """Visits whose unit must soon be told: the last day is the day of the visit less the notice."""
    writing = user.units_where("plans.edit")
    if not writing:
        return
    today = timezone.localdate()
    untold = (
        Visit.objects.filter(
            plan__issuer__in=writing,
            state=VisitState.SCHEDULED,
            on__range=(today, today + timedelta(days=NOTICE_SEEN_DAYS)),
        )
        .select_related("unit", "plan")
        .only("on", "unit__short_name", "plan__title", "plan__notice_days")
        .order_by("on", "starts_at", "pk")
    )
    for visit in untold[:SHOWN]:
        last_day = visit.on - timedelta(days=visit.plan.notice_days) if visit.on else None
        yield Task(
            _("Notify the unit of its inspection"), visit.get_absolute_url(), last_day,
            f"{visit.unit} · {visit.plan}",
        )  # fmt: skip
