"""Inspections in a person's scope; 404 outside it."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from inspections.models import Checklist, Inspection, InspectionRecord


def seen_inspection(user: User, pk: int) -> Inspection:
    """One the person sees: of the team, of the issuer, of the unit that was told."""
    return get_object_or_404(Inspection.objects.visible_to(user).for_pages(), pk=pk)


def carried_inspection(user: User, pk: int) -> Inspection:
    """One the person carries out."""
    return get_object_or_404(Inspection.objects.carried_out_by(user).for_pages(), pk=pk)


def carried_checklist(user: User, pk: int, checklist: int) -> Checklist:
    """A checklist of an inspection the person carries out, with its set's parts."""
    inspection = carried_inspection(user, pk)
    found = get_object_or_404(
        inspection.checklists.select_related(
            "assessment__unit", "assessment__school_year", "assessment__standard_set", "stream"
        ).prefetch_related(
            "assessment__sheets", "assessment__standard_set__standards__criteria",
            "assessment__standard_set__rules",
        ),
        pk=checklist,
    )  # fmt: skip
    found.inspection = inspection
    return found


def seen_record(user: User, pk: int) -> InspectionRecord:
    """The minutes of an inspection as far as the person sees them: the unit from the reading on."""
    related = ("visit__unit", "visit__plan__issuer", "visit__plan__document", "visit__team")
    visible = InspectionRecord.objects.visible_to(user).select_related(
        "written_by", *(f"inspection__{name}" for name in related)
    )
    return get_object_or_404(visible, inspection=pk)
