"""What the 工作台 shows: what waits for me, what is late, what changed; gathered from every step of the loop."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Model

from yixing.access import kinds
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.loaders import may_open, visible
from yixing.access.roles import Role
from yixing.argument.queries import waiting_for as argument
from yixing.ballots.queries import waiting_for as ballots
from yixing.briefings.queries import waiting_for as briefings
from yixing.coordination.telling import circulars_for as task_circulars_for
from yixing.coordination.waiting import waiting_for as coordination
from yixing.decisions.evaluation import waiting_for as evaluations
from yixing.decisions.queries import circulars_for
from yixing.decisions.queries import waiting_for as decisions
from yixing.duties.overview import members as members_of_committee
from yixing.duties.waiting import waiting_for as duties
from yixing.handover.waiting import waiting_for as handovers
from yixing.ledger.models import Entry
from yixing.matters.emergencies import sudden as emergencies
from yixing.matters.queries import waiting_for as matters
from yixing.meetings.models import Meeting
from yixing.meetings.queries import waiting_for as meetings
from yixing.people.models import Organization
from yixing.people.record import Names
from yixing.portfolios.desk import waiting_for as division
from yixing.supervision.limits import soon_days
from yixing.supervision.notices import waiting_for as supervision_notices
from yixing.supervision.queries import late_tasks, liaison_counts
from yixing.supervision.waiting import waiting_for as supervision
from yixing.supervision.words import light_view
from yixing.ui.components import Count, WorkRow, WorkSection, due_words

SHOWN = 12
CHANGED_KINDS = ("matter", "meeting", "decision", "task", "briefing")
ADDRESSES = {
    "matter": "/matters/{}/",
    "meeting": "/meetings/{}/",
    "decision": "/decisions/{}/",
    "task": "/tasks/{}/",
    "briefing": "/briefings/{}/",
}
LOOKED_AT = 300
"""How far back 最近变化 looks: so many entries of the ledger."""


def waiting(actor: Actor, today: dt.date, *, whole: bool = False) -> WorkSection:
    """等我办: from every step, what is due first on top; own work before what is entered for others."""
    rows = [
        WorkRow(
            what=str(each.matter),
            url=each.url,
            kind=each.kind,
            number=str(each.matter.number or ""),
            from_whom=str(each.matter.unit),
            due=each.due,
            due_words=due_words(each.due, today) if each.due else "",
            button=each.what,
            note=each.note,
        )
        for each in matters(actor)
    ]
    for more in (
        *(argument, meetings, ballots, decisions, evaluations),
        *(briefings, supervision, supervision_notices, handovers, coordination, division, duties),
    ):
        rows += more(actor)
    rows.sort(key=lambda row: (bool(row.note), row.due or dt.date.max))
    return WorkSection(
        title="请您定" if actor.has(Role.CHAIR) else "等我办",
        rows=rows if whole else rows[:SHOWN],
        key="waiting",
        more=0 if whole else max(0, len(rows) - SHOWN),
        more_url="/?all=1",
        empty="没有等您办的事。",
        empty_hint="有新的事项、任务或会议时会出现在这里。",
    )


def late(actor: Actor, today: dt.date) -> WorkSection | None:
    """滞后: overdue tasks in the actor's sight, the longest overdue first."""
    if not may_open(actor, Section.TASKS):
        return None
    soon = soon_days(today)
    found = late_tasks(actor, today).select_related("lead_unit", "leader")
    rows = [
        WorkRow(
            what=task.text,
            url=f"/tasks/{task.pk}/",
            kind="逾期",
            number=task.number or "",
            from_whom=f"{task.lead_unit}　{task.leader or '无责任领导'}",
            due=task.due_on,
            due_words=due_words(task.due_on, today) if task.due_on else "",
            light=light_view(task, today, soon),
        )
        for task in found[:SHOWN]
    ]
    return WorkSection(
        title="滞后与要事" if actor.has(Role.CHAIR) else "滞后", rows=rows, key="late", empty="没有逾期的任务。"
    )


def changed(actor: Actor) -> WorkSection:
    """最近变化: the last acts on things the actor may see, in the office's words."""
    entries = [entry for entry in Entry.objects.order_by("-seq")[:LOOKED_AT] if _kind(entry) in CHANGED_KINDS]
    things = _visible_things(entries, actor)
    seen: list[Entry] = []
    subjects: set[str] = set()
    for entry in entries:
        if entry.subject in things and entry.subject not in subjects:
            subjects.add(entry.subject)
            seen.append(entry)
        if len(seen) == SHOWN:
            break
    names = Names.of(seen)
    rows = [
        WorkRow(
            what=str(things[entry.subject]),
            url=ADDRESSES[_kind(entry)].format(entry.subject.partition("/")[2]),
            kind=Action(entry.action).label,
            from_whom=names.on(entry.actor, entry.on),
            due=entry.on,
        )
        for entry in seen
    ]
    return WorkSection(title="最近变化", rows=rows, key="changed", empty="近来没有变化。")


def _kind(entry: Entry) -> str:
    return entry.subject.partition("/")[0]


def _visible_things(entries: Iterable[Entry], actor: Actor) -> dict[str, Model]:
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        kind, _, number = entry.subject.partition("/")
        wanted.setdefault(kind, set()).add(int(number))
    found: dict[str, Model] = {}
    for kind, numbers in wanted.items():
        for row in visible(kinds.model_of(kind), actor).filter(pk__in=numbers):
            found[f"{kind}/{row.pk}"] = row
    return found


def sudden(actor: Actor, today: dt.date) -> WorkSection | None:
    """县情突发: 临机处置 that is not ratified or not read; nothing where there is none."""
    rows = emergencies(actor, today)
    return WorkSection(title="县情突发", rows=rows, key="sudden") if rows else None


def told(actor: Actor, today: dt.date) -> WorkSection | None:
    """情况通报: what other members decided alone, large tasks and overdue ones, as the office told it of late."""
    rows = [*circulars_for(actor, today), *task_circulars_for(actor, today)]
    return WorkSection(title="情况通报", rows=rows, key="told") if rows else None


def members(actor: Actor, today: dt.date) -> WorkSection | None:
    """常委分工一览, for the chair: each line opens to matters, not to scores."""
    rows = members_of_committee(actor, today)
    return WorkSection(title="常委分工一览", rows=rows, key="members", unit="人") if rows else None


def board(actor: Actor, today: dt.date) -> tuple[Count, ...]:
    """The liaison's four numbers; each is at the same time a filter."""
    if not actor.has(Role.LIAISON, Role.UNIT_HEAD) or not Organization.objects.filter(pk__in=actor.unit_ids).exists():
        return ()
    counts = liaison_counts(actor, today)
    opinions = sum(each.kind == "征求意见" for each in matters(actor))
    return (
        Count("待签收", counts.to_accept, "/tasks/unit/?show=accept"),
        Count("待反馈", counts.to_report, "/tasks/unit/?show=report"),
        Count("待征求意见", opinions, "/#waiting"),
        Count("被退回", counts.returned, "/tasks/unit/?show=returned"),
    )


def next_meeting(actor: Actor, today: dt.date) -> str:
    """下次会议, as the line beside the day says it; empty where none is planned in the actor's sight."""
    meeting = (
        visible(Meeting, actor)
        .filter(on__gte=today, state__in=(Meeting.State.PLANNED, Meeting.State.NOTIFIED, Meeting.State.OPEN))
        .order_by("on", "id")
        .first()
    )
    if meeting is None:
        return ""
    return f"下次会议：{meeting.on.month}月{meeting.on.day}日 {meeting.title}（议题 {meeting.items.count()} 件）"
