"""责任分解: drafted by the inspector, approved by the office director, all its tasks issued at once."""

from collections.abc import Sequence

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.briefings.deadlines import Due, resolve
from yixing.briefings.models import Instruction
from yixing.briefings.refusals import wrong_state
from yixing.compliance.gates import Passed
from yixing.decisions.models import Decision
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.ledger.known import known
from yixing.papers.numbering import take_number
from yixing.people.models import Organization
from yixing.supervision.actions.opening import person_of, same_origin
from yixing.supervision.duplicates import similar_task
from yixing.supervision.facts import issue_facts
from yixing.supervision.limits import sign_by
from yixing.supervision.lines import TaskLine
from yixing.supervision.models import Breakdown, Task
from yixing.supervision.refusals import fit, need
from yixing.supervision.responsible import responsible
from yixing_core.errors import Refusal

SERIES = "督办事项"


@action(Action.TASK_DRAFT)
def task_draft(
    call: Call,
    *,
    lines: Sequence[TaskLine],
    decision_id: int | None = None,
    instruction_id: int | None = None,
    breakdown_id: int | None = None,
    version: int | None = None,
) -> Breakdown:
    """Draft the 责任分解 of one 议定事项 or one 批示, or draft again what was sent back.

    Args:
        call: ``call.on`` is the day of the draft; deadlines in words are counted from the day of the source.
        lines: one task each; see ``TaskLine``.
        decision_id: the source of a new one, if it is a 议定事项.
        instruction_id: the source of a new one, if it is a 批示.
        breakdown_id: the one that was sent back or is still a draft, instead of a source.
        version: of that one, as the form saw it.

    Raises:
        Refusal: ``no_lines``, ``no_source``, ``line_*``; ``duplicate`` where a line is like an open task of the same
            unit and neither joins it nor says why not; ``merge_target``; ``wrong_state``.
    """
    call.require(Action.TASK_DRAFT)
    if not lines:
        raise Refusal("no_lines")
    if breakdown_id is not None:
        breakdown = call.load(Breakdown, breakdown_id, Action.TASK_DRAFT, version=version)
        same_origin(call, breakdown)
        if breakdown.state == Breakdown.State.APPROVED:
            raise wrong_state("责任分解", "已下达", "修改", "任务已下达；要变更的，请在任务上改派、延期或终止。")
        breakdown.tasks.all().delete()
    else:
        breakdown = _new(call, decision_id, instruction_id)
    breakdown.state = Breakdown.State.DRAFT
    breakdown.drafter_id = person_of(call)
    breakdown.drafted_on = call.on
    breakdown.opinion = ""
    breakdown.save()
    alike = [similar_task(line) for line in lines]
    _refuse_duplicates(lines, alike)
    for number, (line, similar) in enumerate(zip(lines, alike, strict=True), 1):
        _draft_line(call, breakdown, number, line, similar)
    record(
        call,
        breakdown,
        refs=[breakdown.decision, breakdown.instruction],
        data={"lines": len(lines), "lead_units": [line.lead_unit_id for line in lines]},
        note={"lines": [line.text for line in lines]},
    )
    return breakdown


def _new(call: Call, decision_id: int | None, instruction_id: int | None) -> Breakdown:
    breakdown = Breakdown(drafted_on=call.on, is_backfilled=bool(call.backfill))
    if decision_id is not None and instruction_id is None:
        # Locked, so that two inspectors who break down the same source meet each other's lines as duplicates.
        breakdown.decision = loaders.find(Decision, decision_id, call.actor, lock=True)
        return breakdown
    if instruction_id is not None and decision_id is None:
        instruction = loaders.find(Instruction, instruction_id, call.actor, lock=True)
        if instruction.is_noted:
            raise Refusal("noted_only")
        breakdown.instruction = instruction
        return breakdown
    raise Refusal("no_source")


