"""A person's own page."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters

from accounts.domain import change_profile, set_password
from accounts.forms import ChangePasswordForm, ProfileForm
from accounts.models import User
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest


@signed_in("GET", "POST")
def profile(request: AuthenticatedRequest) -> HttpResponse:
    """Name, telephone, language; the roles held are for reading."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        user = change_profile(user=request.user, by=request.user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your profile has been saved."))
        return redirect("accounts:profile")
    memberships = request.user.memberships.select_related("unit").order_by("-valid_from")
    return render(request, "accounts/profile.html", {"form": form, "memberships": memberships})


@signed_in("GET", "POST")
@sensitive_post_parameters()
def change_password(request: AuthenticatedRequest) -> HttpResponse:
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["new_password1"]
        set_password(user=request.user, password=password, by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(
            request, _("Your password has been changed. Other devices must sign in again.")
        )
        return redirect("accounts:profile")
    return render(request, "accounts/change_password.html", {"form": form})
