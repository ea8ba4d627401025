"""A secret ballot on paper: papers given out, counted by one, confirmed by another, announced; or voided.

What is recorded are counts. No row, log line or entry of the ledger connects a person with a vote.
"""

from collections.abc import Mapping, Sequence

from yixing.access.actions import Action
from yixing.ballots import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.ballots.counting import MARKS, entered, must_balance, names, poll_counts, results, staff_facts, stored
from yixing.ballots.models import Option, Poll
from yixing.ballots.state import poll_state
from yixing.compliance.gates import Passed
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.matters.models import Nature
from yixing.meetings.actions.conclude import matter_group
from yixing.meetings.actions.room import open_item
from yixing.meetings.facts import poll_facts, room_facts
from yixing.meetings.models import AgendaItem
from yixing.meetings.roll import present_rows
from yixing.meetings.voting import entitled_of, may_vote, rule_of
from yixing_core.errors import Refusal
from yixing_core.voting.papers import PaperCount, differences

SECRET = AgendaItem.Method.SECRET


@action(Action.POLL_OPEN)
def poll_open(
    call: Call,
    *,
    item_id: int,
    options: Sequence[Mapping[str, str]],
    chief_scrutineer: str,
    scrutineers: str,
    tellers: str,
    version: int | None = None,
) -> Poll:
    """Give out the papers: who should be there, who is there and who may vote are frozen with the poll.

    Args:
        call: the circumstances.
        item_id: an item that is voted on, in a meeting that is going on.
        options: the lines of the ballot in order, keys ``text`` (name or question) and ``post``; of an 另册 item only
            their number is kept.
        chief_scrutineer: 总监票人.
        scrutineers: 监票人, names divided by 、.
        tellers: 计票人, names divided by 、.
        version: of the item.

    Raises:
        Refusal: ``poll_nature``, ``poll_exists``, ``poll_options``, ``poll_staff``, or the gate ``poll.open``.
    """
    item = open_item(call, item_id, Action.POLL_OPEN, version=version, doing="发表决票")
    if item.nature not in {Nature.DELIBERATE, Nature.CADRE}:
        raise Refusal("poll_nature", nature=item.get_nature_display())
    alive = Poll.objects.filter(item=item).exclude(state=Poll.State.VOID).first()
    if alive is not None:
        raise Refusal("poll_exists", state=alive.get_state_display())
    lines = _lines(item, options)
    if not (names(chief_scrutineer) and names(scrutineers) and names(tellers)):
        raise Refusal("poll_staff", field="scrutineers")
    poll = Poll(
        item=item,
        opened_on=call.on,
        base=entitled_of(item.meeting),
        present=len(present_rows(item.meeting)),
        entitled=may_vote(item, rule_of(item.meeting, item)),
        chief_scrutineer=chief_scrutineer.strip(),
        scrutineers=scrutineers.strip(),
        tellers=tellers.strip(),
    )
    facts = poll_facts(item, method=SECRET, candidates=len(lines), **staff_facts(poll))
    passed = gate(call, "poll.open", {**room_facts(item, matter_group(item, call.on)), "poll": facts})
    poll.state = poll_state(poll)
    poll.save()
    Option.objects.bulk_create(
        Option(poll=poll, order=order, text=text, post=post) for order, (text, post) in enumerate(lines, 1)
    )
    data = {"base": poll.base, "present": poll.present, "entitled": poll.entitled, "lines": len(lines)}
    note = {"lines": [list(line) for line in lines], "tellers": poll.tellers, "scrutineers": poll.scrutineers}
    record(call, poll, refs=[item, item.meeting, item.matter], passed=[passed], data=data, note=note)
    return poll


