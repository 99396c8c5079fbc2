"""Checking a batch: at once when it is short, as a job with progress when it is long."""

from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import JobContext, JobRefused, JobResult, enqueue, job_kind
from core.spreadsheets.importing import check
from core.spreadsheets.models import BatchState, ImportBatch
from core.spreadsheets.refusals import ImportRefused, WorkbookRefused

if TYPE_CHECKING:
    from accounts.models import User
    from core.jobs.models import Job

ROWS_AT_ONCE = 1_000


def begin_check(batch: ImportBatch, *, by: "User") -> "Job | None":
    """Check now, or hand a long table to a worker; the job to watch, if there is one."""
    if batch.row_count <= ROWS_AT_ONCE:
        check(batch)
        return None
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.CHECKING, version=F("version") + 1
    )
    batch.refresh_from_db()
    return enqueue(
        "core.check_import", {"batch": batch.pk}, by=by, key=f"{batch.pk}:{batch.version}"
    )


@job_kind("core.check_import", title=gettext_lazy("Checking an imported table"))
def run(job: JobContext) -> JobResult:
    """Check the rows of one batch; doing it twice gives the same."""
    batch = ImportBatch.objects.get(pk=job.params["batch"])
    try:
        check(batch, job.progress)
    except (ImportRefused, WorkbookRefused) as refusal:
        raise JobRefused(str(refusal)) from refusal
    return JobResult(
        url=reverse("core:import_preview", kwargs={"kind": batch.kind, "pk": batch.pk}),
        sentence=_("%(rows)s rows checked, %(errors)s with errors")
        % {"rows": batch.row_count, "errors": batch.errors},
    )
