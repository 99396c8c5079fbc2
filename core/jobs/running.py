"""Doing a job: claim it, work under a lease, finish in one transaction."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.audit.context import under_request
from core.jobs.context import Heartbeat, JobCancelled, JobContext, LeaseLost, lease_end
from core.jobs.models import Job, JobState
from core.jobs.queueing import give_up
from core.jobs.registry import JobKind, JobRefused, JobResult, is_known, kind_of
from core.jobs.telling import tell_done

logger = logging.getLogger(__name__)


def claim(job_id: Any) -> Job | None:
    """Take the job if it is free. One conditional UPDATE: of many workers one gets it."""
    now, token = timezone.now(), uuid4().hex
    claimed = Job.objects.claimable(now).filter(pk=job_id).update(
        state=JobState.RUNNING, lease_token=token, lease_until=lease_end(),
        attempts=F("attempts") + 1, started_at=Coalesce("started_at", Value(now)),
        next_try_at=None, done=0, total=0, sentence="",
    )  # fmt: skip
    if not claimed:
        return None
    return Job.objects.select_related("requested_by").filter(lease_token=token).first()


def run_job(job_id: Any) -> bool:
    """Work on a job if it is free; whether this call finished it."""
    job = claim(job_id)
    if job is None:
        return False
    if not is_known(job.kind):
        give_up(job, _("This kind of work does not exist any more."))
        return False
    kind = kind_of(job.kind)
    if job.attempts > kind.max_attempts:
        give_up(job, _("The program stopped every time it worked on this. An administrator finds the cause in the log."))  # fmt: skip
        return False
    language = job.requested_by.language if job.requested_by else settings.LANGUAGE_CODE
    with under_request(f"job:{job.pk}"), translation.override(language), Heartbeat(job):
        return _attempt(kind, job)


def _attempt(kind: JobKind, job: Job) -> bool:
    try:
        result = kind.run(JobContext(job))
        _finish(job, result)
    except LeaseLost:
        logger.warning("Job %s was taken over by another worker", job.pk)
        return False
    except JobCancelled:
        Job.objects.held_by(job).update(state=JobState.CANCELLED, finished_at=timezone.now())
        return False
    except JobRefused as refusal:
        give_up(job, refusal)
        return False
    except SoftTimeLimitExceeded:
        logger.exception("Job %s ran out of time", job.pk)
        give_up(job, _("The work took longer than allowed. Ask for a smaller part of it."))
        return False
    except Exception:  # whatever a room's work raises ends here, in the row and in the log
        logger.exception("Job %s (%s) failed, attempt %s", job.pk, job.kind, job.attempts)
        _try_later(kind, job)
        return False
    return True


@transaction.atomic
def _finish(job: Job, result: JobResult) -> None:
    """Everything that must happen exactly once happens here, or none of it."""
    finished = Job.objects.held_by(job).update(
        state=JobState.DONE, finished_at=timezone.now(), lease_until=None, error="",
        result_file=result.file, result_url=result.url, result=result.data,
        sentence=result.sentence[:300],
    )  # fmt: skip
    if not finished:
        raise LeaseLost(str(job.pk))
    if result.finish is not None:
        result.finish()
    tell_done(job, result.sentence)


def _try_later(kind: JobKind, job: Job) -> None:
    if job.attempts >= kind.max_attempts:
        give_up(
            job,
            _(
                "Something went wrong. The administrator finds it in the log under the number %(id)s."
            )
            % {"id": str(job.pk)[:8]},
        )
        return
    wait = timedelta(seconds=2**job.attempts)
    Job.objects.held_by(job).update(
        state=JobState.QUEUED, lease_token="", sent_at=None, next_try_at=timezone.now() + wait
    )
