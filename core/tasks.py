"""Celery's side of the ground floor: porters only, the work is done by the rooms."""

import logging

from celery import shared_task
from django.utils import timezone

from core.jobs.models import Pulse
from core.jobs.queueing import reconcile
from core.jobs.running import run_job
from core.notifications.delivery import deliver_mail
from core.trash.keeping import empty_trash

logger = logging.getLogger(__name__)


@shared_task(name="core.run_job")
def run_job_task(job_id: str) -> None:
    run_job(job_id)


@shared_task(name="core.reconcile_jobs")
def reconcile_jobs_task() -> dict[str, int]:
    counts = reconcile()
    if any(counts.values()):
        logger.info("Jobs put right: %s", counts)
    return counts


@shared_task(name="core.deliver_mail")
def deliver_mail_task() -> int:
    return deliver_mail()


@shared_task(name="core.empty_trash")
def empty_trash_task() -> int:
    return empty_trash()


@shared_task(name="core.scheduler_heartbeat")
def scheduler_heartbeat_task() -> None:
    """Proof that scheduler, broker and a worker are alive together."""
    Pulse.objects.update_or_create(name="scheduler", defaults={"at": timezone.now()})
