"""What the unit does: sign for a task, object, report once, have the head sign."""

from typing import TYPE_CHECKING

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.access.roles import Role
from yixing.attachments.store import Label, attach, digest_of
from yixing.briefings.deadlines import Words, resolve
from yixing.compliance.gates import Passed
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.people.queries import head_of
from yixing.supervision.actions.opening import open_task, person_of
from yixing.supervision.facts import accept_facts, report_facts
from yixing.supervision.models import Objection, Report, Task
from yixing.supervision.refusals import expect, fit, need
from yixing.supervision.state import TaskState
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files import File

PROGRESS_MAX = 200
"""进展情况, 存在问题 and 下步打算 in characters; more belongs into the evidence."""


@action(Action.TASK_ACCEPT)
def task_accept(call: Call, *, task_id: int, version: int | None = None) -> Task:
    """Sign for a task (签收), by the lead unit.

    Raises:
        Refusal: what the gate ``task.accept`` refuses; ``wrong_state`` unless it waits to be signed for.
    """
    task = open_task(call, task_id, Action.TASK_ACCEPT, version)
    expect(task, TaskState.ISSUED, action="签收")
    passed = gate(call, "task.accept", accept_facts(task, on=call.on, accepted_on=call.on))
    task.accepted_on = call.on
    task.settle()
    record(call, task, refs=[task.lead_unit], passed=[passed], data={"unit": task.lead_unit_id})
    return task


@action(Action.TASK_OBJECT)
def task_object(
    call: Call, *, task_id: int, version: int | None = None, reason: str, suggested_unit_id: int | None = None
) -> Task:
    """职责异议: the lead unit says that this is not its duty, once; the gate knows the limit.

    Raises:
        Refusal: ``objection_answered``, ``reason_needed``; what the gate ``task.accept`` refuses.
    """
    task = open_task(call, task_id, Action.TASK_OBJECT, version)
    expect(task, TaskState.ISSUED, action="提出职责异议")
    reason = need(reason, field="reason", label="理由", limit=300)
    earlier = task.objections.filter(unit_id=task.lead_unit_id, answered_on__isnull=False).last()
    if earlier is not None:
        raise Refusal("objection_answered", answer=earlier.answer or "驳回")
    passed = gate(call, "task.accept", accept_facts(task, on=call.on, objected_on=call.on))
    objection = Objection.objects.create(
        task=task, unit_id=task.lead_unit_id, on=call.on, reason=reason, suggested_unit_id=suggested_unit_id
    )
    task.objected_on = call.on
    task.settle()
    record(
        call,
        task,
        refs=[task.lead_unit],
        passed=[passed],
        data={"unit": task.lead_unit_id, "objection": objection.pk, "suggested": suggested_unit_id},
        note={"reason": reason},
    )
    return task


@action(Action.TASK_REPORT)
def task_report(
    call: Call,
    *,
    task_id: int,
    version: int | None = None,
    progress: str,
    problems: str = "",
    next_steps: str = "",
    ask: str = Report.Ask.NONE,
    extend_to: Words = "",
    reason: str = "",
    evidence: "Sequence[File[bytes]]" = (),
    signed_page: "File[bytes] | None" = None,
) -> Report:
    """报进展, entered once by the lead unit; it goes up when the head of the unit has signed.

    Entered by the head himself, or with the page he signed, it goes up at once.

    Args:
        call: ``call.on`` is the day of the report.
        task_id: the task.
        version: as the form saw it.
        progress: what was done, at most 200 characters.
        problems: what stands in the way, likewise.
        next_steps: what comes next, likewise.
        ask: ``none`` 推进中, ``close`` 申请办结, ``extend`` 申请延期.
        extend_to: until when, in words, with ``ask="extend"``.
        reason: why more time is needed.
        evidence: files.
        signed_page: the page signed by the head of the unit.

    Raises:
        Refusal: ``report_empty``, ``too_long``, ``report_pending``, ``extend_*``, ``no_unit_head``; what the gate
            ``task.report`` refuses when it is signed at once; ``wrong_state``.
    """
    task = open_task(call, task_id, Action.TASK_REPORT, version)
    expect(task, *_reportable(ask), action=f"报进展（{Report.Ask(ask).label}）")
    _check_texts(progress, problems, next_steps)
    pending = task.reports.filter(state=Report.State.UNSIGNED).first()
    if pending is not None:
        raise Refusal("report_pending", on=pending.on.isoformat())
    report = Report(
        task=task,
        unit_id=task.lead_unit_id,
        on=call.on,
        progress=progress.strip(),
        problems=problems.strip(),
        next_steps=next_steps.strip(),
        ask=ask,
        reason=fit(reason, field="reason", label="理由", limit=300),
        by_page=signed_page is not None,
    )
    if ask == Report.Ask.EXTEND:
        _ask_more_time(call, task, report, extend_to)
    report.save()
    for upload in evidence:
        attach(upload, subject=ref(report), label=Label.EVIDENCE, by=call.actor.ref, at=call.at)
    if signed_page is not None:
        attach(signed_page, subject=ref(report), label=Label.SCAN, by=call.actor.ref, at=call.at)
    signer_id = _signer(call, task, by_page=signed_page is not None)
    passed = [_go_up(call, task, report, signer_id)] if signer_id is not None else []
    task.returned_on = None
    task.settle()
    data = {"ask": ask, "task": task.pk, "evidence": len(evidence), "signed": signer_id is not None}
    if signed_page is not None:
        data["signed_page"] = digest_of(signed_page)
    record(call, report, refs=[task, task.lead_unit], passed=passed, data=data)
    return report


