"""What the pages of 督办事项 show: columns and rows of the 任务台账, facts, next steps, the strip, related things."""

import datetime as dt
from typing import Any

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.briefings.models import Briefing
from yixing.decisions.models import Decision
from yixing.door.views import allowed
from yixing.matters.delegates import principals_for
from yixing.supervision.authority import Demand, demands, needed
from yixing.supervision.models import Breakdown, Notice, Report, Task
from yixing.supervision.state import TaskState
from yixing.supervision.words import source_words
from yixing.ui.components import Badge, Column, Fact, NextStep, RelatedItem, StripStep, due_words

S = TaskState
COLUMNS = (
    Column("number", "编号", sortable=True),
    Column("text", "事项（原文）", kind="wide"),
    Column("source", "来源"),
    Column("leader", "责任领导", sortable=True),
    Column("unit", "牵头单位", sortable=True),
    Column("assists", "配合单位"),
    Column("due", "时限", kind="day", sortable=True),
    Column("accepted", "签收", kind="day"),
    Column("reported", "最新进展", kind="wide", sortable=True),
    Column("problems", "存在问题"),
    Column("light", "状态灯", kind="light"),
    Column("late", "超期", kind="number"),
    Column("reminders", "催办", kind="number", sortable=True),
    Column("extensions", "延期", kind="number", sortable=True),
    Column("verifier", "核实人"),
    Column("closed", "销号日期", kind="day", sortable=True),
    Column("acts", "办理", kind="act"),
)
_TONES: dict[str, Any] = {
    S.DRAFT: "quiet",
    S.ISSUED: "plain",
    S.OBJECTED: "warn",
    S.IN_HAND: "plain",
    S.CLAIMED: "warn",
    S.VERIFIED: "good",
    S.CLOSED: "info",
    S.LONG_TERM: "good",
    S.MERGED: "quiet",
    S.STOPPED: "quiet",
}


def badge(task: Task) -> Badge:
    """Where the task stands."""
    return Badge(task.get_state_display(), _TONES[task.state])


def task_facts(task: Task, today: dt.date) -> list[Fact]:
    """The facts of a task."""
    due = f"{task.due_words}（{task.due_on}）" if task.due_on and task.due_words != str(task.due_on) else task.due_words
    left = due_words(task.due_on, today) if task.due_on and task.is_open and task.claimed_on is None else ""
    facts = [
        Fact("来源", source_words(task)),
        Fact("责任领导", task.leader, note=str(task.area or "")),
        Fact("牵头单位", task.lead_unit),
        Fact("配合单位", "、".join(str(unit) for unit in task.assist_units.all()) or None),
        Fact("时限", due, note=left),
        Fact("下达日期", task.issued_on and task.issued_on.isoformat()),
        Fact("签收", task.accepted_on.isoformat() if task.accepted_on else None, note=_sign_note(task)),
    ]
    if task.extensions:
        facts.append(Fact("原定时限", task.first_due_on, note=f"已延期 {task.extensions} 次"))
    if task.reminders:
        facts.append(Fact("电话催办", f"{task.reminders} 次", note=str(task.last_reminded_on or "")))
    if task.duplicate_of is not None and task.duplicate_reason:
        facts.append(Fact("另立的理由", task.duplicate_reason, note=f"与{task.duplicate_of.number}相似"))
    if task.closed_on:
        facts.append(Fact("销号", task.closed_on.isoformat(), note=str(task.closed_by or "")))
    if task.end_reason:
        facts.append(Fact("结束说明", task.end_reason, note=str(task.end_leader or "")))
    if task.is_backfilled:
        facts.append(Fact("补录", "系统外办理后补录"))
    return facts


def _sign_note(task: Task) -> str:
    return f"应于 {task.sign_by} 前签收" if task.sign_by and task.accepted_on is None and task.is_open else ""


