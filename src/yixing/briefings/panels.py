"""What the pages of 呈批件 show: the list's rows, facts, next steps, the way of each 批示."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.briefings.models import Briefing, Instruction, Showing
from yixing.decisions.leaders import own_area_of
from yixing.decisions.models import Decision
from yixing.door.views import allowed
from yixing.matters.delegates import principals_for
from yixing.ui.components import Badge, Column, Fact, NextStep, RelatedItem, StripStep, due_words

COLUMNS = (
    Column("number", "编号", sortable=True),
    Column("title", "标题", kind="wide"),
    Column("kind", "类别", sortable=True),
    Column("source", "来文单位"),
    Column("leaders", "呈送领导"),
    Column("presented_on", "呈送日期", kind="day", sortable=True),
    Column("instructions", "批示", kind="wide"),
    Column("state", "状态"),
    Column("closed_on", "办结日期", kind="day", sortable=True),
)
_TONES: dict[str, Any] = {
    Briefing.State.PRESENTED: "plain",
    Briefing.State.NOTED: "quiet",
    Briefing.State.INSTRUCTED: "warn",
    Briefing.State.CLOSED: "info",
}
_INSTRUCTION_TONES: dict[str, Any] = {
    Instruction.State.IN_HAND: "warn",
    Instruction.State.SHOWN: "plain",
    Instruction.State.AGAIN: "bad",
    Instruction.State.APPROVED: "good",
    Instruction.State.NOTED: "quiet",
}


def badge(briefing: Briefing) -> Badge:
    """Where the briefing stands."""
    return Badge(briefing.get_state_display(), _TONES[briefing.state])


@dataclass(frozen=True, slots=True)
class InstructionView:
    """One 批示 on the page of its briefing."""

    row: Instruction
    badge: Badge
    facts: list[Fact]
    strip: list[StripStep]
    steps: list[NextStep]
    showings: list[Showing]
    tasks: list[RelatedItem]


def briefing_facts(briefing: Briefing) -> list[Fact]:
    """The facts of a briefing."""
    leaders = "、".join(person.name for person in briefing.leaders.order_by("order", "id"))
    facts = [
        Fact("类别", briefing.get_kind_display()),
        Fact("来文单位或刊期", briefing.source or None),
        Fact("来文字号", briefing.source_number or None),
        Fact("呈送领导", leaders),
        Fact("呈送日期", briefing.presented_on.isoformat()),
        Fact("摘要", briefing.summary or None),
    ]
    if briefing.closed_on:
        facts.append(Fact("办结日期", briefing.closed_on.isoformat(), note=briefing.closing_note))
    if briefing.is_backfilled:
        facts.append(Fact("补录", "系统外办理后补录"))
    return facts


def briefing_related(briefing: Briefing, actor: Actor) -> list[RelatedItem]:
    """The duty whose result a briefing puts before the member who did it."""
    # 常委履责 stands above and cannot be imported; its rows are found all the same, as far as they may be seen.
    model: Any = apps.get_model("duties.Duty")
    if not loaders.may_open(actor, Section.DUTIES):
        return []
    rows = loaders.visible(model, actor).filter(briefing=briefing)
    return [RelatedItem("履责", row.title, f"/duties/{row.pk}/", on=row.on) for row in rows]


def briefing_steps(briefing: Briefing, actor: Actor) -> list[NextStep]:
    """What may be done to the briefing next by this actor."""
    if briefing.state == Briefing.State.CLOSED:
        return []
    steps = []
    if _may(actor, Action.BRIEFING_INSTRUCT, briefing):
        steps.append(NextStep("登记批示", f"/briefings/{briefing.pk}/instruct/"))
    if loaders.may(actor, Action.BRIEFING_CLOSE, briefing):
        ready = briefing.state in {Briefing.State.NOTED, Briefing.State.INSTRUCTED}
        steps.append(NextStep("办结", f"/briefings/{briefing.pk}/close/", primary=ready and not steps))
    return steps or [NextStep("批示", who="呈送领导")]


def instruction_views(briefing: Briefing, actor: Actor, today: dt.date) -> list[InstructionView]:
    """The 批示 of a briefing that the actor sees, in the order in which they were given."""
    rows = loaders.visible(Instruction, actor).filter(briefing=briefing).select_related("leader", "unit", "follows")
    return [_instruction(row, actor, today) for row in rows.prefetch_related("showings").order_by("id")]


def _instruction(row: Instruction, actor: Actor, today: dt.date) -> InstructionView:
    return InstructionView(
        row=row,
        badge=Badge(row.get_state_display(), _INSTRUCTION_TONES[row.state]),
        facts=_facts(row, today),
        strip=_strip(row),
        steps=_steps(row, actor),
        showings=list(row.showings.all()),
        tasks=_tasks(row, actor),
    )


def _facts(row: Instruction, today: dt.date) -> list[Fact]:
    if row.is_noted:
        return [Fact("批示日期", row.on.isoformat())]
    left = due_words(row.due_on, today) if row.due_on and row.approved_on is None else ""
    words = f"{row.due_words}（{row.due_on}）" if row.due_on else row.due_words
    facts = [
        Fact("批示日期", row.on.isoformat()),
        Fact("办理要求", row.requirement or None),
        Fact("承办单位", row.unit),
        Fact("时限", words or None, note=left),
    ]
    if row.urgent:
        facts.append(Fact("急件", "是"))
    if (filed := _filed(row)) is not None:
        facts.append(Fact("直接决定备案", filed.number, url=f"/decisions/{filed.pk}/", note=f"{filed.filed_on} 备案"))
    return facts


def _strip(row: Instruction) -> list[StripStep]:
    if row.is_noted:
        return []
    last: Any = "done" if row.approved_on else "current" if row.state == Instruction.State.SHOWN else "todo"
    return [
        StripStep("批示", row.on, "done"),
        StripStep("办理", None, "done" if row.shown_on else "current"),
        StripStep("呈阅", row.shown_on, "done" if row.shown_on else "todo"),
        StripStep("阅示", row.approved_on, last, note=row.approved_text),
    ]


def _steps(row: Instruction, actor: Actor) -> list[NextStep]:
    base = f"/briefings/instructions/{row.pk}"
    steps = []
    if row.state == Instruction.State.IN_HAND:
        if loaders.may(actor, Action.TASK_DRAFT):
            steps.append(NextStep("分解", f"/tasks/breakdowns/new/?instruction={row.pk}"))
        if loaders.may(actor, Action.BRIEFING_SHOW, row):
            steps.append(NextStep("呈阅", f"{base}/show/", primary=not steps))
    if row.state == Instruction.State.SHOWN and _may(actor, Action.BRIEFING_APPROVE, row):
        steps.append(NextStep("登记阅示意见", f"{base}/answer/"))
    own = own_area_of(row.unit, row.leader_id, row.on) is not None
    if own and loaders.may(actor, Action.INSTRUCTION_FILE, row) and _filed(row) is None:
        steps.append(NextStep("列入直接决定备案", f"{base}/file/", primary=False))
    return steps


def _filed(row: Instruction) -> Decision | None:
    """The 议定事项 as which a 批示 is on file."""
    return Decision.objects.filter(instruction=row).first()


def _tasks(row: Instruction, actor: Actor) -> list[RelatedItem]:
    # The app above cannot be imported; the page of a 批示 shows its tasks all the same, as far as they may be seen.
    model: Any = apps.get_model("supervision.Task")
    tasks = loaders.visible(model, actor).filter(breakdown__instruction=row).select_related("lead_unit")
    return [
        RelatedItem(
            kind="督办事项",
            title=f"{task.lead_unit}：{task.text}",
            url=f"/tasks/{task.pk}/",
            number=task.number or "",
            on=task.due_on,
            badge=Badge(task.get_state_display()),
        )
        for task in tasks.order_by("id")
    ]


def _may(actor: Actor, action: Action, row: Any) -> bool:
    return loaders.may(actor, action, row) or (allowed(actor, action) and bool(principals_for(actor, action, row)))


def sheet_rows(briefings: Iterable[Briefing]) -> list[list[Any]]:
    """The rows of the list as a spreadsheet holds them."""
    return [
        [
            briefing.number,
            briefing.title,
            briefing.get_kind_display(),
            briefing.source,
            "、".join(person.name for person in briefing.leaders.all()),
            briefing.presented_on,
            "；".join(f"{row.leader}：{row.text}" for row in briefing.instructions.all()),
            briefing.get_state_display(),
            briefing.closed_on,
        ]
        for briefing in briefings
    ]
