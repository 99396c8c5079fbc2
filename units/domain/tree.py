"""Who manages whom: changing it from a day on, and reading it on any day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.validity import in_force
from units.domain.reach import rebuild_reach
from units.domain.refusals import ChangeRefused
from units.models import Unit, UnitReach, UnitRelation

__all__ = ["managed_by", "managers_of", "managers_on", "rebuild_reach", "set_manager"]


def managers_on(unit: Unit, day: date) -> QuerySet[Unit]:
    """Everyone above a unit on a day, the nearest first; nobody when it did not exist then."""
    links = UnitReach.objects.filter(
        in_force(day), in_force(day, "descendant__"), descendant=unit, depth__gt=0
    )
    return (
        Unit.objects.filter(descendant_links__in=links)
        .annotate(distance=F("descendant_links__depth"))
        .order_by("distance", "pk")
    )


def managers_of(units: Iterable[int] | QuerySet[Unit], day: date) -> dict[int, Unit]:
    """The direct manager of each unit on a day, in one query: reports group by it.

    With the day of the events it is "as managed then", with today "as managed now".
    """
    links = UnitRelation.objects.filter(in_force(day), unit__in=units).select_related("manager")
    return {link.unit_id: link.manager for link in links}


def managed_by(manager: Unit, day: date) -> QuerySet[Unit]:
    """Units that answer directly to a manager and exist on a day."""
    links = UnitRelation.objects.filter(in_force(day), manager=manager)
    return Unit.objects.on(day).filter(pk__in=links.values("unit"))


@transaction.atomic
def set_manager(
    *, unit: Unit, manager: Unit | None, on: date | None, by: User | None,
    update_reach: bool = True,
) -> UnitRelation | None:  # fmt: skip
    """`unit` answers to `manager` from `on` (None: since ever); the old link ends the day before.

    With `manager` None the unit becomes a root. `update_reach=False` is for verbs that change many
    units and rebuild once at the end.

    Raises:
        ChangeRefused: a circle, a manager that does not exist then, or a later change is on file.
    """
    if manager:
        _refuse_circle(unit, manager, on)
        _refuse_absent(manager, on)
    before = _end_old_link(unit, on)
    link = None
    if manager:
        link = UnitRelation.objects.create(unit=unit, manager=manager, valid_from=on)
    if update_reach:
        rebuild_reach(unit)
    record(
        "units.set_manager", unit, by=by,
        before={"manager": str(before) if before else ""},
        after={"manager": str(manager or ""), "on": on.isoformat() if on else ""},
    )  # fmt: skip
    return link


def _end_old_link(unit: Unit, on: date | None) -> Unit | None:
    """End the link in force; a link that begins on the same day was a slip and is replaced."""
    links = list(UnitRelation.objects.filter(unit=unit).select_related("manager"))
    if on is None:
        if links:
            raise ChangeRefused(
                _("%(unit)s has a manager already: say from which day the new one takes over.")
                % {"unit": unit}
            )
        return None
    later = [link for link in links if link.valid_from and link.valid_from > on]
    if later:
        raise ChangeRefused(
            _("A later change is on file: from %(day)s %(unit)s answers to %(manager)s.")
            % {"day": f"{later[0].valid_from:%d/%m/%Y}", "unit": unit, "manager": later[0].manager}
        )
    current = [link for link in links if link.valid_to is None or link.valid_to >= on]
    for link in current:
        if link.valid_from == on:
            link.delete()
        else:
            link.valid_to = on - timedelta(days=1)
            link.save(update_fields=["valid_to"])
    return current[0].manager if current else None


def _refuse_circle(unit: Unit, manager: Unit, on: date | None) -> None:
    if unit.pk == manager.pk:
        raise ChangeRefused(_("A unit cannot manage itself."))
    overlap = Q(valid_to__isnull=True) | Q(valid_to__gte=on) if on else Q()
    if UnitReach.objects.filter(overlap, ancestor=unit, descendant=manager).exists():
        raise ChangeRefused(
            _("%(manager)s lies below %(unit)s: the two would manage each other.")
            % {"manager": manager, "unit": unit}
        )


def _refuse_absent(manager: Unit, on: date | None) -> None:
    if on and manager.valid_to and manager.valid_to < on:
        raise ChangeRefused(
            _("%(manager)s ended on %(day)s and cannot take over a unit after that day.")
            % {"manager": manager, "day": f"{manager.valid_to:%d/%m/%Y}"}
        )
    if on and manager.valid_from and manager.valid_from > on:
        raise ChangeRefused(
            _("%(manager)s exists only from %(day)s.")
            % {"manager": manager, "day": f"{manager.valid_from:%d/%m/%Y}"}
        )
