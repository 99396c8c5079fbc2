"""Who may sign, kept numbers, the list of legal documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.files.storing import Accept
from documents.models import LegalDocument, SigningAuthority
from units.models import Unit


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AuthorityForm(forms.ModelForm[SigningAuthority]):
    class Meta:
        model = SigningAuthority
        fields = ["unit", "person", "mode", "post", "head_post", "collective", "valid_from",
                  "valid_to", "basis"]  # fmt: skip
        widgets = {"valid_from": _day(), "valid_to": _day()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(pk__in=user.units_where("documents.registers"))
        people = User.objects.filter(memberships__unit__in=units, is_active=True).distinct()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        if units.count() == 1:
            self.fields["unit"].initial = units.first()


class ReserveForm(forms.Form):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99_999)
    last = forms.IntegerField(
        label=_("To number"), min_value=1, max_value=99_999, required=False,
        help_text=_("Only where one note explains a whole run of numbers."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), max_length=300, help_text=_("For what it is kept, or how it was spoilt.")
    )


class LegalDocumentForm(forms.ModelForm[LegalDocument]):
    link = forms.URLField(
        label=_("address of the text"), required=False, max_length=500, assume_scheme="https",
        help_text=_("A page of an official data base where the text can be read."),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("File of the text"), required=False,
        widget=forms.ClearableFileInput({"accept": Accept.DOCUMENT.html_accept}),
        help_text=_("A PDF, Word file or scan; it takes the place of the one before."),
    )  # fmt: skip

    class Meta:
        model = LegalDocument
        fields = ["number", "kind", "issuer", "issued_on", "subject", "valid_from", "valid_to",
                  "replaced_by", "verified", "source", "link"]  # fmt: skip
        widgets = {"issued_on": _day(), "valid_from": _day(), "valid_to": _day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = LegalDocument.objects.exclude(pk=self.instance.pk)
        self.fields["replaced_by"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        return values
