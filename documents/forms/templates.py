"""Uploading a department's own Word template."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.files.storing import Accept
from documents.models import WordTemplate
from units.models import Unit


class TemplateForm(forms.ModelForm[WordTemplate]):
    upload = forms.FileField(
        label=_("Word file"),
        widget=forms.ClearableFileInput({"accept": Accept.WORD.html_accept}),
        help_text=_("A .docx without macros. It is checked at once and put into use by a second step."),
    )  # fmt: skip

    class Meta:
        model = WordTemplate
        fields = ["issuer", "kind", "upload", "note"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(pk__in=user.units_where("documents.issue"))
        self.fields["issuer"].queryset = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["issuer"].initial = units[0]
        self.order_fields(["issuer", "kind", "upload", "note"])
