"""In the room: who is there, the opening, recusal, who spoke in which order, the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.meetings import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.meetings.actions.planning import BEFORE_OPENING, not_open
from yixing.meetings.facts import body_facts, chair_spoke_last, meeting_facts
from yixing.meetings.models import AgendaItem, Attendance, Meeting, Recusal, Statement
from yixing.meetings.roll import add_non_voting, present_rows, sync_roll, voters, voting_rows
from yixing.meetings.speaking import add_statements
from yixing.meetings.state import meeting_state
from yixing.people.models import Person
from yixing_core.errors import Refusal

Presence = Attendance.Presence
Stance = Statement.Stance
_RUNNING = BEFORE_OPENING | {Meeting.State.OPEN}
_ASK_OFFICE = "会议结束后到会情况不再更改；确需更正的，在会议记录审核时说明。"


@action(Action.MEETING_ATTENDANCE)
def meeting_attendance(
    call: Call,
    *,
    meeting_id: int,
    presence: Mapping[int, str],
    reasons: Mapping[int, str] | None = None,
    others: Sequence[int] = (),
    version: int | None = None,
) -> Meeting:
    """Save the whole attendance sheet: 出席, 请假 (with reason), 缺席 of each member, and who attends as 列席.

    While the meeting is going on, late arrivals are entered the same way; somebody who has voted cannot become absent.

    Args:
        call: the circumstances.
        meeting_id: a meeting that is not over.
        presence: person → code of ``Attendance.Presence``; who is left out keeps what he has.
        reasons: person → reason of a leave.
        others: persons who attend without a vote; those no longer named leave the sheet.
        version: of the meeting.
    """
    meeting = call.load(Meeting, meeting_id, Action.MEETING_ATTENDANCE, version=version)
    if meeting.state not in _RUNNING:
        raise not_open(meeting, "登记到会", _ASK_OFFICE)
    if meeting.state != Meeting.State.OPEN:
        sync_roll(meeting)
    rows = {row.person_id: row for row in meeting.attendances.select_related("person")}
    changed = [
        row
        for person_id, code in presence.items()
        if (row := _entered(meeting, rows, person_id, code, (reasons or {}).get(person_id, ""))) is not None
    ]
    Attendance.objects.bulk_update(changed, ("presence", "reason"))
    meeting.attendances.filter(capacity=Attendance.Capacity.NON_VOTING).exclude(person_id__in=others).delete()
    add_non_voting(meeting, Person.objects.filter(pk__in=others).order_by("order", "id"))
    if meeting.state == Meeting.State.OPEN:
        meeting.present = len(present_rows(meeting))
    meeting.save()
    record(call, meeting, data=_counts(meeting))
    return meeting


def _entered(
    meeting: Meeting, rows: Mapping[int, Attendance], person_id: int, code: str, reason: str
) -> Attendance | None:
    """The row with what was entered, ``None`` where nothing changed."""
    row = rows.get(person_id)
    if row is None:
        person = Person.objects.filter(pk=person_id).first()
        raise Refusal("attendance_stranger", name=person.name if person is not None else "此人")
    code = Presence(code)
    if (row.presence, row.reason) == (code, reason):
        return None
    if row.presence == Presence.PRESENT and code != Presence.PRESENT:
        voted = AgendaItem.objects.filter(meeting=meeting, votes__person=row.person).order_by("order").first()
        if voted is not None:
            raise Refusal("attendance_frozen", name=row.person.name, item=voted.order)
    row.presence, row.reason = code, reason if code == Presence.LEAVE else ""
    return row


def _counts(meeting: Meeting) -> dict[str, int]:
    """应到, 实到, 请假, 缺席, 列席 as they stand on the ledger."""
    rows = voting_rows(meeting)
    tally = {code: sum(row.presence == code for row in rows) for code in Presence.values}
    return {
        "entitled": len(rows),
        "present": tally[Presence.PRESENT],
        "leave": tally[Presence.LEAVE],
        "absent": tally[Presence.ABSENT],
        "non_voting": meeting.attendances.exclude(capacity=Attendance.Capacity.MEMBER).count(),
    }


@action(Action.MEETING_OPEN)
def meeting_open(call: Call, *, meeting_id: int, version: int | None = None) -> Meeting:
    """Open the meeting: everybody's attendance is known, enough are there; 应到 and 实到 are frozen.

    Raises:
        Refusal: ``attendance_open`` naming who is not entered yet, or the gate ``meeting.open``.
    """
    meeting = call.load(Meeting, meeting_id, Action.MEETING_OPEN, version=version)
    allowed = BEFORE_OPENING if call.backfill or meeting.body is None else {Meeting.State.NOTIFIED}
    if meeting.state not in allowed:
        raise not_open(meeting, "宣布开会", "筹备中的请先发会议通知。")
    rows = voting_rows(meeting)
    waiting = [row.person.name for row in rows if row.presence == Presence.EXPECTED]
    if waiting:
        raise Refusal("attendance_open", count=len(waiting), names="、".join(waiting))
    meeting.entitled, meeting.present = len(rows), len(present_rows(meeting))
    passed = []
    if meeting.body is not None:
        facts = {"body": body_facts(meeting), "present": meeting.present, "meeting": meeting_facts(meeting)}
        passed.append(gate(call, "meeting.open", facts))
    meeting.opened_at = call.at
    meeting.state = meeting_state(meeting)
    meeting.save()
    record(call, meeting, passed=passed, data=_counts(meeting))
    return meeting


def open_item(call: Call, item_id: int, name: Action, *, version: int | None, doing: str) -> AgendaItem:
    """One item of a meeting that is going on, both rows locked: item first, then its meeting.

    Raises:
        Refusal: ``meeting_not_open``, ``item_concluded``.
    """
    item = call.load(AgendaItem, item_id, name, version=version)
    item.meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if item.meeting.state != Meeting.State.OPEN:
        raise not_open(item.meeting, doing, "请先宣布开会；已结束的会议不再更改。")
    if item.meeting.paused_at is not None:
        raise Refusal("meeting_paused", doing=doing)
    if item.outcome:
        raise Refusal("item_concluded", order=item.order, title=item.title, outcome=item.get_outcome_display())
    return item


@action(Action.MEETING_PAUSE)
def meeting_pause(call: Call, *, meeting_id: int, version: int | None = None) -> Meeting:
    """休会, or 复会 where the meeting is adjourned: meanwhile nobody speaks and nothing is concluded.

    Raises:
        Refusal: ``meeting_not_open``.
    """
    meeting = call.load(Meeting, meeting_id, Action.MEETING_PAUSE, version=version)
    if meeting.state != Meeting.State.OPEN:
        raise not_open(meeting, "休会", "只有进行中的会议可以休会。")
    resumed = meeting.paused_at is not None
    minutes = _end_pause(meeting, call)
    if not resumed:
        meeting.paused_at = call.at
    meeting.save()
    record(call, meeting, data={"resumed": resumed, "minutes": minutes})
    return meeting


def _end_pause(meeting: Meeting, call: Call) -> int:
    """The meeting goes on; how many minutes it was adjourned."""
    if meeting.paused_at is None:
        return 0
    minutes = max(0, round((call.at - meeting.paused_at).total_seconds() / 60))
    meeting.paused_minutes += minutes
    meeting.paused_at = None
    return minutes


@action(Action.MEETING_CALL)
def meeting_call(call: Call, *, item_id: int, version: int | None = None) -> AgendaItem:
    """请列席人员进场 for one item, or their 离场 where they are in the room.

    Raises:
        Refusal: ``meeting_not_open``, ``meeting_paused``, ``item_concluded``, ``nobody_waits``.
    """
    item = open_item(call, item_id, Action.MEETING_CALL, version=version, doing="请列席人员进场")
    if not item.attending.strip():
        raise Refusal("nobody_waits", order=item.order)
    leaving = item.called_at is not None and item.left_at is None
    if leaving:
        item.left_at = call.at
    else:
        item.called_at, item.left_at = call.at, None
    item.save()
    record(call, item, refs=[item.meeting], data={"left": leaving}, note={"attending": item.attending})
    return item


@action(Action.MEETING_RECUSE)
def meeting_recuse(
    call: Call, *, item_id: int, person_id: int, reason: str = "", withdraw: bool = False, version: int | None = None
) -> AgendaItem:
    """Record that a member leaves for one item (LC-20), or take back a recusal entered by mistake."""
    item = open_item(call, item_id, Action.MEETING_RECUSE, version=version, doing="登记回避")
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refusal("not_found")
    if withdraw:
        item.recusals.filter(person=person).delete()
    else:
        if person_id not in {row.person_id for row in present_rows(item.meeting)}:
            raise Refusal("recusal_absent", field="person_id", name=person.name)
        if not reason.strip():
            raise Refusal("field_required", field="reason", label="回避事由")
        Recusal.objects.update_or_create(item=item, person=person, defaults={"reason": reason.strip()})
    item.save()
    count = item.recusals.count()
    note = {"person": person.name, "reason": reason.strip()}
    record(call, item, refs=[item.meeting, person], data={"recused": count, "withdrawn": withdraw}, note=note)
    return item


@action(Action.MEETING_SPEAK)
def meeting_speak(
    call: Call, *, item_id: int, statements: Sequence[Mapping[str, Any]], version: int | None = None
) -> AgendaItem:
    """Record who spoke, in the order given, after what is recorded already: one tick or the whole round.

    A deviation from the prefilled order is recorded, not prevented; introducing or asking is no stand.

    Args:
        call: the circumstances.
        item_id: an item without conclusion.
        statements: keys ``person`` (id) or ``speaker`` (name), ``stance`` (none, agree, disagree, postpone), ``gist``.
        version: of the item.
    """
    item = open_item(call, item_id, Action.MEETING_SPEAK, version=version, doing="登记发言")
    here = {row.person_id: row.person.name for row in voters(item)}
    rows = [_statement(number, row, here) for number, row in enumerate(statements, 1)]
    add_statements(item, rows)
    item.save()
    last = chair_spoke_last(item)
    data = {"spoken": item.statements.count(), "chair_last": last if last is not None else "open"}
    note = {"order": [row.person.name if row.person is not None else row.speaker for row in rows]}
    record(call, item, refs=[item.meeting], data=data, note=note)
    return item


def _statement(number: int, row: Mapping[str, Any], here: Mapping[int, str]) -> Statement:
    person_id, speaker = row.get("person"), str(row.get("speaker") or "").strip()
    stance = Stance(row.get("stance") or Stance.NONE)
    if person_id:
        if person_id not in here:
            person = Person.objects.filter(pk=person_id).first()
            raise Refusal("speech_absent", name=person.name if person is not None else "此人")
        return Statement(person_id=person_id, stance=stance, gist=str(row.get("gist") or "")[:300])
    if not speaker:
        raise Refusal("speech_who", line=number)
    return Statement(speaker=speaker[:60], stance=Stance.NONE, gist=str(row.get("gist") or "")[:300])


@action(Action.MEETING_CLOSE)
def meeting_close(call: Call, *, meeting_id: int, version: int | None = None) -> Meeting:
    """散会: every item has its conclusion; from now on the record of the meeting stands."""
    meeting = call.load(Meeting, meeting_id, Action.MEETING_CLOSE, version=version)
    if meeting.state != Meeting.State.OPEN:
        raise not_open(meeting, "散会", "只有进行中的会议可以散会。")
    waiting = list(meeting.items.filter(outcome="").order_by("order").values_list("title", flat=True))
    if waiting:
        raise Refusal("items_open", count=len(waiting), titles="、".join(f"“{title}”" for title in waiting))
    _end_pause(meeting, call)
    meeting.closed_at = call.at
    meeting.state = meeting_state(meeting)
    meeting.save()
    outcomes = meeting.items.order_by("order").values_list("outcome", flat=True)
    record(call, meeting, data={"outcomes": list(outcomes), "present": meeting.present})
    return meeting
