"""The list of inspections: how far each one is, told by the database."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from core.search.keys import search_key
from inspections.enums import ConclusionState, Phase, RecordState, ResultState
from inspections.models import Inspection, Recommendation
from plans.enums import VisitState

_STOPPED = (VisitState.CANCELLED, VisitState.POSTPONED, VisitState.PROPOSED)
_SORTS = {
    "on": ("visit__on", "visit__starts_at", "pk"), "unit": ("visit__unit__sort_key", "pk"),
    "team": ("visit__team__name", "pk"),
}  # fmt: skip
DEFAULT_SORT = "-on"


def with_phase(inspections: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Each with `phase`, a value of `Phase`."""
    unsettled = Recommendation.objects.unsettled().filter(inspection=OuterRef("pk"))
    issued = Q(conclusion__state=ConclusionState.ISSUED)
    replied = Q(result__state__in=(ResultState.REPLIED, ResultState.SILENT))
    over = Q(ended_at__isnull=False) | Q(visit__state=VisitState.DONE)
    begun = Q(begun_at__isnull=False) | Q(visit__state=VisitState.IN_PROGRESS)
    return inspections.annotate(
        phase=Case(
            When(issued & Exists(unsettled), then=Value(Phase.FOLLOW_UP)),
            When(issued, then=Value(Phase.CLOSED)),
            When(replied | Q(conclusion__isnull=False), then=Value(Phase.CONCLUSION)),
            When(record__state=RecordState.SIGNED, then=Value(Phase.RESULT)),
            When(over, then=Value(Phase.MINUTES)),
            When(begun, then=Value(Phase.VISIT)),
            When(visit__state__in=_STOPPED, then=Value(Phase.STOPPED)),
            default=Value(Phase.PREPARING),
        )
    )


def concerning(user: Any) -> QuerySet[Inspection]:
    """Inspections one carries out or whose unit one is, and those of one's authority."""
    return Inspection.objects.visible_to(user)


def mine(user: Any, inspections: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Those in whose team one goes, and those of one's own units."""
    own = Q(visit__unit__in=[unit for unit, _role in user.grants])
    on_team = Q(visit__team__members__user=user.pk)
    return inspections.filter(pk__in=Inspection.objects.filter(own | on_team).values("pk"))


def narrowed(inspections: QuerySet[Inspection], values: dict[str, Any]) -> QuerySet[Inspection]:
    """What fits the filters of the list; `values` are those of the form."""
    for word in search_key(values.get("q") or "").split():
        inspections = inspections.filter(visit__unit__search_key__contains=word)
    exact = {"plan": "visit__plan", "school_year": "visit__plan__school_year", "phase": "phase"}
    chosen = {exact[name]: values[name] for name in exact if values.get(name)}
    return inspections.filter(**chosen)


def ordered(inspections: QuerySet[Inspection], sort: str) -> QuerySet[Inspection]:
    """By a known sort, "-on" by default; what has no day comes last."""
    known = sort if sort.removeprefix("-") in _SORTS else DEFAULT_SORT
    backwards = known.startswith("-")
    terms = [
        F(name).desc(nulls_last=True) if backwards else F(name).asc(nulls_last=True)
        for name in _SORTS[known.removeprefix("-")]
    ]
    return inspections.order_by(*terms)


def for_list(inspections: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """With what a row shows: two queries, however many rows."""
    return inspections.select_related(
        "visit__unit", "visit__team", "visit__plan__school_year"
    ).prefetch_related("checklists__assessment__standard_set")
