"""Fields that several forms use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from units.domain import find_unit
from units.models import Unit
from units.models.unit import UnitQuerySet


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput


class UnitField(forms.CharField):
    """A unit named as people name it: code, name or another spelling, without diacritics.

    `within` is set by the form to what its user may choose from.
    """

    within: UnitQuerySet = Unit.objects.none()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = find_unit(text, self.within)
        if found.unit:
            return found.unit
        if found.suggestions:
            names = "; ".join(str(unit) for unit in found.suggestions)
            raise ValidationError(
                _("“%(text)s” is not clear. Did you mean: %(names)s?")
                % {"text": text, "names": names}
            )
        raise ValidationError(_("No unit of yours is called “%(text)s”.") % {"text": text})

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Unit) else value
