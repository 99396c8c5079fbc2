"""Handing a task to Celery, whose broker may be away: rows in the database are the truth."""

import logging
import time
from typing import Any

from celery import current_app
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)

# After a failure nothing is tried for so long: a broker that only times out would otherwise hold up
# each of a hundred messages.
PAUSE_SECONDS = 2.0


class _Broker:
    away_until = 0.0


def send_task(name: str, *args: Any, queue: str = "default") -> bool:
    """Send now, without waiting for a broker that is down; whether it was sent.

    What is not sent is not lost: `core.reconcile_jobs` and `core.deliver_mail` find the rows.
    """
    if time.monotonic() < _Broker.away_until:
        return False
    try:
        current_app.send_task(name, args=args, queue=queue, retry=False, ignore_result=True)
    except (KombuError, OSError) as error:
        _Broker.away_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("%s was not sent, the reconciler will: %s", name, error)
        return False
    return True
