"""Writing to the audit chain, and reading it back with doubt."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from core.audit.context import request_id
from core.audit.models import AuditEntry, AuditHead

if TYPE_CHECKING:
    from accounts.models import User

Values = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What one object was and is, for `record_many`."""

    target: models.Model
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    sentence: str = ""


def snapshot(target: models.Model, fields: list[str]) -> Values:
    """The named fields of an object as plain JSON values, for `before` and `after`."""
    raw = {name: getattr(target, name) for name in fields}
    raw = {
        name: value.pk if isinstance(value, models.Model) else value for name, value in raw.items()
    }
    plain: Values = json.loads(json.dumps(raw, cls=DjangoJSONEncoder))
    return plain


@transaction.atomic
def record(
    action: str,
    target: models.Model,
    *,
    by: "User | None",
    before: Values | None = None,
    after: Values | None = None,
    sentence: str = "",
) -> AuditEntry:
    """Append one entry. Only the values that differ are kept.

    The head row is locked, so entries are numbered without gap on PostgreSQL; on SQLite the
    IMMEDIATE transaction is that lock.
    """
    change = Change(target, before or {}, after or {}, sentence)
    return record_many(action, [change], by=by)[0]


@transaction.atomic
def record_many(action: str, changes: Sequence[Change], *, by: "User | None") -> list[AuditEntry]:
    """Append one entry for each change of one action, in a handful of queries altogether."""
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    entries = []
    for change in changes:
        entry = _entry(head, action, change, by)
        head.length, head.last_hash = entry.sequence, entry.hash
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    head.save(update_fields=["length", "last_hash"])
    return entries


def _entry(head: AuditHead, action: str, change: Change, by: "User | None") -> AuditEntry:
    old, new, target = change.before, change.after, change.target
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    entry = AuditEntry(
        sequence=head.length + 1,
        at=timezone.now(),
        actor=by,
        actor_name=str(by) if by else "",
        request_id=request_id.get(),
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:300],
        sentence=change.sentence[:500],
        before={name: old[name] for name in sorted(changed & old.keys())},
        after={name: new[name] for name in sorted(changed & new.keys())},
        previous_hash=head.last_hash,
    )
    entry.hash = digest(entry)
    return entry


def digest(entry: AuditEntry) -> str:
    """SHA-256 over every recorded value and the hash before it."""
    at: datetime = entry.at
    parts = [
        entry.sequence, at.astimezone().timestamp(), entry.actor_id, entry.actor_name,
        entry.request_id, entry.action, entry.target_type, entry.target_id, entry.target_label,
        entry.sentence, entry.before, entry.after, entry.previous_hash,
    ]  # fmt: skip
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links() -> Iterator[str]:
    """Every place where the chain does not hold, as sentences; none when it is whole."""
    previous, expected = "", 1
    for entry in AuditEntry.objects.order_by("sequence").iterator():
        if entry.sequence != expected:
            yield f"entries {expected}–{entry.sequence - 1} are missing"
        if entry.previous_hash != previous:
            yield f"entry {entry.sequence} does not follow the one before it"
        if entry.hash != digest(entry):
            yield f"entry {entry.sequence} was altered"
        previous, expected = entry.hash, entry.sequence + 1
    head = AuditHead.objects.filter(pk=1).first()
    if (head.length if head else 0) != expected - 1 or (head and head.last_hash != previous):
        yield "the chain's end does not match its head"
