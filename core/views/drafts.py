"""Keeping what is being typed."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.drafts.keeping import DraftRefused, keep_draft
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest


@signed_in("POST")
def draft_save(request: AuthenticatedRequest) -> HttpResponse:
    """Form fields with `key`: answers with the line under the form, "Saved 10:32"."""
    fields = request.POST.copy()
    key = str(fields.pop("key", [""])[0])
    fields.pop("csrfmiddlewaretoken", None)
    try:
        draft = keep_draft(key=key, fields=fields, by=request.user)
    except DraftRefused as refusal:
        return HttpResponse(format_html("{}", refusal), status=413)
    at = time_format(timezone.localtime(draft.saved_at), "H:i")
    return HttpResponse(format_html("{}", _("Saved %(time)s") % {"time": at}))
