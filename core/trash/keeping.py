"""Throwing away, bringing back, emptying after thirty days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Deserializer, Serializer
from django.db import IntegrityError, connection, models, router, transaction
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.recording import record
from core.trash.models import TrashedItem
from core.trash.registry import RestoreRefused, kind_named

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def throw_away(
    thing: models.Model, *, place: int, where: str = "", url: str = "", by: User | None
) -> TrashedItem:
    """Remove a thing with everything that hangs on it, so that it can be brought back.

    `place` is the number of the unit it belongs to, `where` and `url` what it was part of.

    Raises:
        ProtectedError: something that must stay points at it.
    """
    collector = Collector(using=router.db_for_write(type(thing)), origin=thing)
    collector.collect([thing])
    item = TrashedItem.objects.create(
        kind=thing._meta.label_lower, label=str(thing)[:300], where=where[:300], url=url,
        place=place, thrown_by=by,
        rows=_as_json(list(_removed(collector))), links=_as_json(list(_emptied(collector))),
    )  # fmt: skip
    thing.delete()
    return item


def _removed(collector: Collector) -> Iterator[dict[str, Any]]:
    """Every row that goes, as the serializer writes it; relations of many are rows themselves."""
    groups: list[Any] = [*collector.data.values(), *collector.fast_deletes]
    for row in (row for group in groups for row in group):
        columns = [field.name for field in row._meta.concrete_fields]
        yield from Serializer().serialize([row], fields=columns)


def _emptied(collector: Collector) -> Iterator[dict[str, Any]]:
    """References that are set to nothing because what they name goes."""
    updates: dict[Any, Any] = collector.field_updates
    for (field, _value), groups in updates.items():
        for row in (row for group in groups for row in group):
            yield {
                "model": row._meta.label_lower, "pk": row.pk, "field": field.attname,
                "value": getattr(row, field.attname),
            }  # fmt: skip


def _as_json(rows: list[dict[str, Any]]) -> Any:
    """Days, times and decimals as texts, as the column keeps them."""
    return json.loads(json.dumps(rows, cls=DjangoJSONEncoder))


@transaction.atomic
def restore(item: TrashedItem, *, by: User) -> models.Model:
    """Write everything back where it was.

    Raises:
        RestoreRefused: what it belonged to is gone, its place is taken, or it may not return now.
    """
    kind = kind_named(item.kind)
    if kind is None or item.place not in by.units_where(kind.permission):
        raise RestoreRefused(_("You do not have the right to take this step."))
    taken = TrashedItem.objects.filter(pk=item.pk).delete()[0]  # of two who press, one succeeds
    if not taken:
        raise RestoreRefused(_("It has been brought back already."))
    try:
        with transaction.atomic():
            _write_back(item)
            thing = kind.model._default_manager.get(pk=item.rows[0]["pk"])
            connection.check_constraints(_tables(item))
    except (IntegrityError, ObjectDoesNotExist) as error:
        raise RestoreRefused(
            _("“%(what)s” cannot come back: what it belonged to is gone, or its place is taken.")
            % {"what": item.label}
        ) from error
    kind.settle(thing, by)
    record("trash.restore", thing, by=by, sentence=item.label)
    return thing


def _write_back(item: TrashedItem) -> None:
    for found in Deserializer(item.rows):
        found.save(save_m2m=False, force_insert=True)
    for link in item.links:
        model = apps.get_model(link["model"])
        empty = model._default_manager.filter(pk=link["pk"], **{f"{link['field']}__isnull": True})
        empty.update(**{link["field"]: link["value"]})


def _tables(item: TrashedItem) -> list[str]:
    """Only these are checked: the whole database would take seconds."""
    return sorted({apps.get_model(row["model"])._meta.db_table for row in item.rows})


def empty_trash() -> int:
    """Forget what was thrown away more than thirty days ago; returns how many things."""
    return TrashedItem.objects.over(timezone.now()).delete()[0]
