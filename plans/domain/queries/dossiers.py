"""What units are to have ready for their visits, and how far they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from plans.enums import DossierState, VisitState
from plans.models import CheckIn, Cluster, DossierFile, PreparationItem, Visit, VisitDossier
from units.models import UnitRelation


@dataclass
class Asked:
    """One dossier asked of a unit, and its answer if there is one."""

    item: PreparationItem
    answer: VisitDossier | None = None
    files: list[DossierFile] = field(default_factory=list)


@dataclass(frozen=True)
class Readiness:
    """How many dossiers are asked for, ready, and explained as not there."""

    asked: int = 0
    ready: int = 0
    missing: int = 0

    @property
    def answered(self) -> int:
        return self.ready + self.missing

    @property
    def is_whole(self) -> bool:
        return self.answered >= self.asked

    @classmethod
    def of(cls, states: Iterable[str | None]) -> "Readiness":
        """From the state of each dossier asked for; None where it is not answered."""
        given = list(states)
        return cls(
            len(given),
            given.count(DossierState.READY.value),
            given.count(DossierState.MISSING.value),
        )


def items_asked(visits: Sequence[Visit]) -> dict[int, list[PreparationItem]]:
    """By visit, what its plan asks of the unit for the visit's contents, in the plan's order.

    Dossiers only offices' units bring are left out for units directly under the issuer. Three
    queries, however many visits of one or more plans.
    """
    items = PreparationItem.objects.filter(plan__in={visit.plan_id for visit in visits})
    ordered = list(
        items.select_related("stream").order_by("stream__order", "stream", "order", "pk")
    )
    links = Visit.streams.through.objects.filter(visit__in=visits)
    contents = set(links.values_list("visit", "contentstream"))
    relations = UnitRelation.objects.filter(unit__in=[visit.unit_id for visit in visits])
    managed = set(relations.values_list("unit", "manager"))

    def is_asked(item: PreparationItem, visit: Visit) -> bool:
        if item.plan_id != visit.plan_id or (visit.pk, item.stream_id) not in contents:
            return False
        return not item.office_units_only or (visit.unit_id, visit.plan.issuer_id) not in managed

    return {visit.pk: [item for item in ordered if is_asked(item, visit)] for visit in visits}


def items_of(visit: Visit) -> "QuerySet[PreparationItem]":
    """`items_asked` of one visit as rows to choose from."""
    asked = [item.pk for item in items_asked([visit])[visit.pk]]
    chosen = PreparationItem.objects.filter(pk__in=asked).select_related("stream")
    return chosen.order_by("stream__order", "stream", "order", "pk")


def asked_of(visit: Visit) -> list[tuple[str, list[Asked]]]:
    """By content, each dossier with its answer and files. Five queries."""
    answers = {answer.item_id: answer for answer in visit.dossiers.select_related("answered_by")}
    files: dict[int, list[DossierFile]] = {}
    for sent in DossierFile.objects.filter(dossier__visit=visit).select_related("file"):
        files.setdefault(sent.dossier_id, []).append(sent)
    grouped: dict[str, list[Asked]] = {}
    for item in items_asked([visit])[visit.pk]:
        answer = answers.get(item.pk)
        kept = files.get(answer.pk, []) if answer else []
        grouped.setdefault(item.stream.title, []).append(Asked(item, answer, kept))
    return list(grouped.items())


def readiness_in(groups: Iterable[tuple[str, list[Asked]]]) -> Readiness:
    """How far the unit is, from what `asked_of` has read already."""
    return Readiness.of(
        one.answer.state if one.answer else None for _title, asked in groups for one in asked
    )


def readiness(visits: Iterable[Visit]) -> dict[int, Readiness]:
    """How far each visit's unit is; four queries, however many visits of one or more plans."""
    rows = list(visits)
    answers = VisitDossier.objects.filter(visit__in=rows).values_list("visit", "item", "state")
    states = {(visit, item): state for visit, item, state in answers}
    return {
        pk: Readiness.of(states.get((pk, item.pk)) for item in items)
        for pk, items in items_asked(rows).items()
    }


@dataclass(frozen=True)
class Arrival:
    """One unit of a cluster: its visit, how far its dossiers are, whether it has come."""

    visit: Visit
    ready: Readiness
    check_in: CheckIn | None


def arrivals(
    cluster: Cluster, visits: "QuerySet[Visit]"
) -> list[tuple[date | None, list[Arrival]]]:
    """Those visits of a cluster by day, the units in the order of their times. Six queries."""
    rows = list(
        visits.filter(cluster=cluster)
        .exclude(state=VisitState.CANCELLED)
        .select_related("unit", "plan", "team", "check_in__checked_by")
        .order_by("on", "starts_at", "unit__sort_key", "pk")
    )
    ready = readiness(rows)
    days: dict[date | None, list[Arrival]] = {}
    for visit in rows:
        arrival = Arrival(visit, ready[visit.pk], getattr(visit, "check_in", None))
        days.setdefault(visit.on, []).append(arrival)
    return sorted(days.items(), key=lambda day: day[0] or date.max)
