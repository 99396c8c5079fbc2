"""E-mail and password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """One refusal for every cause, so that nobody learns which addresses are known."""

    username = UsernameField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    _refusal = _(
        "The e-mail or the password is not right. Check both, or choose a new password by e-mail."
    )
    error_messages = {"invalid_login": _refusal, "inactive": _refusal}

    def clean_username(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["username"]).strip().lower()
