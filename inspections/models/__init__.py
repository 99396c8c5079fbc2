"""Models of the `inspections` room."""

from inspections.models.conclusion import Conclusion
from inspections.models.finding import Finding, FindingPhoto
from inspections.models.inspection import Attendance, Checklist, CriterionTask, Inspection
from inspections.models.procedure import Procedure
from inspections.models.recommendation import (
    DueExtension,
    Recommendation,
    RecommendationReport,
    ReportFile,
)
from inspections.models.record import InspectionRecord, RecordReading, RecordSignature
from inspections.models.result import DraftResult, Explanation, ExplanationFile

__all__ = [
    "Attendance", "Checklist", "Conclusion", "CriterionTask", "DraftResult", "DueExtension", "Explanation",
    "ExplanationFile", "Finding", "FindingPhoto", "Inspection", "InspectionRecord", "Procedure",
    "Recommendation", "RecommendationReport", "RecordReading", "RecordSignature", "ReportFile",
]  # fmt: skip
