"""Where a 批示 and a 呈批件 stand, from the records alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yixing.briefings.models import Briefing, Instruction

B = Briefing.State
I = Instruction.State  # noqa: E741  (two letters for two tables, used on this page only)


@dataclass(frozen=True, slots=True)
class InstructionRecords:
    """What decides where a 批示 stands.

    ``followed``: the leader, shown the result, gave a new 批示 instead. ``showing``: the result lies before him.
    """

    is_noted: bool
    approved_on: date | None
    followed: bool
    showing: bool


def instruction_state(records: InstructionRecords) -> Instruction.State:
    """Where a 批示 stands.

    Approval wins over 再督办: when the leader agrees to what his later 批示 brought, the earlier one is done as well.
    """
    if records.is_noted:
        return I.NOTED
    if records.approved_on is not None:
        return I.APPROVED
    if records.followed:
        return I.AGAIN
    return I.SHOWN if records.showing else I.IN_HAND


def briefing_state(closed_on: date | None, instructions: Iterable[Instruction.State]) -> Briefing.State:
    """Where a 呈批件 stands.

    >>> briefing_state(None, []), briefing_state(None, [I.NOTED]), briefing_state(None, [I.NOTED, I.SHOWN])
    (Briefing.State.PRESENTED, Briefing.State.NOTED, Briefing.State.INSTRUCTED)
    """
    if closed_on is not None:
        return B.CLOSED
    states = set(instructions)
    if not states:
        return B.PRESENTED
    return B.NOTED if states == {I.NOTED} else B.INSTRUCTED
