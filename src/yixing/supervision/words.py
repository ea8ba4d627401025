"""A task in the office's words: where it comes from, its light and why, what to say when it is chased."""

import datetime as dt
from collections.abc import Iterable

from yixing.supervision.models import Task
from yixing.supervision.state import LightKind, TaskState, light
from yixing.ui import components as ui
from yixing.ui.components import Light, due_words

_KINDS: dict[LightKind, ui.LightKind] = {
    LightKind.LATE: "late",
    LightKind.DUE: "due",
    LightKind.NORMAL: "normal",
    LightKind.DONE: "done",
    LightKind.STOPPED: "stopped",
}


def source_words(task: Task) -> str:
    """来源 in a few words: 常委会第36次会议, 01号常委批示."""
    decision = task.breakdown.decision
    if decision is not None:
        return str(decision.meeting) if decision.meeting else decision.get_source_display()
    instruction = task.breakdown.instruction
    return f"{instruction.leader}批示" if instruction is not None else task.get_source_display()


def light_view(task: Task, today: dt.date, soon: int) -> Light:
    """The light of a task on a day, with the dates that it follows from; ``soon`` as in ``state.light``."""
    kind = light(task, today, soon)
    return Light(_KINDS[kind], _explain(task, kind, today))


def _explain(task: Task, kind: LightKind, today: dt.date) -> str:
    if kind == LightKind.DONE:
        return f"{task.closed_on} 销号"
    if kind == LightKind.STOPPED:
        ended = task.merged_on if task.state == TaskState.MERGED else task.stopped_on
        return f"{ended} {task.get_state_display()}"
    if task.due_on is None:
        return "长期坚持，没有截止日期" if task.is_long_term else "没有具体时限"
    if task.claimed_on is not None:
        return f"时限 {task.due_on}，单位 {task.claimed_on} 申请办结"
    return f"时限 {task.due_on}，{due_words(task.due_on, today)}"


def reminder_text(tasks: Iterable[Task], today: dt.date, *, office: str, contact: str = "") -> str:
    """复制催办内容: one message a lead unit, its tasks numbered, for WeChat, SMS or the telephone."""
    by_unit: dict[str, list[Task]] = {}
    for task in tasks:
        by_unit.setdefault(str(task.lead_unit), []).append(task)
    messages = []
    for unit, rows in by_unit.items():
        lines = [f"【{office}】{unit}："]
        lines += [f"{place}.{_asked(task, today)}" for place, task in enumerate(rows, 1)]
        lines.append("请及时签收、报送进展" + (f"。联系人：{contact}。" if contact else "。"))
        messages.append("\n".join(lines))
    return "\n\n".join(messages)


def _asked(task: Task, today: dt.date) -> str:
    due = f"时限{task.due_words}"
    if task.due_on is not None:
        due += f"（{task.due_on.month}月{task.due_on.day}日，{due_words(task.due_on, today)}）"
    said = f"最新进展{task.last_report_on.month}月{task.last_report_on.day}日" if task.last_report_on else "尚无进展"
    if task.state == TaskState.ISSUED:
        said = "尚未签收"
    return f"{source_words(task)}“{task.text}”（{task.number}），{due}，{said}。"
