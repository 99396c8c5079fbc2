"""Request identifiers for logs and the audit chain."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.audit.context import under_request

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request an identifier, returned in `X-Request-ID`; a client's own is not used."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identifier = uuid.uuid4().hex
        with under_request(identifier):
            response = self.get_response(request)
        response["X-Request-ID"] = identifier
        return response
