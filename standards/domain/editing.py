"""Writing a draft: its head, and its standards, criteria and outcome rules."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.trash.keeping import throw_away
from core.trash.models import TrashedItem
from standards.domain.refusals import StandardsRefused
from standards.models import Criterion, OutcomeRule, SetPart, Standard, StandardSet
from standards.rules import may_change, may_edit

HEAD = [
    "code", "version", "name", "purpose", "legal_document", "basis", "valid_from", "valid_to",
    "levels", "provenance", "is_example", "not_applicable", "attributes",
]  # fmt: skip


@transaction.atomic
def create_set(*, found: StandardSet, by: User) -> StandardSet:
    """A new draft of the unit named as its owner.

    Raises:
        StandardsRefused: not one's unit, or such a version exists.
    """
    if not may_edit(by, found):
        raise StandardsRefused(_("You do not have the right to take this step."))
    _save(found)
    record("standards.create", found, by=by, after=snapshot(found, HEAD))
    return found


@transaction.atomic
def change_set(*, found: StandardSet, by: User) -> StandardSet:
    """The head of a draft.

    Raises:
        StandardsRefused: it is published, or such a version exists.
    """
    stored = StandardSet.objects.get(pk=found.pk)
    _guard(stored, by)
    before = snapshot(stored, HEAD)
    _save(found)
    record("standards.change", found, by=by, before=before, after=snapshot(found, HEAD))
    return found


def _save(found: StandardSet) -> None:
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise StandardsRefused(_("There is such a version already.")) from error


@transaction.atomic
def save_part(*, part: SetPart, by: User) -> SetPart:
    """Save a new or changed part of a draft; a new one goes to the end.

    Raises:
        StandardsRefused: the set is published.
    """
    found = set_of(part)
    _guard(found, by)
    fields = recorded_fields(part)
    stored = type(part)._default_manager.filter(pk=part.pk).first() if part.pk else None
    if stored is None and not part.order:
        part.order = (siblings_of(part).aggregate(last=Max("order"))["last"] or 0) + 1
    part.save()
    record(
        "standards.part", found, by=by, before=snapshot(stored, fields) if stored else {},
        after=snapshot(part, fields), sentence=str(part)[:300],
    )  # fmt: skip
    return part


@transaction.atomic
def remove_part(*, part: SetPart, by: User) -> TrashedItem:
    """Take a part out of a draft, a standard with its criteria; it waits in the trash.

    Raises:
        StandardsRefused: the set is published.
    """
    found = set_of(part)
    _guard(found, by)
    record(
        "standards.part_removed", found, by=by, before=snapshot(part, recorded_fields(part)),
        sentence=str(part)[:300],
    )  # fmt: skip
    place = found.owner_id or 0
    return throw_away(part, place=place, where=str(found), url=found.get_absolute_url(), by=by)


@transaction.atomic
def move_part(*, part: SetPart, step: int, by: User) -> None:
    """Exchange a part with its neighbour: step −1 is up, +1 is down."""
    _guard(set_of(part), by)
    rows = list(siblings_of(part).order_by("order", "pk"))
    place = next(index for index, other in enumerate(rows) if other.pk == part.pk)
    if not 0 <= place + step < len(rows):
        return
    rows[place], rows[place + step] = rows[place + step], rows[place]
    for order, row in enumerate(rows, start=1):
        type(part)._default_manager.filter(pk=row.pk).update(order=order)


def set_of(part: SetPart) -> StandardSet:
    if isinstance(part, Criterion):
        return part.standard.standard_set
    if isinstance(part, (Standard, OutcomeRule)):
        return part.standard_set
    raise TypeError(type(part))


def siblings_of(part: SetPart) -> QuerySet[SetPart]:
    """Parts of the same kind among which it has its place."""
    own = {"standard": part.standard_id} if isinstance(part, Criterion) else {
        "standard_set": set_of(part).pk
    }  # fmt: skip
    return type(part)._default_manager.filter(**own)


def recorded_fields(part: SetPart) -> list[str]:
    skipped = {"id", "standard_set", "standard", "order"}
    return [field.name for field in part._meta.concrete_fields if field.name not in skipped]


def _guard(found: StandardSet, by: User) -> None:
    if not found.is_draft:
        raise StandardsRefused(
            _("A published set never changes. Make a new version and change that.")
        )
    if not may_change(by, found):
        raise StandardsRefused(_("You do not have the right to take this step."))
