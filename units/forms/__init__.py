"""Forms of the `units` room."""

from units.forms.calendar import CalendarDayForm, SchoolYearForm
from units.forms.changes import EndForm, MergeForm, MoveForm, RenameForm, SpellingForm
from units.forms.people import EndMembershipForm, InviteForm
from units.forms.unit import NewUnitForm, UnitForm

__all__ = [
    "CalendarDayForm",
    "EndForm",
    "EndMembershipForm",
    "InviteForm",
    "MergeForm",
    "MoveForm",
    "NewUnitForm",
    "RenameForm",
    "SchoolYearForm",
    "SpellingForm",
    "UnitForm",
]
