"""What the actions on tasks share: one task opened for work, and who is at work."""

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.supervision.models import Breakdown, Task
from yixing_core.errors import Refusal


def open_task(call: Call, task_id: int, action: Action, version: int | None = None) -> Task:
    """One task to act upon: visible, allowed, locked, unchanged; a 补录 may not touch what was begun inside."""
    task = call.load(Task, task_id, action, version=version)
    same_origin(call, task)
    return task


def same_origin(call: Call, row: Task | Breakdown) -> None:
    """Refuse a 补录 on something that was begun inside the system."""
    if call.backfill and not row.is_backfilled:
        raise Refusal("backfill_inside", what=f"“{row}”")


def person_of(call: Call) -> int:
    """The person who acts; refused for an account without one."""
    if call.actor.person_id is None:
        raise Refusal("not_a_person_task")
    return call.actor.person_id


def withdraw_claim(task: Task) -> None:
    """The claim no longer stands: neither its verification nor the leader's consent does."""
    task.claimed_on = None
    task.verified_on = None
    task.verifier_id = None
    task.consented_on = None
    for merged in task.merged.filter(consented_on__isnull=False):
        merged.consented_on = None
        merged.save()
