"""Units, their dated tree, their people and the calendar."""

from units.models.calendar import CalendarDay, SchoolYear, Semester
from units.models.membership import Invitation, Membership
from units.models.tree import Succession, UnitReach, UnitRelation
from units.models.unit import Unit, UnitAlias, UnitCode

__all__ = [
    "CalendarDay",
    "Invitation",
    "Membership",
    "SchoolYear",
    "Semester",
    "Succession",
    "Unit",
    "UnitAlias",
    "UnitCode",
    "UnitReach",
    "UnitRelation",
]
