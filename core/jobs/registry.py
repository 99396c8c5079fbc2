"""Kinds of background work, registered by each room in its `jobs.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.files.models import StoredFile
    from core.jobs.context import JobContext


@dataclass(frozen=True)
class JobResult:
    """What came of a job. `finish` runs inside the finishing transaction: exactly once per job."""

    file: StoredFile | None = None
    url: str = ""
    sentence: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    finish: Callable[[], object] | None = None


class JobRefused(Exception):
    """The work cannot be done and trying again would not help; the message says why, to the user."""


Run = Callable[["JobContext"], JobResult]


@dataclass(frozen=True)
class JobKind:
    key: str
    title: Any
    run: Run
    queue: str
    max_attempts: int


_kinds: dict[str, JobKind] = {}


def job_kind(
    key: str, *, title: Any, queue: str = "default", max_attempts: int = 3
) -> Callable[[Run], Run]:
    """Register the function as the work of a kind of job.

    It may run more than once (a worker may die at any point), so what must happen once belongs in
    `JobResult.finish`. Long work calls `job.progress(...)` now and then: that is where a
    cancellation arrives.
    """

    def register(run: Run) -> Run:
        if key in _kinds and _kinds[key].run is not run:
            raise ValueError(f"Two kinds of job are called {key}.")
        _kinds[key] = JobKind(key, title, run, queue, max_attempts)
        return run

    return register


def kind_of(key: str) -> JobKind:
    """The kind called `key`.

    Raises:
        LookupError: no room has registered it.
    """
    if key not in _kinds:
        raise LookupError(f"No kind of job is called {key!r}.")
    return _kinds[key]


def is_known(key: str) -> bool:
    return key in _kinds
