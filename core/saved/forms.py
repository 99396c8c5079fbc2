"""Naming filters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.saved.models import SavedFilter
from core.search.keys import normalise


class SavedFilterForm(forms.ModelForm[SavedFilter]):
    shared = forms.BooleanField(
        label=_("Share it with the people of my unit"), required=False,
    )  # fmt: skip

    class Meta:
        model = SavedFilter
        fields = ["name", "opens_list"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_list"].label = _("Open this list with it")
        if not self.instance.pk:
            self.fields["name"].help_text = _("A name you used before is written over.")
        if self.instance.pk:
            self.fields["shared"].initial = self.instance.readers.exists()

    def clean_name(self) -> str:
        """A changed filter may not take the name of another; a new one takes its place."""
        name = normalise(self.cleaned_data["name"])
        own = SavedFilter.objects.filter(owner=self.instance.owner, page=self.instance.page)
        if self.instance.pk and own.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("You have a filter of this name already."))
        return name
