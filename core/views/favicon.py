"""The little mark of the portal, where browsers look for it by themselves."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static

from core.web.access import public


@public("GET")
def favicon(request: HttpRequest) -> HttpResponse:
    """Pages name it; bare papers, files and the health checks do not, and are asked for it."""
    return HttpResponsePermanentRedirect(static("img/mark.svg"))
