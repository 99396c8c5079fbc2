"""Celery's side of inspections: porters only."""

import logging

from celery import shared_task

from inspections.domain.reply_reminders import remind_replies as remind_replies_now

logger = logging.getLogger(__name__)


@shared_task(name="inspections.remind_replies")
def remind_replies() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_replies_now()
    logger.info("%s reminders of replies queued", told)
    return told
