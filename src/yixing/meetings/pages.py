"""What the pages of meetings show: view models from rows, nothing else."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.kinds import ref
from yixing.access.policy import DELEGABLE
from yixing.access.roles import OFFICE, Role
from yixing.accounts.actors import actor_of_person
from yixing.decisions.models import Decision
from yixing.meetings.actions.minutes import minutes_of
from yixing.meetings.models import AgendaItem, Attendance, Meeting
from yixing.meetings.naming import LIGHT
from yixing.meetings.prints.around import held_words
from yixing.meetings.prints.minutes import votes_words
from yixing.meetings.state import outcome_word
from yixing.meetings.voting import quorum_of
from yixing.papers.files import FileRow, file_row
from yixing.papers.models import Document
from yixing.people.models import Person
from yixing.ui.components import (
    AgendaLine,
    Badge,
    Column,
    Fact,
    NextStep,
    Quorum,
    RelatedItem,
    StripStep,
    Tone,
)
from yixing.ui.sheets import Sheet

State = Meeting.State
Presence = Attendance.Presence
_WAITS: dict[str, str] = {Decision.State.PENDING_TEXT: "待审定", Decision.State.PENDING_NOTICE: "待任前公示、任职"}
COLUMNS = (
    Column("on", "日期", "day", sortable=True),
    Column("title", "会议", "wide"),
    Column("kind", "类型"),
    Column("chair", "主持"),
    Column("present", "应到/实到", "number"),
    Column("items", "议题", "number"),
    Column("decisions", "议定事项", "number"),
    Column("state", "状态"),
)
PRINTS = (
    ("agenda", "会议议程"),
    ("sign-in", "签到册"),
    ("seating", "座次图"),
    ("cards", "席卡"),
    ("materials", "材料目录"),
)
_TONES: dict[str, Tone] = {
    State.PLANNED: "quiet",
    State.NOTIFIED: "info",
    State.OPEN: "warn",
    State.CLOSED: "good",
    State.CANCELLED: "quiet",
}
KEEPS_RECORD = OFFICE | {Role.CHAIR, Role.DISCIPLINE, Role.AUDITOR}
"""Who reads the 会议记录: it is kept by the office and not circulated (practice.md §1.3/18)."""


def badge(meeting: Meeting) -> Badge:
    """The state in a stamped word."""
    return Badge(meeting.get_state_display(), _TONES[meeting.state])


def strip(meeting: Meeting) -> list[StripStep]:
    """筹备 to 纪要 as a line with dates."""
    if meeting.kind in LIGHT or meeting.state == State.CANCELLED:
        return []
    document = minutes_of(meeting)
    signed = document.signed_on if document is not None else None
    days = (
        ("拟定", meeting.on if meeting.state == State.PLANNED else meeting.notified_on or meeting.on, True),
        ("通知", meeting.notified_on, meeting.notified_on is not None),
        ("开会", meeting.on, meeting.opened_at is not None),
        ("散会", meeting.on, meeting.closed_at is not None),
        ("会议记录审核", meeting.record_checked_on, meeting.record_checked_on is not None),
        ("纪要签发", signed, signed is not None),
    )
    first_open = next((index for index, (_, _, done) in enumerate(days) if not done), len(days))
    return [
        StripStep(label, day if done else None, "done" if done else "current" if index == first_open else "todo")
        for index, (label, day, done) in enumerate(days)
    ]


def facts(meeting: Meeting) -> list[Fact]:
    """The facts of a meeting."""
    rows = [Fact("类型", meeting.get_kind_display()), Fact("时间", held_words(meeting))]
    rows.append(Fact("地点", meeting.place or "待定"))
    delegated = "书记委托主持" if meeting.is_delegated else ""
    rows.append(Fact("主持", meeting.chair.name if meeting.chair is not None else "待定", note=delegated))
    if meeting.kind in LIGHT:
        rows.append(Fact("参加", meeting.participants or "—"))
        if meeting.subject_area is not None:
            rows.append(Fact("所涉分管事项", meeting.subject_area.name))
        return rows
    rows.append(Fact("记录", meeting.recorder.name if meeting.recorder is not None else "待定"))
    rows.append(Fact("到会", attendance_words(meeting)))
    if meeting.papers_on is not None:
        rows.append(Fact("材料送达", meeting.papers_on.isoformat()))
    if meeting.cancelled_reason:
        rows.append(Fact("取消原因", meeting.cancelled_reason))
    return rows


def attendance_words(meeting: Meeting) -> str:
    """应到11人、实到9人、请假2人 …: what was entered so far."""
    rows = list(meeting.attendances.all())
    members = [row for row in rows if row.capacity == Attendance.Capacity.MEMBER]
    tally = {code: sum(row.presence == code for row in members) for code in Presence.values}
    parts = [f"应到{meeting.entitled if meeting.entitled is not None else len(members)}人"]
    if tally[Presence.EXPECTED] < len(members):
        parts.append(f"实到{tally[Presence.PRESENT]}人")
    parts += [f"{label}{tally[code]}人" for code, label in (("leave", "请假"), ("absent", "缺席")) if tally[code]]
    others = len(rows) - len(members)
    return "、".join([*parts, *([f"列席{others}人"] if others else [])])


def may_here(actor: Actor, action: Action, row: Any) -> bool:
    """Whether the actor, or somebody he may enter for, may do this on the row."""
    if loaders.may(actor, action, row):
        return True
    if action not in DELEGABLE:
        return False
    people = Person.objects.filter(pk__in=actor.principal_ids)
    return any(loaders.may(actor_of_person(person, actor.day), action, row) for person in people)


def next_steps(meeting: Meeting, actor: Actor) -> list[NextStep]:
    """The one button for this actor, or whom it waits for; then what else he may do."""
    base = f"/meetings/{meeting.pk}"
    if meeting.kind == Meeting.Kind.SECRETARY:
        return [NextStep("会议纪要", refused_because="书记专题会只酝酿、不决定，没有议定事项，不出纪要。")]
    if meeting.kind in LIGHT:
        return [NextStep("会议纪要", f"{base}/minutes/")]
    steps = [*_primary(meeting, actor, base)]
    if meeting.state in {State.PLANNED, State.NOTIFIED}:
        pages = (
            (Action.MEETING_AGENDA, "编排议程", "agenda/"),
            (Action.MEETING_PLAN, "改时间地点", "edit/"),
            (Action.MEETING_ATTENDANCE, "登记到会", "attendance/"),
        )
        have = {step.label for step in steps}
        steps += [
            NextStep(label, f"{base}/{page}", primary=False)
            for action, label, page in pages
            if label not in have and loaders.may(actor, action, meeting)
        ]
    if meeting.state in {State.NOTIFIED, State.OPEN} and loaders.may(actor, Action.MATTER_ADD_LATE):
        steps.append(NextStep("临时增加议题", f"{base}/late/", primary=False))
    if meeting.state in {State.PLANNED, State.NOTIFIED} and loaders.may(actor, Action.MEETING_CANCEL, meeting):
        words = "会议不再召开，次数保留，议题等候另行安排。"
        steps.append(NextStep("取消会议", f"{base}/cancel/", primary=False, consequence=words))
    return steps


def _primary(meeting: Meeting, actor: Actor, base: str) -> Iterable[NextStep]:
    match meeting.state:
        case State.PLANNED:
            yield _planned(meeting, actor, base)
        case State.NOTIFIED | State.OPEN:
            if loaders.may(actor, Action.MEETING_OPEN, meeting):
                yield NextStep("进会场", f"{base}/room/")
            else:
                yield NextStep("开会", who="会议秘书")
        case State.CLOSED:
            if meeting.record_checked_on is None:
                if loaders.may(actor, Action.RECORD_CHECK, meeting):
                    yield NextStep("会议记录已审核", f"{base}/record/", "post", version=meeting.version)
                else:
                    yield NextStep("审核会议记录", who="县委办主任")
            yield NextStep("会议纪要", f"{base}/minutes/", primary=False)


def _planned(meeting: Meeting, actor: Actor, base: str) -> NextStep:
    if not loaders.may(actor, Action.MEETING_NOTIFY, meeting):
        return NextStep("发会议通知", who="县委办")
    if not meeting.items.exists():
        return NextStep("编排议程", f"{base}/agenda/")
    return NextStep("发会议通知", f"{base}/notify/")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of the agenda on the page of a meeting."""

    item: AgendaItem
    outcome: str
    votes: str
    tone: Tone
    struck: bool


