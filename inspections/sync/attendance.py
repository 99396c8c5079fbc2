"""People present, named on site. Whoever two devices name is one person."""

from __future__ import annotations

from core.audit.recording import record
from core.sync.models import JournalEvent
from core.sync.registry import Outcome, handler
from inspections.enums import Side
from inspections.models import Attendance
from inspections.sync.payload import Payload
from inspections.sync.site import TOPIC, Site

ATTENDANCE = "inspections.attendance"
NAMED_ON_SITE = 100  # their order comes after those the portal listed
Person = tuple[str, str]


@handler(ATTENDANCE, topic=TOPIC)
def attendance(event: JournalEvent, site: Site) -> Outcome:
    """Name somebody as present; the post is the one last told by the devices' clocks."""
    _read(event)
    site.lock()
    events = JournalEvent.objects.filter(topic=event.topic, kind=ATTENDANCE).exclude(pk=event.pk)
    told = sorted([*events.landed(), event], key=lambda each: each.place_in_time)
    people: dict[Person, tuple[str, str]] = {}
    for each in told:
        side, name, post = _read(each)
        key = (side, name.casefold())
        first_name, known_post = people.get(key, (name, ""))
        people[key] = (first_name, post or known_post)
    _write(people, site, event)
    return Outcome(" ".join(site.flags))


def _read(event: JournalEvent) -> tuple[str, str, str]:
    content = Payload(event.payload)
    name = " ".join(content.text("name", longest=150, required=True).split())
    return content.one_of("side", Side.values), name, content.text("post", longest=200)


def _write(people: dict[Person, tuple[str, str]], site: Site, event: JournalEvent) -> None:
    rows = Attendance.objects.filter(inspection=site.inspection).order_by("pk")
    stored = {(each.side, each.name.casefold()): each for each in rows}
    for rank, ((side, key), (name, post)) in enumerate(people.items()):
        row = stored.get((side, key))
        if row is None:
            row = Attendance(inspection=site.inspection, side=side)
            record(
                "inspection.present", site.inspection, by=event.user,
                after={"name": name, "side": side},
            )  # fmt: skip
        elif row.order < NAMED_ON_SITE:
            continue  # listed on the portal: what was written there holds
        row.name, row.post, row.order = name, post, NAMED_ON_SITE + rank
        row.save()
