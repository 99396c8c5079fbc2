"""The home page: what awaits this person, what comes next, what was told."""

from django.http import HttpResponse
from django.shortcuts import render

from core.web.access import signed_in
from core.web.http import AuthenticatedRequest
from reports.domain.home import home_of


@signed_in("GET")
def home(request: AuthenticatedRequest) -> HttpResponse:
    """One page per person; what it holds depends on the roles held today."""
    return render(request, "reports/home.html", {"home": home_of(request.user)})
