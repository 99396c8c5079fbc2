"""How the demonstration knows its own rows again: to load twice without doubling, and to go away.

Units carry a code in the system `SYSTEM`; people and plans a flag; other rows are named in the audit
chain by the entry that was written when they were added.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.db.models import Model, QuerySet

from accounts.models import User
from core.audit.models import AuditEntry
from core.audit.recording import record
from units.domain import add_code
from units.models import Unit, UnitCode

SYSTEM = "Dữ liệu mẫu"
MAIL_DOMAIN = "example.test"
DATA = Path(__file__).resolve().parent / "data"
_ADDED = "demo.add"

Row = TypeVar("Row", bound=Model)


def read(name: str) -> Any:
    """One of the demonstration's data files."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def mark_unit(unit: Unit, key: str) -> None:
    add_code(unit=unit, system=SYSTEM, value=key)


def marked_units() -> dict[str, Unit]:
    """The demonstration's units by key, in one query."""
    codes = UnitCode.objects.filter(system=SYSTEM, valid_to=None).select_related("unit")
    return {code.value: code.unit for code in codes}


def address(key: str) -> str:
    return f"{key}@{MAIL_DOMAIN}"


def person(key: str) -> User:
    """A person of the demonstration, with the roles held now."""
    return User.objects.get(email=address(key))


def mark(row: Model, key: str) -> None:
    """Note in the audit chain that the demonstration added this row."""
    record(_ADDED, row, by=None, sentence=key)


def marked(model: type[Row]) -> QuerySet[Row]:
    """Rows of a kind that the demonstration added and that still exist."""
    # The chain keeps keys as text, which PostgreSQL does not compare with numbers.
    keys = [int(key) for key in _entries(model).values_list("target_id", flat=True)]
    return model._default_manager.filter(pk__in=keys)


def known(model: type[Row], key: str) -> Row | None:
    """The row added under a key, if it still exists (whatever it is called by now)."""
    entry = _entries(model).filter(sentence=key).order_by("-sequence").first()
    return model._default_manager.filter(pk=entry.target_id).first() if entry else None


def _entries(model: type[Model]) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action=_ADDED, target_type=model._meta.label_lower)
