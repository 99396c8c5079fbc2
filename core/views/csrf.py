"""Refusing a request without its token: a page for people, JSON for devices."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as page

from core.web.access import NOT_SIGNED_IN

DEVICES = "/sync/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Devices read a status, not a page; one that is signed out is told that first."""
    if not request.path.startswith(DEVICES):
        return page(request, reason)
    if not request.user.is_authenticated:
        return JsonResponse({"reason": str(NOT_SIGNED_IN)}, status=401)
    sentence = _("The request carried no valid token. Ask for the session again, then repeat it.")
    return JsonResponse({"reason": sentence}, status=403)
