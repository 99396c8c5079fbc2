"""The procedure a plan's inspections follow, and the days that come of it."""

from __future__ import annotations

from datetime import date, timedelta

from inspections.models import Inspection, Procedure
from plans.enums import VisitMode
from plans.models import InspectionPlan


def procedure_of(plan: InspectionPlan) -> Procedure:
    """The plan's stored procedure, else an unsaved one with the usual days (LB760 4.b, 5.b)."""
    stored: Procedure | None = getattr(plan, "procedure", None)
    return stored or Procedure(plan=plan)


def desk_due_on(inspection: Inspection) -> date | None:
    """The last day of the check on the system; a remote visit is that check, so its own day."""
    day = inspection.visit.on
    if day is None or inspection.visit.mode == VisitMode.REMOTE:
        return day
    return day - timedelta(days=procedure_of(inspection.visit.plan).desk_days)
