"""The visit itself: who is present, when the decision was announced."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.enums import Side
from inspections.models import Inspection


class AttendForm(forms.Form):
    """Somebody present, by name and post as the minutes will say it."""

    side = forms.ChoiceField(
        label=_("For"), choices=Side.choices, widget=forms.RadioSelect, initial=Side.UNIT
    )
    name = forms.CharField(label=_("Full name"), max_length=150)
    post = forms.CharField(label=_("Post"), max_length=200, required=False)


class TeamPresentForm(forms.Form):
    """Members of the team who are here: ticked, not typed."""

    members = forms.MultipleChoiceField(
        label=_("Members of the team who are here"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, inspection: Inspection, named: set[int]) -> None:
        super().__init__(data)
        self.rest = {
            str(member.user_id): member
            for member in inspection.members
            if member.user_id not in named
        }
        field: Any = self.fields["members"]
        field.choices = [
            (key, f"{member.user.addressed_name} – {member.get_role_display()}")
            for key, member in self.rest.items()
        ]
        field.initial = list(self.rest)

    def chosen(self) -> list[Any]:
        return [self.rest[key] for key in self.cleaned_data["members"]]


class AnnounceForm(forms.Form):
    on = forms.DateField(
        label=_("Announced on"), initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The days of the inspection are counted from here."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))
