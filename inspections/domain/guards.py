"""What several verbs refuse for the same reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from inspections.domain.refusals import InspectionRefused
from inspections.enums import RecordState
from inspections.models import Inspection
from inspections.rules import carries_out


def refuse_outsiders(inspection: Inspection, by: User) -> None:
    """
    Raises:
        InspectionRefused: neither of the team nor of those who schedule.
    """
    if not carries_out(by, inspection):
        raise InspectionRefused(_("You do not have the right to take this step."))


def minutes_are_closed(inspection: Inspection) -> bool:
    """Whether the minutes were read back or signed: what they say stands."""
    minutes = getattr(inspection, "record", None)
    return minutes is not None and minutes.state != RecordState.DRAFT


def refuse_closed_minutes(inspection: Inspection) -> None:
    """
    Raises:
        InspectionRefused: the minutes were read back.
    """
    if minutes_are_closed(inspection):
        raise InspectionRefused(
            _("The minutes were read back. Open them again before a value changes.")
        )
