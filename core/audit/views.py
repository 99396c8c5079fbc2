"""Who changed what in one thing, in words."""

from django.http import HttpResponse
from django.shortcuts import render

from core.audit.models import AuditEntry
from core.audit.tellers import found_for
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate


@signed_in("GET")
def history(request: AuthenticatedRequest, kind: str, pk: str) -> HttpResponse:
    """Every change of one thing, the latest first."""
    thing = found_for(request.user, kind, pk)
    entries = AuditEntry.objects.about(thing).select_related("actor")
    context = {"thing": thing, "page": paginate(request, entries)}
    return render(request, "core/history.html", context)
