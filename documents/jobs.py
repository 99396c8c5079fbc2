"""Background work: papers become PDF files."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.models import StoredFile
from core.files.storing import MEDIA_TYPES, keep_generated
from core.jobs.context import JobContext
from core.jobs.registry import JobRefused, JobResult, job_kind
from documents.domain.batches import write_batch
from documents.domain.books import book_pdf, outgoing_book
from documents.domain.papers import (
    content_of,
    draft_of,
    draft_template,
    layout_of,
    pdf_for,
    template_of,
    word_for,
)
from documents.models import IssuedDocument, NumberRegister

PDF = "application/pdf"


@job_kind("documents.render", title=gettext_lazy("PDF of an official document"), queue="render")
def render(job: JobContext) -> JobResult:
    """The PDF of an issued paper, from its frozen content; kept with the paper, once."""
    document = _document(job.params)
    if document.pdf is not None:
        return JobResult(file=document.pdf, url=document.get_absolute_url())
    job.progress(0, 1, _("Setting the pages"))
    data = pdf_for(document.content(), layout_of(document))
    stored = keep_generated(_file_name(document), data, PDF, job.by)
    return JobResult(
        file=stored,
        url=document.get_absolute_url(),
        sentence=_("The PDF of %(number)s is ready.") % {"number": document.number_line},
        finish=lambda: _attach(document, stored),
    )


@job_kind("documents.render_draft", title=gettext_lazy("PDF of a draft"), queue="render")
def render_draft(job: JobContext) -> JobResult:
    """The PDF of a draft as it is worded now, with its watermark; belongs to whoever asked."""
    document = _document(job.params)
    job.progress(0, 1, _("Setting the pages"))
    data = pdf_for(draft_of(document.key))
    stored = keep_generated(f"du-thao-{document.pk}.pdf", data, PDF, job.by)
    return JobResult(file=stored, url=document.get_absolute_url())


@job_kind("documents.word", title=gettext_lazy("Word file of a long paper"), queue="render")
def word_file(job: JobContext) -> JobResult:
    """The Word file of a paper too long for a request; belongs to whoever asked."""
    if "key" in job.params:
        tree, layout, name = draft_of(job.params["key"]), "", "du-thao"
        template = draft_template(job.params["key"])
    else:
        document = _document(job.params)
        layout = document.layout_version if document.is_issued else ""
        tree, name = content_of(document), document.number_line.replace("/", "-")
        template = template_of(document)
    job.progress(0, 1, _("Setting the pages"))
    data = word_for(tree, layout, template=template)
    stored = keep_generated(f"{name}.docx", data, MEDIA_TYPES["docx"], job.by)
    return JobResult(file=stored, sentence=_("The Word file is ready."))


@job_kind("documents.book", title=gettext_lazy("Register of outgoing documents"), queue="render")
def print_book(job: JobContext) -> JobResult:
    """The printed book of one series and year, as it stands now."""
    found = NumberRegister.objects.select_related("issuer").filter(pk=job.params["register"])
    register = found.first()
    if register is None:
        raise JobRefused(_("The number book no longer exists."))
    job.progress(0, 1, _("Setting the pages"))
    name = f"so-dang-ky-van-ban-di-{register.series.strip('*') or 'chung'}-{register.year}.pdf"
    stored = keep_generated(name, book_pdf(outgoing_book(register)), PDF, job.by)
    return JobResult(file=stored, sentence=_("The book is ready to be printed."))


@job_kind("documents.batch", title=gettext_lazy("Papers to print"), queue="render")
def batch(job: JobContext) -> JobResult:
    """Several issued papers as one file for the printer; belongs to whoever asked."""
    ids: list[int] = job.params["documents"]
    known = set(IssuedDocument.objects.filter(pk__in=ids).values_list("pk", flat=True))
    ids = [pk for pk in ids if pk in known]
    if not ids:
        raise JobRefused(_("The document no longer exists."))

    def told(done: int) -> None:
        job.progress(done, len(ids), _("Putting the papers one behind the other"))

    data = write_batch(ids, duplex=job.params["duplex"], told=told)
    stored = keep_generated(f"in-{len(ids)}-van-ban.pdf", data, PDF, job.by)
    sentence = _("%(count)d papers are ready to be printed.") % {"count": len(ids)}
    return JobResult(file=stored, sentence=sentence)


def _document(params: dict[str, Any]) -> IssuedDocument:
    found = IssuedDocument.objects.filter(pk=params["document"]).first()
    if found is None:
        raise JobRefused(_("The document no longer exists."))
    return found


def _attach(document: IssuedDocument, stored: StoredFile) -> None:
    """The first rendering stays; a second one, after a crash, finds the place taken."""
    IssuedDocument.objects.filter(pk=document.pk, pdf__isnull=True).update(
        pdf=stored, pdf_sha256=stored.sha256
    )


def _file_name(document: IssuedDocument) -> str:
    return f"{document.number_line.replace('/', '-')}.pdf"
