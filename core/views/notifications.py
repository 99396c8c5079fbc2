"""The bell, and the page behind it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from core.notifications.models import Message, MessageState
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate

SHOWN_IN_BELL = 8


@signed_in("GET")
def notifications(request: AuthenticatedRequest) -> HttpResponse:
    inbox = Message.objects.inbox_of(request.user)
    unread = inbox.unread().count()
    return render(
        request, "core/notifications.html", {"page": paginate(request, inbox), "unread": unread}
    )


@signed_in("GET")
def bell(request: AuthenticatedRequest) -> HttpResponse:
    """What the bell's menu shows: the latest messages."""
    latest = Message.objects.inbox_of(request.user)[:SHOWN_IN_BELL]
    return render(request, "core/_bell_list.html", {"latest": latest})


@signed_in("POST")
def notification_open(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark one message read and go where it points."""
    message = get_object_or_404(Message.objects.inbox_of(request.user), pk=pk)
    Message.objects.filter(pk=message.pk).unread().update(
        state=MessageState.READ, read_at=timezone.now()
    )
    safe = url_has_allowed_host_and_scheme(message.url, allowed_hosts=None)
    return redirect(message.url if message.url and safe else "core:notifications")


@signed_in("POST")
def notifications_read(request: AuthenticatedRequest) -> HttpResponse:
    """Mark everything read."""
    Message.objects.filter(recipient=request.user).unread().update(
        state=MessageState.READ, read_at=timezone.now()
    )
    return redirect("core:notifications")
