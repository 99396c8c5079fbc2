"""Inspections by authorities outside the portal: noted down, changed, removed."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.trash.keeping import throw_away
from core.trash.models import TrashedItem
from core.workflow.engine import TransitionRefused
from plans.models import OutsideInspection
from units.rules import holds_at

OUTSIDE_FIELDS = ["unit", "authority", "subject", "source", "starts_on", "ends_on"]


@transaction.atomic
def note_outside(*, inspection: OutsideInspection, by: User) -> OutsideInspection:
    """Note down an inspection that is not planned in the portal, or change what was noted.

    Raises:
        TransitionRefused: the user does not schedule visits for `noted_for`.
    """
    _guard(inspection, by)
    stored = OutsideInspection.objects.filter(pk=inspection.pk).first()
    before = snapshot(stored, OUTSIDE_FIELDS) if stored else {}
    if stored is None:
        inspection.noted_by = by
    inspection.save()
    name = "outside.change" if stored else "outside.note"
    record(name, inspection, by=by, before=before, after=snapshot(inspection, OUTSIDE_FIELDS))
    return inspection


@transaction.atomic
def remove_outside(*, inspection: OutsideInspection, by: User) -> TrashedItem:
    """It does not take place after all, or was noted twice."""
    _guard(inspection, by)
    record("outside.remove", inspection, by=by, before=snapshot(inspection, OUTSIDE_FIELDS))
    url = inspection.get_absolute_url()
    return throw_away(inspection, place=inspection.noted_for_id, url=url, by=by)


def _guard(inspection: OutsideInspection, by: User) -> None:
    if not holds_at(by, "plans.edit", inspection.noted_for):
        raise TransitionRefused(_("You do not have the right to take this step."))
