"""What the server holds of a person's work, as a count and a hash a device can compare with."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any

from core.sync.models import JournalEvent

if TYPE_CHECKING:
    from accounts.models import User


def receipt(user: User, topic: str, device: uuid.UUID | None = None) -> dict[str, Any]:
    """Count, and SHA-256 over the sorted lines "{id}:{content_sha256}", held events included."""
    events = JournalEvent.objects.of(user, topic)
    if device is not None:
        events = events.filter(device=device)
    pairs = events.order_by().values_list("client_id", "content_sha256")
    lines = sorted(f"{number}:{content}\n" for number, content in pairs)
    return {"count": len(lines), "sha256": hashlib.sha256("".join(lines).encode()).hexdigest()}
