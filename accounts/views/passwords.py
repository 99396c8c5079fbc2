"""A forgotten password: an address in, a link by e-mail, a new password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.domain import set_password
from accounts.domain.passwords import offer_reset
from accounts.forms import NewPasswordForm, ResetForm
from accounts.models import User
from core.web.access import public


@public("GET", "POST")
def reset(request: HttpRequest) -> HttpResponse:
    """The same answer for every address: nobody learns who has an account."""
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        offer_reset(form.cleaned_data["email"])
        return redirect("accounts:reset_sent")
    return render(request, "accounts/reset.html", {"form": form})


@public("GET")
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/reset_sent.html")


@public("GET", "POST")
@sensitive_post_parameters()
@never_cache
def reset_confirm(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The link's page; a link that was used, or is too old, says so in words."""
    user = _user_of(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "accounts/reset_over.html", status=410)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(user=user, password=form.cleaned_data["new_password1"], by=user)
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("accounts:sign_in")
    return render(request, "accounts/reset_confirm.html", {"form": form, "person": user})


def _user_of(uid: str) -> User | None:
    try:
        key = int(urlsafe_base64_decode(uid).decode())
    except (ValueError, UnicodeDecodeError):
        return None
    return User.objects.filter(pk=key, is_active=True).first()
