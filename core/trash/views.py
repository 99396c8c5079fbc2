"""The list of removed things, and bringing one back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.trash.keeping import restore
from core.trash.models import TrashedItem
from core.trash.registry import RestoreRefused, kind_named
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate
from core.web.undo import undoable


@signed_in("GET")
def trash(request: AuthenticatedRequest) -> HttpResponse:
    """What was removed in the last thirty days at units where one may write."""
    items = TrashedItem.objects.visible_to(request.user).select_related("thrown_by")
    page = paginate(request, items.defer("rows", "links"))
    rows = [(item, kind.title) for item in page if (kind := kind_named(item.kind))]
    return render(request, "core/trash/trash.html", {"page": page, "rows": rows})


@signed_in("POST")
def trash_restore(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(TrashedItem.objects.visible_to(request.user), pk=pk)
    try:
        restore(item, by=request.user)
    except RestoreRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("“%(what)s” is back.") % {"what": item.label})
    return redirect(_back(request, item))


def _back(request: AuthenticatedRequest, item: TrashedItem) -> str:
    wanted = request.POST.get("next") or item.url
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if is_ours else reverse("core:trash")


def tell_thrown_away(request: AuthenticatedRequest, item: TrashedItem) -> None:
    """Say what was removed, with the button that brings it back."""
    sentence = _("Removed: %(what)s") % {"what": item.label}
    undoable(request, sentence, reverse("core:trash_restore", args=[item.pk]), {"next": item.url})
