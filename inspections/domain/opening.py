"""Opening the inspection of a visit: its checklists, each bound to one version of a set."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from inspections.domain.refusals import InspectionRefused
from inspections.models import Checklist, Inspection
from inspections.rules import carries_out
from plans.enums import VisitKind
from plans.models import ContentStream, Visit
from standards.domain.assessing import open_assessment
from standards.domain.refusals import StandardsRefused
from standards.enums import AssessmentPurpose
from standards.models import Assessment, StandardSet

PURPOSES = {
    VisitKind.APPRAISAL: AssessmentPurpose.TITLE,
    VisitKind.RETENTION: AssessmentPurpose.RETENTION,
}


@transaction.atomic
def open_inspection(*, visit: Visit, by: User | None) -> Inspection:
    """The inspection of a visit with a checklist for each of its contents; opened once.

    Contents judged by one set, as the three of LB760, share one checklist.
    A set that asks something beforehand (the size of a class) waits for `add_checklist`; one that
    does not hold for the unit's levels is left out.
    """
    inspection, is_new = Inspection.objects.get_or_create(
        visit=visit, defaults={"place": visit.unit.name[:300], "is_synthetic": visit.plan.is_demo}
    )
    if is_new:
        record("inspection.open", inspection, by=by, after={"visit": visit.pk})
    held = set(inspection.checklists.values_list("assessment__standard_set_id", flat=True))
    for stream in visit.streams.select_related("standard_set").order_by("order", "pk"):
        judged = stream.standard_set
        if judged is not None and judged.pk not in held and _fits(judged, visit):
            _bind(inspection, stream, judged, {}, "", by)
            held.add(judged.pk)
    return inspection


def _fits(judged: StandardSet, visit: Visit) -> bool:
    return not judged.attributes and bool(set(judged.level_list) & set(visit.unit.level_list))


@transaction.atomic
def add_checklist(
    *, inspection: Inspection, standard_set: StandardSet, by: User,
    stream: ContentStream | None = None, attributes: Mapping[str, str] | None = None,
    subject: str = "",
) -> Checklist:  # fmt: skip
    """One more checklist, for instance of one subject room with the size of its classes.

    Raises:
        InspectionRefused: not of the team, or the set cannot judge this unit.
    """
    if not carries_out(by, inspection):
        raise InspectionRefused(_("You do not have the right to take this step."))
    try:
        return _bind(inspection, stream, standard_set, attributes or {}, subject, by)
    except StandardsRefused as refusal:
        raise InspectionRefused(refusal.sentence) from refusal


def _bind(
    inspection: Inspection, stream: ContentStream | None, standard_set: StandardSet,
    attributes: Mapping[str, str], subject: str, by: User | None,
) -> Checklist:  # fmt: skip
    """The year's assessment where nobody has checked it yet (the unit's own, begun before the visit),
    else a new one.
    """
    visit = inspection.visit
    purpose = PURPOSES.get(VisitKind(visit.kind), AssessmentPurpose.THEMATIC)
    same = Assessment.objects.filter(
        unit=visit.unit, standard_set=standard_set, school_year=visit.plan.school_year,
        purpose=purpose,
    )  # fmt: skip
    assessment = same.filter(subject=subject, checklist__isnull=True).first()
    if assessment is None:
        assessment = open_assessment(
            unit=visit.unit, standard_set=standard_set, school_year=visit.plan.school_year,
            purpose=purpose, subject=subject or _again(same), attributes=attributes, by=None,
            is_synthetic=inspection.is_synthetic,
        )  # fmt: skip
    order = inspection.checklists.count() + 1
    checklist = Checklist.objects.create(
        inspection=inspection, assessment=assessment, stream=stream, order=order
    )
    record("inspection.checklist", inspection, by=by, after={"set": str(standard_set)})
    return checklist


def _again(same: QuerySet[Assessment]) -> str:
    """A second inspection of the same contents in one year is told apart by its number."""
    count = same.count()
    return f"Lần {count + 1}" if count else ""
