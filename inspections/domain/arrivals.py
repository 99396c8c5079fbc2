"""What devices sent and could not be taken in: the lead decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.sync.models import JournalConflict, JournalEvent
from core.sync.settling import SettleRefused, accept, put_right, set_aside, take_other
from inspections.domain.refusals import InspectionRefused
from inspections.models import Inspection
from inspections.rules import leads


def accept_arrival(*, inspection: Inspection, event: JournalEvent, by: User) -> None:
    """Take a held event in as it is.

    Raises:
        InspectionRefused: not the lead, settled already, or it still cannot be taken in.
    """
    _as_lead(inspection, by, lambda: accept(event=event, by=by))


def correct_answer(
    *, inspection: Inspection, event: JournalEvent, value: Mapping[str, Any], note: str, by: User
) -> None:
    """The answer as it should read, in the lead's name.

    Raises:
        InspectionRefused: not the lead, settled already, or this answer cannot be taken in either.
    """
    payload = {**event.payload, "value": dict(value), "note": note}
    _as_lead(inspection, by, lambda: put_right(event=event, payload=payload, by=by))


def set_arrival_aside(
    *, inspection: Inspection, what: JournalEvent | JournalConflict, reason: str, by: User
) -> None:
    """It does not count; it is kept, with the reason.

    Raises:
        InspectionRefused: not the lead, settled already, or no reason.
    """
    _as_lead(inspection, by, lambda: set_aside(what=what, reason=reason, by=by))


def take_other_content(*, inspection: Inspection, conflict: JournalConflict, by: User) -> None:
    """The content that came second holds.

    Raises:
        InspectionRefused: not the lead, settled already, or it cannot be taken in.
    """
    _as_lead(inspection, by, lambda: take_other(conflict=conflict, by=by))


def _as_lead(inspection: Inspection, by: User, decide: Callable[[], object]) -> None:
    if not leads(by, inspection):
        raise InspectionRefused(_("The lead of the team decides on this."))
    try:
        decide()
    except SettleRefused as refusal:
        raise InspectionRefused(refusal.sentence) from refusal
