"""Background work: `job_kind` says how it is done, `enqueue` asks for it."""

from core.jobs.context import JobCancelled, JobContext
from core.jobs.queueing import enqueue
from core.jobs.registry import JobRefused, JobResult, job_kind

__all__ = ["JobCancelled", "JobContext", "JobRefused", "JobResult", "enqueue", "job_kind"]
