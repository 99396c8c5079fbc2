"""Good practice and shortcomings noted on site; a later note of the same finding rewrites it."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from core.audit.recording import record
from core.sync.models import JournalEvent
from core.sync.registry import Held, Outcome, handler
from inspections.enums import FindingKind
from inspections.models import Finding, FindingPhoto
from inspections.sync.payload import Payload
from inspections.sync.site import TOPIC, Site, told

FINDING, WITHDRAWN, PHOTO = "inspections.finding", "inspections.finding_withdrawn", "inspections.photo"  # fmt: skip
WRITTEN = ("kind", "text", "checklist", "criterion", "is_withdrawn", "device_at")


@handler(FINDING, topic=TOPIC)
def finding(event: JournalEvent, site: Site) -> Outcome:
    """Note a finding, or write it anew."""
    _values(event, site)
    return _settle(event, site)


@handler(WITHDRAWN, topic=TOPIC)
def finding_withdrawn(event: JournalEvent, site: Site) -> Outcome:
    """Take a finding back; it stays in the journal."""
    return _settle(event, site)


def _settle(event: JournalEvent, site: Site) -> Outcome:
    """Write what all events about the finding amount to: the last by the devices' clocks holds."""
    client_id = Payload(event.payload).identifier("finding")
    site.lock()
    events = told(event, (FINDING, WITHDRAWN), finding=event.payload["finding"])
    wanted = _fold(events, site)
    stored = Finding.objects.filter(client_id=client_id).first()
    if stored is not None:
        before = _fold([each for each in events if each.pk != event.pk], site)
        _refuse_foreign(event, site, stored, before)
    if wanted is not None:
        _write(stored, client_id, wanted, event, site)
    return Outcome(" ".join(site.flags))


def _values(event: JournalEvent, site: Site) -> dict[str, Any]:
    content = Payload(event.payload)
    checklist = site.checklist(content.number_or_none("checklist"))
    return {
        "kind": content.one_of("kind", FindingKind.values),
        "text": content.text("text", required=True),
        "checklist": checklist,
        "criterion": site.criterion(checklist, content.number_or_none("criterion")),
    }


def _fold(events: list[JournalEvent], site: Site) -> dict[str, Any] | None:
    """None while only its withdrawal has arrived."""
    notes = [each for each in events if each.kind == FINDING]
    if not notes:
        return None
    return _values(notes[-1], site) | {
        "is_withdrawn": events[-1].kind == WITHDRAWN, "device_at": notes[0].device_at,
    }  # fmt: skip


def _refuse_foreign(
    event: JournalEvent, site: Site, stored: Finding, before: dict[str, Any] | None
) -> None:
    """Nobody rewrites what another noted, nor unseen what the portal changed since."""
    if stored.author_id != event.user_id or stored.inspection_id != site.inspection.pk:
        raise Held(_("This finding was noted by somebody else."))
    is_as_sent = before is not None and all(
        getattr(stored, name) == before[name] for name in ("kind", "text", "is_withdrawn")
    )
    if not is_as_sent and event.settled_by_id is None:
        raise Held(_("This finding was changed on the portal meanwhile. The lead decides which text holds."))  # fmt: skip


def _write(
    stored: Finding | None, client_id: uuid.UUID, wanted: dict[str, Any], event: JournalEvent,
    site: Site,
) -> None:  # fmt: skip
    found = stored or Finding(
        client_id=client_id, inspection=site.inspection, author_id=event.user_id
    )
    changed = [name for name in WRITTEN if getattr(found, name, None) != wanted[name]]
    if stored is not None and not changed:
        return
    for name in changed:
        setattr(found, name, wanted[name])
    found.version += 1 if stored is not None else 0
    found.save()
    record(
        "inspection.finding", site.inspection, by=event.user, sentence=found.text[:300],
        after={"finding": found.pk, "kind": found.kind, "withdrawn": found.is_withdrawn},
    )  # fmt: skip
    if stored is None:
        _join_photos(found, event)


def _join_photos(found: Finding, event: JournalEvent) -> None:
    """Photos of the finding that arrived before it."""
    earlier = JournalEvent.objects.landed().filter(
        topic=event.topic, user=event.user_id, kind=PHOTO, payload__finding=str(found.client_id)
    )
    photos = [each.payload.get("photo") for each in earlier]
    FindingPhoto.objects.filter(client_id__in=photos, finding__isnull=True).update(finding=found)
