"""程序回查: have the decisions of a period judged anew. Looking into what others did is itself on the record."""

import datetime as dt

from django.utils import timezone

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.jobs.models import Job
from yixing.jobs.worker import enqueue
from yixing.recheck import refusals  # noqa: F401  (registers the messages this module raises)
from yixing_core.errors import Refusal

KIND = "recheck"
"""Kind of the job that does it."""
LONGEST = 1096
"""Days that one recheck may reach over: a congress's term is done year by year."""


@action(Action.RECHECK_RUN)
def recheck_run(call: Call, *, since: dt.date, until: dt.date, by_command: bool = False) -> Job:
    """Have all rules run over all decisions of a period, as far as the actor sees them.

    Args:
        call: the circumstances.
        since: the first day.
        until: the last day.
        by_command: the caller does it himself; no loop takes the job.

    Raises:
        Refusal: ``forbidden``, ``recheck_span``.
    """
    call.require(Action.RECHECK_RUN)
    if until > timezone.localdate(call.at) or not dt.timedelta(0) <= until - since <= dt.timedelta(days=LONGEST):
        raise Refusal("recheck_span", field="until")
    span = {"since": since.isoformat(), "until": until.isoformat()}
    payload = {**span, "user": call.actor.user_id, "at": timezone.localtime(call.at).isoformat()}
    job = enqueue(KIND, payload, due=call.at, done="由命令核对" if by_command else "")
    record(call, job, data=span)
    return job
