"""Number, day and signature of a paper; the reason of a revocation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.domain import propose_number
from documents.models import IssuedDocument, SigningAuthority


class IssueForm(forms.Form):
    """What the clerk decides. The number may stay empty: then the next free one is taken."""

    issued_on = forms.DateField(
        label=_("Day of the paper"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day of signing, as the paper prints it."),
    )  # fmt: skip
    authority = forms.ModelChoiceField(
        label=_("Signed by"), queryset=SigningAuthority.objects.none(),
        empty_label=_("Choose who signed"),
    )  # fmt: skip
    number = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=99_999)

    def __init__(self, *args: Any, document: IssuedDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.document = document
        self.fields["issued_on"].initial = today
        signers = SigningAuthority.objects.of(document.issuer).select_related("person")
        self.fields["authority"].queryset = signers  # type: ignore[attr-defined]
        in_force = list(signers.on(today)[:2])
        if len(in_force) == 1:
            self.fields["authority"].initial = in_force[0].pk
        self.fields["number"].help_text = gettext("Empty: the next free number (%(number)s).") % {
            "number": f"{propose_number(document=document, on=today):02d}"
        }

    def clean(self) -> dict[str, Any]:
        """Whether this person can sign on that day is answered beside the field."""
        values: dict[str, Any] = super().clean() or {}
        authority, day = values.get("authority"), values.get("issued_on")
        refusal = authority.refusal(self.document.issuer, day) if authority and day else ""
        if refusal:
            self.add_error("authority", refusal)
        return values


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea({"rows": 4}), max_length=2000,
        help_text=_("Everyone who reads the paper reads it, too."),
    )  # fmt: skip
