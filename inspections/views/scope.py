"""Inspections in a person's scope; 404 outside it."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from inspections.models import Checklist, Inspection


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
