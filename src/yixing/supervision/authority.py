"""Who may end a task: what its source demands before 销号, and whether it is there.

By whose word a task of each source ends is a dated parameter of the county (``closer_decision``,
``closer_instruction``). As the pack gives it: 议定事项 are verified by 督查室 and consented to by the member in charge;
for a 批示件 the leader who gave the 批示 agrees. A task that others were merged into answers for all of their sources.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from yixing.compliance.gates import choice
from yixing.supervision.models import Task

Kind = Literal["verification", "member", "instructing_leader"]
_PARAMETERS: Final = {Task.Source.DECISION: "closer_decision", Task.Source.INSTRUCTION: "closer_instruction"}
_NEEDED: Final[dict[str, tuple[Kind, ...]]] = {
    "inspector": ("verification",),
    "inspector_and_member": ("verification", "member"),
    "instructing_leader": ("instructing_leader",),
}
"""What each of those who may be named has to have done; a name that nothing is known of is taken for 督查室 alone."""


def closer(source: str, on: dt.date) -> str:
    """The rulebook's word for who ends a task of a source on a day."""
    return choice(_PARAMETERS[Task.Source(source)], on)


def needed(source: str, on: dt.date) -> tuple[Kind, ...]:
    """What a task of a source needs before 销号 on a day, in the order in which it is done."""
    return _NEEDED.get(closer(source, on), _NEEDED["inspector"])


def sources_needing(kind: Kind, on: dt.date) -> tuple[str, ...]:
    """The sources whose tasks need this before 销号 on a day."""
    return tuple(source.value for source in _PARAMETERS if kind in needed(source, on))


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


def demands(task: Task, merged: Iterable[Task], on: dt.date) -> list[Demand]:
    """Everything the sources of a task demand on a day, in the order in which it is done.

    Args:
        task: the task that is to end.
        merged: what was merged into it.
        on: the day it is to end; the county's parameters of that day hold.
    """
    rows = [(row, needed(row.source, on)) for row in (task, *merged)]
    found: list[Demand] = []
    if any("verification" in kinds for _, kinds in rows):
        found.append(Demand("verification", task.pk, task.verifier_id, task.verified_on is not None))
    heard: set[tuple[str, int | None]] = set()
    for row, kinds in rows:
        # One word of a member covers all that is his; one word of an instructing leader covers that 批示 only.
        for kind in kinds:
            key = (kind, row.leader_id if kind == "member" else row.breakdown.instruction_id)
            if kind != "verification" and key not in heard:
                heard.add(key)
                found.append(_member(row) if kind == "member" else _instructing_leader(row))
    return found


def _member(task: Task) -> Demand:
    return Demand("member", task.pk, task.leader_id, task.consented_on is not None)


def _instructing_leader(task: Task) -> Demand:
    instruction = task.breakdown.instruction
    if instruction is None:
        msg = f"task {task.pk} says it comes from an instruction and has none"
        raise ValueError(msg)
    approved = instruction.approved_on
    # What the leader agreed to before the task was taken up again does not cover what came after.
    covers = approved is not None and (task.reopened_on is None or approved > task.reopened_on)
    return Demand("instructing_leader", task.pk, instruction.answers_to_id, covers or task.consented_on is not None)


def unmet(task: Task, merged: Iterable[Task], on: dt.date) -> list[Demand]:
    """What is still missing before 销号."""
    return [demand for demand in demands(task, merged, on) if not demand.met]
