"""An audit entry as people read it: "State: Draft → Submitted"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.formats import date_format, localize, time_format
from django.utils.html import strip_tags
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from core.audit.tellers import words_of

if TYPE_CHECKING:
    from core.audit.models import AuditEntry

LONGEST = 160


@dataclass(frozen=True)
class ChangeLine:
    """One field of one entry: its name, and what it said before and after."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.name}: {self.before} → {self.after}"


def change_lines(entry: AuditEntry) -> list[ChangeLine]:
    """Every changed field of an entry in the reader's language, in the order of the model."""
    model = _model(entry.target_type)
    names = sorted(entry.before.keys() | entry.after.keys(), key=lambda name: _place(model, name))
    return [
        ChangeLine(
            _name(model, name),
            _words(model, name, entry.before.get(name)),
            _words(model, name, entry.after.get(name)),
        )
        for name in names
    ]


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        # The chain outlives the models it tells of.
        return None


def _field(model: type[models.Model] | None, name: str) -> Any:
    if model is None:
        return None
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _place(model: type[models.Model] | None, name: str) -> tuple[int, str]:
    field = _field(model, name)
    return (getattr(field, "creation_counter", 10_000) if field else 10_000, name)


def _name(model: type[models.Model] | None, name: str) -> str:
    words = str(getattr(_field(model, name), "verbose_name", "") or name.replace("_", " "))
    return words[:1].upper() + words[1:]


def _words(model: type[models.Model] | None, name: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return _("(empty)")
    field = _field(model, name)
    if field is not None and getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.ForeignKey):
        return _referred(field, value)
    return _plain(field, value)


def _plain(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_plain(None, item) for item in value)
    moment = _moment(field, value)
    if moment is not None:
        return moment
    if isinstance(value, (int, float)):
        return str(localize(value))
    text = " ".join(strip_tags(str(value)).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _moment(field: Any, value: Any) -> str | None:
    """Dates and times, which JSON keeps as text."""
    if not isinstance(value, str):
        return None
    try:
        if isinstance(field, models.DateTimeField):
            return _shown(parse_datetime(value))
        if isinstance(field, models.DateField):
            return _shown(parse_date(value))
        if isinstance(field, models.TimeField):
            return _shown(parse_time(value))
    except ValueError:
        return None
    return None


def _shown(moment: datetime | date | time | None) -> str | None:
    if moment is None:
        return None
    if isinstance(moment, datetime):
        local = localtime(moment) if is_aware(moment) else moment
        return date_format(local, "SHORT_DATETIME_FORMAT")
    if isinstance(moment, time):
        return time_format(moment, "H:i")
    return date_format(moment, "SHORT_DATE_FORMAT")


def _referred(field: Any, value: Any) -> str:
    """The name of what is referred to, as it is called today; its number once it is gone."""
    try:
        found = field.related_model._default_manager.filter(pk=value).first()
    except (ValueError, TypeError, ValidationError):
        return str(value)
    return str(found) if found is not None else str(value)


def verb(entry: AuditEntry) -> str:
    """What was done: in the room's own words, else as far as the values tell it."""
    if words := words_of(entry.action):
        return words
    if entry.after and not entry.before:
        return _("added")
    if entry.before and not entry.after:
        return _("removed")
    return _("changed") if entry.after else ""
