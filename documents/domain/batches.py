"""Issued papers chosen from the list, as one PDF for the printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.jobs.queueing import enqueue
from documents.domain.papers import pdf_for
from documents.domain.refusals import DocumentRefused
from documents.enums import DocumentState
from documents.models import IssuedDocument
from documents.rendering.batches import Printed, batch_pdf

if TYPE_CHECKING:
    from accounts.models import User
    from core.jobs.models import Job
    from documents.models.issued import IssuedDocumentQuerySet

# A run of the office printer; more is asked for in parts.
MOST = 500


def print_batch(*, papers: IssuedDocumentQuerySet, duplex: bool, by: User) -> Job:
    """Ask for one PDF of these papers, in the order of their days and numbers.

    Raises:
        DocumentRefused: none of them is issued, or they are too many for one run.
    """
    published = papers.filter(state__in=DocumentState.published())
    chosen = list(
        published.order_by("issued_on", "number", "pk").values_list("pk", flat=True)[: MOST + 1]
    )  # fmt: skip
    if not chosen:
        raise DocumentRefused(_("Pick at least one issued paper first."))
    if len(chosen) > MOST:
        raise DocumentRefused(
            _("At most %(most)d papers go into one file. Narrow the list with a filter.")
            % {"most": MOST}
        )
    title = _("%(count)d papers to print") % {"count": len(chosen)}
    return enqueue(
        "documents.batch", {"documents": chosen, "duplex": duplex}, by=by, title=title
    )  # fmt: skip


def write_batch(ids: list[int], *, duplex: bool, told: Callable[[int], None]) -> bytes:
    """The file itself. Kept PDFs are copied; a paper whose PDF is not made yet is set now."""
    with TemporaryDirectory(prefix="batch-") as name:
        folder = Path(name)
        return batch_pdf(_printed(ids), folder, duplex=duplex, told=told).read_bytes()


def _printed(ids: list[int]) -> Iterator[Printed]:
    """One paper in memory at a time."""
    for pk in ids:
        paper = IssuedDocument.objects.select_related("pdf").get(pk=pk)
        yield Printed(f"{paper.number_line} {paper.title}", partial(_write, paper))


def _write(paper: IssuedDocument, target: Path) -> None:
    if paper.pdf is None:
        target.write_bytes(pdf_for(paper.content(), paper.layout_version))
        return
    with paper.pdf.content.open("rb") as source, target.open("wb") as copy:
        copyfileobj(source, copy)
