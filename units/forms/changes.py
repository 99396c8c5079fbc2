"""Changes that carry a date: another manager, another name, a merger, an end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.forms.fields import DayField, UnitField
from units.models.unit import UnitQuerySet


class BasisField(forms.CharField):
    """The paper behind a change."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Decision"), max_length=250, required=False,
            help_text=_("Number and date of the paper that decides it."),
        )  # fmt: skip


class _UnitChoiceForm(forms.Form):
    """A form whose field `target` names a unit within what the user may choose."""

    def __init__(self, data: Any, *, within: UnitQuerySet) -> None:
        super().__init__(data)
        field = self.fields["target"]
        if isinstance(field, UnitField):
            field.within = within
        self.fields["on"].initial = timezone.localdate


class MoveForm(_UnitChoiceForm):
    target = UnitField(label=_("New manager"), help_text=_("Name or code."))
    on = DayField(label=_("From"), help_text=_("The present manager's last day is the day before."))


class MergeForm(_UnitChoiceForm):
    target = UnitField(label=_("Merged into"), help_text=_("Name or code of the unit that stays."))
    on = DayField(label=_("From"), help_text=_("The unit's last day is the day before."))
    basis = BasisField()


class RenameForm(forms.Form):
    name = forms.CharField(
        label=_("New full name"), max_length=250,
        help_text=_("The former name stays on file: a search for it still finds the unit."),
    )  # fmt: skip
    short_name = forms.CharField(
        label=_("New short name"), max_length=120, required=False,
        help_text=_("Left empty, it is taken from the full name."),
    )  # fmt: skip
    on = DayField(label=_("From"), initial=timezone.localdate)
    basis = BasisField()


class EndForm(forms.Form):
    on = DayField(
        label=_("No longer exists from"), initial=timezone.localdate,
        help_text=_("Roles held there end the day before; records stay readable."),
    )  # fmt: skip
    basis = BasisField()


class SpellingForm(forms.Form):
    name = forms.CharField(
        label=_("Another spelling"), max_length=250,
        help_text=_("As it stands on a list or a paper, misprints included."),
    )  # fmt: skip
