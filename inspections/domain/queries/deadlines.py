"""The days of one inspection, from its procedure: what is due when, what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from inspections.domain.queries.procedures import desk_due_on, procedure_of
from inspections.enums import ConclusionState, RecordState, ResultState
from inspections.models import Inspection, Procedure
from units.domain.calendar import add_working_days


@dataclass(frozen=True)
class InspectionDeadline:
    """One day: what is due, when, whether it is done; `note` says what the day counts from."""

    key: str
    label: str
    on: date
    done: bool = False
    note: str = ""


def last_day_of(inspection: Inspection, procedure: Procedure) -> date | None:
    """The last day of the inspection, counted from the day after its announcement (NĐ 217/2025/NĐ-CP,
    Điều 13.2; Bộ luật Dân sự 2015, Điều 147), with the extension; None where none runs.
    """
    if inspection.announced_on is None or procedure.duration_days is None:
        return None
    days = procedure.duration_days + (inspection.extended_by or 0)
    if procedure.counts_working_days:
        return add_working_days(inspection.announced_on, days, inspection.visit.unit)
    return inspection.announced_on + timedelta(days=days)


def deadlines_of(inspection: Inspection) -> list[InspectionDeadline]:
    """Every day that is known, in the order of the work. A handful of queries."""
    procedure = procedure_of(inspection.visit.plan)
    found = [
        *_visit_days(inspection, procedure),
        *_result_days(inspection, procedure),
    ]
    return sorted(found, key=lambda each: each.on)


def _visit_days(inspection: Inspection, procedure: Procedure) -> list[InspectionDeadline]:
    found, day = [], inspection.visit.on
    minutes = getattr(inspection, "record", None)
    signed = minutes is not None and minutes.state == RecordState.SIGNED
    if day is not None:
        desk = desk_due_on(inspection) or day
        begun = inspection.begun_at is not None or signed
        found.append(InspectionDeadline("desk", _("Check on the system"), desk, begun))
        due = minutes.due_on if minutes and minutes.due_on else None
        due = due or day + timedelta(days=procedure.record_days)
        found.append(InspectionDeadline("record", _("Minutes signed"), due, signed))
    last = last_day_of(inspection, procedure)
    if last is not None:
        note = _("announced on %(day)s") % {"day": f"{inspection.announced_on:%d/%m/%Y}"}
        if inspection.extended_by:
            note = _("%(note)s, extended once by %(n)s days") % {
                "note": note, "n": inspection.extended_by,
            }  # fmt: skip
        found.append(InspectionDeadline("end", _("End of the inspection"), last, signed, note))
    return found


def _result_days(inspection: Inspection, procedure: Procedure) -> list[InspectionDeadline]:
    result = getattr(inspection, "result", None)
    if result is None or result.reply_by is None or result.state == ResultState.DRAFT:
        return []
    label = _("Reply of the unit to the draft result")
    found = [InspectionDeadline("reply", label, result.reply_by, result.is_settled)]
    if procedure.conclusion_days and result.is_settled:
        heard = result.replied_at.date() if result.replied_at else result.reply_by
        on = add_working_days(heard, procedure.conclusion_days, inspection.visit.plan.issuer)
        conclusion = getattr(inspection, "conclusion", None)
        issued = conclusion is not None and conclusion.state == ConclusionState.ISSUED
        found.append(InspectionDeadline("conclusion", _("Conclusion issued"), on, issued))
    return found
