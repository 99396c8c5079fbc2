"""Giving an office a department's task, and ending it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from libraries.enums import DelegatedKind
from libraries.models import Delegation
from libraries.rules import may_delegate
from units.domain import managers_on
from units.enums import UnitKind
from units.models import Unit

FIELDS = [
    "department", "office", "kind", "levels", "criteria", "basis", "valid_from", "valid_to",
]  # fmt: skip


class DelegationRefused(Exception):
    """The delegation cannot be given or ended; the message is a sentence for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def add_delegation(
    *,
    department: Unit,
    office: Unit,
    kind: str,
    levels: Iterable[str],
    basis: str,
    valid_from: date,
    by: User,
    valid_to: date | None = None,
    criteria: str = "",
) -> Delegation:
    """From `valid_from` the office inspects these schools of its own and proposes.

    Raises:
        DelegationRefused: not the user's department, not its office then, or delegated already.
    """
    delegation = Delegation(
        department=department, office=office, kind=kind, criteria=criteria.strip(),
        basis=basis.strip(), valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    delegation.level_list = list(levels)
    _check(delegation, by)
    delegation.save()
    record("delegation.add", delegation, by=by, after=snapshot(delegation, FIELDS))
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, last_day: date, reason: str, by: User) -> Delegation:
    """The office holds the delegation until `last_day`; from the next day the department inspects.

    Raises:
        DelegationRefused: no reason, a day before the first, or it has ended earlier already.
    """
    if not may_delegate(by, delegation.department):
        raise DelegationRefused(_("Only the department itself can change its delegations."))
    if not reason.strip():
        raise DelegationRefused(_("Write the reason: the people concerned will read it."))
    if last_day < delegation.valid_from:
        raise DelegationRefused(_("The last day lies before the first."))
    if delegation.valid_to and delegation.valid_to <= last_day:
        raise DelegationRefused(
            _("This delegation already ends on %(day)s.")
            % {"day": date_format(delegation.valid_to, "SHORT_DATE_FORMAT")}
        )
    before = snapshot(delegation, FIELDS)
    delegation.valid_to = last_day
    delegation.save(update_fields=["valid_to"])
    record(
        "delegation.end", delegation, by=by, before=before, after=snapshot(delegation, FIELDS),
        sentence=reason.strip(),
    )  # fmt: skip
    return delegation


def inspects(school: Unit, kind: DelegatedKind, level: str, day: date) -> Unit | None:
    """Who inspects for a title: the delegated office, else the department; None without either."""
    above = list(managers_on(school, day))
    held = Delegation.objects.in_force(day).filter(
        office__in=above, kind=kind, levels__contains=f",{level},"
    )
    delegation = held.select_related("office").first()
    if delegation:
        return delegation.office
    return next((unit for unit in above if unit.kind == UnitKind.DEPARTMENT), None)


def _check(delegation: Delegation, by: User) -> None:
    if not may_delegate(by, delegation.department):
        raise DelegationRefused(_("Only the department itself can change its delegations."))
    if not delegation.level_list:
        raise DelegationRefused(_("Say for which school levels."))
    if delegation.department not in managers_on(delegation.office, delegation.valid_from):
        raise DelegationRefused(
            _("%(office)s does not answer to %(department)s on %(day)s.")
            % {
                "office": delegation.office,
                "department": delegation.department,
                "day": date_format(delegation.valid_from, "SHORT_DATE_FORMAT"),
            }
        )
    _refuse_overlap(delegation)
    try:
        delegation.clean_fields()
        delegation.validate_constraints()
    except ValidationError as error:
        raise DelegationRefused(" ".join(error.messages)) from error


def _refuse_overlap(delegation: Delegation) -> None:
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=delegation.valid_from)
    begun = Q(valid_from__lte=delegation.valid_to) if delegation.valid_to else Q()
    standing = Delegation.objects.filter(
        not_over, begun, office=delegation.office, kind=delegation.kind
    ).first()
    if standing:
        raise DelegationRefused(
            _("%(office)s holds this delegation already since %(day)s: end that one first.")
            % {
                "office": delegation.office,
                "day": date_format(standing.valid_from, "SHORT_DATE_FORMAT"),
            }
        )
