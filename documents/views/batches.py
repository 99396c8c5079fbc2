"""One file for the printer, of the picked papers or of exactly what the filters leave."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters
from documents.domain import DocumentRefused
from documents.domain.batches import print_batch
from documents.filters import DocumentFilterForm, recent_years
from documents.models import IssuedDocument


@requires("documents.view", "POST")
def batch(request: AuthenticatedRequest) -> HttpResponse:
    """The filters stand in the address as on the list; papers one may not read are left out."""
    filters = Filters(request, DocumentFilterForm(request.GET, years=recent_years()))
    papers = filters.form.apply(IssuedDocument.objects.visible_to(request.user))
    if "all" not in request.POST:
        picked = [pk for pk in request.POST.getlist("pick") if pk.isdecimal()]
        papers = papers.filter(pk__in=picked)
    try:
        job = print_batch(papers=papers, duplex="duplex" in request.POST, by=request.user)
    except DocumentRefused as refusal:
        messages.error(request, refusal.sentence)
        query = request.GET.urlencode()
        return redirect(f"{reverse('documents:document_list')}{'?' if query else ''}{query}")
    return redirect("core:job", job.pk)
