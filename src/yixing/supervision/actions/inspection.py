"""The inspector's day: answer objections, answer requests for more time, call, verify."""

from collections.abc import Sequence

from django.db.models import F

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.people.models import Organization
from yixing.supervision.actions.opening import open_task, person_of, withdraw_claim
from yixing.supervision.facts import extend_facts
from yixing.supervision.limits import sign_by
from yixing.supervision.models import Reminder, Report, Task, Verification
from yixing.supervision.refusals import expect, fit, need
from yixing.supervision.responsible import responsible
from yixing.supervision.state import TaskState
from yixing_core.errors import Refusal


@action(Action.TASK_REASSIGN)
def task_reassign(
    call: Call,
    *,
    task_id: int,
    version: int | None = None,
    accepted: bool = True,
    answer: str = "",
    new_unit_id: int | None = None,
    assist_unit_ids: Sequence[int] | None = None,
) -> Task:
    """Answer a 职责异议 (改派 or 驳回), or change the lead and assisting units of a task in hand.

    The new lead unit gets the full limit for 签收; after a 驳回 the old one gets it again.

    Args:
        call: ``call.on`` is the day of the answer.
        task_id: the task.
        version: as the form saw it.
        accepted: 改派 (needs ``new_unit_id``) or 驳回 (needs ``answer``).
        answer: what the unit is told.
        new_unit_id: the new lead unit.
        assist_unit_ids: the assisting units from now on; ``None`` leaves them as they are.

    Raises:
        Refusal: ``new_unit_needed``, ``same_unit``, ``nothing_to_answer``, ``reason_needed``, ``wrong_state``.
    """
    task = open_task(call, task_id, Action.TASK_REASSIGN, version)
    expect(task, TaskState.OBJECTED, TaskState.ISSUED, TaskState.IN_HAND, action="答复职责异议或改派")
    objection = task.objections.filter(answered_on__isnull=True).first()
    if objection is None and not accepted:
        raise Refusal("nothing_to_answer")
    if objection is None and new_unit_id is None and assist_unit_ids is None:
        raise Refusal("nothing_to_answer", field="new_unit_id")
    if objection is not None and accepted and new_unit_id is None:
        raise Refusal("new_unit_needed", field="new_unit_id")
    answer = fit(answer, field="answer", label="答复", limit=300)
    old_unit = task.lead_unit
    if not accepted:
        need(answer, field="answer", label="驳回理由", limit=300)
        task.assigned_on = call.on
        task.sign_by = sign_by(call.on)
    elif new_unit_id is not None:
        _hand_over(call, task, new_unit_id)
    if objection is not None:
        objection.answered_on, objection.accepted, objection.answer = call.on, accepted, answer
        objection.new_unit_id = new_unit_id if accepted else None
        objection.save()
    task.objected_on = None
    task.settle()
    if assist_unit_ids is not None:
        task.assist_units.set(Organization.objects.filter(pk__in=assist_unit_ids).exclude(pk=task.lead_unit_id))
    record(
        call,
        task,
        refs=[old_unit, task.lead_unit],
        data={
            "objection": objection.pk if objection else None,
            "accepted": accepted,
            "from": old_unit.pk,
            "to": task.lead_unit_id,
            "assists": sorted(task.assist_units.values_list("pk", flat=True)),
        },
        note={"answer": answer},
    )
    return task


def _hand_over(call: Call, task: Task, unit_id: int) -> None:
    if unit_id == task.lead_unit_id:
        raise Refusal("same_unit", field="new_unit_id")
    unit = Organization.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Refusal("not_found")
    if task.reports.filter(state=Report.State.UNSIGNED).exists():
        pending = task.reports.get(state=Report.State.UNSIGNED)
        raise Refusal("report_pending", on=pending.on.isoformat())
    found = responsible(unit_id, call.on)
    task.lead_unit = unit
    task.assist_units.remove(unit)
    if found.leader_id is not None:
        task.leader_id, task.area_id = found.leader_id, found.area_id
    task.assigned_on = call.on
    task.sign_by = sign_by(call.on)
    task.accepted_on = None
    task.returned_on = None


