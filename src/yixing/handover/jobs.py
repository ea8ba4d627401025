"""What was signed before its day passes on when the day has come: looked for every night, and when a plan is adopted."""

import datetime as dt
import uuid

from django.utils import timezone

from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.door.call import Call
from yixing.jobs.models import Job
from yixing.jobs.worker import job
from yixing.ledger import clock

KIND = "handover.pass_on"


@job(KIND, daily=dt.time(0, 5))
def pass_on_due(_: Job) -> str:
    """One action, and one entry, for each sheet whose receiver's name is due."""
    from yixing.handover.actions import handover_pass_on  # noqa: PLC0415  (the actions import this module's name)
    from yixing.handover.passing import sheets_due  # noqa: PLC0415

    now = clock.now()
    day = timezone.localdate(now)
    actor = Actor(user_id=0, name="系统", day=day, roles=frozenset({Role.CLERK}))
    due = sheets_due(day)
    for pk in due:
        handover_pass_on(Call(actor=actor, at=now, on=day, request=uuid.uuid4()), handover_id=pk)
    return f"{len(due)} 份工作交接单的在办事项转由接收人负责"
