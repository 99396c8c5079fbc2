"""The iCalendar file of an address (RFC 5545; how often it is to be read, RFC 7986)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vDuration

from plans.domain.feeds import note_content
from plans.domain.queries.feed_events import CANCELLED, FeedEvent, feed_events
from plans.models import CalendarFeed

REFRESHED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class FeedFile:
    """The file, a name for its content, and the moment since which it says the same."""

    body: bytes
    etag: str
    changed_at: datetime


def feed_file(feed: CalendarFeed) -> FeedFile:
    """The visits of a feed in its owner's language. A handful of queries; one write when changed."""
    with override(feed.owner.language):
        events, title = feed_events(feed), _title(feed)
    facts = [title, *(event.facts() for event in events)]
    digest = hashlib.sha256(json.dumps(facts, cls=DjangoJSONEncoder).encode()).hexdigest()
    note_content(feed, digest)
    changed_at = feed.changed_at or timezone.now()
    return FeedFile(_written(title, events, changed_at), f'"{digest}"', changed_at)


def _title(feed: CalendarFeed) -> str:
    return _("Inspections: %(who)s") % {"who": feed.team or feed.owner}


def _written(title: str, events: list[FeedEvent], changed_at: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Inspection portal//Visits//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    every: Any = vDuration(REFRESHED_EVERY)
    calendar.add("refresh-interval", every, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", every.to_ical().decode())
    for event in events:
        calendar.add_component(_component(event, changed_at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: FeedEvent, changed_at: datetime) -> Event:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    url = f"{settings.SITE_URL}{event.path}"
    part = Event()
    part.add("uid", f"visit-{event.pk}@{host}")
    part.add("sequence", event.sequence)
    part.add("dtstamp", changed_at)
    part.add("dtstart", event.begins)
    part.add("dtend", event.ends)
    part.add("summary", event.summary)
    part.add("location", event.location)
    part.add("description", f"{event.description}\n{url}")
    part.add("url", url)
    part.add("status", event.status)
    part.add("transp", "TRANSPARENT" if event.status == CANCELLED else "OPAQUE")
    if event.point:
        part.add("geo", event.point)
    return part
