"""The inspection an event speaks of, read once a request, and what changed while somebody was away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.sync.models import JournalEvent
from core.sync.registry import Held, topic
from inspections.enums import RecordState
from inspections.models import Checklist, Inspection
from plans.enums import VisitState
from standards.models import Criterion, StandardSet

TOPIC = "inspections.inspection"


class Site:
    """An inspection with its checklists, criteria and tasks."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection

    @property
    def key(self) -> str:
        return f"{TOPIC}:{self.inspection.pk}"

    @cached_property
    def checklists(self) -> dict[int, Checklist]:
        rows = self.inspection.checklists.select_related(
            "assessment__standard_set"
        ).prefetch_related("tasks__person", "assessment__sheets")
        return {each.pk: each for each in rows}

    @cached_property
    def _criteria(self) -> dict[int, Criterion]:
        sets = [each.assessment.standard_set_id for each in self.checklists.values()]
        rows = Criterion.objects.filter(standard__standard_set__in=sets).select_related("standard")
        return {each.pk: each for each in rows}

    def checklist(self, pk: int | None) -> Checklist | None:
        """None for None.

        Raises:
            Held: it is no checklist of this inspection.
        """
        if pk is None:
            return None
        if pk not in self.checklists:
            raise Held(_("This checklist is not part of the inspection."))
        return self.checklists[pk]

    def criterion(self, checklist: Checklist | None, pk: int | None) -> Criterion | None:
        """None for None.

        Raises:
            Held: it belongs to another set than the checklist.
        """
        if pk is None:
            return None
        found = self._criteria.get(pk)
        of_set = checklist.assessment.standard_set_id if checklist else None
        if found is None or found.standard.standard_set_id != of_set:
            raise Held(_("This criterion belongs to another set."))
        return found

    @cached_property
    def flags(self) -> list[str]:
        """What changed about the visit while the person was away."""
        return list(self._flags())

    def _flags(self) -> Iterator[str]:
        if self.inspection.visit.state in {VisitState.CANCELLED, VisitState.POSTPONED}:
            yield _("The visit was cancelled or postponed meanwhile.")
        minutes = getattr(self.inspection, "record", None)
        if minutes is not None and minutes.state != RecordState.DRAFT:
            yield _("The minutes were read back already: they do not hold this.")

    def flags_of(
        self, checklist: Checklist, criterion: Criterion, stage: str, person: User
    ) -> Iterator[str]:
        """What changed about one criterion while the person was away."""
        yield from self.flags
        if any(
            sheet.stage == stage and sheet.is_done for sheet in checklist.assessment.sheets.all()
        ):
            yield _("These answers were handed in already.")
        given = {t.person_id: t.person for t in checklist.tasks.all() if t.criterion_id == criterion.pk}  # fmt: skip
        if given and person.pk not in given:
            names = ", ".join(str(each) for each in given.values())
            yield _("The criterion was given to %(people)s meanwhile.") % {"people": names}
        if checklist.assessment.standard_set_id in self._superseded:
            yield _("A newer version of the criteria appeared meanwhile; the inspection stays with its own.")  # fmt: skip

    @cached_property
    def _superseded(self) -> set[int]:
        """Sets that were replaced after the inspection was opened."""
        sets = [each.assessment.standard_set_id for each in self.checklists.values()]
        newer = StandardSet.objects.filter(
            replaces__in=sets, published_at__gt=self.inspection.opened_at
        )
        return set(newer.values_list("replaces_id", flat=True))

    def lock(self) -> None:
        """One at a time: what several events amount to is read from the journal and written whole.

        On SQLite the IMMEDIATE transaction is the lock.
        """
        Inspection.objects.select_for_update().get(pk=self.inspection.pk)


@topic(TOPIC)
def carried(user: Any, ident: str) -> Site | None:
    """An inspection one carries out; without a person whichever it is."""
    if not ident.isdecimal() or len(ident) > 18:
        return None
    rows = Inspection.objects.all() if user is None else Inspection.objects.carried_out_by(user)
    found = rows.select_related("visit__unit", "record").filter(pk=int(ident)).first()
    return Site(found) if found else None


def told(event: JournalEvent, kinds: tuple[str, ...], **content: Any) -> list[JournalEvent]:
    """This event and those of the same content that landed before it, by the devices' clocks."""
    same = {f"payload__{name}": value for name, value in content.items()}
    rows = JournalEvent.objects.filter(topic=event.topic, kind__in=kinds, user=event.user_id)
    rows = rows.filter(**same).exclude(pk=event.pk)
    return sorted([*rows.landed(), event], key=lambda each: each.place_in_time)
