"""The addresses devices speak to: JSON in, JSON out, never a redirect. Contract: docs/sync.md."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.files.refusals import FileRefused
from core.sync.content import Unreadable, read_uuid
from core.sync.files import MAX_BYTES, FileTooLarge, receive_file
from core.sync.receipts import receipt
from core.sync.receiving import receive
from core.web.access import for_devices
from core.web.http import AuthenticatedRequest

MAX_EVENTS = 200
MAX_BODY = 1_000_000
_ENVELOPE = 10_000  # bytes of a multipart body beside its file


@for_devices("POST")
def events(request: AuthenticatedRequest) -> JsonResponse:
    """Take in up to 200 events; for a single one the status is that event's own."""
    try:
        if _length(request) > MAX_BODY or len(request.body) > MAX_BODY:
            return _too_large()
        device, sent = _read(request.body)
    except RequestDataTooBig:
        return _too_large()
    except (Unreadable, UnreadablePostError) as wrong:
        sentence = wrong.sentence if isinstance(wrong, Unreadable) else _("The request broke off.")
        return JsonResponse({"reason": sentence}, status=400)
    if len(sent) > MAX_EVENTS:
        return _too_large()
    receipts = receive(events=sent, device=device, by=request.user)
    status = receipts[0].status if len(receipts) == 1 else 200
    return JsonResponse({"results": [each.as_json() for each in receipts]}, status=status)


def _read(body: bytes) -> tuple[uuid.UUID, list[Any]]:
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("The request is not JSON.")) from error
    if not isinstance(envelope, dict) or not isinstance(envelope.get("events"), list):
        raise Unreadable(_("The request must hold “device” and a list “events”."))
    return read_uuid(envelope.get("device"), "device"), envelope["events"]


def _too_large() -> JsonResponse:
    sentence = _("At most %(events)s events and 1 MB are taken at once. Send them in parts.")
    return JsonResponse({"reason": sentence % {"events": MAX_EVENTS}}, status=413)


@for_devices("POST")
def file(request: AuthenticatedRequest, pk: uuid.UUID) -> JsonResponse:
    """Keep a photo (field `file`) under the id in the address."""
    if _length(request) > MAX_BYTES + _ENVELOPE:
        return JsonResponse({"reason": _("The photo is larger than 2 MB. Take it again in the app, which makes it smaller.")}, status=413)  # fmt: skip
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"reason": _("The request holds no file.")}, status=400)
    try:
        kept = receive_file(
            client_id=pk, upload=upload, sha256=request.POST.get("sha256", ""), by=request.user
        )
    except FileTooLarge as refusal:
        return JsonResponse({"reason": refusal.sentence}, status=413)
    except FileRefused as refusal:
        return JsonResponse({"reason": refusal.sentence}, status=422)
    if kept.conflicts:
        sentence = _("Another photo was sent under this id before. Both are kept.")
        return JsonResponse({"id": pk, "sha256": kept.sha256, "reason": sentence}, status=409)
    return JsonResponse({"id": pk, "sha256": kept.sha256}, status=201 if kept.is_new else 200)


def _length(request: AuthenticatedRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


@never_cache
@for_devices("GET")
def receipt_view(request: AuthenticatedRequest) -> JsonResponse:
    """What the server holds of this person about `?topic=`, of one `device` if it is named."""
    topic, device = request.GET.get("topic", ""), request.GET.get("device", "")
    try:
        of_device = read_uuid(device, "device") if device else None
    except Unreadable as wrong:
        return JsonResponse({"reason": wrong.sentence}, status=400)
    return JsonResponse(receipt(request.user, topic, of_device))


@never_cache
@for_devices("GET")
def session(request: AuthenticatedRequest) -> JsonResponse:
    """Who is signed in, and the token that a device sends with what it posts."""
    user = request.user
    return JsonResponse(
        {"user": user.pk, "name": str(user), "csrf": get_token(request), "language": get_language()}
    )