def _reportable(ask: str) -> tuple[TaskState, ...]:
    """A long-term task goes on being reported, but neither ends nor is put off by its unit."""
    if ask == Report.Ask.NONE:
        return (TaskState.IN_HAND, TaskState.LONG_TERM)
    return (TaskState.IN_HAND,)


def _check_texts(progress: str, problems: str, next_steps: str) -> None:
    if not progress.strip():
        raise Refusal("report_empty", field="progress")
    fit(progress, field="progress", label="进展情况", limit=PROGRESS_MAX)
    fit(problems, field="problems", label="存在问题", limit=PROGRESS_MAX)
    fit(next_steps, field="next_steps", label="下步打算", limit=PROGRESS_MAX)


def _ask_more_time(call: Call, task: Task, report: Report, extend_to: Words) -> None:
    if task.due_on is None:
        raise Refusal("extend_no_deadline", field="ask")
    if task.reports.filter(ask=Report.Ask.EXTEND, state=Report.State.SIGNED, answered__isnull=True).exists():
        raise Refusal("extend_pending", field="ask")
    due = resolve(extend_to, call.on)
    if due.on is None:
        raise Refusal("extend_to_needed", field="extend_to")
    if due.on <= task.due_on:
        raise Refusal("extend_backwards", field="extend_to", to=due.on.isoformat(), now=task.due_on.isoformat())
    need(report.reason, field="reason", label="延期理由", limit=300)
    report.extend_words = due.words[:60]
    report.extend_to = due.on


def _signer(call: Call, task: Task, *, by_page: bool) -> int | None:
    if call.actor.has(Role.UNIT_HEAD) and task.lead_unit_id in call.actor.unit_ids:
        return person_of(call)
    if not by_page:
        return None
    head = head_of(task.lead_unit, call.on)
    if head is None:
        raise Refusal("no_unit_head", field="signed_page", unit=task.lead_unit.name, on=call.on.isoformat())
    return head.pk


def _go_up(call: Call, task: Task, report: Report, signer_id: int) -> Passed:
    """The head has signed: the report counts from now on, and what it asks for is asked."""
    passed = gate(call, "task.report", report_facts(task, report, on=call.on, signed=True))
    report.state = Report.State.SIGNED
    report.signer_id = signer_id
    report.signed_on = call.on
    report.save()
    task.last_report_on = call.on
    task.last_report = report.progress
    task.last_problems = report.problems
    task.returned_on = None
    if report.ask == Report.Ask.CLOSE:
        task.claimed_on = call.on
    return passed


@action(Action.TASK_ENDORSE)
def task_endorse(
    call: Call, *, report_id: int, version: int | None = None, agreed: bool = True, opinion: str = ""
) -> Report:
    """The head of the unit signs what his unit reports, or returns it; on paper through 代录 with the scanned page.

    Args:
        call: ``call.on`` is the day he signed.
        report_id: the report.
        version: as the form saw it.
        agreed: sign or return.
        opinion: what to change, needed for returning.

    Raises:
        Refusal: what the gate ``task.report`` refuses; ``reason_needed``; ``wrong_state`` where it is signed already.
    """
    # The task before the report: the order in which every other action takes them.
    task = Task.objects.select_for_update(of=("self",)).filter(reports=report_id).first()
    report = call.load(Report, report_id, Action.TASK_ENDORSE, version=version)
    if task is None or report.task_id != task.pk:
        raise Refusal("not_found")
    if report.state != Report.State.UNSIGNED:
        label = Report.State(report.state).label
        raise Refusal("wrong_state", what="这条进展", state=label, action="审签", next="无需再办。")
    passed: list[Passed] = []
    if agreed:
        expect(task, *_reportable(report.ask), action="审签反馈")
        passed.append(_go_up(call, task, report, person_of(call)))
    else:
        report.return_reason = need(opinion, field="opinion", label="退回意见", limit=200)
        report.state = Report.State.RETURNED
        report.save()
        task.returned_on = call.on
    task.settle()
    record(
        call,
        report,
        refs=[task, task.lead_unit],
        passed=passed,
        data={"agreed": agreed, "ask": report.ask, "task": task.pk},
        note={"opinion": opinion},
    )
    return report