def item_lines(meeting: Meeting, actor: Actor) -> list[ItemLine]:
    """The agenda with what came of it; who voted how is shown to those who keep the record."""
    items = meeting.items.select_related("matter__unit").prefetch_related("votes__person", "polls__options")
    return [
        ItemLine(
            item=item,
            outcome=outcome_word(item.outcome, item.nature),
            votes=votes_words(item) if actor.has(*KEEPS_RECORD) else counts_words(item),
            tone=outcome_tone(item.outcome),
            struck=item.outcome == AgendaItem.Outcome.WITHDRAWN,
        )
        for item in items.order_by("order")
    ]


def counts_words(item: AgendaItem) -> str:
    """The counts of an open vote without names."""
    return f"同意{item.yes}人，不同意{item.no}人，弃权{item.abstain}人" if item.yes is not None else ""


def outcome_tone(outcome: str) -> Tone:
    """The colour of an outcome's word."""
    tones: dict[str, Tone] = {
        "agreed_in_principle": "warn",
        "deferred": "warn",
        "rejected": "bad",
        "withdrawn": "quiet",
    }
    return tones.get(outcome, "good")


def decisions_of(meeting: Meeting, actor: Actor) -> list[RelatedItem]:
    """What the meeting settled, as far as the actor may see it."""
    rows = loaders.visible(Decision, actor).filter(meeting=meeting).select_related("lead_unit").order_by("id")
    return [
        RelatedItem(
            "议定事项",
            row.title,
            f"/decisions/{row.pk}/",
            row.number,
            row.due_on,
            badge=Badge(_WAITS[row.state], "warn") if row.state in _WAITS else None,
        )
        for row in rows
    ]


