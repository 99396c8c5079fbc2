"""Who may open files kept by inspections."""

from typing import Any

from django.db.models import Q

from core.files.owners import owner_rule
from inspections.models import (
    ExplanationFile,
    FindingPhoto,
    Inspection,
    InspectionRecord,
    Recommendation,
)


@owner_rule
def may_open_report_file(user: Any, stored: Any) -> bool:
    """Proof of what was mended: whoever sees the recommendation."""
    return Recommendation.objects.visible_to(user).filter(reports__files__file=stored).exists()


@owner_rule
def may_open_finding_photo(user: Any, stored: Any) -> bool:
    """Photos taken on site: whoever sees them."""
    return FindingPhoto.objects.visible_to(user).filter(file=stored).exists()


@owner_rule
def may_open_minutes(user: Any, stored: Any) -> bool:
    """The PDFs of minutes and the signatures drawn under them: whoever reads the minutes."""
    of_record = Q(pdf=stored) | Q(signed_pdf=stored) | Q(signatures__sketch=stored)
    return InspectionRecord.objects.visible_to(user).filter(of_record).exists()


@owner_rule
def may_open_explanation_file(user: Any, stored: Any) -> bool:
    """Proofs of an explanation: the unit that wrote it; the team once the reply is sent."""
    kept = ExplanationFile.objects.filter(file=stored)
    answering = user.units_where("plans.answer") | user.units_where("inspections.reply")
    if kept.filter(explanation__result__inspection__visit__unit__in=answering).exists():
        return True
    sent = kept.filter(explanation__result__replied_at__isnull=False)
    return sent.filter(
        explanation__result__inspection__in=Inspection.objects.carried_out_by(user)
    ).exists()
