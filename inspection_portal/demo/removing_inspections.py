"""Taking inspections of the demonstration away, from the leaves to the root."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from core.files.models import StoredFile
from core.workflow.models import WorkflowStep
from inspection_portal.demo.counting import Counts
from inspections.models import (
    Checklist,
    Conclusion,
    DraftResult,
    Explanation,
    ExplanationFile,
    Finding,
    FindingPhoto,
    Inspection,
    InspectionRecord,
    Procedure,
    Recommendation,
    RecommendationReport,
    RecordSignature,
    ReportFile,
)

# Children first; each with the way to its inspection.
_PARTS: tuple[tuple[type[Model], str], ...] = (
    (ReportFile, "report__recommendation__inspection"),
    (RecommendationReport, "recommendation__inspection"),
    (Recommendation, "inspection"),
    (ExplanationFile, "explanation__result__inspection"),
    (Explanation, "result__inspection"),
    (DraftResult, "inspection"),
    (Conclusion, "inspection"),
    (RecordSignature, "record__inspection"),
    (InspectionRecord, "inspection"),
    (FindingPhoto, "inspection"),
    (Finding, "inspection"),
    (Checklist, "inspection"),
)
_FILES = {
    ReportFile: "file", ExplanationFile: "file", RecordSignature: "sketch",
    InspectionRecord: "pdf", FindingPhoto: "file",
}  # fmt: skip


def remove_inspections(plans: list[int], counts: Counts) -> None:
    """Inspections of these plans with everything that hangs on them; assessments stay for the caller."""
    inspections = Inspection.objects.filter(visit__plan__in=plans)
    for model, way in _PARTS:
        rows = model._default_manager.filter(**{f"{way}__in": inspections})
        if model in {Recommendation, Finding}:
            rows.update(**{"carried_from" if model is Recommendation else "repeats": None})
        _delete(rows, _FILES.get(model))
    counts.add("inspections", inspections.count())
    _delete(inspections)
    Procedure.objects.filter(plan__in=plans).delete()


def _delete(rows: QuerySet[Any], file_field: str | None = None) -> None:
    ids = list(rows.values_list("pk", flat=True))
    files = list(rows.values_list(file_field, flat=True)) if file_field else []
    label = rows.model._meta.label_lower
    WorkflowStep.objects.filter(dossier_type=label, dossier_id__in=ids).delete()
    rows.model._default_manager.filter(pk__in=ids).delete()
    for stored in StoredFile.objects.filter(pk__in=[pk for pk in files if pk]):
        stored.content.delete(save=False)
        stored.delete()
