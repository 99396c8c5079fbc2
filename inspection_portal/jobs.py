"""Work that exists to be interrupted: the fault drills' own kinds of job."""

import os
import signal
import time

from django.utils.translation import gettext_lazy as _

from core.audit.recording import record
from core.jobs import JobContext, JobResult, job_kind
from core.jobs.models import Job

COUNTED = "drill.counted"


def _work(job: JobContext, seconds: float) -> JobResult:
    steps = 4
    for step in range(steps):
        job.progress(step, steps)
        time.sleep(seconds / steps)
    row = Job.objects.get(pk=job.id)
    return JobResult(finish=lambda: record(COUNTED, row, by=None))


@job_kind("drill.count", title=_("Exercise: work that leaves one mark"), queue="render", max_attempts=20)  # fmt: skip
def count(job: JobContext) -> JobResult:
    """Takes `seconds`, and leaves exactly one entry in the audit chain when it finishes."""
    return _work(job, float(job.params["seconds"]))


@job_kind("drill.poison", title=_("Exercise: work that kills its worker"), max_attempts=2)
def poison(job: JobContext) -> JobResult:
    """Takes its process with it, as a crash inside a C library does."""
    os.kill(os.getpid(), signal.SIGKILL)
    return JobResult()
