"""Ways in which a task ends, each by the authority that its source demands, and how it is taken up again."""

from yixing.access.actions import Action
from yixing.briefings.deadlines import Words, resolve
from yixing.compliance.gates import noted
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.people.models import Person
from yixing.supervision.actions.opening import open_task, person_of, withdraw_claim
from yixing.supervision.authority import demands, unmet
from yixing.supervision.facts import close_facts, review_facts
from yixing.supervision.models import Consent, Report, Task
from yixing.supervision.refusals import expect, fit, need
from yixing.supervision.state import TaskState
from yixing_core.errors import Refusal

_ENDABLE = (TaskState.ISSUED, TaskState.OBJECTED, TaskState.IN_HAND, TaskState.CLAIMED, TaskState.VERIFIED)


@action(Action.TASK_CONSENT)
def task_consent(
    call: Call, *, task_id: int, version: int | None = None, agreed: bool = True, opinion: str = ""
) -> Task:
    """The word of the leader whom the source demands: 分管常委签认 of a 议定事项, 阅示同意 of a task from a 批示.

    If he does not agree the claim is taken back and the unit goes on.

    Args:
        call: the actor is the leader, mostly entered for him (代录).
        task_id: the task, or one that was merged into it and has a leader of its own.
        version: as the form saw it.
        agreed: whether it may be closed.
        opinion: what he wrote; needed where he does not agree.

    Raises:
        Refusal: ``not_demanded``, ``consent_early``, ``reason_needed``, ``wrong_state``.
    """
    task = open_task(call, task_id, Action.TASK_CONSENT, version)
    carrier = _carrier(task)
    demanded = [demand for demand in demands(carrier, _merged(carrier), call.on) if demand.kind != "verification"]
    mine = [demand for demand in demanded if demand.person_id == call.actor.person_id]
    if not mine:
        names = Person.objects.filter(pk__in=[demand.person_id for demand in demanded]).values_list("name", flat=True)
        raise Refusal("not_demanded", what=f"“{task}”", who="、".join(names) or "责任领导")
    if carrier.state == TaskState.CLAIMED and all(demand.kind == "member" for demand in mine):
        raise Refusal("consent_early")
    expect(carrier, TaskState.CLAIMED, TaskState.VERIFIED, action="签认")
    opinion = fit(opinion, field="opinion", label="签认意见", limit=200)
    if not agreed:
        need(opinion, field="opinion", label="不同意的理由", limit=200)
    consent = Consent.objects.create(task=task, person_id=person_of(call), on=call.on, agreed=agreed, opinion=opinion)
    if agreed:
        task.consented_on = call.on
        task.settle()
    else:
        withdraw_claim(carrier)
        carrier.returned_on = call.on
        carrier.settle()
        if carrier.pk != task.pk:
            task.refresh_from_db()
    record(
        call,
        task,
        refs=[carrier, task.lead_unit],
        data={"consent": consent.pk, "agreed": agreed},
        note={"opinion": opinion},
    )
    return task


def _carrier(task: Task) -> Task:
    """The task that carries this one on: itself, or the one it was merged into."""
    if task.merged_into_id is None or task.merged_on is None:
        return task
    return Task.objects.select_for_update(of=("self",)).get(pk=task.merged_into_id)


def _merged(task: Task) -> list[Task]:
    return list(task.merged.filter(merged_on__isnull=False).select_related("breakdown__instruction").order_by("id"))


@action(Action.TASK_CLOSE)
def task_close(call: Call, *, task_id: int, version: int | None = None, note: str = "") -> Task:
    """销号, once everything that the source demands is there (see ``authority``).

    Raises:
        Refusal: ``demands_unmet``; what the gate ``task.close`` refuses; ``wrong_state`` unless the unit has claimed.
    """
    task = open_task(call, task_id, Action.TASK_CLOSE, version)
    expect(task, TaskState.CLAIMED, TaskState.VERIFIED, action="销号")
    merged = _merged(task)
    missing = unmet(task, merged, call.on)
    if missing:
        raise Refusal(
            "demands_unmet",
            what=f"任务{task.number}",
            missing="、".join(demand.words for demand in missing),
            who=_turn_to(missing[0].words, missing[0].person_id),
        )
    passed = [
        gate(call, "task.close", close_facts(task, merged, on=call.on)),
        # What was not chased in time can no longer be: it goes on the record and does not keep the task open.
        noted("task.review", review_facts(task, on=call.on), on=call.on),
    ]
    task.closed_on = call.on
    task.closed_by_id = person_of(call)
    task.end_reason = fit(note, field="note", label="销号说明", limit=300)
    task.settle()
    record(
        call,
        task,
        refs=[task.lead_unit, task.leader, *merged],
        passed=passed,
        data={"source": task.source, "closed_by": task.closed_by_id, "verified_on": task.verified_on},
        note={"note": task.end_reason},
    )
    return task


def _turn_to(words: str, person_id: int | None) -> str:
    person = Person.objects.filter(pk=person_id).first() if person_id is not None else None
    if words.startswith("督查室"):
        return "请督查员先核实。"
    return f"请{person.name}签认，或由其联络员代录签批件。" if person else "请先明确责任领导。"


