"""Visits in the calendar of a telephone: the page that explains it, and the file itself."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from core.web.access import public, requires
from core.web.http import AuthenticatedRequest
from plans.domain.feed_file import feed_file
from plans.domain.feeds import feed_of, open_feed, revoke_feed, teams_to_follow
from plans.models import CalendarFeed, InspectionTeam

# A calendar program asks a few times an hour; whoever asks more often is told to wait.
MOST_AN_HOUR = 60
_HOUR = 3600


@requires("plans.view")
def feeds(request: AuthenticatedRequest) -> HttpResponse:
    """One's addresses, and how they get into a telephone."""
    return render(request, "plans/feeds.html", _context(request))


def _context(request: AuthenticatedRequest) -> dict[str, Any]:
    found = CalendarFeed.objects.filter(owner=request.user).select_related("team__plan")
    own = next((feed for feed in found if feed.team_id is None), None)
    followed = [feed for feed in found if feed.team_id]
    teams = teams_to_follow(request.user).exclude(pk__in=[feed.team_id for feed in followed])
    return {
        "own": own,
        "followed": followed,
        "teams": teams.select_related("plan").order_by("-plan", "order", "pk")[:100],
    }


@requires("plans.view", "POST")
def feed_open(request: AuthenticatedRequest) -> HttpResponse:
    """Make or renew an address and show it: once, on this page, which nothing keeps."""
    team = _team(request)
    feed, secret = open_feed(team=team, by=request.user)
    address = f"{settings.SITE_URL}{reverse('plans:feed_file', args=[secret])}"
    context = _context(request) | {
        "fresh": feed,
        "address": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
    }
    response = render(request, "plans/feeds.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _team(request: AuthenticatedRequest) -> InspectionTeam | None:
    wanted = request.POST.get("team", "")
    if not wanted:
        return None
    if not wanted.isdecimal():
        raise Http404
    return get_object_or_404(teams_to_follow(request.user), pk=int(wanted))


@requires("plans.view", "POST")
def feed_revoke(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Withdraw one of one's addresses."""
    feed = get_object_or_404(CalendarFeed, owner=request.user, pk=pk)
    revoke_feed(feed=feed, by=request.user)
    messages.success(request, _("The address is withdrawn. Nobody reads visits under it any more."))
    return redirect("plans:feeds")


@public("GET")
def feed_file_view(request: Any, secret: str) -> HttpResponse:
    """The file for calendar programs: no session, only the secret; dead with it or its owner."""
    feed = feed_of(secret)
    if feed is None:
        raise Http404
    if _asks_too_often(feed):
        return HttpResponse(status=429, headers={"Retry-After": str(_HOUR)})
    found = feed_file(feed)
    modified = int(found.changed_at.timestamp())
    fresh = HttpResponse(
        found.body, content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, max-age=900", "ETag": found.etag,
            "Last-Modified": http_date(modified), "X-Robots-Tag": "noindex",
            "Content-Disposition": 'inline; filename="kiem-tra.ics"',
        },
    )  # fmt: skip
    answer = get_conditional_response(
        request, etag=found.etag, last_modified=modified, response=fresh
    )
    return answer or fresh


def _asks_too_often(feed: CalendarFeed) -> bool:
    """Counted by each web process for itself: enough to stop a program that runs wild."""
    key = f"calendar-feed:{feed.pk}:{timezone.now():%Y%m%d%H}"
    cache.add(key, 0, _HOUR)
    return cache.incr(key) > MOST_AN_HOUR
