"""Reminding units of the last day to reply to a draft result: two days before, and once after it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from core.notifications.sending import notify
from inspections.enums import ResultState
from inspections.models import DraftResult
from plans.domain.people import recipients_by_unit

REMIND_DAYS_BEFORE = 2


def remind_replies(day: date | None = None) -> int:
    """Each reminder goes out once, however often and by however many schedulers this runs."""
    today = day or timezone.localdate()
    waiting = list(
        DraftResult.objects.filter(
            state=ResultState.RELEASED, reply_by__lte=today + timedelta(days=REMIND_DAYS_BEFORE)
        ).select_related("inspection__visit__unit")
    )
    people = recipients_by_unit({result.inspection.visit.unit_id for result in waiting})
    told = 0
    for result in waiting:
        unit, last = result.inspection.visit.unit, result.reply_by
        if last is None:
            continue
        late = last < today
        kind = "inspections.reply_overdue" if late else "inspections.reply_due"
        told += notify(
            kind,
            event=f"{kind}:{result.pk}:{last}",
            recipients=people[unit.pk],
            context={"unit": str(unit), "due": date_format(last, "d/m/Y")},
            url=result.get_absolute_url(),
        )
    return told
