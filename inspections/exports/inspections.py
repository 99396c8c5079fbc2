"""Excel lists of the `inspections` room: what is seen, each row with its link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets import Column, Sheet
from inspections.enums import Phase


def inspection_sheet(inspections: Iterable[Any], narrowed_by: Iterable[str]) -> Sheet[Any]:
    """The list as it is seen; the active filters stand above it."""
    columns: list[Column[Any]] = [
        Column(_("Unit"), lambda row: row.visit.unit.name, 40),
        Column(_("School year"), lambda row: row.visit.plan.school_year.name, 12),
        Column(_("Plan"), lambda row: row.visit.plan.title, 44),
        Column(_("Contents"), contents_of, 44),
        Column(_("Day"), lambda row: row.visit.on, 13, "date"),
        Column(_("Mode"), lambda row: row.visit.get_mode_display(), 18),
        Column(_("Team"), lambda row: row.visit.team or "", 24),
        Column(_("State"), lambda row: Phase(row.phase).label, 24),
        Column(_("Link"), lambda row: row.get_absolute_url(), 40, "link"),
    ]
    return Sheet(_("Inspections"), columns, inspections, [_("Inspections"), *narrowed_by])


def contents_of(row: Any) -> str:
    """The sets of criteria of an inspection read `for_list`."""
    return "; ".join(str(checklist) for checklist in row.checklists.all())
