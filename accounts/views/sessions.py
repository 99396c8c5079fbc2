"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.domain import demo_people
from accounts.forms import SignInForm
from accounts.models import User
from accounts.rules import may_enter_as
from core.web.access import public, signed_in

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@public("GET", "POST")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password; `next` is kept when it stays within the portal."""
    if request.user.is_authenticated:
        return redirect(_where_next(request))
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(_where_next(request))
    context: dict[str, Any] = {"form": form, "next": request.GET.get("next", "")}
    if may_enter_as(request):
        context["demo_people"], context["more_demo_people"] = demo_people()
    return render(request, "accounts/sign_in.html", context)


@signed_in("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign_in")


@public("POST")
def enter_as(request: HttpRequest) -> HttpResponse:
    """Enter as a person of the demonstration; as good as absent anywhere else."""
    chosen = request.POST.get("user", "")
    if not may_enter_as(request) or not chosen.isdecimal():
        raise Http404
    user = get_object_or_404(User, pk=int(chosen), is_demo=True, is_active=True)
    login(request, user, backend=_BACKEND)
    return redirect(_where_next(request))


def _where_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)
