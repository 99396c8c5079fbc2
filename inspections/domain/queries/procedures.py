"""How the inspections of a plan run."""

from inspections.models import Procedure
from plans.models import InspectionPlan


def procedure_of(plan: InspectionPlan) -> Procedure:
    """The settings of the plan; where none were made the usual ones, not saved. One query."""
    return Procedure.objects.filter(plan=plan).first() or Procedure(plan=plan)
