"""Default-deny: every view says who may call it, and a test refuses a view that does not say."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
NOT_SIGNED_IN = _("You are signed out. Sign in again; what is on the device stays there.")


@dataclass(frozen=True)
class Access:
    """How an address is guarded. `scope` tells the matrix test whose objects it shows."""

    kind: Literal["public", "signed_in", "permission", "device"]
    permission: str = ""
    methods: frozenset[str] = frozenset({"GET"})


def public(*methods: str) -> Callable[[View], View]:
    """Open without sign-in."""

    def mark(view: View) -> View:
        view.access = Access("public", methods=frozenset(methods or ("GET",)))  # type: ignore[attr-defined]
        return login_not_required(_only(view, view.access.methods))  # type: ignore[attr-defined]

    return mark


def signed_in(*methods: str) -> Callable[[View], View]:
    """Open to everyone who is signed in; the view shows only what concerns them."""
    return _guard(Access("signed_in", methods=frozenset(methods or ("GET",))))


def for_devices(*methods: str) -> Callable[[View], View]:
    """As `signed_in`, for programs: who is not signed in gets 401 and JSON instead of a redirect."""

    def mark(view: View) -> View:
        guarded = _only(view, frozenset(methods or ("GET",)))

        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return JsonResponse({"reason": str(NOT_SIGNED_IN)}, status=401)
            return guarded(request, *args, **kwargs)

        wrapper.access = Access("device", methods=frozenset(methods or ("GET",)))  # type: ignore[attr-defined]
        return login_not_required(wrapper)  # type: ignore[return-value]

    return mark


def requires(permission: str, *methods: str) -> Callable[[View], View]:
    """Open to holders of a permission (codename of `accounts.permissions`) anywhere.

    Anyone else gets 404, as if the page did not exist. Whether the object itself is in scope is
    the view's next line: `get_object_or_404(Plan.objects.visible_to(user), ...)`.
    """
    return _guard(Access("permission", permission, frozenset(methods or ("GET",))))


def _guard(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        guarded = _only(view, access.methods)

        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if access.permission and not request.user.may(access.permission):  # type: ignore[union-attr]
                raise Http404
            return guarded(request, *args, **kwargs)

        wrapper.access = access  # type: ignore[attr-defined]
        return wrapper  # type: ignore[return-value]

    return mark


def _only(view: View, methods: frozenset[str]) -> View:
    allowed = methods | ({"HEAD"} if "GET" in methods else set()) | {"OPTIONS"}

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in allowed:
            return HttpResponseNotAllowed(sorted(allowed))
        return view(request, *args, **kwargs)

    return wrapper  # type: ignore[return-value]
