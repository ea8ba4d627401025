"""What the job loop does for a recheck: judge in the eyes of whoever asked, tell how far it is, keep the result."""

import datetime as dt

from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.accounts.actors import actor_of
from yixing.accounts.models import User
from yixing.jobs.models import Job
from yixing.jobs.worker import job
from yixing.recheck.actions import KIND
from yixing.recheck.judge import recheck
from yixing.recheck.occasions import Period
from yixing.recheck.result import keep, words

_EVERY = 50


@job(KIND)
def run_recheck(task: Job) -> str:
    """Judge a period; killed halfway it leaves nothing, and the next loop begins anew."""
    asked = task.payload
    user = User.objects.get(pk=asked["user"], is_active=True)
    actor = actor_of(user, timezone.localdate(dt.datetime.fromisoformat(asked["at"])))
    loaders.require(actor, Action.RECHECK_RUN)  # roles may have ended between the asking and the judging

    def tell(done: int) -> None:
        if done % _EVERY == 0:
            Job.objects.filter(pk=task.pk).update(progress=done, claimed=timezone.now())

    period = Period(dt.date.fromisoformat(asked["since"]), dt.date.fromisoformat(asked["until"]))
    found = recheck(actor, period, tell)
    keep(task.pk, found)
    return words(found)