@action(Action.TASK_KEEP)
def task_keep(
    call: Call, *, task_id: int, version: int | None = None, reason: str, leader_id: int | None = None
) -> Task:
    """转长期坚持: done for now and to be kept up; verified before, unless it was long-term from the start.

    Raises:
        Refusal: ``keep_unverified``, ``reason_needed``, ``wrong_state``.
    """
    task = open_task(call, task_id, Action.TASK_KEEP, version)
    expect(task, TaskState.IN_HAND, TaskState.CLAIMED, TaskState.VERIFIED, action="转长期坚持")
    if task.verified_on is None and not task.is_long_term:
        raise Refusal("keep_unverified")
    task.end_reason = need(reason, field="reason", label="说明", limit=300)
    task.end_leader_id = _leader(leader_id)
    task.kept_on = call.on
    task.is_long_term = True
    task.settle()
    record(
        call,
        task,
        refs=[task.lead_unit],
        data={"leader": task.end_leader_id},
        note={"reason": task.end_reason},
    )
    return task


@action(Action.TASK_STOP)
def task_stop(
    call: Call, *, task_id: int, version: int | None = None, reason: str, leader_id: int | None = None
) -> Task:
    """终止, with the consent of a leader who is named.

    Raises:
        Refusal: ``end_leader``, ``reason_needed``, ``wrong_state``.
    """
    task = open_task(call, task_id, Action.TASK_STOP, version)
    expect(task, *_ENDABLE, TaskState.LONG_TERM, action="终止")
    task.end_reason = need(reason, field="reason", label="终止原因", limit=300)
    task.end_leader_id = _leader(leader_id)
    if task.end_leader_id is None:
        raise Refusal("end_leader", field="leader_id")
    task.kept_on = None
    task.stopped_on = call.on
    task.settle()
    record(
        call,
        task,
        refs=[task.lead_unit, task.end_leader],
        data={"leader": task.end_leader_id},
        note={"reason": task.end_reason},
    )
    return task


def _leader(leader_id: int | None) -> int | None:
    if leader_id is not None and not Person.objects.filter(pk=leader_id).exists():
        raise Refusal("not_found")
    return leader_id


@action(Action.TASK_MERGE)
def task_merge(call: Call, *, task_id: int, into_id: int, version: int | None = None, reason: str = "") -> Task:
    """并入 another open task of the same lead unit: one task with several sources, reported once.

    What the merged source demands is demanded of the other task from now on.

    Raises:
        Refusal: ``merge_target``, ``wrong_state``.
    """
    # Both in the order of their numbers, so that two mergers never wait for each other.
    list(Task.objects.select_for_update(of=("self",)).filter(pk__in=(task_id, into_id)).order_by("pk"))
    task = open_task(call, task_id, Action.TASK_MERGE, version)
    target = open_task(call, into_id, Action.TASK_MERGE)
    expect(task, *_ENDABLE, action="并入")
    what = f"任务{target.number or ''}"
    if task.pk == target.pk:
        raise Refusal("merge_target", field="into_id", what=what, why="就是这项任务本身")
    if not target.is_open:
        raise Refusal("merge_target", field="into_id", what=what, why="它已不在办理中")
    if target.lead_unit_id != task.lead_unit_id:
        raise Refusal("merge_target", field="into_id", what=what, why="牵头单位不同")
    pending = task.reports.filter(state=Report.State.UNSIGNED).first()
    if pending is not None:
        raise Refusal("report_pending", on=pending.on.isoformat())
    withdraw_claim(task)
    task.objections.filter(answered_on__isnull=True).update(answered_on=call.on, accepted=False, answer="任务已并入")
    task.objected_on = None
    task.merged_into = target
    task.merged_on = call.on
    task.end_reason = fit(reason, field="reason", label="并入说明", limit=300)
    task.settle()
    task.merged.update(merged_into=target)
    target.assist_units.add(*task.assist_units.exclude(pk=target.lead_unit_id))
    record(
        call,
        task,
        refs=[target, task.lead_unit],
        data={"into": target.pk},
        note={"reason": task.end_reason},
    )
    return task


@action(Action.TASK_REOPEN)
def task_reopen(call: Call, *, task_id: int, version: int | None = None, reason: str, due: Words) -> Task:
    """重新启动 of what had ended (反弹, or a change of mind), with a new deadline; it is in hand again.

    Raises:
        Refusal: ``reopen_due``, ``reason_needed``, ``wrong_state`` unless it has ended.
    """
    task = open_task(call, task_id, Action.TASK_REOPEN, version)
    expect(task, TaskState.CLOSED, TaskState.LONG_TERM, TaskState.STOPPED, TaskState.MERGED, action="重新启动")
    reason = need(reason, field="reason", label="重新启动的原因", limit=300)
    limit = resolve(due, call.on)
    if not limit.words:
        raise Refusal("reopen_due", field="due")
    before = task.state
    withdraw_claim(task)
    task.closed_on = task.kept_on = task.stopped_on = task.merged_on = None
    task.closed_by = task.merged_into = task.end_leader = None
    task.end_reason = ""
    task.accepted_on = task.accepted_on or call.on
    task.due_words, task.due_on, task.is_long_term = limit.words[:60], limit.on, limit.is_long_term
    task.reopened_on = call.on
    task.reopenings += 1
    task.settle()
    record(
        call,
        task,
        refs=[task.lead_unit],
        data={"from": before, "due_on": task.due_on, "reopenings": task.reopenings},
        note={"reason": reason},
    )
    return task
