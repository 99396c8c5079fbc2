"""Absences of inspectors: entered by the person or by a planner, taken out again."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.workflow.engine import TransitionRefused
from plans.domain.queries.absences import people_of
from plans.enums import AbsenceKind
from plans.models import Absence

_FIELDS = ["person", "kind", "first_on", "last_on"]


@transaction.atomic
def add_absence(
    *,
    person: User,
    first_on: date,
    last_on: date,
    by: User,
    kind: str = AbsenceKind.LEAVE,
    reason: str = "",
) -> Absence:
    """Whole days, both included. The reason stays out of the audit chain, which others read.

    Raises:
        TransitionRefused: neither oneself nor of one's teams, the days are in the wrong order, or
            the person is away on one of them already.
    """
    if not people_of(by).filter(pk=person.pk).exists():
        raise TransitionRefused(_("You do not have the right to take this step."))
    if last_on < first_on:
        raise TransitionRefused(_("The last day lies before the first."))
    known = Absence.objects.filter(person=person).between(first_on, last_on).first()
    if known:
        raise TransitionRefused(
            _("%(person)s is away already: %(days)s.") % {"person": person, "days": known.days}
        )
    absence = Absence.objects.create(
        person=person, kind=kind, first_on=first_on, last_on=last_on, reason=reason.strip(),
        entered_by=by,
    )  # fmt: skip
    record("absence.add", absence, by=by, after=snapshot(absence, _FIELDS))
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by: User) -> None:
    """The person is there after all.

    Raises:
        TransitionRefused: neither oneself nor of one's teams.
    """
    if not Absence.objects.open_to(by).filter(pk=absence.pk).exists():
        raise TransitionRefused(_("You do not have the right to take this step."))
    record("absence.remove", absence, by=by, before=snapshot(absence, _FIELDS))
    absence.delete()
