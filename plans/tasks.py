"""Celery's side of planning: porters only."""

import logging

from celery import shared_task

from plans.domain.duties import remind_obligations

logger = logging.getLogger(__name__)


@shared_task(name="plans.remind_obligations")
def remind() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_obligations()
    logger.info("%s reminders of duties queued", told)
    return told
