"""Sending what is owed; granting more time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms.plan import DateInput, ReasonForm


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one field; each is checked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFilesInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given:
            super().clean(None, initial)
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class FulfilForm(forms.Form):
    """Files and a word to the receiver."""

    attachments = ManyFilesField(
        label=_("Files"), help_text=_("PDF, Word, Excel or photos, up to 20 MB each."),
        error_messages={"required": _("Choose at least one file.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Words to the receiver"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ExtendForm(ReasonForm):
    """A later last day, with a reason."""

    until = forms.DateField(label=_("New last day"), widget=DateInput())
    field_order = ["until", "comment"]
