"""一件事一张纸: decision → notice → task → reports → verification → consent → 销号, as the rows of one A4."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.papers.models import Document
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Notice, Report, Task
from yixing.supervision.words import light_view, source_words
from yixing.ui.components import Fact, Light

REPORTS = 6
"""Reports on the sheet, the first and the latest ones; the page of the task has them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step on the sheet: the day, the word for it, who, what."""

    on: dt.date | None
    label: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class OnePage:
    """The sheet: facts above, the steps in the order in which they happened."""

    facts: list[Fact]
    light: Light
    rows: list[Row]
    left_out: int
    """Reports that are not on the sheet."""


def one_page(task: Task, actor: Actor, today: dt.date) -> OnePage:
    """The sheet of a task as far as the actor may see it; a report of another unit's stays out."""
    reports = list(
        loaders.visible(Report, actor)
        .filter(task=task, state=Report.State.SIGNED)
        .select_related("signer", "unit")
        .order_by("signed_on", "id")
    )
    shown = reports if len(reports) <= REPORTS else [reports[0], *reports[1 - REPORTS :]]
    rows = [
        *_source(task, actor),
        *_issue(task),
        *_notices(task, actor),
        *(_report(report) for report in shown),
        *_ends(task),
    ]
    return OnePage(
        facts=_facts(task),
        light=light_view(task, today, soon_days(today)),
        rows=sorted(rows, key=lambda row: row.on or today),
        left_out=len(reports) - len(shown),
    )


def _facts(task: Task) -> list[Fact]:
    due = f"{task.due_words}（{task.due_on}）" if task.due_on else task.due_words
    return [
        Fact("事项", task.text),
        Fact("来源", source_words(task)),
        Fact("责任领导", task.leader),
        Fact("牵头单位", task.lead_unit),
        Fact("配合单位", "、".join(str(unit) for unit in task.assist_units.order_by("order", "code")) or None),
        Fact("时限", due),
        Fact("状态", task.get_state_display()),
        Fact("催办", f"{task.reminders} 次"),
        Fact("延期", f"{task.extensions} 次"),
    ]


def _source(task: Task, actor: Actor) -> Iterator[Row]:
    decision = task.breakdown.decision
    if decision is not None:
        where = str(decision.meeting) if decision.meeting else decision.get_source_display()
        yield Row(decision.decided_on, "议定", where, f"{decision.number} {decision.text}")
        notices = loaders.visible(Document, actor).filter(
            kind=Document.Kind.DECISION_NOTICE, unit=task.lead_unit, subject=f"decision/{decision.pk}", state="signed"
        )
        for notice in notices:
            yield Row(notice.signed_on, "议定事项通知", str(notice.signer or ""), notice.title)
    instruction = task.breakdown.instruction
    if instruction is not None:
        briefing = instruction.briefing
        yield Row(
            briefing.presented_on, briefing.get_kind_display(), briefing.source, f"{briefing.number} {briefing.title}"
        )
        yield Row(instruction.on, "批示", str(instruction.leader), instruction.text)
        for showing in instruction.showings.all():
            yield Row(showing.on, "呈阅", str(instruction.leader), showing.result)
            if showing.answered_on:
                agreed = "同意" if showing.agreed else "不同意"
                yield Row(showing.answered_on, "阅示", str(instruction.leader), f"{agreed}。{showing.opinion}")


def _issue(task: Task) -> Iterator[Row]:
    if task.issued_on:
        yield Row(task.issued_on, "下达", str(task.breakdown.approver or ""), f"{task.number}，时限 {task.due_words}")
    for objection in task.objections.select_related("unit", "new_unit"):
        yield Row(objection.on, "职责异议", str(objection.unit), objection.reason)
        if objection.answered_on:
            answer = f"改派{objection.new_unit}" if objection.accepted else "驳回"
            yield Row(objection.answered_on, "答复异议", "督查室", f"{answer}。{objection.answer}")
    if task.accepted_on:
        yield Row(task.accepted_on, "签收", str(task.lead_unit), "")


def _notices(task: Task, actor: Actor) -> Iterator[Row]:
    for notice in loaders.visible(Notice, actor).filter(task=task, document__state=Document.State.SIGNED):
        paper = notice.document
        yield Row(
            paper.signed_on, "督办通知", str(paper.signer or ""), f"{paper.number_words}，{notice.answer_by}前反馈"
        )
        if notice.answered_on:
            late = "（超期）" if notice.answered_on > notice.answer_by else ""
            words = "；".join(notice.results)
            yield Row(notice.answered_on, "回复", f"{notice.unit} {notice.head or ''}", f"{words}{late}")


def _report(report: Report) -> Row:
    words = report.progress
    if report.problems:
        words += f"　存在问题：{report.problems}"
    if report.ask == Report.Ask.EXTEND:
        answer = {True: "（已同意）", False: "（未同意）", None: "（待批复）"}[report.answered]
        words += f"　申请延期至{report.extend_words}{answer}"
    label = "申请办结" if report.ask == Report.Ask.CLOSE else "进展"
    return Row(report.signed_on, label, f"{report.unit} {report.signer or ''}", words)


def _ends(task: Task) -> Iterator[Row]:
    for verification in task.verifications.select_related("person"):
        words = f"{verification.get_method_display()}：{verification.finding}（{verification.get_result_display()}）"
        yield Row(verification.on, "核实", str(verification.person), words)
    for consent in task.consents.select_related("person"):
        agreed = "同意" if consent.agreed else "不同意"
        yield Row(consent.on, "签认", str(consent.person), f"{agreed}。{consent.opinion}")
    ends = (
        (task.closed_on, "销号", str(task.closed_by or "")),
        (task.kept_on, "转长期坚持", str(task.end_leader or "")),
        (task.merged_on, "并入", str(task.merged_into.number if task.merged_into else "")),
        (task.stopped_on, "终止", str(task.end_leader or "")),
    )
    for on, label, who in ends:
        if on is not None:
            yield Row(on, label, who, task.end_reason)
