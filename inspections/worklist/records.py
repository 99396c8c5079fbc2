"""What inspections ask of a person: minutes to write and to sign."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.worklist.registry import Task, provider
from inspections.domain.signing import may_sign
from inspections.enums import RecordState, Signer
from inspections.models import Inspection, InspectionRecord
from inspections.models.record_gaps import signers_wanted
from inspections.rules import writes_record
from plans.enums import TeamRole
from plans.models import TeamMember

MINUTES_SHOWN = 20
WRITERS = (TeamRole.LEAD, TeamRole.SECRETARY)


@provider
def record_tasks(user: User) -> Iterator[Task]:
    """Minutes to write and to sign: of one's own team, or of one's own unit."""
    heading = user.units_where("inspections.reply")
    mine = TeamMember.objects.filter(user=user, role__in=WRITERS).values("team")
    own = Q(inspection__visit__team__in=mine)
    records = (
        InspectionRecord.objects.filter(own | Q(inspection__visit__unit__in=heading))
        .exclude(state=RecordState.SIGNED)
        .select_related("inspection__visit__unit", "inspection__visit__team", "inspection__visit__plan__issuer")
        .order_by("due_on", "pk")
    )  # fmt: skip
    for record in records[:MINUTES_SHOWN]:
        yield from _record_task(record, user)


def _record_task(record: InspectionRecord, user: User) -> Iterator[Task]:
    inspection = record.inspection
    context = str(inspection.visit.unit)
    writes = writes_record(user, inspection)
    if record.state == RecordState.DRAFT:
        if writes:
            yield Task(_("Finish the minutes"), record.get_absolute_url(), record.due_on, context)
        return
    signed = {signature.role for signature in record.signatures_that_count()}
    owed = [role for role in signers_wanted(inspection) if role not in signed]
    if any((role == Signer.UNIT) != writes and may_sign(user, record, role) for role in owed):
        url = reverse("inspections:record_sign", args=[record.inspection_id])
        yield Task(_("Read and sign the minutes"), url, record.due_on, context)
    elif writes and not owed:
        yield Task(_("Close the minutes"), record.get_absolute_url(), record.due_on, context)
    elif writes:
        waiting = ", ".join(str(role.label) for role in owed)
        yield Task(
            _("Minutes read back"), record.get_absolute_url(), record.due_on, context, waiting
        )


@provider
def unwritten_tasks(user: User) -> Iterator[Task]:
    """Inspections that took place and have no minutes yet; one query."""
    mine = TeamMember.objects.filter(user=user, role__in=WRITERS).values("team")
    begun = Inspection.objects.filter(
        ~Exists(InspectionRecord.objects.filter(inspection=OuterRef("pk"))),
        visit__team__in=mine, visit__on__lte=timezone.localdate(),
    ).exclude(visit__state="cancelled")  # fmt: skip
    for inspection in begun.select_related("visit__unit").order_by("visit__on")[:MINUTES_SHOWN]:
        yield Task(
            _("Write the minutes"), reverse("inspections:record", args=[inspection.pk]),
            inspection.visit.on, str(inspection.visit.unit),
        )  # fmt: skip
