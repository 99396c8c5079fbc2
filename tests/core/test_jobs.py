"""Background work: claimed once, finished once, visible to whoever asked for it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.audit.models import AuditEntry
from core.audit.recording import record
from core.files.storing import keep_generated
from core.jobs import JobContext, JobRefused, JobResult, enqueue, job_kind, registry
from core.jobs.context import Heartbeat, LeaseLost
from core.jobs.models import Job, JobState
from core.jobs.queueing import cancel_job, reconcile, retry_job
from core.jobs.running import _finish, claim, run_job
from core.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(monkeypatch):
    """A registry of the test's own."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))


@pytest.fixture
def work(kinds):
    """Registers a function as the kind "test.work"."""

    def register(run, **options):
        job_kind("test.work", title="Việc thử", **options)(run)

    return register


@pytest.fixture
def sent(monkeypatch):
    """What would have been handed to the broker; the broker itself is away."""
    numbers = []

    def send(name, *args, queue="default"):
        numbers.append((name, *args, queue))
        return True

    monkeypatch.setattr("core.jobs.queueing.send_task", send)
    return numbers


def ask(user=None, **options):
    return enqueue("test.work", options.pop("params", {}), by=user, **options)


def expire(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def reread(job):
    return Job.objects.get(pk=job.pk)


def test_work_is_done_and_its_result_kept(work, user):
    def run(job: JobContext) -> JobResult:
        job.progress(1, 2, "nửa chừng")
        file = keep_generated("kq.pdf", b"%PDF-", "application/pdf", by=job.by)
        return JobResult(file=file, sentence="Đã xong 2 trang", data={"pages": job.params["pages"]})

    work(run)
    job = ask(user, params={"pages": 2})
    assert run_job(job.pk)
    job = reread(job)
    assert job.state == JobState.DONE
    assert job.result == {"pages": 2}
    assert job.sentence == "Đã xong 2 trang"
    assert job.result_address == reverse("core:file", args=[job.result_file_id])


def test_the_bell_rings_once_for_whoever_asked(work, user):
    work(lambda job: JobResult(sentence="Xong"))
    job = ask(user)
    run_job(job.pk)
    run_job(job.pk)
    message = Message.objects.get(recipient=user)
    assert "Việc thử" in message.title
    assert message.url == job.get_absolute_url()


def test_of_two_workers_one_gets_the_job(work):
    work(lambda job: JobResult())
    job = ask()
    assert claim(job.pk) is not None
    assert claim(job.pk) is None


def test_a_job_whose_lease_is_out_can_be_claimed_again(work):
    work(lambda job: JobResult())
    job = ask()
    first = claim(job.pk)
    expire(job)
    second = claim(job.pk)
    assert second.attempts == 2
    assert second.lease_token != first.lease_token


def test_whoever_lost_the_lease_cannot_finish_nor_report(work, user):
    work(lambda job: JobResult())
    job = ask(user)
    first = claim(job.pk)
    expire(job)
    second = claim(job.pk)
    mark = JobResult(finish=lambda: record("test.mark", user, by=None))
    with pytest.raises(LeaseLost):
        _finish(first, mark)
    with pytest.raises(LeaseLost):
        JobContext(first).progress(1, 1)
    _finish(second, mark)
    assert AuditEntry.objects.filter(action="test.mark").count() == 1


def test_without_the_lease_token_the_mark_would_be_left_twice(work, user, monkeypatch):
    """The control: with the guard off the same two workers both finish."""
    work(lambda job: JobResult())
    job = ask(user)
    first = claim(job.pk)
    expire(job)
    second = claim(job.pk)
    monkeypatch.setattr(
        "core.jobs.models.JobQuerySet.held_by", lambda rows, held: rows.filter(pk=held.pk)
    )
    for holder in (first, second):
        _finish(holder, JobResult(finish=lambda: record("test.mark", user, by=None)))
    assert AuditEntry.objects.filter(action="test.mark").count() == 2


def test_when_finishing_fails_nothing_of_it_stays_and_it_is_tried_again(work, user):
    attempts = []

    def finish():
        record("test.mark", user, by=None)
        attempts.append(1)
        if len(attempts) == 1:
            raise RuntimeError

    work(lambda job: JobResult(finish=finish))
    job = ask(user)
    assert not run_job(job.pk)
    assert not AuditEntry.objects.filter(action="test.mark").exists()
    Job.objects.filter(pk=job.pk).update(next_try_at=None)
    assert run_job(job.pk)
    assert AuditEntry.objects.filter(action="test.mark").count() == 1


def test_work_that_fails_is_tried_again_later_and_then_given_up(work, user):
    def run(job):
        raise ZeroDivisionError

    work(run, max_attempts=2)
    job = ask(user)
    assert not run_job(job.pk)
    assert reread(job).state == JobState.QUEUED
    assert not run_job(job.pk), "it waits before the next attempt"
    Job.objects.filter(pk=job.pk).update(next_try_at=timezone.now())
    run_job(job.pk)
    job = reread(job)
    assert job.state == JobState.FAILED
    assert str(job.pk)[:8] in job.error
    assert Message.objects.filter(recipient=user, kind="core.job_failed").count() == 1


def test_a_refusal_is_final_and_says_why(work, user):
    def run(job):
        raise JobRefused("Kế hoạch chưa có mục nào.")

    work(run)
    job = ask(user)
    run_job(job.pk)
    job = reread(job)
    assert (job.state, job.error, job.attempts) == (
        JobState.FAILED,
        "Kế hoạch chưa có mục nào.",
        1,
    )


def test_the_same_key_is_the_same_job(work, user, make_user):
    work(lambda job: JobResult())
    other = make_user()
    first, again, theirs = (
        ask(user, key="kh:7:v1"),
        ask(user, key="kh:7:v1"),
        ask(other, key="kh:7:v1"),
    )
    assert first == again == theirs
    assert first in Job.objects.visible_to(other)
    run_job(first.pk)
    assert ask(user, key="kh:7:v1").state == JobState.DONE
    assert ask(user, key="kh:7:v2") != first


def test_a_failed_job_with_a_key_starts_anew_when_it_is_asked_for_again(work, user):
    def run(job):
        raise JobRefused("không")

    work(run)
    job = ask(user, key="a")
    run_job(job.pk)
    again = ask(user, key="a")
    assert again == job
    assert (again.state, again.attempts, again.error) == (JobState.QUEUED, 0, "")


def test_work_that_was_rolled_back_is_never_sent(work, sent, django_capture_on_commit_callbacks):
    work(lambda job: JobResult())

    @transaction.atomic
    def ask_and_fail():
        ask()
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert not Job.objects.filter(kind="test.work").exists()
    assert sent == []


def test_work_is_sent_to_its_own_queue_after_the_commit(
    work, sent, django_capture_on_commit_callbacks
):
    work(lambda job: JobResult(), queue="render")
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
        assert sent == []
    assert sent == [("core.run_job", str(job.pk), "render")]


def test_a_broker_that_is_away_costs_nothing_but_time(work, django_capture_on_commit_callbacks):
    """No Redis listens on the suite's socket here."""
    from core import queue

    queue._Broker.away_until = 0.0
    work(lambda job: JobResult())
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
    job = reread(job)
    assert job.state == JobState.QUEUED
    queue._Broker.away_until = 0.0


def test_the_reconciler_sends_what_was_never_sent(work, sent):
    work(lambda job: JobResult())
    job = ask()
    assert reconcile()["sent"] == 0, "the commit's own message may still be on its way"
    Job.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    assert reconcile()["sent"] == 1
    assert reconcile()["sent"] == 0
    assert [number for _name, number, _queue in sent] == [str(job.pk)]


def test_the_reconciler_sends_again_what_the_broker_lost(work, sent):
    work(lambda job: JobResult())
    ask()
    Job.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    assert reconcile()["sent"] == 1


def test_the_reconciler_requeues_a_dead_workers_job_and_leaves_a_living_ones(work, sent):
    work(lambda job: JobResult())
    dead, alive = ask(), ask()
    claim(dead.pk)
    claim(alive.pk)
    expire(dead)
    assert reconcile()["requeued"] == 1
    assert reread(dead).state == JobState.QUEUED
    assert reread(alive).state == JobState.RUNNING


def test_a_job_that_kills_its_worker_every_time_is_given_up(work, sent, user):
    work(lambda job: JobResult(), max_attempts=2)
    job = ask(user)
    for _attempt in range(2):
        claim(job.pk)
        expire(job)
        reconcile()
    job = reread(job)
    assert job.state == JobState.FAILED
    assert job.error
    assert Message.objects.filter(recipient=user).count() == 1


def test_a_waiting_job_is_cancelled_at_once(work, user):
    work(lambda job: JobResult())
    job = ask(user)
    assert cancel_job(job=job, by=user)
    assert reread(job).state == JobState.CANCELLED
    assert not run_job(job.pk)


def test_a_running_job_stops_at_its_next_word(work, user):
    def run(job):
        cancel_job(job=Job.objects.get(pk=job.id), by=user)
        job.progress(1, 1)
        pytest.fail("it went on after it was cancelled")

    work(run)
    job = ask(user)
    assert not run_job(job.pk)
    assert reread(job).state == JobState.CANCELLED
    assert not cancel_job(job=job, by=user)


def test_a_cancelled_job_can_be_started_again(work, user):
    work(lambda job: JobResult())
    job = ask(user)
    cancel_job(job=job, by=user)
    assert retry_job(job=reread(job), by=user)
    assert run_job(job.pk)
    assert not retry_job(job=reread(job), by=user)


def test_a_kind_that_no_longer_exists_fails_in_words(work, user, monkeypatch):
    work(lambda job: JobResult())
    job = ask(user)
    monkeypatch.setattr(registry, "_kinds", {})
    run_job(job.pk)
    assert reread(job).state == JobState.FAILED
    assert str(reread(job)) == "test.work"


def test_two_kinds_cannot_share_a_name(work):
    work(lambda job: JobResult())
    with pytest.raises(ValueError, match=r"test\.work"):
        work(lambda job: JobResult())


def test_an_unknown_kind_is_refused_when_it_is_asked_for():
    with pytest.raises(LookupError):
        enqueue("nobody.knows", {}, by=None)


def test_what_runs_under_a_job_is_audited_under_its_number(work, user):
    work(lambda job: JobResult(finish=lambda: record("test.mark", user, by=None)))
    job = ask(user)
    run_job(job.pk)
    assert AuditEntry.objects.get(action="test.mark").request_id == f"job:{job.pk}"


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_the_lease_of_busy_work(work, settings):
    work(lambda job: JobResult())
    settings.JOB_LEASE_SECONDS = 1
    job = claim(ask().pk)
    with Heartbeat(job):
        threading.Event().wait(1.5)
        assert reread(job).lease_until > timezone.now()
    threading.Event().wait(1.1)
    assert reread(job).lease_until < timezone.now(), "without it the lease runs out"


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_with_one_key_get_one_job(work, user):
    work(lambda job: JobResult())
    found, start = [], threading.Barrier(6)

    def ask_together():
        start.wait()
        try:
            found.append(ask(user, key="one").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask_together) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_that_claim_at_once_share_no_job(work):
    work(lambda job: JobResult())
    job, won, start = ask(), [], threading.Barrier(6)

    def claim_together():
        start.wait()
        try:
            won.append(claim(job.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=claim_together) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(holder is not None for holder in won) == 1


# Pages --------------------------------------------------------------------------------------------
def test_a_job_is_shown_to_whoever_asked_and_to_administrators(
    work, user, make_user, tree, client_for
):
    work(lambda job: JobResult())
    job = ask(user)
    administrator = make_user("administrator", tree.department)
    specialist = make_user("specialist", tree.department)
    assert client_for(user).get(job.get_absolute_url()).status_code == 200
    assert client_for(administrator).get(job.get_absolute_url()).status_code == 200
    for address in ("core:job", "core:job_cancel", "core:job_retry"):
        url = reverse(address, args=[job.pk])
        client = client_for(specialist)
        answer = client.get(url) if address == "core:job" else client.post(url)
        assert answer.status_code == 404
    assert reread(job).state == JobState.QUEUED


def test_the_progress_asks_again_until_the_job_is_over(work, user, client_for):
    work(lambda job: JobResult(url="/plans/", sentence="Xong"))
    job = ask(user)
    client = client_for(user)
    running = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in running
    assert 'hx-trigger="every 1s"' in running
    run_job(job.pk)
    over = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in over
    assert 'href="/plans/"' in over


def test_cancelling_and_starting_again_from_the_page(work, user, client_for):
    work(lambda job: JobResult())
    job = ask(user)
    client = client_for(user)
    client.post(reverse("core:job_cancel", args=[job.pk]))
    assert reread(job).state == JobState.CANCELLED
    client.post(reverse("core:job_retry", args=[job.pk]))
    assert reread(job).state == JobState.QUEUED
    assert str(job) in client.get(reverse("core:job_list")).content.decode()


def test_the_result_is_open_to_followers_only(work, user, make_user, client_for):
    work(lambda job: JobResult(file=keep_generated("a.pdf", b"%PDF-", "application/pdf")))
    job = ask(user)
    run_job(job.pk)
    url = reread(job).result_address
    assert client_for(user).get(url).status_code == 200
    assert client_for(make_user()).get(url).status_code == 404