def _draft_line(call: Call, breakdown: Breakdown, number: int, line: TaskLine, similar: Task | None) -> Task:
    source = breakdown.decision or breakdown.instruction
    decided_on = breakdown.decision.decided_on if breakdown.decision else call.on
    if breakdown.instruction is not None:
        decided_on = breakdown.instruction.on
    unit = known(Organization, line.lead_unit_id)
    if source is None or unit is None:
        raise Refusal("not_found")
    if not line.text.strip():
        raise Refusal("line_text", line=number)
    fit(line.text, field="text", label=f"第{number}行任务内容", limit=400)
    fit(line.duplicate_reason, field="duplicate_reason", label=f"第{number}行不并入的理由", limit=200)
    if line.lead_unit_id in line.assist_unit_ids:
        raise Refusal("line_assist", line=number)
    due = resolve(line.due, decided_on)
    if not due.words:
        due = _due_of_source(breakdown)
    if not due.words:
        raise Refusal("line_due", line=number)
    task = _task(call, breakdown, line, unit, due)
    if similar is not None and similar.issued_on is not None:
        task.duplicate_of = similar
    task.settle()
    if line.assist_unit_ids:
        task.assist_units.add(*Organization.objects.filter(pk__in=line.assist_unit_ids))
    return task


def _task(call: Call, breakdown: Breakdown, line: TaskLine, unit: Organization, due: Due) -> Task:
    decision = breakdown.decision
    area_id = line.area_id or (decision.area_id if decision else None)
    found = responsible(line.lead_unit_id, call.on, area_id=area_id)
    return Task(
        breakdown=breakdown,
        source=Task.Source.DECISION if decision else Task.Source.INSTRUCTION,
        text=line.text.strip(),
        lead_unit=unit,
        leader_id=line.leader_id or found.leader_id,
        area_id=area_id or found.area_id,
        due_words=due.words[:60],
        due_on=due.on,
        first_due_on=due.on,
        is_long_term=due.is_long_term,
        duplicate_reason=line.duplicate_reason.strip(),
        merged_into=_target(line),
        is_backfilled=breakdown.is_backfilled,
    )


def _due_of_source(breakdown: Breakdown) -> Due:
    """The deadline of the source itself, where a line has none of its own."""
    source = breakdown.decision or breakdown.instruction
    return Due(source.due_words, source.due_on) if source is not None else Due()


def _refuse_duplicates(lines: Sequence[TaskLine], alike: Sequence[Task | None]) -> None:
    found = [
        (number, task)
        for number, (line, task) in enumerate(zip(lines, alike, strict=True), 1)
        if task is not None and line.merge_into_id is None and not line.duplicate_reason.strip()
    ]
    if found:
        raise Refusal(
            "duplicate",
            lines="、".join(f"第{number}行" for number, _ in found),
            tasks="；".join(f"{task.number}“{task.text[:30]}”" for _, task in found),
        )


def _target(line: TaskLine) -> Task | None:
    if line.merge_into_id is None:
        return None
    target = Task.objects.filter(pk=line.merge_into_id).first()
    if target is None:
        raise Refusal("not_found")
    _check_target(target, line.lead_unit_id)
    return target


def _check_target(target: Task, lead_unit_id: int) -> None:
    what = f"任务{target.number or ''}"
    if not target.is_open:
        raise Refusal("merge_target", what=what, why="它已不在办理中")
    if target.lead_unit_id != lead_unit_id:
        raise Refusal("merge_target", what=what, why="牵头单位不同")


