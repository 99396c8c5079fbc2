"""Duties: created from milestones at issue, fulfilled, extended, waived, reminded of."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.files.models import StoredFile
from core.notifications.sending import notify
from core.workflow.engine import TransitionRefused
from plans.domain.people import Recipient, recipients_by_unit
from plans.enums import Audience, ObligationState
from plans.models import InspectionPlan, Milestone, Obligation, ObligationFile
from plans.rules import may_answer, may_extend
from units.enums import UnitKind
from units.models import Unit, UnitReach

REMIND_DAYS_BEFORE = (7, 3, 1)


def audience_units(plan: InspectionPlan, audience: str, day: date | None = None) -> list[int]:
    """Ids of the units an audience means under the plan's issuer on a day."""
    day = day or plan.reference_day
    inspected = UnitKind.inspected()
    reach = UnitReach.objects.on(day).filter(ancestor=plan.issuer_id)
    if audience == Audience.OFFICES:
        chosen = reach.filter(descendant__kind__in=UnitKind.offices(), depth__gte=1)
    elif audience == Audience.DIRECT_UNITS:
        chosen = reach.filter(descendant__kind__in=inspected, depth=1)
    else:
        chosen = reach.filter(descendant__kind__in=inspected, depth__gt=1)
    alive = Unit.objects.on(day).values("pk")
    return list(chosen.filter(descendant__in=alive).values_list("descendant", flat=True))


@transaction.atomic
def create_obligations(*, plan: InspectionPlan, by: User) -> int:
    """One duty per unit and dated milestone. Returns how many are new.

    Those there are stay; a date that changed since moves the duties nobody has settled yet.
    """
    known = set(
        Obligation.objects.filter(milestone__plan=plan).values_list("unit_id", "milestone_id")
    )
    fresh: list[Obligation] = []
    for milestone in plan.milestones.filter(is_event=False).prefetch_related("dues"):
        for due in milestone.dues.all():
            if due.due_on is None:
                continue
            units = audience_units(plan, due.audience)
            milestone.obligations.awaited().filter(unit__in=units).update(due_on=due.due_on)
            fresh += [
                Obligation(unit_id=unit, milestone=milestone, due_on=due.due_on)
                for unit in units
                if (unit, milestone.pk) not in known
            ]
    Obligation.objects.bulk_create(fresh, ignore_conflicts=True)
    record("plan.obligations", plan, by=by, after={"created": len(fresh)})
    return len(fresh)


@transaction.atomic
def fulfil(
    *, obligation: Obligation, files: Iterable[StoredFile], note: str, by: User
) -> Obligation:
    """The unit sends what it owes; sending again before acceptance adds a later version."""
    if not may_answer(by, obligation):
        raise TransitionRefused(_("Only the unit itself can send this."))
    if obligation.state == ObligationState.WAIVED:
        raise TransitionRefused(_("This duty was waived; nothing needs to be sent."))
    now = timezone.now()
    first = obligation.state != ObligationState.FULFILLED
    for stored in files:
        ObligationFile.objects.create(obligation=obligation, file=stored)
    if first:
        obligation.was_late = timezone.localdate(now) > obligation.effective_due_on
        obligation.fulfilled_at, obligation.fulfilled_by = now, by
    obligation.state, obligation.note = ObligationState.FULFILLED, note.strip()
    obligation.save()
    record(
        "obligation.fulfil", obligation, by=by,
        after={"late": obligation.was_late, "files": [str(stored) for stored in files]},
    )  # fmt: skip
    return obligation


@transaction.atomic
def extend(*, obligation: Obligation, until: date, reason: str, by: User) -> None:
    """More time for one unit, with reason and grantor."""
    _may_grant(obligation, reason, by)
    if until <= obligation.effective_due_on:
        raise TransitionRefused(_("The new last day must lie after the present one."))
    before = {"due_on": str(obligation.effective_due_on)}
    obligation.state, obligation.extended_to = ObligationState.EXTENDED, until
    obligation.reason, obligation.granted_by = reason.strip(), by
    obligation.save(update_fields=["state", "extended_to", "reason", "granted_by"])
    record(
        "obligation.extend", obligation, by=by, before=before, after={"due_on": str(until)},
        sentence=reason.strip(),
    )  # fmt: skip
    _tell_unit(obligation, "plans.duty_extended", f"extended:{until}")


