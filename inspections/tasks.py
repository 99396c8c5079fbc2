"""Celery's side of inspections: porters only."""

import logging

from celery import shared_task

from inspections.domain.escalation import remind_recommendations

logger = logging.getLogger(__name__)


@shared_task(name="inspections.remind_recommendations")
def remind() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_recommendations()
    logger.info("%s reminders of recommendations queued", told)
    return told
