"""Choosing and changing the procedure of a plan; extending an inspection once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.web.editing import save_if_unchanged
from inspections.domain.queries.deadlines import last_day_of
from inspections.domain.queries.procedures import preset_called, procedure_of
from inspections.domain.refusals import InspectionRefused
from inspections.models import Inspection, Procedure
from inspections.rules import grants_time
from plans.models import InspectionPlan
from plans.rules import may_edit

PROCEDURE_FIELDS = [
    "source", "desk_days", "record_days", "reply_days", "conclusion_days", "is_announced",
    "duration_days", "extension_days", "counts_working_days",
]  # fmt: skip


@transaction.atomic
def choose_procedure(*, plan: InspectionPlan, preset: str, by: User) -> Procedure:
    """Every figure of the plan's procedure becomes that of a preset.

    Raises:
        InspectionRefused: not of those who write the plan, or no preset is called so.
    """
    _guard(plan, by)
    chosen = preset_called(preset)
    if chosen is None:
        raise InspectionRefused(_("Choose one of the procedures shown."))
    stored = Procedure.objects.filter(plan=plan).first()
    if stored is None:
        found = chosen.procedure(plan)
        found.save()
        record("procedure.choose", plan, by=by, after=snapshot(found, PROCEDURE_FIELDS))
        return found
    before, wanted = snapshot(stored, PROCEDURE_FIELDS), chosen.procedure(plan)
    for name in PROCEDURE_FIELDS:
        setattr(stored, name, getattr(wanted, name))
    save_if_unchanged(stored, PROCEDURE_FIELDS, stored.version)
    after = snapshot(stored, PROCEDURE_FIELDS)
    record("procedure.choose", plan, by=by, before=before, after=after)
    return stored


@transaction.atomic
def change_procedure(*, procedure: Procedure, version: int, by: User) -> Procedure:
    """Save figures of one's own. What has been released or announced keeps the days it was told.

    Raises:
        StaleEdit: somebody saved after the form was opened.
        InspectionRefused: not of those who write the plan.
    """
    plan = procedure.plan
    _guard(plan, by)
    if procedure.pk is None:
        procedure.save()
        record("procedure.choose", plan, by=by, after=snapshot(procedure, PROCEDURE_FIELDS))
        return procedure
    before = snapshot(Procedure.objects.get(pk=procedure.pk), PROCEDURE_FIELDS)
    save_if_unchanged(procedure, PROCEDURE_FIELDS, version)
    after = snapshot(procedure, PROCEDURE_FIELDS)
    record("procedure.change", plan, by=by, before=before, after=after)
    return procedure


@transaction.atomic
def extend_inspection(*, inspection: Inspection, days: int, reason: str, by: User) -> Inspection:
    """The one extension (NĐ 217/2025/NĐ-CP, Điều 13.2), with its reason.

    Raises:
        InspectionRefused: not of those who grant it, extended already, too long, or too late.
    """
    _refuse_extension(inspection, days, reason, by)
    taken = Inspection.objects.filter(pk=inspection.pk, extended_by__isnull=True).update(
        extended_by=days, extension_reason=reason.strip()
    )
    if not taken:
        raise InspectionRefused(_("An inspection is extended once only."))
    inspection.extended_by, inspection.extension_reason = days, reason.strip()
    record("inspection.extend", inspection, by=by, after={"days": days}, sentence=reason.strip())
    return inspection


def _refuse_extension(inspection: Inspection, days: int, reason: str, by: User) -> None:
    if not grants_time(by, inspection):
        raise InspectionRefused(_("You do not have the right to take this step."))
    if not reason.strip():
        raise InspectionRefused(_("Write the reason: the people concerned will read it."))
    procedure = procedure_of(inspection.visit.plan)
    last = last_day_of(inspection, procedure)
    most = procedure.extension_days
    if last is None or most is None:
        raise InspectionRefused(_("No duration runs: the inspection was not announced."))
    if not 1 <= days <= most:
        raise InspectionRefused(_("It may be extended by at most %(n)s days.") % {"n": most})
    if timezone.localdate() > last and inspection.extended_by is None:
        raise InspectionRefused(_("The last day has passed; it can no longer be extended."))


def _guard(plan: InspectionPlan, by: User) -> None:
    if not may_edit(by, plan):
        raise InspectionRefused(_("You do not have the right to take this step."))
