"""Until when findings and recommendations may still change, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.domain.refusals import InspectionRefused
from inspections.enums import ConclusionState, RecordState
from inspections.models import Inspection


def findings_closed(inspection: Inspection) -> str:
    """Why findings stay as they are; empty while they may change."""
    minutes = getattr(inspection, "record", None)
    if minutes is None or minutes.state == RecordState.DRAFT:
        return ""
    if minutes.state == RecordState.SIGNED:
        return _("The minutes are signed. What was found stays as it is.")
    return _("The minutes were read back. Open them again before a finding changes.")


def recommendations_closed(inspection: Inspection) -> str:
    """Why recommendations stay as they are; empty while they may change."""
    conclusion = getattr(inspection, "conclusion", None)
    if conclusion is None or conclusion.state in ConclusionState.editable():
        return ""
    if conclusion.state == ConclusionState.ISSUED:
        return _("The conclusion is issued. Its recommendations stay as they are.")
    return _("The conclusion was submitted. Take it back before a recommendation changes.")


def refuse(sentence: str) -> None:
    """Raises InspectionRefused where there is a sentence."""
    if sentence:
        raise InspectionRefused(sentence)
