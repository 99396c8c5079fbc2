"""Files of devices: kept once under the id the device gave, and what waited for them goes on."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.files.models import StoredFile
from core.files.refusals import FileRefused
from core.files.storing import Accept, store
from core.sync.models import JournalEvent, JournalFile, JournalFileConflict, JournalState
from core.sync.receiving import take_up
from core.sync.registry import find

if TYPE_CHECKING:
    from accounts.models import User

MAX_BYTES = 2_000_000


class FileTooLarge(FileRefused):
    """More than a compressed photo ever needs."""


@dataclass(frozen=True)
class FileReceipt:
    """`is_new` on the first arrival; `conflicts` where another file holds the id already."""

    sha256: str
    is_new: bool = False
    conflicts: bool = False


def receive_file(
    *, client_id: uuid.UUID, upload: File[Any], sha256: str = "", by: User
) -> FileReceipt:
    """Keep a photo under the device's id; the same one again is the same success again.

    Raises:
        FileTooLarge: more than 2 MB.
        FileRefused: not a picture, damaged, or not what the device measured.
    """
    if upload.size > MAX_BYTES:
        raise FileTooLarge(_("The photo is larger than 2 MB. Take it again in the app, which makes it smaller."))  # fmt: skip
    upload.seek(0)
    found = hashlib.sha256(upload.read()).hexdigest()
    if sha256 and sha256.lower() != found:
        raise FileRefused(_("The photo was damaged on its way. Send it again."))
    known = JournalFile.objects.filter(client_id=client_id).first()
    if known is None:
        known = _keep(client_id, upload, found, by)
        if known is not None:
            _take_up(known)
            return FileReceipt(found, is_new=True)
        known = JournalFile.objects.get(client_id=client_id)
    if (known.user_id, known.sha256) == (by.pk, found):
        return FileReceipt(found)
    _keep_beside(known, upload, found, by)
    return FileReceipt(found, conflicts=True)


def _keep(client_id: uuid.UUID, upload: File[Any], sha256: str, by: User) -> JournalFile | None:
    """None where the id was given to a file at this very moment."""
    stored = store(upload, accept=Accept.IMAGE, by=by)
    try:
        with transaction.atomic():
            return JournalFile.objects.create(
                client_id=client_id, user=by, file=stored, sha256=sha256
            )
    except IntegrityError:
        _drop(stored)
        return None


def _keep_beside(known: JournalFile, upload: File[Any], sha256: str, by: User) -> None:
    if known.conflicts.filter(user=by, sha256=sha256).exists():
        return
    stored = store(upload, accept=Accept.IMAGE, by=by)
    try:
        with transaction.atomic():
            JournalFileConflict.objects.create(first=known, user=by, file=stored, sha256=sha256)
    except IntegrityError:
        _drop(stored)


def _drop(stored: StoredFile) -> None:
    """A second copy of what is kept already."""
    stored.content.delete(save=False)
    stored.delete()


def _take_up(arrived: JournalFile) -> None:
    """Events of the same person that waited for this file."""
    waiting = JournalEvent.objects.filter(
        awaits=arrived.client_id, user=arrived.user, state=JournalState.HELD,
        settled_at__isnull=True,
    )  # fmt: skip
    for event in waiting.in_order():
        place = find(event.topic, None)
        if place is not None:
            take_up(event, place)
