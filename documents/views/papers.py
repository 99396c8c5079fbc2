"""The register of papers, a paper and its files."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.jobs.models import Job
from core.jobs.queueing import enqueue
from core.saved.opening import opens_as_saved
from core.spreadsheets.writing import file_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters, paginate
from core.workflow.models import WorkflowStep
from documents import registry
from documents.blocks import Document, digest, to_json
from documents.domain import content_of, current_html, draft_of, verify, workbook_for
from documents.domain.checking import check_address, qr_svg
from documents.domain.issuing import render_later
from documents.domain.papers import has_tables, is_long_in_word
from documents.filters import DocumentFilterForm, recent_years
from documents.kinds import PaperIncomplete
from documents.models import IssuedDocument
from documents.rules import may_issue
from documents.workflow import DOCUMENT


@requires("documents.view")
@opens_as_saved
def document_list(request: AuthenticatedRequest) -> HttpResponse:
    """Papers one may read, the newest first."""
    filters = Filters(request, DocumentFilterForm(request.GET, years=recent_years()))
    visible = IssuedDocument.objects.visible_to(request.user).select_related("issuer")
    page = paginate(request, filters.form.apply(visible))
    template = "documents/_document_rows.html" if request.htmx else "documents/document_list.html"
    may_sign = request.user.may("documents.registers")
    return render(request, template, {"page": page, "filters": filters, "may_sign": may_sign})


@requires("documents.view")
def document(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The paper itself, its number, hash, files and history."""
    found = visible_paper(request, pk)
    steps = WorkflowStep.objects.of(found)
    tree = content_of(found)
    context = {
        "document": found,
        "verdict": verify(found) if found.is_issued else None,
        "may_issue": may_issue(request.user, found),
        "signed_files": found.signed_files.select_related("file") if found.is_issued else [],
        "source_url": registry.source_url(found.key),
        "job": Job.objects.visible_to(request.user).filter(params={"document": found.pk}).last(),
        "has_workbook": has_tables(tree),
        "word_is_long": is_long_in_word(tree),
        "history": [(step, DOCUMENT.transitions[step.transition].done) for step in steps],
        "earlier": found.supersedes.all(),
        "check_address": check_address(found),
        "qr": qr_svg(check_address(found), _("QR code of this paper")) if found.code else "",
    }
    return render(request, "documents/document.html", context)


@requires("documents.view")
def paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The bare paper, for the frame of the preview."""
    found = visible_paper(request, pk)
    nonce = str(getattr(request, "csp_nonce", ""))
    layout = found.layout_version if found.is_issued else ""
    return HttpResponse(current_html(content_of(found), layout, nonce=nonce))


@requires("documents.view")
def preview(request: AuthenticatedRequest, key: str) -> HttpResponse:
    """A paper that has not been drafted yet, as its source words it now."""
    live = IssuedDocument.objects.live().filter(key=key).first()
    if live:
        return redirect(visible_paper(request, live.pk))
    if not registry.may_read(request.user, key):
        raise Http404
    source_url = registry.source_url(key)
    try:
        tree = draft_of(key)
    except PaperIncomplete as gap:
        messages.error(request, gap.sentence)
        return redirect(source_url or "documents:document_list")
    context = {
        "key": key, "heading": tree.heading, "source_url": source_url,
        "word_is_long": is_long_in_word(tree),
    }  # fmt: skip
    return render(request, "documents/preview.html", context)


@requires("documents.view")
def preview_paper(request: AuthenticatedRequest, key: str) -> HttpResponse:
    """The bare paper of `preview`."""
    if not registry.may_read(request.user, key):
        raise Http404
    nonce = str(getattr(request, "csp_nonce", ""))
    return HttpResponse(current_html(complete_draft(key), nonce=nonce))


def complete_draft(key: str) -> Document:
    """The draft as its source words it now; while it lacks something there is none (404)."""
    try:
        return draft_of(key)
    except PaperIncomplete as gap:
        raise Http404(gap.sentence) from gap


@requires("documents.view", "POST")
def pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The file if it is there; else the work that makes it, with its progress."""
    found = visible_paper(request, pk)
    if found.pdf_id:
        return redirect("core:file", found.pdf_id)
    if found.is_issued:
        render_later(found, by=request.user)
    else:
        _render_draft(found, request)
    job = Job.objects.visible_to(request.user).filter(params={"document": found.pk}).last()
    if job is None:
        messages.info(request, _("The PDF is being made. Come back in a moment."))
        return redirect(found)
    return redirect("core:job", job.pk)


def _render_draft(found: IssuedDocument, request: AuthenticatedRequest) -> None:
    worded = digest(to_json(draft_of(found.key)))
    enqueue(
        "documents.render_draft", {"document": found.pk}, by=request.user,
        key=f"{found.pk}:{worded}", title=str(found)[:250],
    )  # fmt: skip


@requires("documents.view")
def excel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The tables of the paper: of the frozen one once it is issued."""
    found = visible_paper(request, pk)
    tree = content_of(found)
    if not has_tables(tree):
        raise Http404
    return file_response(found.number_line.replace("/", "-"), workbook_for(tree))


def visible_paper(request: AuthenticatedRequest, pk: int) -> IssuedDocument:
    """The paper if this person may read it; else there is none (404)."""
    related = ("issuer", "authority__person", "pdf", "superseded_by")
    visible = IssuedDocument.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(visible, pk=pk)
