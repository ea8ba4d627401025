"""The daily checkpoint, signed by the job loop."""

import datetime as dt
import uuid

from django.utils import timezone

from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.audit.actions import ledger_checkpoint
from yixing.door.call import Call
from yixing.jobs.models import Job
from yixing.jobs.worker import job
from yixing.ledger.models import Entry


def system_actor(day: dt.date, role: Role) -> Actor:
    """Nobody in particular: the product itself, in the capacity of one of its administrators."""
    return Actor(user_id=0, name="系统", day=day, roles=frozenset({role}))


@job("ledger.checkpoint", daily=dt.time(0, 30))
def daily_checkpoint(_: Job) -> str:
    """Sign the book once a day; a day on which nothing happened needs no new signature."""
    last = Entry.objects.order_by("-seq").first()
    if last is None or last.action == Action.LEDGER_CHECKPOINT.value:
        return "没有新的存证，沿用上一个存证点"
    now = timezone.now()
    day = timezone.localdate(now)
    call = Call(actor=system_actor(day, Role.AUDIT_ADMIN), at=now, on=day, request=uuid.uuid4())
    return f"已签发第 {ledger_checkpoint(call).size} 条处的存证点"
