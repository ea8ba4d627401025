"""What 会议记录, 会议纪要, 议定事项通知 and the one page of a light meeting are printed from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from yixing.decisions.models import Decision
from yixing.meetings.models import AgendaItem, Attendance, Meeting, Statement, Vote
from yixing.meetings.prints.around import chair_named, held_words, live_items, named, person_named, sheet
from yixing.meetings.state import outcome_word
from yixing.papers.content import content_of
from yixing.papers.models import Document
from yixing.papers.series import checkpoint_line, marks_for
from yixing.people.models import Organization
from yixing_core.papers.meetings import RecordData, RecordItem
from yixing_core.papers.meetings import Statement as Said
from yixing_core.papers.minutes import LightMinutesData, MinutesData, MinutesItem, SettledItem, SettledNoticeData
from yixing_core.papers.people import Person as Named

Capacity = Attendance.Capacity
Presence = Attendance.Presence
Outcome = AgendaItem.Outcome

_OPENINGS: dict[str, str] = {
    Outcome.AGREED: "会议审议了{title}。会议同意",
    Outcome.AGREED_IN_PRINCIPLE: "会议审议了{title}。会议原则同意",
    Outcome.DEFERRED: "会议讨论了{title}。会议决定{word}",
    Outcome.REJECTED: "会议审议了{title}。会议不同意该议题",
    Outcome.CONVEYED: "会议传达学习了{title}。会议要求",
    Outcome.HEARD: "会议听取了{title}。会议要求",
    Outcome.NO_OBJECTION: "会议审阅了{title}。会议无异议",
    Outcome.REFERRED: "会议审议了{title}。会议同意提请县委全委会审议",
}


def roll_of(meeting: Meeting) -> dict[str, Any]:
    """出席, 请假 and 缺席 together, 列席, each a tuple of persons as documents print them."""
    rows = sheet(meeting)
    members = [row for row in rows if row.capacity == Capacity.MEMBER]
    others = [row for row in rows if row.capacity != Capacity.MEMBER and row.presence == Presence.PRESENT]
    words = {Presence.LEAVE: "请假", Presence.ABSENT: "缺席"}
    return {
        "present": tuple(named(row) for row in members if row.presence == Presence.PRESENT),
        "absent": tuple(
            named(row, note=row.reason or words[Presence(row.presence)]) for row in members if row.presence in words
        ),
        "attending": tuple(named(row) for row in others),
    }


def record_data(meeting: Meeting) -> RecordData:
    """会议记录: who said what, how everybody voted in the open, what came of it. Kept by the office."""
    items = list(
        meeting.items.order_by("order").prefetch_related(
            "statements__person", "votes__person", "recusals__person", "polls__options"
        )
    )
    posts = {row.person_id: row.post_name for row in sheet(meeting)}
    return RecordData(
        session=meeting.title,
        held=held_words(meeting),
        place=meeting.place,
        chair=chair_named(meeting),
        entitled=meeting.entitled or 0,
        items=tuple(_record_item(item, posts) for item in items),
        recorder=person_named(meeting.recorder),
        checkpoint=checkpoint_line(),
        **roll_of(meeting),
    )


def _record_item(item: AgendaItem, posts: dict[int, str]) -> RecordItem:
    statements = sorted(item.statements.all(), key=lambda row: row.order)
    return RecordItem(
        title=item.title + ("（临时增加）" if item.is_late else ""),
        nature=item.get_nature_display(),
        called_in=tuple(Named(part) for part in item.attending.split("、") if part),
        recused=tuple(Named(row.person.name, note=row.reason) for row in item.recusals.all()),
        statements=tuple(_said(row, posts) for row in statements),
        method=item.get_method_display() if item.method not in {"", AgendaItem.Method.NONE} else "",
        votes=votes_words(item),
        outcome="。".join(part for part in (outcome_word(item.outcome, item.nature), item.text) if part)
        or "（未作结论）",
    )


def _said(row: Statement, posts: dict[int, str]) -> Said:
    if row.person is None:
        return Said(speaker=Named(row.speaker), text=row.gist or "汇报。", role="汇报")
    stance = row.get_stance_display() if row.stance != Statement.Stance.NONE else ""
    text = "，".join(part for part in (stance, row.gist) if part) or "发言。"
    return Said(speaker=Named(row.person.name, posts.get(row.person_id or 0, "")), text=text)


def votes_words(item: AgendaItem) -> str:
    """The counts of an item in words; of an open vote also who did not agree."""
    if item.yes is None:
        poll = next((poll for poll in item.polls.all() if poll.state == "announced"), None)
        if poll is None:
            return ""
        lines = [
            f"{option.text}：同意{option.yes}票、不同意{option.no}票、弃权{option.abstain}票，"
            f"{'通过' if option.passed else '未通过'}"
            for option in poll.options.all()
        ]
        return "；".join(lines)
    words = f"应到{item.base}人，实到{item.present}人，同意{item.yes}人，不同意{item.no}人，弃权{item.abstain}人"
    words += f"，缓议{item.postpone}人" if item.postpone else ""
    others = [
        f"{vote.person.name}{vote.get_choice_display()}" for vote in item.votes.all() if vote.choice != Vote.Choice.YES
    ]
    return words + (f"（{'、'.join(others)}）" if others else "")


def minutes_content(meeting: Meeting) -> dict[str, Any]:
    """A 会议纪要 drafted from the records: 会议听取/审议/同意 by itself, for the clerk to edit."""
    marks = marks_for(Document.Kind.MINUTES, meeting.body.name if meeting.body is not None else meeting.title)
    items = [item for item in live_items(meeting) if item.outcome]
    settled: dict[int, list[Decision]] = {}
    for decision in meeting.decisions.select_related("lead_unit").order_by("id"):
        settled.setdefault(decision.item_id or 0, []).append(decision)
    data = MinutesData(
        mark=marks.mark,
        session=meeting.title,
        held=held_words(meeting),
        place=meeting.place,
        chair=chair_named(meeting),
        recorder=(Named(meeting.recorder.name),) if meeting.recorder is not None else (),
        items=tuple(_minutes_item(item, settled.get(item.pk, [])) for item in items),
        issued_by=marks.office,
        copies=("县委常委、有关单位",),
        **roll_of(meeting),
    )
    return content_of(data)


def _minutes_item(item: AgendaItem, decisions: Sequence[Decision]) -> MinutesItem:
    """One item as the 纪要 words it; of what stays on paper only that it was dealt with."""
    if item.is_offline:
        return MinutesItem(
            title=f"{item.get_nature_display()}（另册）", paragraphs=("会议研究了有关事项，内容另册记载。",)
        )
    word = outcome_word(item.outcome, item.nature)
    opening = _OPENINGS[item.outcome].format(
        title=f"《{item.title}》" if "《" not in item.title else item.title, word=word
    )
    text = item.text.rstrip("。")
    text = "" if text in {word, "同意"} else text
    if item.outcome in {Outcome.DEFERRED, Outcome.REJECTED}:
        tail = f"，{item.supplement.rstrip('。')}" if item.supplement else ""
        return MinutesItem(title=item.title, paragraphs=(f"{opening}{tail}。",))
    several = len(decisions) > 1
    paragraph = f"{opening}。" if several or not text else f"{opening}：{text}。"
    amendment = next((row.amendment for row in decisions if row.amendment), "")
    more = (f"请按会议意见修改后印发：{amendment.rstrip('。')}。",) if amendment else ()
    lines = tuple(f"{row.text.rstrip('。')}{_responsible(row)}。" for row in decisions)
    settled = lines if several or any(row.lead_unit for row in decisions) else ()
    return MinutesItem(title=item.title, paragraphs=(paragraph, *more), settled=settled)


def _responsible(decision: Decision) -> str:
    parts = [f"牵头单位：{decision.lead_unit}" if decision.lead_unit is not None else ""]
    assist = "、".join(str(unit) for unit in decision.assist_units.order_by("order", "code"))
    parts += [f"配合单位：{assist}" if assist else "", f"时限：{decision.due_words}" if decision.due_words else ""]
    words = "；".join(part for part in parts if part)
    return f"（{words}）" if words else ""


def settled_item(decision: Decision) -> SettledItem:
    """An 议定事项 as notices and light minutes print it."""
    return SettledItem(
        number=decision.number.lstrip("全专调碰现会"),
        text=decision.text,
        lead=decision.lead_unit.name if decision.lead_unit is not None else "",
        assisting=tuple(unit.name for unit in decision.assist_units.order_by("order", "code")),
        leader=person_named(decision.leader),
        due=decision.due_words,
        outcome=outcome_word(decision.outcome, decision.item.nature if decision.item is not None else ""),
    )


def notice_of_settled(
    meeting: Meeting, unit: Organization, decisions: Iterable[Decision], *, contact: str, on: dt.date, sign_within: int
) -> dict[str, Any]:
    """The content of an 议定事项通知: what this unit leads, and nothing else of the meeting."""
    rows = list(decisions)
    leaders = sorted(
        {row.leader for row in rows if row.leader is not None}, key=lambda person: (person.order, person.pk)
    )
    data = SettledNoticeData(
        mark=marks_for(Document.Kind.DECISION_NOTICE).mark,
        unit=unit.name,
        session=meeting.title,
        held_on=meeting.on,
        items=tuple(settled_item(row) for row in rows),
        sign_within=sign_within,
        contact=contact,
        issued_on=on,
        copies=tuple(person.name for person in leaders),
        checkpoint=checkpoint_line(),
    )
    return content_of(data)


def light_minutes_content(meeting: Meeting, decisions: Sequence[Decision]) -> dict[str, Any]:
    """The content of a light meeting's one-page 纪要."""
    marks = marks_for(Document.Kind.LIGHT_MINUTES)
    names = [part.strip() for part in meeting.participants.replace("，", "、").split("、") if part.strip()]
    rows = [row.person.name for row in sheet(meeting) if row.person_id != meeting.chair_id]
    data = LightMinutesData(
        mark=marks.mark,
        title=meeting.title,
        held=held_words(meeting),
        place=meeting.place,
        chair=chair_named(meeting),
        present=tuple(Named(name) for name in dict.fromkeys([*rows, *names])) or (chair_named(meeting),),
        items=tuple(settled_item(decision) for decision in decisions),
        recorder=person_named(meeting.recorder),
        issued_by=marks.office,
    )
    return content_of(data)
