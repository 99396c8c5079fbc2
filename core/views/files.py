"""Stored files, for those who may open them."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from core.files.models import StoredFile
from core.files.owners import may_open
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest

SHOWN = {"application/pdf", "image/png", "image/jpeg", "image/webp"}
# Browsers do not show a PDF inside a sandbox; its type is certain and nothing else is allowed to it.
_PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
_POLICY = "sandbox; default-src 'none'; img-src 'self'; frame-ancestors 'self'"


@signed_in("GET")
def file(request: AuthenticatedRequest, pk: UUID) -> FileResponse:
    """One file; 404 for whoever no room lets in, as if it did not exist. `?download` saves it."""
    stored = get_object_or_404(StoredFile, pk=pk)
    if not may_open(request.user, stored):
        raise Http404
    shown = stored.media_type in SHOWN and "download" not in request.GET
    response = FileResponse(
        stored.content.open("rb"), as_attachment=not shown, filename=stored.name,
        content_type=stored.media_type,
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        _PDF_POLICY if stored.media_type == "application/pdf" else _POLICY
    )
    response["Cache-Control"] = "private, no-store"
    return response
