"""What has arrived from devices about one inspection, in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.sync.models import JournalConflict, JournalEvent, JournalState
from core.sync.registry import Held
from inspections.enums import FindingKind, Side
from inspections.sync.answers import ANSWER
from inspections.sync.attendance import ATTENDANCE
from inspections.sync.findings import FINDING, PHOTO, WITHDRAWN
from inspections.sync.site import Site
from standards.enums import Stage

Words = list[tuple[str, str]]


@dataclass(frozen=True)
class Sender:
    """One device of one person: how much arrived, and when last."""

    person: Any
    device: uuid.UUID
    count: int
    flagged: int
    held: int
    last_at: datetime

    @property
    def device_words(self) -> str:
        """The first signs of its id, enough to tell two apart."""
        return str(self.device)[:8]


@dataclass(frozen=True)
class Arrived:
    """One event or other content to look at: what it is, what it says, why it is here."""

    row: JournalEvent | JournalConflict
    title: str
    words: Words
    first_words: Words | None = None


def senders(site: Site) -> list[Sender]:
    """By person and device, the latest first."""
    rows = (
        JournalEvent.objects.filter(topic=site.key, device__isnull=False)
        .order_by().values("user", "device")
        .annotate(
            count=Count("pk"), last_at=Max("received_at"),
            flagged=Count("pk", filter=Q(state=JournalState.FLAGGED)),
            held=Count("pk", filter=Q(state=JournalState.HELD, settled_at__isnull=True)),
        )
    )  # fmt: skip
    people = User.objects.in_bulk({row["user"] for row in rows})
    found = [Sender(person=people[row.pop("user")], **row) for row in rows]
    return sorted(found, key=lambda each: each.last_at, reverse=True)


def held(site: Site) -> list[Arrived]:
    """Kept and not taken in: the lead decides, or a file is awaited."""
    rows = JournalEvent.objects.filter(topic=site.key).open().select_related("user").in_order()
    return [event_words(site, row) for row in rows]


def conflicts(site: Site) -> list[Arrived]:
    """Other content under an id that was used before, still to be decided on."""
    rows = JournalConflict.objects.filter(topic=site.key, settled_at__isnull=True)
    return [conflict_words(site, row) for row in rows.select_related("event__user", "user")]


def flagged(site: Site, most: int = 100) -> list[Arrived]:
    """Taken in although something had changed meanwhile, the latest first."""
    rows = JournalEvent.objects.filter(topic=site.key, state=JournalState.FLAGGED)
    return [event_words(site, row) for row in rows.select_related("user").order_by("-pk")[:most]]


def settled(site: Site, most: int = 100) -> list[Arrived]:
    """What was decided on, and how."""
    both: list[JournalEvent | JournalConflict] = [
        *JournalEvent.objects.filter(topic=site.key, settled_at__isnull=False)
        .select_related("user", "settled_by"),
        *JournalConflict.objects.filter(topic=site.key, settled_at__isnull=False)
        .select_related("user", "settled_by"),
    ]  # fmt: skip
    both.sort(key=lambda row: str(row.settled_at), reverse=True)
    return [event_words(site, row) for row in both[:most]]


def event_words(site: Site, row: JournalEvent | JournalConflict) -> Arrived:
    return Arrived(row, _title(row.kind), list(_words(site, row.kind, row.payload)))


def conflict_words(site: Site, row: JournalConflict) -> Arrived:
    """Both contents beside each other; the first one only if it is about this inspection too."""
    first = row.event
    shown = list(_words(site, first.kind, first.payload)) if first.topic == site.key else []
    return Arrived(row, _title(row.kind), list(_words(site, row.kind, row.payload)), shown)


def _title(kind: str) -> str:
    titles = {
        ANSWER: _("Answer"), FINDING: _("Finding"), WITHDRAWN: _("Finding withdrawn"),
        PHOTO: _("Photo"), ATTENDANCE: _("Person present"),
    }  # fmt: skip
    return titles.get(kind, kind)


def _words(site: Site, kind: str, payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Label and value of everything a person would recognise; ids of the device are left out."""
    try:
        checklist = site.checklist(_whole(payload.get("checklist")))
        criterion = site.criterion(checklist, _whole(payload.get("criterion")))
    except Held as wrong:
        yield _("Criterion"), wrong.sentence
    else:
        if criterion is not None:
            yield _("Criterion"), f"{criterion.code} {criterion.text}"
    value = payload.get("value")
    named = _named()
    for name, label in _labels():
        said = payload.get(name, value.get(name) if isinstance(value, dict) else None)
        if said is True:
            yield label, _("Yes")
        elif said not in (None, "", False) and not isinstance(said, (dict, list)):
            yield label, str(named.get(str(said), said) if name in _CODED else said)


_CODED = {"stage", "word", "kind", "side"}


def _named() -> dict[str, Any]:
    return {
        **dict(Stage.choices), **dict(FindingKind.choices), **dict(Side.choices),
        "yes": _("Yes"), "no": _("No"),
    }  # fmt: skip


def _labels() -> list[tuple[str, str]]:
    return [
        ("stage", _("Column")), ("word", _("Answer")), ("number", _("Figure")),
        ("denominator", _("of a whole of")), ("not_applicable", _("Does not apply")),
        ("reason", _("Reason")), ("note", _("Note")), ("kind", _("Kind")), ("text", _("What was seen")),
        ("caption", _("Caption")), ("side", _("For")), ("name", _("Name")), ("post", _("Post")),
    ]  # fmt: skip


def _whole(value: Any) -> int | None:
    return value if type(value) is int else None
