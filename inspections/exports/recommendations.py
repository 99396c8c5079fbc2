"""Excel lists of the `inspections` room: what is seen, each row with its link."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets import Column, Sheet
from inspections.domain.escalation import level_of
from inspections.models import Recommendation

_RECOMMENDATION: list[Column[Any]] = [
    Column(gettext_lazy("To be done by"), lambda row: row.owner.short_name, 32),
    Column(gettext_lazy("what is to be done"), lambda row: row.text, 70),
    Column(gettext_lazy("Last day"), lambda row: row.due_on, 13, "date"),
    Column(gettext_lazy("State"), lambda row: row.get_state_display(), 26),
    Column(gettext_lazy("Escalation"), lambda row: level_of(row).label, 26),
    Column(gettext_lazy("Seen before"), lambda row: _("yes") if row.is_repeat else "", 14),
    Column(gettext_lazy("Unit inspected"), lambda row: row.inspection.visit.unit.short_name, 32),
    Column(gettext_lazy("School year"), lambda row: row.inspection.visit.plan.school_year.name, 14),
    Column(gettext_lazy("Verified at"), lambda row: row.settled_at, 18, "date"),
    Column(gettext_lazy("Link"), lambda row: row.get_absolute_url(), 40, "link"),
]


def recommendation_sheet(rows: Iterable[Recommendation], narrowed_by: Iterable[str]) -> Sheet[Any]:
    """Recommendations as a sheet; the active filters stand above it."""
    title = _("Recommendations")
    return Sheet(title, _RECOMMENDATION, rows, [title, *narrowed_by])