def papers_of(meeting: Meeting, actor: Actor) -> list[FileRow]:
    """Numbered documents of the meeting that the actor may read."""
    rows = loaders.visible(Document, actor).filter(subject=ref(meeting)).exclude(state=Document.State.VOID)
    return [file_row(row) for row in rows.order_by("id")]


def prints_of(meeting: Meeting, actor: Actor) -> list[FileRow]:
    """What the office prints around the meeting."""
    if meeting.kind in LIGHT or not actor.has(*KEEPS_RECORD):
        return []
    prints = [*PRINTS, *([("record", "会议记录")] if meeting.opened_at is not None else [])]
    return [FileRow(label, f"/meetings/{meeting.pk}/print/{what}") for what, label in prints]


def quorum_view(meeting: Meeting, item: AgendaItem | None = None) -> Quorum | None:
    """The line 应到、实到; nothing where no number is fixed."""
    if meeting.body is None:
        return None
    found = quorum_of(meeting, item)
    leave = meeting.attendances.filter(capacity=Attendance.Capacity.MEMBER, presence=Presence.LEAVE).count()
    recused = item.recusals.count() if item is not None else 0
    return Quorum(found.entitled, found.present, found.needed, leave, recused)


def agenda_lines(meeting: Meeting, current: AgendaItem | None) -> list[AgendaLine]:
    """The agenda at the left of the room."""
    lines = []
    for item in meeting.items.select_related("matter__unit").order_by("order"):
        state: Any = "current" if current is not None and item.pk == current.pk else "done" if item.outcome else "todo"
        if item.outcome == AgendaItem.Outcome.WITHDRAWN:
            state = "withdrawn"
        lines.append(
            AgendaLine(
                number=str(item.order),
                title=item.title,
                url=f"/meetings/{meeting.pk}/room/?item={item.pk}",
                kind=item.get_nature_display(),
                proposer=str(item.matter.unit) if item.matter is not None else "",
                minutes=item.minutes,
                state=state,
                outcome=outcome_word(item.outcome, item.nature),
            )
        )
    return lines


def day_words(day: dt.date) -> str:
    """2023-06-12, as lists and sheets of a spreadsheet have it."""
    return day.isoformat()


def sheet(heading: str, rows: Iterable[Meeting]) -> Sheet:
    """Exactly what the list shows, as the sheet of a workbook."""
    heads = [column.label for column in COLUMNS]
    lines: list[list[Any]] = [
        [
            row.on,
            row.title,
            row.get_kind_display(),
            row.chair.name if row.chair is not None else "",
            f"{row.entitled}/{row.present}" if row.entitled is not None else "",
            getattr(row, "item_count", 0),
            getattr(row, "decision_count", 0),
            row.get_state_display(),
        ]
        for row in rows
    ]
    return Sheet(heading, heads, lines)
