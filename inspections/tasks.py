"""Periodic work of inspections: porters only."""

import logging

from celery import shared_task

from inspections.domain.escalation import remind_recommendations
from inspections.domain.record_reminding import remind_records
from inspections.domain.reminding import remind_desk
from inspections.domain.reply_reminders import remind_replies

logger = logging.getLogger(__name__)


@shared_task(name="inspections.remind_desk")
def remind_desk_checks() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_desk()
    logger.info("%s reminders of checks on the system queued", told)
    return told


@shared_task(name="inspections.remind_records")
def remind_of_minutes() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_records()
    logger.info("%s reminders of minutes queued", told)
    return told


@shared_task(name="inspections.remind_recommendations")
def remind_of_recommendations() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_recommendations()
    logger.info("%s reminders of recommendations queued", told)
    return told


@shared_task(name="inspections.remind_replies")
def remind_of_replies() -> int:
    """Hourly; each reminder goes out once however often this runs."""
    told = remind_replies()
    logger.info("%s reminders of replies queued", told)
    return told
