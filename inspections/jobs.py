"""Background work: minutes become PDF files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.models import StoredFile
from core.files.storing import MEDIA_TYPES, keep_generated
from core.jobs.context import JobContext
from core.jobs.registry import JobRefused, JobResult, job_kind
from inspections.domain.record_files import attach, record_pdf
from inspections.domain.recording import PDF_JOB
from inspections.models import InspectionRecord


@job_kind(PDF_JOB, title=gettext_lazy("PDF of minutes"), queue="render")
def render_record(job: JobContext) -> JobResult:
    """The PDF of minutes as they were read back, or with their signatures; attached once."""
    signed = bool(job.params["signed"])
    found = InspectionRecord.objects.select_related("inspection__visit__unit", "pdf", "signed_pdf")
    record = found.filter(pk=job.params["record"]).first()
    if record is None or not record.is_frozen:
        raise JobRefused(_("The minutes were opened again; they will be printed after the next reading."))  # fmt: skip
    held: StoredFile | None = record.signed_pdf if signed else record.pdf
    if held is not None:
        return JobResult(file=held, url=record.get_absolute_url())
    job.progress(0, 1, _("Setting the pages"))
    name = f"bien-ban-{record.inspection_id}{'-co-chu-ky' if signed else ''}.pdf"
    stored = keep_generated(name, record_pdf(record, signed=signed), MEDIA_TYPES["pdf"], job.by)
    return JobResult(
        file=stored, url=record.get_absolute_url(), sentence=_("The PDF of the minutes is ready."),
        finish=lambda: attach(record, stored, signed=signed),
    )  # fmt: skip
