"""What running work may ask and tell, and the thread that keeps its lease alive."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from core.jobs.models import Job

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

WRITE_EVERY_SECONDS = 0.5


class JobCancelled(Exception):
    """The person who asked for the work does not want it any more."""


class LeaseLost(Exception):
    """This process was taken for dead and another one has the job: stop, report nothing."""


def lease_end() -> Any:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobContext:
    """The job as its own work sees it."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._written_at = 0.0

    @property
    def id(self) -> str:
        return str(self._job.pk)

    @property
    def params(self) -> dict[str, Any]:
        params: dict[str, Any] = self._job.params
        return params

    @property
    def by(self) -> User | None:
        """Who asked for it."""
        return self._job.requested_by

    @property
    def attempt(self) -> int:
        """1 the first time."""
        return self._job.attempts

    def progress(self, done: int, total: int, sentence: str = "") -> None:
        """Say how far the work is. Cheap: at most two writes a second reach the database.

        Raises:
            JobCancelled: the requester pressed Cancel.
            LeaseLost: another worker has taken the job over.
        """
        now = time.monotonic()
        if now - self._written_at < WRITE_EVERY_SECONDS and done < total:
            return
        self._written_at = now
        held = Job.objects.held_by(self._job)
        if not held.update(
            done=done, total=total, sentence=sentence[:300], lease_until=lease_end()
        ):
            raise LeaseLost(str(self._job.pk))
        if held.filter(cancel_requested=True).exists():
            raise JobCancelled


class Heartbeat:
    """Extends the lease from a thread of its own while the work is busy elsewhere."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease-{job.pk}", daemon=True)

    def _beat(self) -> None:
        try:
            while not self._over.wait(settings.JOB_LEASE_SECONDS / 3):
                self._extend()
        finally:
            connection.close()

    def _extend(self) -> None:
        try:
            Job.objects.held_by(self.job).update(lease_until=lease_end())
        except DatabaseError as error:
            # The next beat tries again; if none succeeds the lease runs out, which is right.
            logger.warning("The lease of job %s was not extended: %s", self.job.pk, error)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
