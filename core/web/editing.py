"""Two people edit one thing: the later one is shown both versions instead of winning silently."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=models.Model)


class StaleEdit(Exception):
    """Somebody saved in between. `mine` holds the values typed, `theirs` the row as it now is."""

    def __init__(self, mine: models.Model, theirs: models.Model, fields: Sequence[str]) -> None:
        self.sentence = _("Someone else has saved changes since you opened this page.")
        super().__init__(self.sentence)
        self.mine = mine
        self.theirs = theirs
        self.fields = list(fields)

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """(name of the field, mine, theirs) wherever the two versions differ, in words."""
        return [
            (_name(self.mine, field), _shown(self.mine, field), _shown(self.theirs, field))
            for field in self.fields
            if getattr(self.mine, field) != getattr(self.theirs, field)
        ]


def save_if_unchanged(instance: Row, fields: Sequence[str], version: int) -> Row:
    """Write the fields if the row still has the version the page was opened with.

    The model needs an integer field `version`. One conditional UPDATE, so of two who save at the
    same moment exactly one does. `instance.version` is the new version afterwards.

    Raises:
        StaleEdit: the row has another version by now.
    """
    model = type(instance)
    values = {
        name: model._meta.get_field(name).pre_save(instance, False)  # type: ignore[union-attr] # noqa: FBT003
        for name in fields
    }
    updated = model._default_manager.filter(pk=instance.pk, version=version).update(
        **values, version=version + 1
    )
    if not updated:
        raise StaleEdit(instance, model._default_manager.get(pk=instance.pk), fields)
    instance.version = version + 1  # type: ignore[attr-defined]
    return instance


def _name(instance: models.Model, field: str) -> str:
    return str(getattr(instance._meta.get_field(field), "verbose_name", field))


def _shown(instance: models.Model, field: str) -> Any:
    display = getattr(instance, f"get_{field}_display", None)
    return display() if display else getattr(instance, field)
