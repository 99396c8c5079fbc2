"""Celery's side of inspections: porters only."""

import logging

from celery import shared_task

from inspections.domain.record_reminding import remind_records

logger = logging.getLogger(__name__)


@shared_task(name="inspections.remind_records")
def remind_of_minutes() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_records()
    logger.info("%s reminders of minutes queued", told)
    return told
