"""Who may open files kept by inspections."""

from typing import Any

from core.files.owners import owner_rule
from inspections.models import ExplanationFile, Inspection


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
