"""The field app: its shell holds nobody's data, the visits come as JSON and are kept on the device."""

from __future__ import annotations

import json
from datetime import timedelta

from csp.decorators import csp_update
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.web.access import public, signed_in
from core.web.http import AuthenticatedRequest
from inspections.domain.queries.field_package import field_package, visit_row
from inspections.models import Inspection
from inspections.views.field_files import MODULES, build_id, precached
from inspections.views.field_words import words_in_both_languages
from inspections.views.scope import carried_inspection
from plans.enums import VisitState

RECENT_DAYS = 30
MOST_VISITS = 60


@public("GET")
@csp_update({"img-src": ["blob:"], "worker-src": ["'self'"], "manifest-src": ["'self'"]})
def shell(request: HttpRequest) -> HttpResponse:
    """The page that is kept on the device. It is the same for everybody but for the language."""
    context = {
        "words": json.dumps(words_in_both_languages(), ensure_ascii=False, separators=(",", ":")),
        "build": build_id(),
        "modules": [static(name) for name in MODULES],
        "start": static("field/app.js"),
    }
    response = render(request, "inspections/field.html", context)
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept-Language, Cookie"
    return response


@public("GET")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: what it keeps, under a build id that changes with any of it."""
    facts = {"build": build_id(), "shell": reverse("field:shell"), "files": precached()}
    lines = f"self.FIELD = {json.dumps(facts)};\nimportScripts({json.dumps(static('field/worker.js'))});\n"
    response = HttpResponse(lines, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("field:shell")
    response["Cache-Control"] = "no-cache"
    return response


@public("GET")
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the app on its home screen."""
    shell_url = reverse("field:shell")
    facts = {
        "id": shell_url, "start_url": shell_url, "scope": shell_url, "display": "standalone",
        "name": _("Field checks"), "short_name": _("Field checks"), "lang": request.LANGUAGE_CODE,
        "background_color": "#083f4a", "theme_color": "#083f4a",
        "icons": [
            {"src": static(f"img/field-{size}.png"), "sizes": f"{size}x{size}",
             "type": "image/png", "purpose": "any maskable"}
            for size in (192, 512)
        ],
    }  # fmt: skip
    return JsonResponse(facts, content_type="application/manifest+json")


@signed_in("GET")
@never_cache
def visits(request: AuthenticatedRequest) -> HttpResponse:
    """Visits of one's own teams: those to come and under way, and those of the last month."""
    since = timezone.localdate() - timedelta(days=RECENT_DAYS)
    found = (
        Inspection.objects.carried_out_by(request.user).for_pages()
        .filter(Q(visit__state__in=VisitState.expected()) | Q(visit__on__gte=since))
        .exclude(visit__state__in=[VisitState.CANCELLED, VisitState.POSTPONED])
        .order_by("visit__on", "visit__starts_at", "pk")[:MOST_VISITS]
    )  # fmt: skip
    rows = [visit_row(each, request.user) for each in found]
    return JsonResponse({"visits": sorted(rows, key=lambda row: not row["mine"])})


@signed_in("GET")
@never_cache
def visit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One inspection, to take along."""
    found = carried_inspection(request.user, pk)
    return JsonResponse(field_package(found, request.user))
