"""Asking for background work, cancelling it, asking again, and finding what was lost."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.jobs.models import Job, JobState
from core.jobs.registry import is_known, kind_of
from core.jobs.telling import tell_failure
from core.queue import send_task

if TYPE_CHECKING:
    from accounts.models import User

# A job nobody has claimed for so long is sent again: its message may have died with the broker.
RESEND_AFTER = timedelta(seconds=30)
UNSENT_AFTER = timedelta(seconds=3)
AT_ONCE = 1_000
_FRESH: dict[str, Any] = {
    "state": JobState.QUEUED, "attempts": 0, "error": "", "cancel_requested": False,
    "next_try_at": None, "finished_at": None, "lease_token": "", "sent_at": None,
    "done": 0, "total": 0, "sentence": "",
}  # fmt: skip


@transaction.atomic
def enqueue(
    kind: str, params: dict[str, Any], *, by: User | None, key: str = "", title: str = ""
) -> Job:
    """Ask for work of a kind; it starts once the transaction has committed.

    With a `key` the same work exists once: whoever asks again follows the job there is, unless it
    failed or was cancelled, in which case it starts anew. So the key names everything the result
    depends on, the version of its source included.
    """
    kind_of(kind)
    job, created = _job_for(kind, params, by, key, title)
    if by is not None:
        job.followers.add(by)
    if created or (job.may_be_retried and _begin_anew(job)):
        transaction.on_commit(partial(send, job))
    return job


def _job_for(
    kind: str, params: dict[str, Any], by: User | None, key: str, title: str
) -> tuple[Job, bool]:
    job = Job(kind=kind, params=params, key=key or None, requested_by=by, title=title[:250])
    if not key:
        job.save(force_insert=True)
        return job, True
    existing = Job.objects.filter(kind=kind, key=key)
    found = existing.first()
    if found:
        return found, False
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        return existing.get(), False
    return job, True


def _begin_anew(job: Job) -> bool:
    ended = [JobState.FAILED, JobState.CANCELLED]
    if not Job.objects.filter(pk=job.pk, state__in=ended).update(**_FRESH):
        return False
    job.refresh_from_db()
    return True


def send(job: Job) -> bool:
    """Hand the job's number to Celery; without a broker the reconciler does it later."""
    queue = kind_of(job.kind).queue if is_known(job.kind) else "default"
    sent = send_task("core.run_job", str(job.pk), queue=queue)
    if sent:
        Job.objects.filter(pk=job.pk).update(sent_at=timezone.now())
    return sent


@transaction.atomic
def retry_job(*, job: Job, by: User) -> bool:
    """Start a failed or cancelled job anew; False if it is neither any more."""
    if not _begin_anew(job):
        return False
    job.followers.add(by)
    transaction.on_commit(partial(send, job))
    return True


@transaction.atomic
def cancel_job(*, job: Job, by: User) -> bool:
    """A waiting job is cancelled at once, a running one at its next word of progress."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    if waiting.update(state=JobState.CANCELLED, finished_at=timezone.now()):
        return True
    running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
    return bool(running.update(cancel_requested=True))


def reconcile() -> dict[str, int]:
    """Put right what workers and brokers lost. Harmless to run often, and by several at once."""
    counts = {"failed": 0, "requeued": 0, "sent": 0}
    now = timezone.now()
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    for job in lost.order_by("lease_until")[:AT_ONCE]:
        outcome = _recover(job)
        if outcome:
            counts[outcome] += 1
    never_sent = Q(sent_at__isnull=True, created_at__lt=now - UNSENT_AFTER)
    due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    waiting = Job.objects.filter(due, state=JobState.QUEUED).filter(
        never_sent | Q(sent_at__lt=now - RESEND_AFTER)
    )
    for job in waiting.order_by("created_at")[:AT_ONCE]:
        if not send(job):
            break
        counts["sent"] += 1
    return counts


def _recover(job: Job) -> str:
    """A job whose worker died: back to the queue, or given up. The claim decides who does it."""
    held = Job.objects.held_by(job)
    if job.cancel_requested:
        held.update(state=JobState.CANCELLED, finished_at=timezone.now())
        return ""
    allowed = kind_of(job.kind).max_attempts if is_known(job.kind) else 0
    if job.attempts < allowed:
        if not held.update(state=JobState.QUEUED, lease_token="", sent_at=None):
            return ""
        send(job)
        return "requeued"
    reason = _("The program stopped every time it worked on this. An administrator finds the cause in the log.")  # fmt: skip
    return "failed" if give_up(job, reason) else ""


def give_up(job: Job, reason: Any) -> bool:
    """The job failed for good, if the claim under which it was read still stands."""
    with transaction.atomic():
        failed = Job.objects.held_by(job).update(
            state=JobState.FAILED, error=str(reason)[:500], finished_at=timezone.now()
        )
        if failed:
            tell_failure(job, str(reason))
    return bool(failed)
