"""Photos taken on site: the event says of what, the file comes by itself, before or after."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.sync.models import JournalEvent, JournalFile
from core.sync.registry import Held, Outcome, handler
from inspections.models import Finding, FindingPhoto
from inspections.sync.findings import PHOTO
from inspections.sync.payload import Payload
from inspections.sync.site import TOPIC, Site, told


@handler(PHOTO, topic=TOPIC)
def photo(event: JournalEvent, site: Site) -> Outcome:
    """Keep the photo with what it shows; told again, the last words by the device's clock hold."""
    content = Payload(event.payload)
    client_id, values = content.identifier("photo"), _values(event, site)
    file_id = content.identifier("file")
    file = JournalFile.objects.filter(client_id=file_id, user=event.user_id).first()
    if file is None:
        raise Held(_("The photo itself has not arrived yet."), awaits=file_id)
    site.lock()
    stored = FindingPhoto.objects.filter(client_id=client_id).first()
    _refuse_foreign(event, site, stored, file)
    events = told(event, (PHOTO,), photo=event.payload["photo"])
    values = _values(events[-1], site) | {"device_at": events[0].device_at}
    if stored is None:
        FindingPhoto.objects.create(
            client_id=client_id, inspection=site.inspection, file=file.file,
            author_id=event.user_id, **values,
        )  # fmt: skip
    else:
        FindingPhoto.objects.filter(pk=stored.pk).update(**values)
    return Outcome(" ".join(site.flags))


def _values(event: JournalEvent, site: Site) -> dict[str, Any]:
    content = Payload(event.payload)
    checklist = site.checklist(content.number_or_none("checklist"))
    return {
        "caption": content.text("caption", longest=300),
        "checklist": checklist,
        "criterion": site.criterion(checklist, content.number_or_none("criterion")),
        "finding": _finding(event, site, content),
        "latitude": content.degrees("latitude", 90),
        "longitude": content.degrees("longitude", 180),
    }


def _finding(event: JournalEvent, site: Site, content: Payload) -> Finding | None:
    """The person's own finding; one that has not arrived yet takes its photos when it does."""
    client_id = content.identifier_or_none("finding")
    if client_id is None:
        return None
    return Finding.objects.filter(
        client_id=client_id, inspection=site.inspection, author=event.user_id
    ).first()


def _refuse_foreign(
    event: JournalEvent, site: Site, stored: FindingPhoto | None, file: JournalFile
) -> None:
    used = FindingPhoto.objects.filter(file=file.file_id)
    if stored is None and used.exists():
        raise Held(_("This photo was taken in already under another id."))
    if stored is not None and (stored.author_id, stored.inspection_id, stored.file_id) != (
        event.user_id, site.inspection.pk, file.file_id,
    ):  # fmt: skip
        raise Held(_("Another photo was taken in under this id."))
