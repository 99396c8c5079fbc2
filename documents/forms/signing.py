"""The certificate of the moment: a file and its password, neither of which is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# A key with a chain of certificates has a few kilobytes.
LARGEST = 100_000


class SignForm(forms.Form):
    certificate = forms.FileField(
        label=_("Certificate file (.p12 or .pfx)"),
        widget=forms.ClearableFileInput({"accept": ".p12,.pfx"}),
        help_text=_("Used for this signature only: the portal keeps neither the file nor the password."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password of the certificate file"), strip=False, max_length=200,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )  # fmt: skip

    def clean_certificate(self) -> Any:
        upload = self.cleaned_data["certificate"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("A certificate file is much smaller. Choose the .p12 or .pfx file."))  # fmt: skip
        return upload
