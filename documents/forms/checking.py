"""What the public check asks for."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.domain.checking import ALPHABET, LENGTH, typed_code


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the paper"), max_length=40,
        help_text=_("Twelve letters and digits beside the QR code, for instance 7KQM-2D9X-W4TB."),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = typed_code(self.cleaned_data["code"])
        if len(code) != LENGTH or set(code) - set(ALPHABET):
            raise forms.ValidationError(
                _("A code has twelve letters and digits. Please compare it with the paper again.")
            )
        return code


class FileForm(forms.Form):
    file = forms.FileField(label=_("Your PDF file"))

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("The file is too large to be sent."))
        return upload