def strip(task: Task) -> list[StripStep]:
    """下达 → 签收 → 申请办结 → 核实 → 签认 → 销号, with their dates."""
    steps = [
        ("下达", task.issued_on),
        ("签收", task.accepted_on),
        ("报进展", task.last_report_on),
        ("申请办结", task.claimed_on),
        ("核实", task.verified_on),
        ("阅示" if task.source == Task.Source.INSTRUCTION else "签认", _agreed_on(task)),
        ("销号", task.closed_on),
    ]
    ended = task.state in {S.MERGED, S.STOPPED, S.LONG_TERM}
    found: list[StripStep] = []
    current = False
    for label, on in steps:
        state: Any = "done" if on else "skipped" if ended else "todo"
        if state == "todo" and not current:
            current, state = True, "current"
        found.append(StripStep(label, on, state))
    return found


def _agreed_on(task: Task) -> dt.date | None:
    if task.consented_on or task.source == Task.Source.DECISION:
        return task.consented_on
    instruction = task.breakdown.instruction
    return instruction.approved_on if instruction else None


def next_steps(task: Task, actor: Actor) -> list[NextStep]:
    """What this actor may do next with the task, the one thing first; else whom it waits for."""
    base = f"/tasks/{task.pk}"
    found = [*_unit_steps(task, actor, base), *_leader_steps(task, actor, base), *_office_steps(task, actor, base)]
    return found or _waits(task, actor.day)


def _unit_steps(task: Task, actor: Actor, base: str) -> list[NextStep]:
    steps: list[NextStep] = []
    if task.state == S.ISSUED and loaders.may(actor, Action.TASK_ACCEPT, task):
        steps.append(NextStep("签收", f"{base}/accept/", method="post", version=task.version))
        steps.append(NextStep("职责异议", f"{base}/object/", primary=False))
    pending = task.reports.filter(state=Report.State.UNSIGNED).first()
    if pending is not None and may_sign(actor, Action.TASK_ENDORSE, pending):
        steps.append(NextStep("审签反馈", f"/tasks/reports/{pending.pk}/"))
    if task.state in {S.IN_HAND, S.LONG_TERM} and loaders.may(actor, Action.TASK_REPORT, task):
        if pending is None:
            steps.append(NextStep("报进展", f"{base}/report/"))
        elif not steps:
            steps.append(NextStep("审签已报的进展", who="单位负责人"))
    return steps


def _leader_steps(task: Task, actor: Actor, base: str) -> list[NextStep]:
    early = task.state == S.CLAIMED and "instructing_leader" in needed(task.source, actor.day)
    open_to_consent = task.state == S.VERIFIED or early
    if not open_to_consent or task.consented_on or not may_sign(actor, Action.TASK_CONSENT, task):
        return []
    return [NextStep("签认", f"{base}/consent/")]


def _office_steps(task: Task, actor: Actor, base: str) -> list[NextStep]:
    steps: list[NextStep] = []
    if task.state == S.IN_HAND and loaders.may(actor, Action.TASK_EXTEND, task) and _extension(task):
        steps.append(NextStep("批复延期", f"{base}/extend/"))
    if not loaders.may(actor, Action.TASK_VERIFY, task):
        return steps
    match task.state:
        case S.OBJECTED:
            steps.append(NextStep("答复职责异议", f"{base}/reassign/"))
        case S.ISSUED | S.IN_HAND:
            steps.append(NextStep("电话催办", f"{base}/remind/", primary=not steps))
        case S.CLAIMED:
            steps.append(NextStep("核实", f"{base}/verify/"))
    if task.state in {S.CLAIMED, S.VERIFIED}:
        steps.append(_close_step(task, base, actor.day))
    steps += [NextStep(words, f"{base}/{page}/", primary=False) for words, page in _MORE.get(task.state, ())]
    return steps


_MORE: dict[str, tuple[tuple[str, str], ...]] = {
    S.ISSUED: (("发督办通知", "notice"), ("改派", "reassign"), ("并入", "merge"), ("终止", "stop")),
    S.OBJECTED: (("并入", "merge"), ("终止", "stop")),
    S.IN_HAND: (
        ("发督办通知", "notice"),
        ("核实", "verify"),
        ("改派", "reassign"),
        ("转长期坚持", "keep"),
        ("并入", "merge"),
        ("终止", "stop"),
    ),
    S.CLAIMED: (("转长期坚持", "keep"), ("并入", "merge"), ("终止", "stop")),
    S.VERIFIED: (("退回重报", "verify"), ("转长期坚持", "keep"), ("终止", "stop")),
    S.CLOSED: (("重新启动", "reopen"),),
    S.LONG_TERM: (("电话催办", "remind"), ("发督办通知", "notice"), ("终止", "stop"), ("重新启动", "reopen")),
    S.MERGED: (("重新启动", "reopen"),),
    S.STOPPED: (("重新启动", "reopen"),),
}


