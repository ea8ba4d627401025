"""What is done to 呈批件 and 批示."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.attachments.store import Label, attach
from yixing.briefings.deadlines import Words
from yixing.briefings.facts import instruction_facts, open_tasks
from yixing.briefings.giving import (
    instruct,
    public,
    put_before,
    require_open,
    same_origin,
    settle_briefing,
    settle_instruction,
)
from yixing.briefings.models import Briefing, Instruction, Showing
from yixing.briefings.refusals import wrong_state
from yixing.decisions.filing import Said, paper_of, put_on_file
from yixing.decisions.leaders import area_of_unit, own_area_of
from yixing.decisions.models import Decision
from yixing.decisions.records import Circumstances, Settled, settle
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.papers.numbering import take_number
from yixing.people.models import Person
from yixing.portfolios.models import Area
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File

DUTY_HOME = "请打开那件履责，由本人（或代录）点“交办”。"


@action(Action.BRIEFING_REGISTER)
def briefing_register(
    call: Call,
    *,
    kind: str,
    title: str,
    leader_ids: Sequence[int],
    source: str = "",
    source_number: str = "",
    summary: str = "",
    paper: "File[bytes] | None" = None,
) -> Briefing:
    """Register something that is put before one or more leaders; it gets its number now.

    Args:
        call: ``call.on`` is the day it was put before them.
        kind: a ``Briefing.Kind``, not ``DUTY``: what came of a duty is put before its member by his own 交办.
        title: as it stands on the paper.
        leader_ids: persons it is put before, at least one.
        source: where it comes from.
        source_number: the number it bears.
        summary: a few lines.
        paper: the paper itself, scanned.

    Raises:
        Refusal: ``field_invalid``, ``no_leader``; what ``attach`` refuses.
    """
    call.require(Action.BRIEFING_REGISTER)
    if kind == Briefing.Kind.DUTY:
        raise Refusal("field_invalid", field="kind", label="类别", why="履责事项不在这里登记", mend=DUTY_HOME)
    leaders = list(Person.objects.filter(pk__in=list(leader_ids)))
    briefing = put_before(
        call, leaders, kind=kind, title=title, source=source, source_number=source_number, summary=summary
    )
    if paper is not None:
        attach(paper, subject=ref(briefing), label=Label.BASIS, by=call.actor.ref, at=call.at)
    record(call, briefing, refs=leaders, data={"kind": kind, "number": briefing.number, "leaders": len(leaders)})
    return briefing


@action(Action.BRIEFING_INSTRUCT)
def briefing_instruct(
    call: Call,
    *,
    briefing_id: int,
    version: int | None = None,
    text: str = "",
    requirement: str = "",
    unit_id: int | None = None,
    due: Words = "",
    urgent: bool = False,
    noted: bool = False,
    forward_to_ids: Sequence[int] = (),
) -> Instruction:
    """Record what a leader wrote on a briefing; the leader is the actor, mostly entered for him (代录) with the scan.

    Args:
        call: ``call.on`` is the day of the 批示.
        briefing_id: the briefing.
        version: as the form saw it.
        text: the 批示 word for word; may be empty for a mere 圈阅.
        requirement: what is to be done, in the office's words.
        unit_id: who is to do it; needed unless ``noted``.
        due: until when, in words; without any, the county's limits for 批示件 are taken.
        urgent: 急件.
        noted: 圈阅, nothing is to be done.
        forward_to_ids: leaders to whom he passes it on (转呈); it lies before them from now on.

    Raises:
        Refusal: ``instruction_text``, ``instruction_unit``, ``wrong_state`` where the briefing is closed.
    """
    briefing = call.load(Briefing, briefing_id, Action.BRIEFING_INSTRUCT, version=version)
    require_open(call, briefing)
    instruction = instruct(
        call, briefing, text=text, requirement=requirement, unit_id=unit_id, due=due, urgent=urgent, noted=noted
    )
    onward = list(Person.objects.filter(pk__in=list(forward_to_ids)))
    briefing.leaders.add(*onward)
    settle_briefing(briefing)
    data = public(instruction) | {"forwarded": sorted(person.pk for person in onward)}
    record(call, instruction, refs=[briefing, instruction.unit, *onward], data=data)
    return instruction


@action(Action.BRIEFING_SHOW)
def briefing_show(
    call: Call, *, instruction_id: int, version: int | None = None, result: str, signed: bool = False
) -> Instruction:
    """Put the result before the leader who gave the 批示 (呈阅).

    Args:
        call: ``call.on`` is the day it was put before him.
        instruction_id: the 批示.
        version: as the form saw it.
        result: what was done, in words.
        signed: whether the head of the unit signed it.

    Raises:
        Refusal: ``instruction_result``; ``wrong_state`` unless the 批示 is in hand.
    """
    instruction = call.load(Instruction, instruction_id, Action.BRIEFING_SHOW, version=version)
    same_origin(call, instruction.briefing)
    if not result.strip():
        raise Refusal("instruction_result", field="result")
    _expect(instruction, Instruction.State.IN_HAND, action="呈阅")
    Showing.objects.create(instruction=instruction, on=call.on, result=result.strip(), signed=signed)
    instruction.shown_on = call.on
    settle_instruction(instruction)
    record(call, instruction, refs=[instruction.briefing], data={"signed": signed}, note={"result": result})
    return instruction


@action(Action.BRIEFING_APPROVE)
def briefing_approve(
    call: Call,
    *,
    instruction_id: int,
    version: int | None = None,
    agreed: bool = True,
    text: str = "",
    unit_id: int | None = None,
    due: Words = "",
    urgent: bool = False,
) -> Instruction:
    """The leader's answer to what he was shown: 阅示同意, or a new 批示 instead (再督办).

    With his agreement every earlier 批示 that this one carries on is done as well. Without it ``text`` becomes a new
    批示 on the same briefing, to the same unit unless ``unit_id`` names another.

    Args:
        call: ``call.on`` is the day of his answer.
        instruction_id: the 批示 that was shown.
        version: as the form saw it.
        agreed: whether he agrees.
        text: what he wrote.
        unit_id: who is to do it, of the new 批示.
        due: until when, of the new 批示.
        urgent: whether the new 批示 is 急件.

    Returns:
        The 批示 that was shown.

    Raises:
        Refusal: ``again_text``; ``wrong_state`` unless the result lies before him.
    """
    instruction = call.load(Instruction, instruction_id, Action.BRIEFING_APPROVE, version=version)
    same_origin(call, instruction.briefing)
    _expect(instruction, Instruction.State.SHOWN, action="登记阅示意见")
    if not agreed and not text.strip():
        raise Refusal("again_text", field="text")
    showing = instruction.showings.get(answered_on__isnull=True)
    showing.answered_on, showing.agreed, showing.opinion = call.on, agreed, text[:200]
    showing.save()
    following = None
    if agreed:
        _approve_chain(instruction, call.on, text)
    else:
        following = instruct(
            call,
            instruction.briefing,
            text=text,
            requirement=instruction.requirement,
            unit_id=unit_id or instruction.unit_id,
            due=due,
            urgent=urgent,
            follows=instruction,
        )
        settle_instruction(instruction)
    settle_briefing(instruction.briefing)
    record(
        call,
        instruction,
        refs=[instruction.briefing, following],
        data={"agreed": agreed, "following": following.pk if following else None},
        note={"opinion": text},
    )
    return instruction


@action(Action.BRIEFING_CLOSE)
def briefing_close(call: Call, *, briefing_id: int, version: int | None = None, note: str = "") -> Briefing:
    """Close a briefing once nothing that a leader asked for is open.

    Args:
        call: the circumstances.
        briefing_id: the briefing.
        version: as the form saw it.
        note: why, where no leader wrote anything on it.

    Raises:
        Refusal: what the gate ``instruction.close`` refuses for one of its 批示; ``briefing_open``, ``closing_note``.
    """
    briefing = call.load(Briefing, briefing_id, Action.BRIEFING_CLOSE, version=version)
    same_origin(call, briefing)
    if briefing.state == Briefing.State.CLOSED:
        raise wrong_state(f"《{briefing}》", "已办结", "再次办结", "无需再办。")
    instructions = list(briefing.instructions.order_by("id"))
    if not instructions and not note.strip():
        raise Refusal("closing_note", field="note")
    wanted = [row for row in instructions if not row.is_noted]
    passed = [gate(call, "instruction.close", instruction_facts(row)) for row in wanted]
    _refuse_open(wanted)
    briefing.closed_on = call.on
    briefing.closing_note = note.strip()
    settle_briefing(briefing)
    record(call, briefing, refs=instructions, passed=passed, data={"instructions": len(instructions)})
    return briefing


@action(Action.INSTRUCTION_FILE)
def instruction_file_direct(
    call: Call,
    *,
    instruction_id: int,
    area_id: int | None = None,
    version: int | None = None,
    **said: Unpack[Said],
) -> Decision:
    """列入直接决定备案: what a member wrote on a paper is on file as his own decision; nothing is typed again.

    Args:
        call: the circumstances; the day of filing is the day of entry.
        instruction_id: the 批示, one that asks for something to be done.
        area_id: the area in which he decided; if not given, one of the unit's that he led that day, else its first.
        version: of the 批示.
        said: its type, its sum or that there is none, and which other members had agreed when.

    Raises:
        Refusal: ``instruction_noted``, ``direct_filed``, and what ``decisions.filing.put_on_file`` refuses.
    """
    instruction = call.load(Instruction, instruction_id, Action.INSTRUCTION_FILE, version=version)
    briefing, day = instruction.briefing, instruction.on
    same_origin(call, briefing)
    if instruction.is_noted:
        raise Refusal("instruction_noted")
    filed = Decision.objects.filter(instruction=instruction).first()
    if filed is not None and filed.filed_on is not None:
        raise Refusal("direct_filed", number=filed.number, on=filed.filed_on.isoformat())
    area = Area.objects.filter(pk=area_id).first() if area_id else None
    area = area or own_area_of(instruction.unit, instruction.leader_id, day) or area_of_unit(instruction.unit)
    words = instruction.due_words if instruction.due_on is None else (instruction.due_words, instruction.due_on)
    about = Circumstances(
        source=Decision.Source.DIRECT,
        outcome="agreed",
        on=day,
        is_backfilled=bool(call.backfill),
        area=area,
        origin={"instruction": instruction},
    )
    line = Settled(text=instruction.text, title=briefing.title, lead=instruction.unit, due=words)
    decision = settle(line, f"备{day.year}-{take_number('decision:direct', day.year):03d}", briefing.title, about)
    basis = f"{briefing.number}，{day.year}年{day.month}月{day.day}日批示"
    paper = paper_of(Decision.Record.INSTRUCTION, basis, instruction.leader_id, said)
    passed = put_on_file(call, decision, paper)
    data = {"decided_on": day, "filed_on": decision.filed_on, "record": paper.record}
    consents = Person.objects.filter(pk__in=paper.consents)
    record(call, decision, refs=[instruction, briefing, *consents], passed=passed, data=data)
    return decision


def _refuse_open(instructions: Sequence[Instruction]) -> None:
    unapproved = sum(row.approved_on is None for row in instructions)
    tasks = sum(open_tasks(row) for row in instructions)
    parts = []
    if unapproved:
        parts.append(f"有{unapproved}件批示尚未经批示领导阅示同意")
    if tasks:
        parts.append(f"有{tasks}项任务尚未销号")
    if parts:
        raise Refusal("briefing_open", what="，".join(parts))


def _approve_chain(instruction: Instruction, on: dt.date, text: str) -> None:
    link: Instruction | None = instruction
    while link is not None:
        link.approved_on = on
        link.approved_text = text[:200]
        settle_instruction(link)
        link = link.follows


def _expect(instruction: Instruction, state: Instruction.State, *, action: str) -> None:
    if instruction.state != state:
        here = Instruction.State(instruction.state).label
        following = {
            Instruction.State.IN_HAND: "请先写明办理情况，呈批示领导阅示。",
            Instruction.State.SHOWN: "已呈批示领导，请等领导阅示。",
            Instruction.State.AGAIN: "领导已有新的批示，请在新的批示上办理。",
        }.get(Instruction.State(instruction.state), "这件批示已经办完，无需再办。")
        raise wrong_state("这件批示", here, action, following)
