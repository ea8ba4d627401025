"""What the job loop does for the book: the daily checkpoint, and the file of an export."""

import datetime as dt
import uuid

from django.utils import timezone

from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.audit.actions import EXPORT, ledger_checkpoint
from yixing.door.call import Call
from yixing.jobs.files import Shelf
from yixing.jobs.models import Job
from yixing.jobs.worker import job
from yixing.ledger import clock
from yixing.ledger.book import write_book
from yixing.ledger.models import Entry

EXPORTS = Shelf("exports", ".jsonl", most=10)


def system_actor(day: dt.date, role: Role) -> Actor:
    """Nobody in particular: the product itself, in the capacity of one of its administrators."""
    return Actor(user_id=0, name="系统", day=day, roles=frozenset({role}))


@job("ledger.checkpoint", daily=dt.time(0, 30))
def daily_checkpoint(_: Job) -> str:
    """Sign the book once a day; a day on which nothing happened needs no new signature."""
    last = Entry.objects.order_by("-seq").first()
    if last is None or last.action == Action.LEDGER_CHECKPOINT.value:
        return "没有新的存证，沿用上一个存证点"
    now = clock.now()
    day = timezone.localdate(now)
    call = Call(actor=system_actor(day, Role.AUDIT_ADMIN), at=now, on=day, request=uuid.uuid4())
    return f"已签发第 {ledger_checkpoint(call).size} 条处的存证点"


@job(EXPORT)
def write_export(task: Job) -> str:
    """Write the whole book; killed halfway, it leaves no file, and the next loop begins anew."""
    target = EXPORTS.cleared(task.pk)

    def tell(done: int, total: int) -> None:
        Job.objects.filter(pk=task.pk).update(progress=done, total=total)

    checkpoint = write_book(target, clock.now(), tell)
    EXPORTS.prune()
    return f"共 {checkpoint.size} 条"
