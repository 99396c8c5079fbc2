"""The account of a plan: a word for every visit that was not done."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.domain.closing import OpenAccount
from plans.models import Visit


class ClosingForm(forms.Form):
    """What was and was not done, one reason for all that have none, and reasons one by one."""

    comment = forms.CharField(
        label=_("What was and was not done, in short"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in short what was and was not done.")},
    )  # fmt: skip
    reason_for_all = forms.CharField(
        label=_("One reason for all below that have none"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, account: OpenAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.undone = account.undone
        for visit in self.undone:
            widget = forms.TextInput(
                attrs={
                    "aria-label": _("Reason: %(unit)s") % {"unit": visit.unit},
                    "class": "form-control",
                }
            )
            self.fields[f"reason_{visit.pk}"] = forms.CharField(
                label=str(visit.unit), required=False, max_length=500, widget=widget,
                initial=account.words_before.get(visit.pk, ""),
            )  # fmt: skip
        if not self.undone:
            del self.fields["reason_for_all"]

    def rows(self) -> Iterator[tuple[Visit, forms.BoundField]]:
        """Undone visits with the field of their reason."""
        for visit in self.undone:
            yield visit, self[f"reason_{visit.pk}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        shared = cleaned.get("reason_for_all", "")
        for visit in self.undone:
            name = f"reason_{visit.pk}"
            cleaned[name] = cleaned.get(name) or shared
            if not cleaned[name]:
                self.add_error(
                    name, _("%(unit)s: write why the visit was not done.") % {"unit": visit.unit}
                )
        return cleaned

    @property
    def reasons(self) -> dict[int, str]:
        return {visit.pk: self.cleaned_data[f"reason_{visit.pk}"] for visit in self.undone}