@action(Action.TASK_EXTEND)
def task_extend(
    call: Call, *, task_id: int, version: int | None = None, granted: bool = True, answer: str = ""
) -> Task:
    """Answer the unit's request for more time (延期批复); the words and day of the first deadline are kept.

    Raises:
        Refusal: ``nothing_to_extend``; what the gate ``task.extend`` refuses when it is granted; ``reason_needed``.
    """
    task = open_task(call, task_id, Action.TASK_EXTEND, version)
    expect(task, TaskState.IN_HAND, action="批复延期")
    report = task.reports.filter(ask=Report.Ask.EXTEND, state=Report.State.SIGNED, answered__isnull=True).first()
    if report is None:
        raise Refusal("nothing_to_extend")
    answer = fit(answer, field="answer", label="批复意见", limit=200)
    passed = []
    if granted:
        passed.append(gate(call, "task.extend", extend_facts(task, report, on=call.on, granted=True)))
        task.due_on = report.extend_to
        task.due_words = report.extend_words
        task.extensions += 1
    else:
        need(answer, field="answer", label="不同意延期的理由", limit=200)
    report.answered, report.answered_on, report.answer = granted, call.on, answer
    report.save()
    task.settle()
    record(
        call,
        task,
        refs=[report],
        passed=passed,
        data={"granted": granted, "due_on": task.due_on, "extensions": task.extensions, "report": report.pk},
        note={"answer": answer},
    )
    return task


@action(Action.TASK_REMIND)
def task_remind(call: Call, *, task_id: int, answered_by: str = "", said: str = "") -> Task:
    """电话催办: that the lead unit was called, who answered and what he said.

    The task's version stays as it is: a call must not spoil the report that the liaison is just writing.
    """
    task = open_task(call, task_id, Action.TASK_REMIND)
    expect(task, TaskState.ISSUED, TaskState.OBJECTED, TaskState.IN_HAND, TaskState.LONG_TERM, action="催办")
    reminder = Reminder.objects.create(
        task=task,
        on=call.on,
        answered_by=fit(answered_by, field="answered_by", label="接听人", limit=60),
        said=fit(said, field="said", label="答复", limit=200),
    )
    Task.objects.filter(pk=task.pk).update(reminders=F("reminders") + 1, last_reminded_on=call.on)
    task.refresh_from_db(fields=("reminders", "last_reminded_on"))
    record(
        call,
        task,
        refs=[task.lead_unit],
        data={"reminder": reminder.pk, "reminders": task.reminders},
        note={"answered_by": reminder.answered_by, "said": reminder.said},
    )
    return task


@action(Action.TASK_VERIFY)
def task_verify(
    call: Call, *, task_id: int, version: int | None = None, method: str, finding: str, result: str
) -> Task:
    """核实: how it was looked at, what was found, what follows.

    ``holds`` needs a 办结申请 and opens the way to 销号; ``continue`` and ``return`` take the claim back.

    Args:
        call: ``call.on`` is the day of the verification.
        task_id: the task.
        version: as the form saw it.
        method: a ``Verification.Method``.
        finding: in words.
        result: a ``Verification.Result``.

    Raises:
        Refusal: ``not_claimed``, ``reason_needed``, ``wrong_state``.
    """
    task = open_task(call, task_id, Action.TASK_VERIFY, version)
    expect(task, TaskState.CLAIMED, TaskState.IN_HAND, TaskState.VERIFIED, action="核实")
    holds = result == Verification.Result.HOLDS
    if holds and task.claimed_on is None:
        raise Refusal("not_claimed", field="result")
    verification = Verification.objects.create(
        task=task,
        on=call.on,
        method=Verification.Method(method),
        finding=need(finding, field="finding", label="核实情况", limit=400),
        result=Verification.Result(result),
        person_id=person_of(call),
    )
    if holds:
        task.verified_on = call.on
        task.verifier_id = call.actor.person_id
    else:
        withdraw_claim(task)
        task.returned_on = call.on if result == Verification.Result.RETURN else None
    task.settle()
    record(
        call,
        task,
        refs=[task.lead_unit],
        data={"verification": verification.pk, "method": method, "result": result},
        note={"finding": verification.finding},
    )
    return task
