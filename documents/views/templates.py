"""The clerk's own Word templates: listed, uploaded, tried, put into use and out of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.files.storing import FileRefused
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate
from core.web.undo import undoable
from documents.domain import DocumentRefused
from documents.domain.templates import (
    TemplateRefused,
    activate_template,
    preview_of,
    retire_template,
    upload_template,
)
from documents.enums import DocumentKind
from documents.forms import TemplateForm
from documents.layouts.docx import example_docx
from documents.layouts.docx.placeholders import PLACEHOLDERS
from documents.models import WordTemplate
from documents.views.word import word_file


@requires("documents.issue")
def template_list(request: AuthenticatedRequest) -> HttpResponse:
    """Every version of one's units' templates."""
    visible = WordTemplate.objects.visible_to(request.user)
    page = paginate(request, visible.select_related("issuer", "uploaded_by"))
    return render(request, "documents/template_list.html", {"page": page})


@requires("documents.issue", "GET", "POST")
def template_new(request: AuthenticatedRequest) -> HttpResponse:
    """The form, the list of placeholders and an example of every kind to begin with."""
    form = TemplateForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid() and _uploaded(request, form):
        return redirect("documents:template_list")
    context = {"form": form, "places": PLACEHOLDERS, "kinds": DocumentKind.choices}
    return render(request, "documents/template_form.html", context)


def _uploaded(request: AuthenticatedRequest, form: TemplateForm) -> bool:
    try:
        made = upload_template(**form.cleaned_data, by=request.user)
    except TemplateRefused as refusal:
        for gap in refusal.gaps:
            form.add_error("upload", gap)
    except (DocumentRefused, FileRefused) as refusal:
        form.add_error("upload", refusal.sentence)
    else:
        words = {"kind": made.get_kind_display(), "number": made.number}
        messages.success(request, _("%(kind)s, version %(number)s passed the check. Look at the preview, then put it into use.") % words)  # fmt: skip
        return True
    return False


@requires("documents.issue")
def example(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """The standard layout with its places left open, for the clerk to edit."""
    if kind not in DocumentKind.values:
        raise Http404
    return word_file(f"mau-{kind}", example_docx(kind))


@requires("documents.issue")
def preview(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A sample paper of the kind in this version."""
    found = _visible(request, pk)
    return word_file(f"xem-thu-{found.kind}-{found.number}", preview_of(found))


@requires("documents.issue", "POST")
def activate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Into use; undo puts the version before back, or none."""
    found = _visible(request, pk)
    try:
        before = activate_template(template=found, by=request.user)
    except DocumentRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("documents:template_list")
    words = {"kind": found.get_kind_display(), "number": found.number}
    sentence = _("%(kind)s, version %(number)s is in use for Word files from now on.") % words
    back = (
        reverse("documents:template_activate", args=[before.pk])
        if before
        else reverse("documents:template_retire", args=[pk])
    )
    undoable(request, sentence, back, {})
    return redirect("documents:template_list")


@requires("documents.issue", "POST")
def retire(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Out of use; undo puts it back."""
    found = _visible(request, pk)
    try:
        retire_template(template=found, by=request.user)
    except DocumentRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("documents:template_list")
    words = {"kind": found.get_kind_display(), "number": found.number}
    sentence = _("%(kind)s, version %(number)s is out of use: Word files follow the standard layout.") % words  # fmt: skip
    undoable(request, sentence, reverse("documents:template_activate", args=[pk]), {})
    return redirect("documents:template_list")


def _visible(request: AuthenticatedRequest, pk: int) -> WordTemplate:
    visible = WordTemplate.objects.visible_to(request.user).select_related("file", "issuer")
    return get_object_or_404(visible, pk=pk)
