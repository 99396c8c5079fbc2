"""Reads of a plan's own page, the one people open all day: every query is prepared."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from core.prepared import keep_related, prepared
from core.workflow.models import WorkflowStep
from plans.domain.queries.teams import counted_teams, members_of
from plans.domain.queries.visits import MonthSummary, ScheduleSummary, counted_months, letters_of
from plans.models import (
    InspectionPlan,
    LegalBasis,
    Milestone,
    MilestoneDue,
    MonthWindow,
    PlanSection,
    ScheduleLetter,
)
from plans.models.plan import PlanPart


def plan_seen(user: User, pk: int) -> InspectionPlan | None:
    """A plan the person may read, with whom and what its page names; one query."""
    units = sorted({unit for unit, _role in user.grants})
    found = _plan.rows(pk=pk, units=units, today=timezone.localdate())
    return found[0] if found else None


@prepared
def _plan(*, pk: int, units: Any, today: Any) -> QuerySet[Any, Any]:
    plans = InspectionPlan.objects.seen_from(units, today).filter(pk=pk).order_by()
    return plans.select_related("issuer", "school_year", "document", "approver", "created_by")


def read_parts(plan: InspectionPlan, models: dict[str, type[PlanPart]], *, deeply: bool) -> None:
    """Fetch what the page tells of the plan's parts: how many of each kind, chapters and months;
    with `deeply` also what the lists of gaps and warnings look into.
    """
    plan.part_counts = _counted(plan, models)  # type: ignore[attr-defined]
    keep_related(plan, "sections", _sections.rows(plan=plan.pk))
    keep_related(plan, "windows", _windows.rows(plan=plan.pk))
    if deeply:
        keep_related(plan, "bases", _bases.rows(plan=plan.pk))
        milestones = _milestones.rows(plan=plan.pk)
        dues = _dues.rows(plan=plan.pk) if milestones else []
        for milestone in milestones:
            own = [due for due in dues if due.milestone_id == milestone.pk]
            keep_related(milestone, "dues", own)
        keep_related(plan, "milestones", milestones)


def _counted(plan: InspectionPlan, models: dict[str, type[PlanPart]]) -> dict[str, int]:
    """Rows of each table that belong to the plan, in one statement instead of one a table."""
    quote = connection.ops.quote_name
    column = quote(PlanSection._meta.get_field("plan").column)
    counts = [
        f"(SELECT COUNT(*) FROM {quote(model._meta.db_table)} WHERE {column} = %s)"  # noqa: S608 - names from the models
        for model in models.values()
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", [plan.pk] * len(counts))
        return dict(zip(models, cursor.fetchone(), strict=True))


@prepared
def _sections(*, plan: int) -> QuerySet[Any, Any]:
    return PlanSection.objects.filter(plan=plan).order_by("order", "pk")


@prepared
def _windows(*, plan: int) -> QuerySet[Any, Any]:
    return MonthWindow.objects.filter(plan=plan).order_by("month", "pk")


@prepared
def _bases(*, plan: int) -> QuerySet[Any, Any]:
    bases = LegalBasis.objects.filter(plan=plan).order_by("order", "pk")
    return bases.select_related("legal_document__replaced_by")


@prepared
def _milestones(*, plan: int) -> QuerySet[Any, Any]:
    return Milestone.objects.filter(plan=plan).order_by("order", "pk")


@prepared
def _dues(*, plan: int) -> QuerySet[Any, Any]:
    return MilestoneDue.objects.filter(milestone__plan=plan).order_by("due_on", "audience")


def steps_taken(plan: InspectionPlan) -> list[WorkflowStep]:
    """The plan's workflow log, the oldest step first; one query."""
    return _steps.rows(kind=plan._meta.label_lower, plan=plan.pk)


@prepared
def _steps(*, kind: str, plan: int) -> QuerySet[Any, Any]:
    return WorkflowStep.objects.about(kind, plan)


def schedule_summary(plan: InspectionPlan) -> ScheduleSummary:
    """Months of the plan, with how many visits have a day, are told, are done; one query besides
    the windows.
    """
    months = {window.month: MonthSummary(window.month, window) for window in plan.windows.all()}
    for month, *figures in _months.rows(plan=plan.pk):
        months.setdefault(month, MonthSummary(month)).count(*figures)
    return ScheduleSummary([months[key] for key in sorted(months)])


@prepared
def _months(*, plan: int) -> QuerySet[Any, Any]:
    return counted_months(plan)


def teams_shown(plan: InspectionPlan) -> list[Any]:
    """Teams of the plan with their people and the number of their visits; two queries."""
    teams = _teams.rows(plan=plan.pk)
    members = _members.rows(teams=[team.pk for team in teams]) if teams else []
    for team in teams:
        own = [member for member in members if member.team_id == team.pk]
        keep_related(team, "members", own)
    return teams


@prepared
def _teams(*, plan: int) -> QuerySet[Any, Any]:
    return counted_teams(plan)


@prepared
def _members(*, teams: Any) -> QuerySet[Any, Any]:
    return members_of(teams)


def letters_seen(plan: InspectionPlan, user: User) -> list[ScheduleLetter]:
    """Letters of a plan this person may read: at the plan's issuer all of them."""
    if any(unit == plan.issuer_id for unit, _role in user.grants):
        return _letters.rows(plan=plan.pk)
    visible = ScheduleLetter.objects.visible_to(user).values("pk")
    return list(letters_of(plan.pk).filter(pk__in=visible))


@prepared
def _letters(*, plan: int) -> QuerySet[Any, Any]:
    return letters_of(plan)
