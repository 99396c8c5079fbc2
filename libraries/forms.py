"""Forms of delegations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.web.bar import BarSelect
from libraries.enums import DelegatedKind
from libraries.models import Delegation
from units.enums import SchoolLevel, UnitKind
from units.models import Unit

OFFICES = (UnitKind.DISTRICT_OFFICE, UnitKind.COMMUNE_COMMITTEE)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def departments_of(user: User) -> Any:
    """Departments in whose name a person delegates."""
    return Unit.objects.filter(
        pk__in=user.units_where("plans.edit"), kind=UnitKind.DEPARTMENT
    ).order_by("short_name")


class DelegationForm(forms.ModelForm[Delegation]):
    level_list = forms.MultipleChoiceField(
        label=_("School levels"),
        choices=[
            choice
            for choice in SchoolLevel.choices
            if choice[0] not in {SchoolLevel.UPPER_SECONDARY, SchoolLevel.CONTINUING}
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Upper secondary schools answer to the department itself."),
    )

    class Meta:
        model = Delegation
        fields = [
            "department", "office", "kind", "level_list", "criteria", "basis", "valid_from",
            "valid_to",
        ]  # fmt: skip
        widgets = {"valid_from": DayInput(), "valid_to": DayInput(), "kind": forms.RadioSelect}
        help_texts = {
            "criteria": _("For example: Quyết định số 37/2008/QĐ-BGDĐT."),
            "basis": _("Number and date of the paper that delegates."),
            "valid_to": _("Empty: until further notice."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = departments_of(user)
        self.fields["department"].queryset = own  # type: ignore[attr-defined]
        self.fields["department"].initial = own.first()
        self.fields["office"].queryset = (  # type: ignore[attr-defined]
            Unit.objects.under(own.values("pk")).filter(kind__in=OFFICES).order_by("short_name")
        )
        self.fields["kind"].choices = DelegatedKind.choices  # type: ignore[attr-defined]


class EndForm(forms.Form):
    last_day = forms.DateField(label=_("Delegated until"), widget=DayInput())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The office concerned will read it."),
    )


class DelegationFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is inspected"),
        choices=[("", _("Everything")), *DelegatedKind.choices],
        required=False,
        widget=BarSelect,
    )
    state = forms.ChoiceField(
        label=_("Validity"),
        choices=[("", _("All")), ("now", _("In force today")), ("ended", _("Ended"))],
        required=False,
        widget=BarSelect,
    )
