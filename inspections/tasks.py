"""Celery's side of inspections: porters only."""

import logging

from celery import shared_task

from inspections.domain.reminding import remind_desk

logger = logging.getLogger(__name__)


@shared_task(name="inspections.remind_desk")
def remind() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_desk()
    logger.info("%s reminders of checks on the system queued", told)
    return told
