"""Inviting people and ending their roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from units.forms.fields import DayField


class InviteForm(forms.Form):
    full_name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254,
        help_text=gettext_lazy("The person signs in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    valid_from = DayField(label=gettext_lazy("From"), initial=timezone.localdate)
    valid_to = DayField(
        label=gettext_lazy("Ends on"), required=False,
        help_text=gettext_lazy("Leave empty when the role has no end."),
    )  # fmt: skip

    def __init__(self, data: Any, *, roles: list[Role]) -> None:
        super().__init__(data)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(role.value, role.label) for role in roles]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("The last day lies before the first."))
        return values


class EndMembershipForm(forms.Form):
    on = DayField(label=gettext_lazy("Last day of the role"), initial=timezone.localdate)
