"""The record of a unit in words: which field, from what, to what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from core.audit.models import AuditEntry
from units.enums import UnitKind
from units.models import Unit

_LABELS = {
    "manager": _("Managed by"),
    "on": _("From"),
    "from": _("From"),
    "alias": _("Another spelling"),
    "codes": _("Codes"),
    "person": _("Person"),
    "role": _("Role"),
    "communes": _("Communes"),
    "offices": _("Offices"),
}
_WORDS: dict[str, dict[str, Any]] = {"kind": dict(UnitKind.choices), "role": dict(Role.choices)}


@dataclass(frozen=True)
class Line:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryRow:
    at: datetime
    actor_name: str
    sentence: str
    lines: list[Line]


def history_rows(entries: Iterable[AuditEntry]) -> list[HistoryRow]:
    return [
        HistoryRow(entry.at, entry.actor_name, entry.sentence, list(_lines(entry)))
        for entry in entries
    ]


def _lines(entry: AuditEntry) -> Iterable[Line]:
    for name in dict.fromkeys([*entry.after, *entry.before]):
        before, after = _said(name, entry.before.get(name)), _said(name, entry.after.get(name))
        if before or after:
            yield Line(_label(name), before, after)


def _label(name: str) -> str:
    if name in _LABELS:
        return str(_LABELS[name])
    try:
        label = str(getattr(Unit._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        label = name
    return label[:1].upper() + label[1:]


def _said(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name in _WORDS:
        return str(_WORDS[name].get(value, value))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if name in {"on", "from", "valid_from", "valid_to"}:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return str(value).strip(",").replace(",", ", ") if name == "levels" else str(value)
