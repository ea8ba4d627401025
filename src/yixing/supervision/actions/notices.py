"""督办通知 and its 回执: drafted by the inspector, numbered when signed, signed for and answered by the unit."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.compliance.gates import value
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.papers.content import content_of, restored
from yixing.papers.models import Document
from yixing.papers.numbering import continue_from, take_number
from yixing.papers.series import checkpoint_line, marks_for
from yixing.papers.signing import ask_signing
from yixing.papers.state import document_state
from yixing.people.models import Person
from yixing.supervision.actions.opening import open_task, person_of
from yixing.supervision.models import Notice, Task
from yixing.supervision.refusals import expect, fit, need
from yixing.supervision.state import TaskState
from yixing.supervision.words import source_words
from yixing_core.errors import Refusal
from yixing_core.papers.supervision import SupervisionNoticeData

KIND = Document.Kind.SUPERVISION_NOTICE
DEMANDS_MAX = 12


@action(Action.SUPERVISION_DRAFT)
def supervision_draft(
    call: Call,
    *,
    task_id: int,
    approved_by_id: int,
    demands: Sequence[str],
    answer_by: dt.date,
    problems: str = "",
    contact: str = "",
    again: str = "",
    version: int | None = None,
) -> Notice:
    """Draft a 督办通知 on a task in hand; it has no number yet.

    Args:
        call: ``call.on`` is the day of the draft.
        task_id: the task; its lead unit is 主送, its 责任领导 抄送.
        approved_by_id: the leader who approved the 立项.
        demands: 办理要求, one by one.
        answer_by: last day for the answer.
        problems: 存在问题.
        contact: name and telephone printed on it.
        again: why there is another one although an earlier notice on the task is not answered yet, or went out within
            the county's interval (``supervision_repeat_days``).
        version: of the task, as the form saw it.

    Raises:
        Refusal: ``notice_demands``, ``notice_answer_by``, ``wrong_state``, and what the gate ``supervision.open`` says.
    """
    task = open_task(call, task_id, Action.SUPERVISION_DRAFT, version)
    expect(task, TaskState.ISSUED, TaskState.IN_HAND, TaskState.LONG_TERM, action="发督办通知")
    approved_by = Person.objects.filter(pk=approved_by_id).first()
    if approved_by is None:
        raise Refusal("not_found")
    wanted = [line for demand in demands if (line := fit(demand, field="demands", label="办理要求", limit=300))]
    if not wanted or len(wanted) > DEMANDS_MAX:
        raise Refusal("notice_demands", field="demands", most=DEMANDS_MAX)
    if answer_by <= call.on:
        raise Refusal("notice_answer_by", field="answer_by", on=call.on.isoformat())
    open_ones = _recent(task, call.on)
    facts = {
        "kind": "daily",
        "government": False,
        "basis_given": True,
        "approved": True,
        "plan_given": True,
        "same_object_recent": open_ones,
        "overlap_explained": bool(again.strip()),
    }
    passed = gate(call, "supervision.open", {"supervision": facts})
    data = SupervisionNoticeData(
        mark=marks_for(KIND).mark,
        unit=task.lead_unit.name,
        copies=(task.leader.name,) if task.leader is not None else (),
        subject=_subject(task),
        basis=_basis(task),
        problems=fit(problems, field="problems", label="存在问题", limit=400),
        demands=tuple(wanted),
        answer_by=answer_by,
        approved_by=approved_by.name,
        office=marks_for(KIND).office,
        contact=fit(contact, field="contact", label="联系人电话", limit=60),
    )
    notice = _kept(call, task, approved_by, data)
    record(
        call,
        notice,
        refs=[task, task.lead_unit, notice.document],
        passed=[passed],
        data={"demands": len(wanted), "answer_by": answer_by, "earlier": open_ones},
        note={"demands": wanted, "again": again.strip()},
    )
    return notice


def _recent(task: Task, on: dt.date) -> int:
    """Notices on the same task that are not answered yet, or that went out within the county's interval (if it has one)."""
    waiting = Q(answered_on__isnull=True)
    interval = value("supervision_repeat_days", on)
    if interval is not None:
        waiting |= Q(document__signed_on__gt=on - dt.timedelta(days=int(interval)))
    return task.notices.filter(waiting).exclude(document__state=Document.State.VOID).count()


def _kept(call: Call, task: Task, approved_by: Person, data: SupervisionNoticeData) -> Notice:
    document = Document.objects.create(
        kind=KIND,
        subject=f"task/{task.pk}",
        unit=task.lead_unit,
        title=f"关于{data.subject}的督办通知",
        series=marks_for(KIND).series,
        content=content_of(data),
    )
    return Notice.objects.create(
        task=task,
        document=document,
        unit=task.lead_unit,
        drafted_on=call.on,
        drafter_id=person_of(call),
        approved_by=approved_by,
        answer_by=data.answer_by,
        is_backfilled=bool(call.backfill),
    )


def _subject(task: Task) -> str:
    words = task.text.rstrip("。；;，,")
    return words if len(words) <= _SUBJECT else f"{words[:_SUBJECT]}等事项"


_SUBJECT = 40


def _basis(task: Task) -> str:
    source = task.breakdown.decision or task.breakdown.instruction
    words = source.text.rstrip("。") if source is not None else task.text
    return f"{source_words(task)}：“{words}”。责任分解编号{task.number}，时限{task.due_words}。"


