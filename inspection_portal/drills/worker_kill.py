"""Jobs while the whole worker is killed again and again: all done, each finished once."""

import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from core.audit.models import AuditEntry
from core.jobs import enqueue
from core.jobs.models import Job, JobState
from core.jobs.queueing import reconcile
from inspection_portal.drills.laboratory import Worker, broker, empty_broker
from inspection_portal.drills.registry import DrillReport, Outcome, drill, report
from inspection_portal.jobs import COUNTED

LEASE_SECONDS = 2


@dataclass(frozen=True)
class Plan:
    """How hard the run is. `patience` is how long after the last kill the rest may take."""

    jobs: int = 100
    kills: int = 6
    flushes: int = 2
    seconds: float = 0.3
    patience: float = 60.0
    seed: int = 2026


def run(plan: Plan, *, reconciler: bool = True) -> Outcome:
    """Enqueue, then kill the worker with all its children while it works; count what came out.

    Without the reconciler only Celery's own redelivery is left, as in an installation without
    leases: what a dead worker held stays "running".
    """
    # Seeded: the same moments every time. No secret depends on it.
    chance = random.Random(plan.seed)  # noqa: S311
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-drill-") as folder, broker():
        ids = [
            enqueue("drill.count", {"seconds": plan.seconds, "number": number}, by=None).pk
            for number in range(plan.jobs)
        ]
        worker = Worker(Path(folder) / "worker.log", JOB_LEASE_SECONDS=str(LEASE_SECONDS))
        try:
            killed_at_work = sum(
                kill_at_work(worker, ids, chance, reconciler) for _round in range(plan.kills)
            )
            for _flush in range(plan.flushes):
                empty_broker()
            worker.start()
            wait_for(ids, plan.patience, reconciler)
        finally:
            worker.stop()
    return _count(ids, killed_at_work, time.monotonic() - began)


def kill_at_work(worker: Worker, ids: list[UUID], chance: random.Random, again: bool) -> bool:  # noqa: FBT001
    """Start the worker, let it get into a job, kill everything; whether it held one."""
    worker.start()
    before = _ended(ids)
    deadline = time.monotonic() + 20
    while _ended(ids) == before and _running(ids) == 0 and time.monotonic() < deadline:
        _tick(reconciler=again)
    time.sleep(0.3 + chance.random())
    held = _running(ids) > 0
    worker.kill()
    return held


def wait_for(ids: list[UUID], patience: float, reconciler: bool) -> None:  # noqa: FBT001
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and _ended(ids) < len(ids):
        _tick(reconciler=reconciler)


def _tick(*, reconciler: bool) -> None:
    """What the scheduler does every ten seconds, here more often."""
    if reconciler:
        reconcile()
    time.sleep(0.2)


def _running(ids: list[UUID]) -> int:
    return Job.objects.filter(pk__in=ids, state=JobState.RUNNING).count()


def _ended(ids: list[UUID]) -> int:
    return Job.objects.filter(
        pk__in=ids, state__in=[JobState.DONE, JobState.FAILED, JobState.CANCELLED]
    ).count()


def _count(ids: list[UUID], killed_at_work: int, seconds: float) -> Outcome:
    done = Job.objects.filter(pk__in=ids, state=JobState.DONE).count()
    marks = Counter(
        AuditEntry.objects.filter(
            action=COUNTED, target_id__in=[str(pk) for pk in ids]
        ).values_list("target_id", flat=True)
    )
    twice = sum(1 for number in marks.values() if number > 1)
    figures = {
        "jobs": len(ids), "done": done, "finished_once": len(marks) - twice,
        "finished_twice": twice, "lost": len(ids) - done,
        "kills_while_working": killed_at_work, "seconds": round(seconds, 1),
    }  # fmt: skip
    return Outcome(done == len(ids) == len(marks) and not twice and killed_at_work > 0, figures)


@drill("worker-kill")
def worker_kill() -> DrillReport:
    """The full run, and the same with the reconciler off."""
    guarded = run(Plan(jobs=200, kills=12, flushes=3))
    control = run(Plan(jobs=40, kills=4, flushes=0, patience=25), reconciler=False)
    return report("worker-kill", guarded, control)
