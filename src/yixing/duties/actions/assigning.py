"""交办履责结果: what came of a member's 协调, 督查 or 专题报告 becomes work by his own 批示 on it."""

import json

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.briefings.deadlines import Words
from yixing.briefings.giving import instruct, public, put_before, require_open, settle_briefing
from yixing.briefings.models import Briefing, Instruction
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.duties.models import Duty
from yixing.ledger.models import Entry
from yixing_core.errors import Refusal


@action(Action.DUTY_ASSIGN)
def duty_assign(
    call: Call,
    *,
    duty_id: int,
    text: str,
    unit_id: int | None = None,
    due: Words = "",
    urgent: bool = False,
    version: int | None = None,
) -> Instruction:
    """Have a unit do what came of a duty, by the member's own 批示; several units take several, one each.

    The first one also registers the 呈批件: titled as the duty, its summary the result, put before the member
    himself. From then on it goes the ordinary way: 责任分解 by the 督查室, tasks, 阅示 by the member.

    Args:
        call: the member himself, or his delegate with the signed paper; ``call.on`` is the day of the 批示.
        duty_id: a duty of his own.
        text: his 批示, word for word.
        unit_id: who is to do it.
        due: until when, in words; without any, the county's limits for 批示件 are taken.
        urgent: 急件.
        version: of the duty as the form saw it.

    Returns:
        The 批示; its 呈批件 is the duty's from now on.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``assign_before``, ``instruction_text``, ``instruction_unit``,
            a deadline that cannot be understood, ``wrong_state`` where the 呈批件 is done, ``backfill_inside``.
    """
    duty = call.load(Duty, duty_id, Action.DUTY_ASSIGN, version=version)
    if call.on < duty.on:
        raise Refusal("assign_before", field="on", on=duty.on.isoformat())
    briefing, is_new = _briefing_of(call, duty)
    instruction = instruct(call, briefing, text=text, unit_id=unit_id, due=due, urgent=urgent)
    settle_briefing(briefing)
    duty.briefing = briefing
    duty.save()
    made = {"kind": briefing.kind, "number": briefing.number} if is_new else {}
    record(
        call, instruction, refs=[duty, briefing, instruction.unit], data=public(instruction) | {"made": is_new} | made
    )
    return instruction


def _briefing_of(call: Call, duty: Duty) -> tuple[Briefing, bool]:
    """The duty's 呈批件, and whether it is made now."""
    if duty.briefing is not None:
        require_open(call, duty.briefing)
        return duty.briefing, False
    if call.backfill and not _is_backfilled(duty):
        raise Refusal("backfill_inside", what=f"“{duty}”")
    made = put_before(
        call,
        [duty.person],
        kind=Briefing.Kind.DUTY,
        title=duty.title,
        source=f"{duty.person.name}{duty.get_mode_display()}",
        summary=duty.result,
    )
    return made, True


def _is_backfilled(duty: Duty) -> bool:
    """Whether the duty was itself entered as 补录; it has no column for that, its first entry says so."""
    first = Entry.objects.filter(subject=ref(duty)).order_by("seq").first()
    return first is not None and json.loads(first.line)["data"].get("backfill") is True
