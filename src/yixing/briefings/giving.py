"""Putting a paper before leaders, and what a leader writes on it: shared by the actions that do so, here and in apps above."""

import datetime as dt
from collections.abc import Sequence

from yixing.briefings.deadlines import Due, Words, resolve
from yixing.briefings.models import Briefing, Instruction
from yixing.briefings.refusals import wrong_state
from yixing.briefings.state import InstructionRecords, briefing_state, instruction_state
from yixing.compliance import parameters
from yixing.door.call import Call
from yixing.papers.numbering import take_number
from yixing.people.models import Organization, Person
from yixing_core.errors import Refusal
from yixing_core.workdays.calendar import default_calendar

SERIES = "呈批件"


def put_before(
    call: Call,
    leaders: Sequence[Person],
    *,
    kind: str,
    title: str,
    source: str = "",
    source_number: str = "",
    summary: str = "",
) -> Briefing:
    """A new 呈批件 with its number, before at least one leader, on the day of the call.

    Raises:
        Refusal: ``no_leader``.
    """
    if not leaders:
        raise Refusal("no_leader", field="leader_ids")
    briefing = Briefing.objects.create(
        number=f"呈{call.on.year}-{take_number(SERIES, call.on.year):04d}",
        kind=kind,
        title=title,
        source=source,
        source_number=source_number,
        summary=summary,
        presented_on=call.on,
        is_backfilled=bool(call.backfill),
    )
    briefing.leaders.set(leaders)
    return briefing


def require_open(call: Call, briefing: Briefing) -> None:
    """Refuse a 批示 on a briefing that is done, and a 补录 on one that was begun inside the system.

    Raises:
        Refusal: ``wrong_state``, ``backfill_inside``.
    """
    same_origin(call, briefing)
    if briefing.state == Briefing.State.CLOSED:
        raise wrong_state(f"《{briefing}》", "已办结", "再登记批示", "如有新的批示，请另行登记呈批件。")


def same_origin(call: Call, briefing: Briefing) -> None:
    """A 补录 touches only what was itself entered as 补录 (``backfill_inside``)."""
    if call.backfill and not briefing.is_backfilled:
        raise Refusal("backfill_inside", what=f"《{briefing}》")


def instruct(
    call: Call,
    briefing: Briefing,
    *,
    text: str,
    unit_id: int | None,
    requirement: str = "",
    due: Words = "",
    urgent: bool = False,
    noted: bool = False,
    follows: Instruction | None = None,
) -> Instruction:
    """What the acting leader wrote on a briefing, as one 批示 in hand; the caller settles the briefing afterwards.

    Args:
        call: the leader, or his delegate; ``call.on`` is the day of the 批示.
        briefing: on which he wrote.
        text: word for word; may be empty for a mere 圈阅.
        unit_id: who is to do it; needed unless ``noted``.
        requirement: what is to be done, in the office's words.
        due: until when, in words; without any, the county's limits for 批示件 are taken.
        urgent: 急件.
        noted: 圈阅, nothing is to be done.
        follows: the 批示 whose result did not content him (再督办).

    Raises:
        Refusal: ``not_a_person``, ``instruction_text``, ``instruction_unit``, a deadline that cannot be understood.
    """
    if call.actor.person_id is None:
        raise Refusal("not_a_person")
    if not noted and not text.strip():
        raise Refusal("instruction_text", field="text")
    if not noted and unit_id is None:
        raise Refusal("instruction_unit", field="unit_id")
    unit = Organization.objects.get(pk=unit_id) if unit_id is not None and not noted else None
    limit = Due() if noted else _limit(due, call.on, urgent=urgent)
    instruction = Instruction(
        briefing=briefing,
        leader_id=call.actor.person_id,
        follows=follows,
        on=call.on,
        text=text.strip() or "（圈阅）",
        requirement=requirement.strip(),
        unit=unit,
        urgent=urgent,
        due_words=limit.words,
        due_on=limit.on,
        is_noted=noted,
    )
    settle_instruction(instruction)
    return instruction


def _limit(due: Words, on: dt.date, *, urgent: bool) -> Due:
    """The limit the leader set, else the county's own for 批示件; without either there is none yet."""
    given = resolve(due, on)
    if given.words:
        return given
    county = parameters.on_day(on)
    if urgent and "urgent_instruction_workdays" in county:
        days = int(county["urgent_instruction_workdays"])
        return Due(f"急件，{days}个工作日内", default_calendar().add_workdays(on, days))
    if "instruction_days" in county:
        days = int(county["instruction_days"])
        return Due(f"未写时限，按规定{days}日内", on + dt.timedelta(days=days))
    return Due()


def settle_instruction(instruction: Instruction) -> None:
    """Store where a 批示 stands by its records."""
    stored = instruction.pk is not None
    instruction.state = instruction_state(
        InstructionRecords(
            is_noted=instruction.is_noted,
            approved_on=instruction.approved_on,
            followed=stored and Instruction.objects.filter(follows=instruction).exists(),
            showing=stored and instruction.showings.filter(answered_on__isnull=True).exists(),
        )
    )
    instruction.save()


def settle_briefing(briefing: Briefing) -> None:
    """Store where a 呈批件 stands by its 批示."""
    states = [Instruction.State(state) for state in briefing.instructions.values_list("state", flat=True)]
    briefing.state = briefing_state(briefing.closed_on, states)
    briefing.save()


def public(instruction: Instruction) -> dict[str, object]:
    """What the ledger says of a 批示 in the clear: ids, the day, codes; never its words."""
    return {
        "leader": instruction.leader_id,
        "unit": instruction.unit_id,
        "due_on": instruction.due_on,
        "urgent": instruction.urgent,
        "noted": instruction.is_noted,
    }