@action(Action.TASK_APPROVE)
def task_approve(call: Call, *, breakdown_id: int, version: int | None = None, opinion: str = "") -> Breakdown:
    """Approve a 责任分解: every line is issued now, with its number and the last day for 签收.

    Where the area changed hands since the draft, 责任领导 is who leads it on this day.

    Raises:
        Refusal: what the gate ``task.issue`` refuses for one of its lines; ``decision_not_effective``; ``wrong_state``.
    """
    source = ("decision__meeting__body",)  # what the gate asks of it
    breakdown = call.load(Breakdown, breakdown_id, Action.TASK_APPROVE, version=version, related=source)
    same_origin(call, breakdown)
    _expect_draft(breakdown, "批准")
    decision = breakdown.decision
    if decision is not None and decision.state != Decision.State.EFFECTIVE:
        approver = decision.approver.name if decision.approver else "审定人"
        raise Refusal("decision_not_effective", what=decision.title, approver=approver)
    tasks = _lines(breakdown)
    for task in tasks:
        _lead_anew(call, task)
    passed = [gate(call, "task.issue", issue_facts(task, on=call.on, approved=True)) for task in tasks]
    breakdown.approved_on = call.on
    breakdown.approver_id = person_of(call)
    breakdown.opinion = fit(opinion, field="opinion", label="批准意见", limit=200)
    breakdown.state = Breakdown.State.APPROVED
    breakdown.save()
    for task in tasks:
        _issue(call, task)
    record(
        call,
        breakdown,
        refs=[breakdown.decision, breakdown.instruction, *tasks],
        passed=_once(passed),
        data={"tasks": [task.pk for task in tasks], "numbers": [task.number for task in tasks]},
        note={"opinion": breakdown.opinion},
    )
    return breakdown


def _lines(breakdown: Breakdown) -> list[Task]:
    """The tasks that were drafted, in their order; in plain SQL, for issuing is what everybody waits for."""
    rows = Task.objects.raw("SELECT * FROM supervision_task WHERE breakdown_id = %s ORDER BY id", [breakdown.pk])
    tasks = list(rows)
    for task in tasks:
        task.breakdown = breakdown
    return tasks


def _lead_anew(call: Call, task: Task) -> None:
    """责任领导 by the division of work of the day of issue, where the draft had him from that of its own day.

    Who was named on purpose stays; so does the draft's where nobody is in charge any more.
    """
    drafted = responsible(task.lead_unit_id, task.breakdown.drafted_on, area_id=task.area_id)
    now = responsible(task.lead_unit_id, call.on, area_id=task.area_id)
    same_area = task.area_id is None or now.area_id == task.area_id
    if task.leader_id == drafted.leader_id and now.leader_id is not None and same_area:
        task.leader_id, task.area_id = now.leader_id, now.area_id


def _issue(call: Call, task: Task) -> None:
    task.number = f"督{call.on.year}-{take_number(SERIES, call.on.year):04d}"
    task.issued_on = task.assigned_on = call.on
    task.sign_by = sign_by(call.on)
    if task.merged_into is not None:
        _check_target(task.merged_into, task.lead_unit_id)
        task.merged_on = call.on
    task.settle()


def _once(passed: Sequence[Passed]) -> list[Passed]:
    """Findings that are the same for several lines are recorded once."""
    seen: list[Passed] = []
    for result in passed:
        if result not in seen:
            seen.append(result)
    return seen


@action(Action.TASK_SEND_BACK)
def task_send_back(call: Call, *, breakdown_id: int, version: int | None = None, opinion: str) -> Breakdown:
    """Send a draft back to the inspector, saying what to change."""
    breakdown = call.load(Breakdown, breakdown_id, Action.TASK_SEND_BACK, version=version)
    same_origin(call, breakdown)
    _expect_draft(breakdown, "退回")
    breakdown.opinion = need(opinion, field="opinion", label="退回意见", limit=200)
    breakdown.state = Breakdown.State.SENT_BACK
    breakdown.save()
    record(
        call,
        breakdown,
        refs=[breakdown.decision, breakdown.instruction],
        data={"tasks": breakdown.tasks.count()},
        note={"opinion": breakdown.opinion},
    )
    return breakdown


def _expect_draft(breakdown: Breakdown, doing: str) -> None:
    if breakdown.state != Breakdown.State.DRAFT:
        label = Breakdown.State(breakdown.state).label
        following = {
            Breakdown.State.APPROVED: "任务已经下达，无需再办。",
            Breakdown.State.SENT_BACK: "已退回督查员修改，请等其重新送审。",
        }[Breakdown.State(breakdown.state)]
        raise wrong_state("责任分解", label, doing, following)
