"""Jobs are claimed once, tried again, taken over from a loop that died, and enqueued once a day."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from yixing.jobs import worker
from yixing.jobs.models import Job

State = Job.State


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(worker, "KINDS", {})
    monkeypatch.setattr(worker, "DAILY", {})


@pytest.fixture
def now():
    return timezone.now()


@pytest.mark.django_db
def test_a_job_runs_once_and_tells_how_it_went(now):
    seen = []
    worker.job("count")(lambda job: seen.append(job.payload["n"]) or "数完了")
    worker.enqueue("count", {"n": 7}, due=now)
    assert worker.work(once=True) == 1
    assert worker.work(once=True) == 0
    job = Job.objects.get()
    assert (seen, job.state, job.message, job.attempts) == ([7], State.DONE, "数完了", 1)
    assert job.finished is not None


@pytest.mark.django_db
def test_nobody_enqueues_what_nobody_does(now):
    with pytest.raises(KeyError):
        worker.enqueue("unknown", due=now)


@pytest.mark.django_db
def test_what_is_not_due_waits(now):
    worker.job("later")(lambda _: "")
    worker.enqueue("later", due=now + dt.timedelta(minutes=1))
    assert worker.work(once=True) == 0
    assert worker.claim(now + dt.timedelta(minutes=2)) is not None


@pytest.mark.django_db
def test_a_failure_is_tried_again_later_and_then_kept(now):
    def fail(_):
        message = "no disk"
        raise OSError(message)

    worker.job("fail")(fail)
    job = worker.enqueue("fail", due=now)
    for attempt in range(1, worker.ATTEMPTS + 1):
        assert worker.work(once=True) == 1
        job.refresh_from_db()
        assert job.attempts == attempt
        assert worker.work(once=True) == 0
        Job.objects.filter(pk=job.pk).update(due=now)
    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, "OSError")
    assert "no disk" not in job.message


@pytest.mark.django_db
def test_the_job_of_a_loop_that_died_is_taken_over(now):
    worker.job("long")(lambda _: "办完")
    job = worker.enqueue("long", due=now)
    taken = worker.claim(now)
    assert taken == job
    assert worker.claim(now) is None
    assert worker.claim(now + worker.STALE - dt.timedelta(seconds=1)) is None
    again = worker.claim(now + worker.STALE + dt.timedelta(seconds=1))
    assert again == job
    assert again.attempts == 2


@pytest.mark.django_db
def test_daily_jobs_come_once_a_day(now):
    worker.job("daily", daily=dt.time(0, 30))(lambda _: "")
    noon = timezone.make_aware(dt.datetime(2023, 6, 12, 12))  # noqa: DTZ001  (made aware here)
    worker.plan_daily(noon - dt.timedelta(hours=11, minutes=45))
    assert not Job.objects.exists()
    worker.plan_daily(noon)
    worker.plan_daily(noon + dt.timedelta(hours=1))
    assert Job.objects.count() == 1
    worker.plan_daily(noon + dt.timedelta(days=1))
    assert Job.objects.count() == 2


def test_two_loops_never_take_the_same_job(committed, now):
    worker.job("once")(lambda _: "")
    for _ in range(6):
        worker.enqueue("once", due=now)
    taken: list[int] = []
    barrier = threading.Barrier(3)

    def loop():
        barrier.wait()
        while (job := worker.claim(now)) is not None:
            taken.append(job.pk)
        connection.close()

    loops = [threading.Thread(target=loop) for _ in range(3)]
    for each in loops:
        each.start()
    for each in loops:
        each.join()
    assert sorted(taken) == sorted(Job.objects.values_list("pk", flat=True))
