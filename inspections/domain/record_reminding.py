"""Minutes whose day has passed: the lead and the secretary are told once."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from core.notifications.sending import notify
from inspections.enums import RecordState
from inspections.models import InspectionRecord
from inspections.rules import writes_record

# A scheduler that slept catches up this far.
REMINDED_DAYS = 30


def remind_records(day: date | None = None) -> int:
    """Tell who writes minutes that they are overdue, once for each last day.

    Safe to run as often as one likes: the event names the minutes and their last day.
    """
    today = day or timezone.localdate()
    late = InspectionRecord.objects.filter(
        due_on__range=(today - timedelta(days=REMINDED_DAYS), today - timedelta(days=1))
    ).exclude(state=RecordState.SIGNED)
    related = ("visit__unit", "visit__team", "visit__plan__issuer")
    found = late.select_related(*(f"inspection__{name}" for name in related))
    return sum(_remind(record) for record in found)


def _remind(record: InspectionRecord) -> int:
    inspection = record.inspection
    people = [m.user for m in inspection.members if writes_record(m.user, inspection)]
    return notify(
        "inspections.record_overdue",
        event=f"record:{record.pk}:overdue:{record.due_on}",
        recipients=people,
        context={
            "unit": inspection.visit.unit.short_name,
            "due": date_format(record.due_on, "d/m/Y") if record.due_on else "",
        },
        url=record.get_absolute_url(),
    )  # fmt: skip