def _lines(item: AgendaItem, options: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    given = [(str(row.get("text") or "").strip(), str(row.get("post") or "").strip()) for row in options]
    if item.is_offline:
        given = [(f"人选{number}", "") for number, _ in enumerate(given, 1)]
    given = [line for line in given if line[0]]
    if not given:
        raise Refusal("poll_options", field="options")
    twice = next((line for line in given if given.count(line) > 1), None)
    if twice is not None:
        raise Refusal("poll_option_twice", field="options", text=twice[0])
    return given


def _running(call: Call, poll_id: int, name: Action, version: int | None) -> Poll:
    """A poll that is not over; its item has no conclusion yet."""
    poll = call.load(Poll, poll_id, name, version=version)
    if poll.state in {Poll.State.VOID, Poll.State.ANNOUNCED}:
        next_ = "结果已公布，请作结论。" if poll.state == Poll.State.ANNOUNCED else "请重新发票。"
        raise Refusal("poll_state", state=poll.get_state_display(), action=name.label, next=next_)
    return poll


@action(Action.POLL_COUNT)
def poll_count(
    call: Call,
    *,
    poll_id: int,
    issued: int,
    returned: int,
    valid: int,
    invalid: int,
    counts: Mapping[int, Mapping[str, int]],
    version: int | None = None,
) -> Poll:
    """录入（甲）: the first teller enters papers and counts; they must add up. Until confirmed they may be re-entered.

    Args:
        call: the circumstances.
        poll_id: the poll.
        issued: 发出票.
        returned: 收回票.
        valid: 有效票.
        invalid: 无效票.
        counts: order of the line → ``yes, no, abstain`` and ``spoiled`` (该项无效) where there are any.
        version: of the poll.

    Raises:
        Refusal: ``voting.papers`` naming everything that does not add up.
    """
    poll = _running(call, poll_id, Action.POLL_COUNT, version)
    options = list(poll.options.order_by("order"))
    papers = {"issued": issued, "returned": returned, "valid": valid, "invalid": invalid}
    count = entered(options, papers, counts)
    must_balance(count, voters=poll.entitled)
    poll.issued, poll.returned, poll.valid, poll.invalid = issued, returned, valid, invalid
    for option, line in zip(options, count.candidates, strict=True):
        option.yes, option.no, option.abstain, option.spoiled = line.yes, line.no, line.abstain, line.void
    Option.objects.bulk_update(options, MARKS)
    poll.counted_by = _who(call)
    poll.state = poll_state(poll)
    poll.save()
    record(call, poll, refs=[poll.item], data=papers | {"counts": _plain(count)})
    return poll


def _who(call: Call) -> str:
    """The account at the keyboard: two entries by one person under two posts would be no second count."""
    return f"user/{call.actor.user_id}"


def _plain(count: PaperCount) -> list[list[int]]:
    """Counts by line, without names."""
    return [[line.yes, line.no, line.abstain, line.void] for line in count.candidates]


@action(Action.POLL_CONFIRM)
def poll_confirm(
    call: Call,
    *,
    poll_id: int,
    issued: int,
    returned: int,
    valid: int,
    invalid: int,
    counts: Mapping[int, Mapping[str, int]],
    version: int | None = None,
) -> Poll:
    """复核（乙）: another person enters the counts again; where both agree the result is computed and announced.

    Raises:
        Refusal: ``poll_same_person``, ``poll_differs`` naming every difference, or the gate ``poll.declare``.
    """
    poll = _running(call, poll_id, Action.POLL_CONFIRM, version)
    if poll.state != Poll.State.COUNTED:
        raise Refusal("poll_state", state=poll.get_state_display(), action="复核", next="请先由甲录入计票。")
    if poll.counted_by == _who(call):
        raise Refusal("poll_same_person")
    options = list(poll.options.order_by("order"))
    papers = {"issued": issued, "returned": returned, "valid": valid, "invalid": invalid}
    count = entered(options, papers, counts)
    found = differences(stored(poll, options), count)
    if found:
        words = "；".join(f"{each.label} 甲{each.first}、乙{each.second}" for each in found)
        raise Refusal("poll_differs", field=found[0].field, differences=words)
    passed = _declare(call, poll, options, count)
    poll.confirmed_by, poll.announced_on = _who(call), call.on
    poll.state = poll_state(poll)
    poll.save()
    carried = [bool(option.passed) for option in options]
    data = papers | {"base": poll.base, "counts": _plain(count), "carried": carried}
    record(call, poll, refs=[poll.item, poll.item.meeting, poll.item.matter], passed=passed, data=data)
    return poll


def _declare(call: Call, poll: Poll, options: Sequence[Option], count: PaperCount) -> list[Passed]:
    """Compute the result of every line, ask whether it may be declared, keep it in the row."""
    computed = results(poll, count)
    facts = room_facts(poll.item, matter_group(poll.item, call.on))
    facts["present"] = poll.present
    passed = []
    for option, line in zip(options, count.candidates, strict=True):
        option.passed = computed[option.order].carried
        asked = poll_facts(poll.item, method=SECRET, candidates=len(options))
        asked |= poll_counts(poll, count, line, passed=option.passed)
        passed.append(gate(call, "poll.declare", {**facts, "poll": asked}))
    Option.objects.bulk_update(options, ("passed",))
    return passed


@action(Action.POLL_VOID)
def poll_void(call: Call, *, poll_id: int, reason: str, version: int | None = None) -> Poll:
    """作废重投: the papers count for nothing, with the reason; new ones may be given out until the conclusion."""
    poll = call.load(Poll, poll_id, Action.POLL_VOID, version=version)
    item = AgendaItem.objects.select_for_update().get(pk=poll.item_id)
    if item.outcome:
        raise Refusal("poll_concluded", order=item.order)
    if poll.state == Poll.State.VOID:
        raise Refusal("poll_state", state=poll.get_state_display(), action="作废", next="请重新发票。")
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="作废事由")
    poll.void_reason = reason.strip()
    poll.state = poll_state(poll)
    poll.save()
    record(call, poll, refs=[item, item.meeting], note={"reason": reason.strip()})
    return poll
