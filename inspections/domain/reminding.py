"""Members are reminded of their part of the check on the system; the team learns of a hand-in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from core.notifications.sending import notify
from inspections.domain.queries.procedures import desk_due_on
from inspections.domain.queries.progress import ChecklistProgress, progress_of, with_progress_parts
from inspections.models import Checklist, Inspection
from plans.domain.people import people_who
from plans.enums import VisitState
from standards.enums import SheetState, Stage
from standards.models import StageSheet

# Before the last day: with a check due at D-2 these are D-4 and D-2 itself (LB760 5.b).
REMIND_DAYS_BEFORE = (2, 0)
# How far ahead and behind a visit may lie (Procedure.desk_days is small).
SEEN_DAYS, OVERDUE_DAYS = 60, 30


def remind_desk(day: date | None = None) -> int:
    """Tell each member with open criteria two days before the last day, on it, and after; each once.

    Safe to run as often as one likes: the event names checklist, last day and distance. A scheduler
    that slept catches up: the nearest threshold passed is the one told. Returns new messages.
    """
    today = day or timezone.localdate()
    checklists = with_progress_parts(
        Checklist.objects.filter(
            inspection__visit__state__in=VisitState.expected(),
            inspection__visit__on__range=(
                today - timedelta(days=OVERDUE_DAYS), today + timedelta(days=SEEN_DAYS)
            ),
            inspection__begun_at__isnull=True, assessment__sheets__stage=Stage.DESK,
            assessment__sheets__state=SheetState.OPEN,
        )
    )  # fmt: skip
    rows = list(checklists)
    inspections = {
        found.pk: found
        for found in Inspection.objects.for_pages()
        .select_related("visit__plan__procedure")
        .filter(checklists__in=rows)
    }
    near = [row for row in rows if _event(inspections[row.inspection_id], today)]
    for row in near:
        row.inspection = inspections[row.inspection_id]
    members = {row.inspection_id: _users(row.inspection) for row in near}
    return sum(_remind(progress, today) for progress in progress_of(near, members))


def _users(inspection: Inspection) -> list[Any]:
    return [member.user for member in inspection.members]


def _event(inspection: Inspection, today: date) -> tuple[str, str] | None:
    """The kind of message due today, and what tells it apart."""
    due = desk_due_on(inspection)
    if due is None:
        return None
    left = (due - today).days
    if left < 0:
        return "inspections.desk_overdue", f"overdue:{due}"
    threshold = min((days for days in REMIND_DAYS_BEFORE if days >= left), default=None)
    return None if threshold is None else ("inspections.desk_due", f"due:{due}:T-{threshold}")


def _remind(progress: ChecklistProgress, today: date) -> int:
    checklist = progress.checklist
    inspection = checklist.inspection
    message, due = _event(inspection, today), desk_due_on(inspection)
    if message is None or due is None:
        return 0
    kind, event = message
    waiting = [each.person for each in progress.people[Stage.DESK] if each.open]
    return notify(
        kind, event=f"desk:{checklist.pk}:{event}", recipients=waiting,
        context={
            "unit": str(inspection.visit.unit), "set": str(checklist),
            "due": date_format(due, "d/m/Y"),
        },
        url=inspection.get_absolute_url(),
    )  # fmt: skip


def tell_handed_in(sheet: StageSheet) -> int:
    """The unit handed in its self-assessment: the team, or without one whoever schedules, is told.

    Each hand-in is told once. Returns new messages.
    """
    checklist = (
        Checklist.objects.filter(assessment=sheet.assessment_id)
        .select_related("inspection__visit__unit", "inspection__visit__team",
                        "inspection__visit__plan__issuer", "assessment__standard_set").first()
    )  # fmt: skip
    if checklist is None or sheet.stage != Stage.SELF:
        return 0
    inspection = checklist.inspection
    people: Iterable[Any] = _users(inspection) or people_who(
        inspection.visit.plan.issuer, "plans.edit"
    )
    handed_in = sheet.handed_in_at or timezone.now()
    return notify(
        "inspections.self_handed_in", event=f"self:{sheet.pk}:{handed_in.isoformat()}",
        recipients=people,
        context={"unit": str(inspection.visit.unit), "set": str(checklist)},
        url=inspection.get_absolute_url(),
    )  # fmt: skip