def _close_step(task: Task, base: str, on: dt.date) -> NextStep:
    missing = [demand for demand in task_demands(task, on) if not demand.met]
    if not missing:
        return NextStep("销号", f"{base}/close/")
    return NextStep("销号", refused_because="还缺" + "、".join(demand.words for demand in missing), primary=False)


def task_demands(task: Task, on: dt.date) -> list[Demand]:
    """What the sources of the task demand on a day before 销号."""
    merged = task.merged.filter(merged_on__isnull=False).select_related("breakdown__instruction")
    return demands(task, merged.order_by("id"), on)


def _extension(task: Task) -> bool:
    asked = task.reports.filter(ask=Report.Ask.EXTEND, state=Report.State.SIGNED, answered__isnull=True)
    return asked.exists()


def _waits(task: Task, on: dt.date) -> list[NextStep]:
    leader = str(task.leader or "责任领导")
    if task.source == Task.Source.INSTRUCTION and task.breakdown.instruction is not None:
        leader = str(task.breakdown.instruction.leader)
    waits_for_leader = task.consented_on is None and set(needed(task.source, on)) != {"verification"}
    who = {
        S.ISSUED: ("签收", str(task.lead_unit)),
        S.OBJECTED: ("答复职责异议", "督查室"),
        S.IN_HAND: ("报进展", str(task.lead_unit)),
        S.CLAIMED: ("核实", "督查室"),
        S.VERIFIED: ("签认", leader) if waits_for_leader else ("销号", "督查室"),
    }.get(TaskState(task.state))
    return [NextStep(who[0], who=who[1])] if who else []


def may_sign(actor: Actor, action: Action, row: Any) -> bool:
    """Whether the actor may do it himself or for one of those he may enter for (代录)."""
    return loaders.may(actor, action, row) or (allowed(actor, action) and bool(principals_for(actor, action, row)))


def related(task: Task, actor: Actor) -> list[RelatedItem]:
    """What the task hangs together with, as far as the actor may see it."""
    found: list[RelatedItem] = []
    breakdown = task.breakdown
    decision = breakdown.decision
    if decision is not None and loaders.visible(Decision, actor).filter(pk=decision.pk).exists():
        address = f"/decisions/{decision.pk}/"
        found.append(RelatedItem("议定事项", decision.title, address, decision.number, decision.decided_on))
    instruction = breakdown.instruction
    if instruction is not None and loaders.visible(Briefing, actor).filter(pk=instruction.briefing_id).exists():
        briefing = instruction.briefing
        address = f"/briefings/{briefing.pk}/#instruction-{instruction.pk}"
        found.append(RelatedItem("批示", briefing.title, address, briefing.number, instruction.on))
    if loaders.visible(Breakdown, actor).filter(pk=breakdown.pk).exists():
        found.append(
            RelatedItem("责任分解", str(breakdown), f"/tasks/breakdowns/{breakdown.pk}/", on=breakdown.approved_on)
        )
    for notice in loaders.visible(Notice, actor).filter(task=task).select_related("document").order_by("id"):
        paper = notice.document
        word = paper.number_words or paper.get_state_display()
        found.append(RelatedItem("督办通知", paper.title, f"/tasks/notices/{notice.pk}/", word, paper.signed_on))
    others = loaders.visible(Task, actor).select_related("lead_unit")
    if task.merged_into_id:
        found += [_related_task("并入", row) for row in others.filter(pk=task.merged_into_id)]
    found += [_related_task("并入本项", row) for row in others.filter(merged_into=task, merged_on__isnull=False)]
    siblings = others.filter(breakdown=breakdown, issued_on__isnull=False).exclude(pk=task.pk).order_by("id")
    return found + [_related_task("同一分解", row) for row in siblings]


def _related_task(kind: str, task: Task) -> RelatedItem:
    return RelatedItem(
        kind, f"{task.lead_unit}：{task.text}", f"/tasks/{task.pk}/", task.number or "", task.due_on, badge=badge(task)
    )
