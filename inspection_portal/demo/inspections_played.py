"""Which inspections of a demonstration plan were carried out, and how far."""

from __future__ import annotations

from django.db.models import F, Max, QuerySet

from core.notifications.models import Message, MessageState
from core.notifications.registry import EMAIL
from inspection_portal.demo.conclusions import conclude
from inspection_portal.demo.inspections import Played, clock_at, played
from inspection_portal.demo.plan_words import Entry, PlanFile
from inspections.models import Inspection
from plans.models import InspectionPlan

# Data files by the key of their plan.
FILES = {"long-bien-2018-2019": "long_bien_2019", "an-giang-2019-2020": "an_giang_2019"}


def write_inspections(file: PlanFile, plan: InspectionPlan) -> int:
    """Each one prepared; those played are carried out on their days. Returns how many are open."""
    opened = Inspection.objects.filter(visit__plan=plan)
    name = FILES.get(file["key"])
    if name:
        told_before = Message.objects.aggregate(last=Max("pk"))["last"] or 0
        _play(file, played(name), {each.visit.unit_id: each for each in opened.for_pages()})
        _settle(Message.objects.filter(pk__gt=told_before, recipient__is_demo=True))
    return opened.count()


def _play(file: PlanFile, words: Entry, by_unit: dict[int, Inspection]) -> None:
    tasks = words.get("tasks", {})
    for entry in words["played"]:
        one = Played(entry, by_unit.pop(file.units[entry["unit"]].pk), tasks)
        with clock_at(one.begun_at):
            one.prepare()
            one.visit()
        with clock_at(one.ended_at):
            one.minutes()
        conclude(one, words)
    for inspection in by_unit.values() if tasks else ():
        Played({}, inspection, tasks).prepare()


def _settle(messages: QuerySet[Message]) -> None:
    """Nobody is written to about the demonstration; what was told years ago is read."""
    messages.filter(channel=EMAIL).delete()
    messages.update(sent_at=F("created_at"), read_at=F("created_at"), state=MessageState.READ)
