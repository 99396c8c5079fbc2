"""Addresses of the `inspections` room."""

from uuid import uuid4

from django.utils import timezone

from core.sync.models import JournalConflict, JournalEvent
from tests.addresses import Address, Place
from tests.inspections.places import cast_in, inspection


def visit(place: Place) -> dict[str, int]:
    return {"pk": cast_in(place).visit.pk}


ADDRESSES = {
    "inspections:open": Address(visit),
    "inspections:inspection": Address(inspection),
}

# What arrived from devices ---------------------------------------------------------------------


def _held(place: Place) -> dict[str, int]:
    found = cast_in(place).inspection
    event = JournalEvent.objects.create(
        kind="inspections.answer", topic=f"inspections.inspection:{found.pk}",
        user=place.specialist, device=uuid4(), device_at=timezone.now(), state="held",
        reason="Tử số lớn hơn mẫu số", content_sha256="0" * 64, payload={"checklist": 1},
    )  # fmt: skip
    return {"pk": found.pk, "event": event.pk}


def _conflict(place: Place) -> dict[str, int]:
    keys = _held(place)
    event = JournalEvent.objects.get(pk=keys["event"])
    other = JournalConflict.objects.create(
        event=event, kind=event.kind, topic=event.topic, user=event.user, device_at=event.device_at,
        content_sha256="1" * 64, payload={"checklist": 2},
    )  # fmt: skip
    return {"pk": keys["pk"], "conflict": other.pk}


ADDRESSES |= {
    "inspections:arrivals": Address(inspection),
    "inspections:arrival": Address(_held, data={"choice": "aside", "aside-reason": "Gửi nhầm"}),
    "inspections:arrival_conflict": Address(_conflict, data={"choice": "aside"}),
}
