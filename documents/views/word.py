"""The Word form of a paper, for whoever may read the paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core.jobs.queueing import enqueue
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from documents import registry
from documents.blocks import Document, digest, to_json
from documents.domain import content_of, word_for
from documents.domain.papers import draft_template, is_long_in_word, template_of
from documents.models import WordTemplate
from documents.views.papers import complete_draft, visible_paper

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires("documents.view", "GET", "POST")
def word(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """From the frozen content once the paper is issued, else as its source words it now."""
    found = visible_paper(request, pk)
    tree, template = content_of(found), template_of(found)
    if is_long_in_word(tree):
        return _made_later(
            request, {"document": found.pk}, tree, found.get_absolute_url(), template
        )
    layout = found.layout_version if found.is_issued else ""
    return word_file(found.number_line.replace("/", "-"), word_for(tree, layout, template=template))


@requires("documents.view", "GET", "POST")
def preview_word(request: AuthenticatedRequest, key: str) -> HttpResponse:
    """A paper that has not been drafted yet, with the mark of a draft."""
    if not registry.may_read(request.user, key):
        raise Http404
    tree, template = complete_draft(key), draft_template(key)
    if is_long_in_word(tree):
        page = reverse("documents:preview", args=[key])
        return _made_later(request, {"key": key}, tree, page, template)
    name = f"du-thao-{tree.header.symbol}".replace("/", "-")
    return word_file(name, word_for(tree, template=template))


def _made_later(
    request: AuthenticatedRequest,
    params: dict[str, Any],
    tree: Document,
    page: str,
    template: WordTemplate | None,
) -> HttpResponse:
    """A long paper is work for the background, asked for by a press and once for each wording."""
    if request.method != "POST":
        messages.info(request, _("The paper is long: press “Word file” and it is made in the background."))  # fmt: skip
        return redirect(page)
    looks = f":{template.pk}" if template else ""
    job = enqueue(
        "documents.word", params, by=request.user,
        key=f"{next(iter(params.values()))}:{digest(to_json(tree))}{looks}", title=tree.heading[:250],
    )  # fmt: skip
    return redirect("core:job", job.pk)


def word_file(name: str, data: bytes) -> HttpResponse:
    """An answer that the browser keeps as a Word file of this name."""
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    named = content_disposition_header(as_attachment=True, filename=f"{name}.docx")
    response["Content-Disposition"] = named or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
