"""A list opens with the filter its reader chose for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase

from core.saved.keeping import opening_query
from core.web.http import AuthenticatedRequest

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def opens_as_saved(view: View) -> View:
    """Goes under `requires`: without anything in the address the reader's own filter is put there."""

    @wraps(view)
    def wrapper(request: AuthenticatedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        match = request.resolver_match
        if match and not request.GET and not request.htmx:
            query = opening_query(request.user, match.view_name)
            if query:
                return HttpResponseRedirect(f"{request.path}?{query}")
        return view(request, *args, **kwargs)

    return wrapper  # type: ignore[return-value]
