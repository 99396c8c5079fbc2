"""Jobs with a real worker that is killed without warning."""

import time

import pytest

from core.jobs import enqueue
from core.jobs.models import Job, JobState
from core.jobs.queueing import reconcile
from inspection_portal.drills.worker_kill import Plan, run

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def states():
    return dict(Job.objects.values_list("pk", "state"))


def test_a_worker_takes_a_job_from_the_queue_and_finishes_it(worker, user):
    job = enqueue("drill.count", {"seconds": 0.1}, by=user)
    assert wait_for(lambda: states()[job.pk] == JobState.DONE), worker.log.read_text()


def test_work_that_kills_its_process_fails_alone(worker, user):
    """A crash in a C library takes the process along; the others are done and the queue lives."""
    bad = enqueue("drill.poison", {}, by=user)
    good = [enqueue("drill.count", {"seconds": 0.05}, by=user) for _number in range(10)]

    def all_over():
        reconcile()
        return all(job.is_over for job in Job.objects.all())

    assert wait_for(all_over, seconds=40), states()
    found = states()
    assert found.pop(bad.pk) == JobState.FAILED
    assert set(found) == {job.pk for job in good}
    assert set(found.values()) == {JobState.DONE}


def test_the_whole_worker_killed_again_and_again_loses_nothing(queue):
    outcome = run(Plan(jobs=100, kills=3, flushes=1, seconds=0.1))
    assert outcome.passed, outcome.figures
    assert outcome.figures["finished_once"] == 100
    assert outcome.figures["kills_while_working"] >= 2


def test_without_the_reconciler_the_same_run_loses_jobs(queue):
    """The control: it is the reconciler that brings them back."""
    outcome = run(Plan(jobs=20, kills=2, flushes=0, seconds=0.4, patience=8), reconciler=False)
    assert not outcome.passed
    assert outcome.figures["lost"] > 0
