"""The job loop: claims what is due, runs it, tells how it went. No broker; several loops may run at once."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone

from yixing.jobs.models import Job

log = logging.getLogger("yixing.jobs")
ATTEMPTS = 3
STALE = dt.timedelta(minutes=15)
"""A claim older than this belonged to a loop that died."""

Work = Callable[[Job], str]
KINDS: dict[str, Work] = {}
"""What each kind of job does; returns a sentence for the status page."""
DAILY: dict[str, dt.time] = {}
"""Kinds that are enqueued by the loop itself once a day, at a local time."""


def job(kind: str, *, daily: dt.time | None = None) -> Callable[[Work], Work]:
    """Register what a kind of job does; with ``daily`` the loop enqueues it once a day."""

    def wrap(work: Work) -> Work:
        KINDS[kind] = work
        if daily is not None:
            DAILY[kind] = daily
        return work

    return wrap


def enqueue(kind: str, payload: dict[str, Any] | None = None, *, due: dt.datetime, done: str = "") -> Job:
    """Write a job row, inside the transaction of whoever wants it done.

    ``done``: a command does the work itself and says so if it fails; with these words no loop takes the job.

    Raises:
        KeyError: nobody registered the kind.
    """
    KINDS[kind]
    state = Job.State.DONE if done else Job.State.WAITING
    return Job.objects.create(kind=kind, payload=payload or {}, due=due, state=state, message=done)


def claim(now: dt.datetime) -> Job | None:
    """Take one job that is due, or one whose loop died; two loops never take the same."""
    waiting = Job.objects.filter(state=Job.State.WAITING, due__lte=now).order_by("due", "id")
    stale = Job.objects.filter(state=Job.State.RUNNING, claimed__lt=now - STALE).order_by("claimed")
    for candidate in [*waiting[:5], *stale[:1]]:
        won = Job.objects.filter(pk=candidate.pk, state=candidate.state, claimed=candidate.claimed).update(
            state=Job.State.RUNNING, claimed=now, attempts=candidate.attempts + 1
        )
        if won:
            return Job.objects.get(pk=candidate.pk)
    return None


def run(taken: Job) -> None:
    """Do one job; a failure is tried again later, at most ``ATTEMPTS`` times, and then kept as failed."""
    try:
        message = KINDS[taken.kind](taken)
        state = Job.State.DONE
    except Exception as fault:
        log.exception("job %s %s failed", taken.kind, taken.pk)
        message = f"{type(fault).__name__}"
        state = Job.State.WAITING if taken.attempts < ATTEMPTS else Job.State.FAILED
    now = timezone.now()
    Job.objects.filter(pk=taken.pk).update(
        state=state,
        message=message[:300],
        finished=None if state == Job.State.WAITING else now,
        due=now + dt.timedelta(minutes=5 * taken.attempts) if state == Job.State.WAITING else taken.due,
    )


def plan_daily(now: dt.datetime) -> None:
    """Enqueue today's jobs that are not there yet."""
    today = timezone.localdate(now)
    for kind, at in DAILY.items():
        due = timezone.make_aware(dt.datetime.combine(today, at))
        if due <= now and not Job.objects.filter(kind=kind, due__gte=due).exists():
            enqueue(kind, due=due)


def work(*, once: bool = False, pause: float = 2.0) -> int:
    """Run jobs until stopped, or with ``once`` until nothing is due.

    Returns:
        How many were run.
    """
    done = 0
    while True:
        if not connection.in_atomic_block:  # else somebody's transaction is running, and it would be lost
            close_old_connections()
        now = timezone.now()
        plan_daily(now)
        taken = claim(now)
        if taken is not None:
            run(taken)
            done += 1
            continue
        if once:
            return done
        time.sleep(pause)