@action(Action.SUPERVISION_SIGN)
def supervision_sign(
    call: Call,
    *,
    notice_id: int,
    version: int | None = None,
    contact: str = "",
    number: int | None = None,
    extra_requests: Sequence[str] | None = None,
) -> Notice:
    """签发: now the notice gets its number and the unit sees it.

    Args:
        call: ``call.on`` is the day on which it was signed.
        notice_id: the draft.
        version: as the form saw it.
        contact: name and telephone, where the draft had none.
        number: of a paper that was signed outside the system, with a 补录 only; it comes after every number taken.

        extra_requests: which demands it adds, where words of them occur in it (``papers.signing``).

    Raises:
        Refusal: ``notice_state``, ``notice_answer_by``, ``notice_number``, or the gate ``document.sign``.
    """
    notice = call.load(Notice, notice_id, Action.SUPERVISION_SIGN, version=version)
    document = notice.document
    if document.state != Document.State.DRAFT:
        raise Refusal("notice_state", state=document.get_state_display(), action="签发")
    if call.backfill and not notice.is_backfilled:
        raise Refusal("backfill_inside", what=f"“{notice}”")
    if notice.answer_by < call.on:
        raise Refusal("notice_answer_by", field="answer_by", on=call.on.isoformat())
    document.year = call.on.year
    document.number = _number(call, document, number)
    document.signer_id, document.signed_on = call.actor.person_id, call.on
    data: SupervisionNoticeData = restored(SupervisionNoticeData, document.content)
    signed = replace(
        data,
        signer=call.actor.name,
        issued_on=call.on,
        contact=contact.strip() or data.contact,
        checkpoint=checkpoint_line(),
    )
    document.content = content_of(signed)
    passed = ask_signing(call, document, extra_requests)
    document.state = document_state(document)
    document.save()
    notice.save()
    record(
        call,
        notice,
        refs=[notice.task, notice.unit, document],
        passed=[replace(passed, about=ref(document))],
        data={"year": document.year, "number": document.number, "answer_by": notice.answer_by},
    )
    return notice


def _number(call: Call, document: Document, number: int | None) -> int:
    if number is None:
        return take_number(document.series, call.on.year)
    if not call.backfill or not continue_from(document.series, call.on.year, number):
        raise Refusal("notice_number", field="number", number=number)
    return number


@action(Action.SUPERVISION_RECEIVE)
def supervision_receive(call: Call, *, notice_id: int, version: int | None = None) -> Notice:
    """签收: the unit has the notice.

    Raises:
        Refusal: ``notice_state`` before it is signed or once it was received.
    """
    notice = _issued(call, notice_id, Action.SUPERVISION_RECEIVE, version)
    if notice.received_on is not None:
        raise Refusal("notice_state", state="已签收", action="签收")
    notice.received_on, notice.receiver_id = call.on, person_of(call)
    notice.save()
    record(call, notice, refs=[notice.task, notice.unit], data={"received_on": call.on})
    return notice


@action(Action.SUPERVISION_ANSWER)
def supervision_answer(
    call: Call, *, notice_id: int, results: Sequence[str], unfinished: str = "", version: int | None = None
) -> Notice:
    """回复: an answer to each demand, signed by the head of the unit (himself, or 代录 with the sealed paper).

    Args:
        call: ``call.on`` is the day of the answer.
        notice_id: the notice.
        results: 办理结果, one for each demand in its order.
        unfinished: why something is not finished, and until when it will be.
        version: as the form saw it.

    Raises:
        Refusal: ``notice_state``, ``notice_results`` unless every demand is answered.
    """
    notice = _issued(call, notice_id, Action.SUPERVISION_ANSWER, version)
    if notice.answered_on is not None:
        raise Refusal("notice_state", state="已回复", action="回复")
    demands = notice.document.content["demands"]
    told = [fit(result, field="results", label="办理结果", limit=400) for result in results]
    if len(told) != len(demands) or not all(told):
        open_ = [str(place) for place, text in enumerate([*told, *[""] * len(demands)][: len(demands)], 1) if not text]
        raise Refusal("notice_results", field="results", count=len(demands), open="、".join(open_) or "—")
    notice.results, notice.unfinished = told, fit(unfinished, field="unfinished", label="未完成的原因和时限", limit=400)
    if notice.received_on is None:
        notice.received_on, notice.receiver_id = call.on, call.actor.person_id
    notice.answered_on, notice.head_id = call.on, person_of(call)
    notice.save()
    record(
        call,
        notice,
        refs=[notice.task, notice.unit],
        data={"answered_on": call.on, "late": call.on > notice.answer_by, "results": len(told)},
        note={"results": told, "unfinished": notice.unfinished},
    )
    return notice


def _issued(call: Call, notice_id: int, action_: Action, version: int | None) -> Notice:
    notice = call.load(Notice, notice_id, action_, version=version)
    if call.backfill and not notice.is_backfilled:
        raise Refusal("backfill_inside", what=f"“{notice}”")
    if notice.document.state != Document.State.SIGNED:
        raise Refusal("notice_state", state=notice.document.get_state_display(), action=action_.label)
    need(notice.document.number_words, field="", label="文号", limit=60)
    return notice
