"""Choosing a password, and asking for the chance to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from accounts.models import User

if TYPE_CHECKING:
    _SetPasswordForm = SetPasswordForm[User]
else:  # generic for the type checker only
    _SetPasswordForm = SetPasswordForm

_HELP = _(
    "12 characters or more. Three or four words you remember are better than one with odd signs."
)


class NewPasswordForm(_SetPasswordForm):
    """A password, typed twice."""

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(user, data)
        _say(self)


class ChangePasswordForm(PasswordChangeForm):
    """The present password, then the new one twice."""

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(user, data)
        self.fields["old_password"].label = _("Present password")
        _say(self)


class ResetForm(forms.Form):
    """Only the address: the answer is the same whether it is known or not."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


def _say(form: forms.Form) -> None:
    form.fields["new_password1"].label = _("New password")
    form.fields["new_password1"].help_text = _HELP
    form.fields["new_password2"].label = _("The new password once more")
    form.fields["new_password2"].help_text = ""
