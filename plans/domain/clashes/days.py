"""Times that make no sense, days on which nobody is inspected, notice that comes too late."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.domain.booking import on_grid
from plans.domain.clashes.clash import Clash, Proposal
from plans.enums import Excuse, VisitState
from plans.models import Visit
from units.domain.calendar import is_working_day, special_days
from units.enums import DayKind


def times(proposal: Proposal) -> Iterator[Clash]:
    if proposal.ends_at <= proposal.starts_at:
        yield Clash(_("The visit ends before it begins."))
    if not (on_grid(proposal.starts_at) and on_grid(proposal.ends_at)):
        yield Clash(_("Visits begin and end on the hour or the half hour."))


def days(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    day = proposal.on
    for special in special_days(day, day, visit.unit).get(day, []):
        if special.kind == DayKind.EXAM:
            yield Clash(
                _("%(name)s: no inspection on an examination day.") % {"name": special.name}
            )
        elif special.kind in {DayKind.HOLIDAY, DayKind.SUBSTITUTE}:
            yield Clash(
                _("%(day)s is a day off (%(name)s).")
                % {"day": date_format(day, "SHORT_DATE_FORMAT"), "name": special.name},
                excuse=Excuse.OFF_DAY,
            )
            return
    if not is_working_day(day, visit.unit):
        yield Clash(
            _("%(day)s is not a working day.") % {"day": date_format(day, "l, d/m/Y")},
            excuse=Excuse.OFF_DAY,
        )


def window(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    year = visit.plan.school_year
    if not year.starts_on <= proposal.on <= year.ends_on:
        yield Clash(
            _("%(day)s lies outside the school year %(year)s.")
            % {"day": date_format(proposal.on, "SHORT_DATE_FORMAT"), "year": year}
        )


def notice(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    """The unit is told a week ahead (KH 126/KH-SGDĐT An Giang, ghi chú phần II.4: A-32)."""
    ahead = visit.plan.notice_days
    earliest = timezone.localdate() + timedelta(days=ahead)
    already_told = visit.state == VisitState.NOTIFIED and visit.on == proposal.on
    if proposal.on < earliest and not already_told:
        yield Clash(
            _("The unit would be told less than %(days)s days ahead: the earliest day is %(day)s.")
            % {"days": ahead, "day": date_format(earliest, "SHORT_DATE_FORMAT")},
            excuse=Excuse.SHORT_NOTICE,
        )
