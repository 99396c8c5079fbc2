"""The visit itself: announced at the unit, begun, attended, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import TransitionRefused
from inspections.domain.guards import refuse_closed_minutes, refuse_outsiders
from inspections.domain.refusals import InspectionRefused
from inspections.enums import Side
from inspections.models import Attendance, Inspection
from plans.domain.scheduling import begin_visit, finish_visit
from plans.enums import VisitState


@transaction.atomic
def begin_inspection(*, inspection: Inspection, by: User, at: datetime | None = None) -> Inspection:
    """The team is there: from now on the visit's day and team stand. Begun once; again changes nothing.

    `at` is the moment the device gives, for who began without a network.

    Raises:
        InspectionRefused: not of the team, or the visit cannot begin as it stands.
    """
    refuse_outsiders(inspection, by)
    if inspection.begun_at is not None:
        return inspection
    if inspection.visit.state != VisitState.IN_PROGRESS:
        _step(begin_visit, inspection, by)
    inspection.begun_at = at or timezone.now()
    inspection.save(update_fields=["begun_at"])
    record("inspection.begin", inspection, by=by, after={"at": inspection.begun_at.isoformat()})
    return inspection


@transaction.atomic
def end_inspection(*, inspection: Inspection, by: User, at: datetime | None = None) -> Inspection:
    """The team has left. Ended once; again changes nothing.

    Raises:
        InspectionRefused: not of the team, not begun, or an end before the beginning.
    """
    refuse_outsiders(inspection, by)
    if inspection.ended_at is not None:
        return inspection
    ended = at or timezone.now()
    if inspection.begun_at is None:
        raise InspectionRefused(_("The inspection has not begun yet."))
    if ended < inspection.begun_at:
        raise InspectionRefused(_("The end lies before the beginning."))
    if inspection.visit.state != VisitState.DONE:
        _step(finish_visit, inspection, by)
    inspection.ended_at = ended
    inspection.save(update_fields=["ended_at"])
    record("inspection.end", inspection, by=by, after={"at": ended.isoformat()})
    return inspection


def _step(verb: Callable[..., None], inspection: Inspection, by: User) -> None:
    try:
        verb(visit=inspection.visit, by=by)
    except TransitionRefused as refusal:
        raise InspectionRefused(refusal.sentence) from refusal


@transaction.atomic
def announce(*, inspection: Inspection, on: date, by: User) -> Inspection:
    """The decision was announced at the unit (NĐ 217/2025/NĐ-CP, Điều 15.1): the days run from here.

    Raises:
        InspectionRefused: not of the team, a day to come, or minutes read back.
    """
    refuse_outsiders(inspection, by)
    refuse_closed_minutes(inspection)
    if on > timezone.localdate():
        raise InspectionRefused(_("This day is still to come. Enter it once it was announced."))
    before = inspection.announced_on
    inspection.announced_on = on
    inspection.save(update_fields=["announced_on"])
    record(
        "inspection.announce", inspection, by=by,
        before={"announced_on": str(before or "")}, after={"announced_on": str(on)},
    )  # fmt: skip
    return inspection


@transaction.atomic
def attend(
    *, inspection: Inspection, side: str, name: str, post: str = "", user: User | None = None,
    by: User,
) -> Attendance:  # fmt: skip
    """Somebody is present, as the minutes will name them.

    Raises:
        InspectionRefused: not of the team, no name, a person named already, or minutes read back.
    """
    refuse_outsiders(inspection, by)
    refuse_closed_minutes(inspection)
    called = " ".join(name.split())
    if not called or side not in Side.values:
        raise InspectionRefused(_("Write the name, and for whom the person is there."))
    present = Attendance(
        inspection=inspection, side=side, name=called[:150], post=" ".join(post.split())[:200],
        user=user, order=inspection.attendances.filter(side=side).count() + 1,
    )  # fmt: skip
    try:
        with transaction.atomic():
            present.save()
    except IntegrityError as error:
        raise InspectionRefused(_("This person is named already.")) from error
    record("inspection.attend", inspection, by=by, after={"side": side, "name": present.name})
    return present


@transaction.atomic
def leave_out(*, attendance: Attendance, by: User) -> None:
    """Named by mistake: the person was not there.

    Raises:
        InspectionRefused: not of the team, or minutes read back.
    """
    refuse_outsiders(attendance.inspection, by)
    refuse_closed_minutes(attendance.inspection)
    record("inspection.leave_out", attendance.inspection, by=by, before={"name": attendance.name})
    attendance.delete()
