"""Visits without a day, proposed from the month windows: every unit the plan reaches, once.

Which units those are is said by the rules of coverage (A-38, A-39) and by the named dossiers (A-18).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.audit.recording import record
from core.search.keys import search_key
from core.workflow.engine import TransitionRefused
from plans.domain.coverage import units_to_visit
from plans.enums import VisitKind, VisitState
from plans.models import ContentStream, InspectionPlan, MonthWindow, Visit
from plans.rules import may_edit
from units.models import Unit

# Words before a place name: "huyện An Phú", "TX Tân Châu", "Phòng GDĐT An Phú" are one district.
_BEFORE_PLACE = {"phong", "gddt", "huyen", "quan", "tx", "tp", "xa", "phuong", "ubnd", "so"}


@dataclass(frozen=True)
class ProposedVisit:
    """A unit, its month and why it is that one."""

    unit: Unit
    window: MonthWindow
    kind: str
    by_district: bool
    streams: tuple[ContentStream, ...]


@dataclass(frozen=True)
class Draft:
    """What would be added, and in words what would not."""

    visits: list[ProposedVisit] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def by_month(self) -> list[tuple[MonthWindow, list[ProposedVisit]]]:
        """The proposed visits under their months, in the order of the year."""
        grouped: dict[MonthWindow, list[ProposedVisit]] = {}
        for visit in self.visits:
            grouped.setdefault(visit.window, []).append(visit)
        return sorted(grouped.items(), key=lambda item: item[0].month)


def draft_visits(
    plan: InspectionPlan,
    streams: Iterable[ContentStream] | None = None,
    units: Mapping[int, str] | None = None,
) -> Draft:
    """What `propose_visits` would add; changes nothing. A constant number of queries."""
    windows = list(plan.windows.prefetch_related("managers"))
    if not windows:
        return Draft([], [_("The plan names no month, so there is nothing to propose from.")])
    targets = _targets(plan)
    contents = tuple(streams) if streams is not None else default_streams(plan)
    planned = plan.visits.planned().exclude(state=VisitState.CANCELLED)
    visited = set(planned.values_list("unit", flat=True))
    kinds = units_to_visit(plan) if units is None else units
    wanted = kinds.keys() | (targets.keys() if units is None else set())
    waiting = Unit.objects.filter(pk__in=wanted - visited).order_by("sort_key", "pk")
    found = list(_placed(waiting, windows, _Terms(kinds, targets, contents)))
    return Draft(found, list(_sentences(found, len(wanted & visited))))


@transaction.atomic
def propose_visits(
    *,
    plan: InspectionPlan,
    by: User,
    streams: Iterable[ContentStream] | None = None,
    units: Mapping[int, str] | None = None,
) -> Draft:
    """Add a visit without a day for every unit the plan reaches and every named dossier without one.

    `units` names those to add, with the kind of their visit, instead of all the plan reaches.
    Safe to press twice: a unit that has a visit in the plan gets no second one.

    Raises:
        TransitionRefused: the user may not write this plan's schedule.
    """
    if not may_edit(by, plan):
        raise TransitionRefused(_("You do not have the right to take this step."))
    # Two people who press at once wait for each other here.
    list(InspectionPlan.objects.select_for_update().filter(pk=plan.pk).values("pk"))
    draft = draft_visits(plan, streams, units)
    rows = Visit.objects.bulk_create(
        Visit(plan=plan, unit=one.unit, month=one.window.month, kind=one.kind)
        for one in draft.visits
    )
    links = Visit.streams.through
    links._default_manager.bulk_create(
        links(visit_id=row.pk, contentstream_id=stream.pk)
        for row, one in zip(rows, draft.visits, strict=True)
        for stream in one.streams
    )
    months = Counter(f"{one.window.month:%Y-%m}" for one in draft.visits)
    record("plan.propose_visits", plan, by=by, after={"added": len(rows), "months": dict(months)})
    return draft


def default_streams(plan: InspectionPlan) -> tuple[ContentStream, ...]:
    """Contents every unit is inspected for: those with named dossiers are for the named units."""
    named = set(plan.dossier_targets.values_list("stream", flat=True))
    every = list(plan.streams.all())
    return tuple(stream for stream in every if stream.pk not in named) or tuple(every)


def district_key(name: str) -> str:
    """One key for "huyện An Phú", "An Phú" and "Phòng GDĐT An Phú"."""
    words = search_key(name).split()
    while len(words) > 1 and words[0] in _BEFORE_PLACE:
        words.pop(0)
    return " ".join(words)


def _places(*names: str) -> list[str]:
    return [key for name in names if name and (key := district_key(name))]


def _targets(plan: InspectionPlan) -> dict[int, list[ContentStream]]:
    """Units named for a dossier, and the contents they are named for."""
    found: dict[int, list[ContentStream]] = {}
    for target in plan.dossier_targets.select_related("stream"):
        found.setdefault(target.unit_id, []).append(target.stream)
    return found


@dataclass(frozen=True)
class _Terms:
    """As what units are visited: kinds from the coverage, contents, named dossiers."""

    kinds: Mapping[int, str]
    targets: dict[int, list[ContentStream]]
    contents: tuple[ContentStream, ...]

    def proposed(self, unit: Unit, window: MonthWindow, *, by_district: bool) -> ProposedVisit:
        named = self.targets.get(unit.pk, [])
        usual = VisitKind(self.kinds.get(unit.pk, VisitKind.THEMATIC))
        kind = VisitKind.APPRAISAL if named else usual
        streams = tuple(dict.fromkeys([*self.contents, *named]))
        return ProposedVisit(unit, window, kind, by_district, streams)


def _placed(
    units: Iterable[Unit], windows: list[MonthWindow], terms: _Terms
) -> Iterator[ProposedVisit]:
    """Units of a named district first, so that the others can fill the months evenly."""
    by_place = {
        key: window
        for window in windows
        for manager in window.managers.all()
        for key in _places(manager.district, manager.commune, manager.short_name)
    }
    load: Counter[date] = Counter()
    rest = []
    for unit in units:
        # A district to 30/6/2025; since then the commune is all there is.
        places = _places(unit.district, unit.commune)
        window = next((by_place[place] for place in places if place in by_place), None)
        if window is None:
            rest.append(unit)
            continue
        load[window.month] += 1
        yield terms.proposed(unit, window, by_district=True)
    for unit in rest:
        window = _emptiest(unit, windows, load)
        load[window.month] += 1
        yield terms.proposed(unit, window, by_district=False)


def _emptiest(unit: Unit, windows: list[MonthWindow], load: Counter[date]) -> MonthWindow:
    """The month with the fewest visits among those meant for the unit's levels, else among all."""
    levels = set(unit.level_list)
    meant = [
        window for window in windows if not window.levels or levels & set(window.levels.split(","))
    ]
    return min(meant or windows, key=lambda window: (load[window.month], window.month))


def _sentences(found: list[ProposedVisit], have_one: int) -> Iterator[str]:
    months = Counter(one.window.month for one in found)
    for month in sorted(months):
        yield ngettext(
            "%(month)s: %(count)d visit.", "%(month)s: %(count)d visits.", months[month]
        ) % {"month": date_format(month, "YEAR_MONTH_FORMAT"), "count": months[month]}
    spread = sum(not one.by_district for one in found)
    if spread:
        yield ngettext(
            "%(count)d unit lies in no district named by a month; it went to the emptiest month.",
            "%(count)d units lie in no district named by a month; they went to the emptiest months.",
            spread,
        ) % {"count": spread}
    if have_one:
        yield ngettext(
            "%(count)d unit has a visit in this plan already.",
            "%(count)d units have a visit in this plan already.",
            have_one,
        ) % {"count": have_one}
    if not found:
        yield _("Every unit that should be visited has its visit.")
