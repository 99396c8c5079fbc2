"""When a person is away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from plans.domain.queries.absences import people_of
from plans.enums import AbsenceKind
from plans.forms.plan import DateInput


class AbsenceForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(
        label=_("Why"), choices=AbsenceKind, widget=forms.RadioSelect, initial=AbsenceKind.LEAVE
    )
    first_on = forms.DateField(label=_("First day"), widget=DateInput())
    last_on = forms.DateField(
        label=_("Last day away"), widget=DateInput(), required=False,
        help_text=_("Empty for one day only."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Remark"), required=False, max_length=300,
        help_text=_("Read only by the person and by those who plan the person's visits."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people_of(user).order_by("full_name", "pk")
        person.initial = user.pk
        if not user.may("plans.edit"):
            person.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["last_on"] = values.get("last_on") or values.get("first_on")
        if values["last_on"] and values["last_on"] < values["first_on"]:
            self.add_error("last_on", _("The last day lies before the first."))
        return values