@transaction.atomic
def waive(*, obligation: Obligation, reason: str, by: User) -> None:
    """The unit need not send this."""
    _may_grant(obligation, reason, by)
    before = {"state": obligation.state}
    obligation.state, obligation.reason, obligation.granted_by = (
        ObligationState.WAIVED, reason.strip(), by,
    )  # fmt: skip
    obligation.save(update_fields=["state", "reason", "granted_by"])
    record(
        "obligation.waive", obligation, by=by, before=before, after={"state": obligation.state},
        sentence=reason.strip(),
    )  # fmt: skip
    _tell_unit(obligation, "plans.duty_waived", "waived")


@transaction.atomic
def settle_by(*, what: str, plan: InspectionPlan, unit: Unit, note: str, by: User) -> None:
    """The unit made in the portal what a duty of the plan waits for (`AnsweredBy`)."""
    waiting = Obligation.objects.awaited().filter(
        milestone__plan=plan, milestone__answered_by=what, unit=unit
    )
    now = timezone.now()
    for duty in waiting.select_related("milestone"):
        duty.was_late = timezone.localdate(now) > duty.effective_due_on
        duty.fulfilled_at, duty.fulfilled_by = now, by
        duty.state, duty.note = ObligationState.FULFILLED, note
        duty.save()
        record("obligation.fulfil", duty, by=by, after={"late": duty.was_late, "by": note})


def _may_grant(obligation: Obligation, reason: str, by: User) -> None:
    if not may_extend(by, obligation):
        raise TransitionRefused(_("Only the plan's issuer can change a deadline."))
    if not obligation.is_awaited:
        raise TransitionRefused(_("This duty is settled already."))
    if not reason.strip():
        raise TransitionRefused(_("Write the reason: the people concerned will read it."))


def remind_obligations(day: date | None = None) -> int:
    """Tell units whose duty is due in 7, 3 or 1 days, and those a day late; each once.

    Safe to run as often as one likes and by several schedulers at once: the event names duty,
    last day and distance, and a message per event, recipient and channel exists once.
    A scheduler that slept catches up: the nearest threshold passed is the one told.
    """
    today = day or timezone.localdate()
    horizon = today + timedelta(days=max(REMIND_DAYS_BEFORE))
    due = (
        Obligation.objects.awaited().with_last_day()
        .filter(last_day__range=(today - timedelta(days=30), horizon))  # type: ignore[misc] # annotated
        .filter(milestone__plan__state="issued")
        .select_related("unit", "milestone__plan")
    )  # fmt: skip
    rows = list(due)
    recipients = recipients_by_unit({row.unit_id for row in rows})
    return sum(_remind(row, today, recipients[row.unit_id]) for row in rows)


def _remind(obligation: Obligation, today: date, recipients: list[Recipient]) -> int:
    left = (obligation.effective_due_on - today).days
    if left < 0:
        event = f"overdue:{obligation.effective_due_on}"
        return _tell(obligation, "plans.duty_overdue", event, recipients)
    threshold = min((days for days in REMIND_DAYS_BEFORE if days >= left), default=None)
    if threshold is None:
        return 0
    event = f"due:{obligation.effective_due_on}:T-{threshold}"
    return _tell(obligation, "plans.duty_due", event, recipients)


def _tell_unit(obligation: Obligation, kind: str, event: str) -> int:
    return _tell(
        obligation, kind, event, recipients_by_unit([obligation.unit_id])[obligation.unit_id]
    )


def _tell(obligation: Obligation, kind: str, event: str, recipients: list[Recipient]) -> int:
    return notify(
        kind,
        event=f"obligation:{obligation.pk}:{event}",
        recipients=recipients,
        context={
            "unit": str(obligation.unit),
            "title": obligation.milestone.title,
            "due": date_format(obligation.effective_due_on, "d/m/Y"),
            "reason": obligation.reason,
        },
        url=obligation.get_absolute_url(),
    )


def announce_due_date(*, milestone: Milestone, by: User) -> int:
    """A date became known after the plan was issued (AG24 B-55): duties are created now."""
    return create_obligations(plan=milestone.plan, by=by)
