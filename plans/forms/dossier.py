"""What a unit says about a dossier, and what it brings to the host of its cluster."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from plans.enums import DossierState
from plans.forms.duty import ManyFilesField
from plans.models import PreparationItem


class DossierForm(forms.Form):
    """Ready, with files or without; or not there, with a reason."""

    state = forms.ChoiceField(choices=DossierState)
    reason = forms.CharField(required=False, max_length=500)
    attachments = ManyFilesField(required=False)


class ItemsField(forms.ModelMultipleChoiceField[PreparationItem]):
    """Dossiers in all their words."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.text)


class CheckInForm(forms.Form):
    """Which dossiers have come with the unit."""

    brought = ItemsField(
        label=_("Dossiers brought"), queryset=PreparationItem.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, items: "QuerySet[PreparationItem]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brought"].queryset = items  # type: ignore[attr-defined]
