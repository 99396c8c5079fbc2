"""What inspections ask of a person: to assess oneself, to check on the system, to go, to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.worklist.registry import Task, provider
from inspections.domain.queries.procedures import desk_due_on
from inspections.domain.queries.progress import ChecklistProgress, progress_of, with_progress_parts
from inspections.enums import RecordState
from inspections.models import Checklist, Inspection
from inspections.rules import leads
from plans.enums import VisitMode, VisitState
from standards.enums import SheetState, Stage

SHOWN = 20
# How far ahead a visit's check on the system becomes a task of its members.
DESK_SEEN_DAYS = 14


@provider
def self_assessment_tasks(user: User) -> Iterator[Task]:
    """Self-assessments of the user's own units for visits they were told of; one query."""
    assessing = user.units_where("standards.assess")
    if not assessing:
        return
    open_ones = (
        Checklist.objects.filter(
            inspection__visit__unit__in=assessing,
            inspection__visit__state__in=VisitState.expected(),
            inspection__visit__was_notified=True,
            assessment__sheets__stage=Stage.SELF, assessment__sheets__state=SheetState.OPEN,
        )
        .select_related("inspection__visit__unit", "inspection__visit__plan__procedure",
                        "assessment__standard_set")
        .order_by("inspection__visit__on", "order", "pk")
    )  # fmt: skip
    for checklist in open_ones[:SHOWN]:
        yield Task(
            _("Fill in the self-assessment before the inspection"),
            reverse("standards:assessment_fill", args=[checklist.assessment_id, Stage.SELF]),
            desk_due_on(checklist.inspection),
            f"{checklist} · {checklist.inspection.visit.unit}",
        )


@provider
def inspection_tasks(user: User) -> Iterator[Task]:
    """Of the user's own teams: the check on the system, the visit itself, official values.

    One query where no visit is near; else nine, and two for each visit.
    """
    today = timezone.localdate()
    near = list(_near(user, today))
    if not near:
        return
    members = {found.pk: [user] for found in near}
    checklists = with_progress_parts(Checklist.objects.filter(inspection__in=near))
    progress = progress_of(checklists, members)
    for found in near:
        if user.pk in found.team_ids:
            own = [row for row in progress if row.checklist.inspection_id == found.pk]
            yield from _tasks(user, found, own, today)


def _near(user: User, today: date) -> Iterable[Inspection]:
    coming = Q(visit__on__lte=today + timedelta(days=DESK_SEEN_DAYS))
    expected = Q(visit__state__in=VisitState.expected()) & coming
    undecided = Q(visit__state=VisitState.DONE, visit__on__gte=today - timedelta(days=90))
    open_minutes = Q(record__isnull=True) | Q(record__state=RecordState.DRAFT)
    of_teams = Inspection.objects.filter(visit__team__members__user=user)
    return (
        of_teams.filter(open_minutes, expected | undecided).for_pages()
        .select_related("visit__plan__procedure").order_by("visit__on", "pk")[:SHOWN]
    )  # fmt: skip


def _tasks(
    user: User, found: Inspection, progress: list[ChecklistProgress], today: date
) -> Iterator[Task]:
    on, is_over = found.visit.on, found.visit.state == VisitState.DONE
    if found.begun_at is None and not is_over:
        yield from _desk(user, found, progress)
    if on is not None and on <= today and not is_over:
        yield Task(_("Carry out the inspection"), found.get_absolute_url(), on, str(found))
    if (found.begun_at is not None or is_over) and leads(user, found):
        yield from _official(found, progress)


def _desk(user: User, found: Inspection, progress: list[ChecklistProgress]) -> Iterator[Task]:
    for row in progress:
        if row.open_for(user.pk, Stage.DESK) and not row.columns[Stage.DESK].is_done:
            yield Task(
                _("Check on the system before the visit"), _url(found, row, "fill", Stage.DESK),
                desk_due_on(found), f"{row.checklist} · {found}",
            )  # fmt: skip


def _official(found: Inspection, progress: list[ChecklistProgress]) -> Iterator[Task]:
    """Once collectors have answered: of an empty sheet nothing can be decided."""
    collected = Stage.DESK if found.visit.mode == VisitMode.REMOTE else Stage.ONSITE
    for row in progress:
        has_answers = any(row.columns[stage].answered for stage in (collected, Stage.DESK))
        if has_answers and not row.columns[Stage.OFFICIAL].is_full:
            yield Task(
                _("Decide the official values"), _url(found, row, "official"), found.visit.on,
                f"{row.checklist} · {found}",
            )  # fmt: skip


def _url(found: Inspection, row: ChecklistProgress, name: str, *more: Any) -> str:
    return reverse(f"inspections:{name}", args=[found.pk, row.checklist.pk, *more])
