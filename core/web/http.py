"""The request of someone who is signed in."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import User


class AuthenticatedRequest(HttpRequest):
    """A request behind `requires` or `signed_in`: `user` is a person, never anonymous."""

    user: "User"
    htmx: "HtmxDetails"
