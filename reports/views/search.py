"""One search over units, plans, visits, documents and people."""

from django.http import HttpResponse
from django.shortcuts import render

from core.search.keys import normalise, search_key
from core.search.registry import search as search_everywhere
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest

SUGGESTED = 4
SHORTEST = 2


@signed_in("GET")
def search(request: AuthenticatedRequest) -> HttpResponse:
    """The results page, or the list under the box while someone types (`?suggest=1`)."""
    text = normalise(request.GET.get("q", ""))[:100]
    suggesting = bool(request.htmx and request.GET.get("suggest"))
    long_enough = len(search_key(text)) >= SHORTEST
    groups = (
        search_everywhere(request.user, text, limit=SUGGESTED if suggesting else 20)
        if long_enough
        else []
    )
    template = "reports/_suggestions.html" if suggesting else "reports/search.html"
    return render(
        request,
        template,
        {"groups": groups, "search_text": text, "long_enough": long_enough},
    )
