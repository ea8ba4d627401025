"""Who may end a task: what its source demands before 销号, and whether it is there.

议定事项: verified by 督查室, consented to by the member in charge. 批示件: the leader who gave the 批示 agreed. A task
that others were merged into answers for all of their sources.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from yixing.supervision.models import Task

Kind = Literal["verification", "member", "instructing_leader"]
CLOSERS: dict[str, str] = {
    Task.Source.DECISION: "inspector_and_member",
    Task.Source.INSTRUCTION: "instructing_leader",
}
"""The rulebook's word for who ends a task of each source."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that must be there before 销号.

    ``task_id`` is the task on which it is recorded (a merged one keeps its own), ``person_id`` whose word it is.
    """

    kind: Kind
    task_id: int
    person_id: int | None
    met: bool

    @property
    def words(self) -> str:
        """What is demanded, for a refusal and for the page."""
        return {
            "verification": "督查室核实属实",
            "member": "分管常委签认",
            "instructing_leader": "批示领导阅示同意",
        }[self.kind]


def demands(task: Task, merged: Iterable[Task] = ()) -> list[Demand]:
    """Everything the sources of a task demand, in the order in which it is done."""
    rows = [task, *merged]
    found: list[Demand] = []
    if any(row.source == Task.Source.DECISION for row in rows):
        found.append(Demand("verification", task.pk, task.verifier_id, task.verified_on is not None))
    heard: set[tuple[str, int | None]] = set()
    for row in rows:
        # One word of a member covers all that is his; one word of an instructing leader covers that 批示 only.
        own = row.source == Task.Source.DECISION
        key = ("member", row.leader_id) if own else ("instruction", row.breakdown.instruction_id)
        if key not in heard:
            heard.add(key)
            found.append(_leader(row))
    return found


def _leader(task: Task) -> Demand:
    if task.source == Task.Source.DECISION:
        return Demand("member", task.pk, task.leader_id, task.consented_on is not None)
    instruction = task.breakdown.instruction
    if instruction is None:
        msg = f"task {task.pk} says it comes from an instruction and has none"
        raise ValueError(msg)
    approved = instruction.approved_on
    # What the leader agreed to before the task was taken up again does not cover what came after.
    covers = approved is not None and (task.reopened_on is None or approved > task.reopened_on)
    return Demand("instructing_leader", task.pk, instruction.leader_id, covers or task.consented_on is not None)


def unmet(task: Task, merged: Iterable[Task] = ()) -> list[Demand]:
    """What is still missing before 销号."""
    return [demand for demand in demands(task, merged) if not demand.met]
