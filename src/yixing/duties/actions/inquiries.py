"""专题质询: asked by the member, drafted by the unit, signed by its head, judged by the member, rectified, done."""

import datetime as dt

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.argument.actions.research import sat_in_committee
from yixing.argument.words import needed, text_of
from yixing.compliance import gates
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.duties.charge import area_between, member_of_unit
from yixing.duties.models import Inquiry, InquiryRound
from yixing.duties.state import inquiry_state
from yixing.ledger.known import known
from yixing.papers.numbering import take_number
from yixing.people.models import Organization, Person
from yixing.supervision.models import Task
from yixing_core.errors import Refusal
from yixing_core.rules.model import Finding

SERIES = "专题质询"
State = Inquiry.State
Verdict = InquiryRound.Verdict


@action(Action.INQUIRY_OPEN)
def inquiry_open(
    call: Call, *, unit_id: int, title: str, question: str, due_on: dt.date, task_id: int | None = None
) -> Inquiry:
    """Ask a unit of one's own field to explain; it is numbered and stands on the unit's 工作台 at once.

    Args:
        call: the member, or his delegate with the signed paper; ``call.on`` is the day of the question.
        unit_id: a unit that belongs to an area he is in charge of that day.
        title: what it is about, in a line.
        question: what is to be explained.
        due_on: last day for the answer, after the day of the question.
        task_id: the task it is about, one the actor may see.

    Raises:
        Refusal: ``field_required``, ``field_invalid``, ``duty_member``, ``inquiry_outside`` (with the finding of the
            rule, whether or not the county has adopted it: nobody may ask outside his field), ``inquiry_due``.
    """
    call.require(Action.INQUIRY_OPEN)
    member = member_of_call(call)
    unit = known(Organization, unit_id)
    if unit is None:
        raise Refusal("field_required", field="unit_id", label="质询单位")
    area_id = area_between(member.pk, unit.pk, call.on)
    passed = gates.noted("inquiry.open", {"inquiry": {"own_field": area_id is not None}}, on=call.on)
    if area_id is None:
        raise outside("inquiry_outside", member, unit, call.on, passed.findings)
    if due_on <= call.on:
        raise Refusal("inquiry_due", field="due_on", due=due_on.isoformat(), on=call.on.isoformat())
    row = Inquiry(
        number=f"质{call.on.year}-{take_number(SERIES, call.on.year):03d}",
        person=member,
        unit=unit,
        area_id=area_id,
        task=_task(call, task_id),
        title=needed("title", "质询事项", title, 120),
        asked_on=call.on,
        due_on=due_on,
    )
    demand = needed("question", "质询内容", question, 1000)
    row.save()
    InquiryRound.objects.create(inquiry=row, ordinal=1, demand=demand, due_on=due_on)
    record(
        call,
        row,
        refs=[member, unit, row.area, row.task],
        passed=[passed],
        data={"number": row.number, "due_on": due_on},
        note={"title": row.title, "question": demand},
    )
    return row


def outside(code: str, member: Person, unit: Organization, on: dt.date, findings: tuple[Finding, ...] = ()) -> Refusal:
    """The refusal for a unit outside a member's field, with whom to turn to."""
    other = member_of_unit(unit.pk, on)
    whom = f"请商{other.name}（分管该单位）提出；" if other is not None else ""
    return Refusal(code, field="unit_id", findings=findings, unit=str(unit), member=member.name, whom=whom)


def member_of_call(call: Call) -> Person:
    """Who acts, as a member who sat in the standing committee that day; refused otherwise (``duty_member``)."""
    person = Person.objects.filter(pk=call.actor.person_id or 0).first()
    if person is None or not sat_in_committee(person.pk, call.on):
        raise Refusal("duty_member", name=call.actor.name, on=call.on.isoformat())
    return person


def _task(call: Call, task_id: int | None) -> Task | None:
    return loaders.find(Task, task_id, call.actor) if task_id else None


@action(Action.INQUIRY_DRAFT)
def inquiry_draft(call: Call, *, inquiry_id: int, text: str, version: int | None = None) -> Inquiry:
    """Draft the answer, or the rectifying one, for the head of the unit; what he has not signed may be redrafted.

    Raises:
        Refusal: ``inquiry_state``, ``field_required``, ``field_invalid``.
    """
    row = call.load(Inquiry, inquiry_id, Action.INQUIRY_DRAFT, version=version)
    current = _waiting(row, Action.INQUIRY_DRAFT)
    current.text = needed("text", "答复", text, 2000)
    current.drafted_on, current.drafter_id = call.on, call.actor.person_id
    _not_before(row, current, call.on)
    _keep(row, current)
    record(call, row, refs=[row.unit, row.person], data={"round": current.ordinal}, note={"text": current.text})
    return row


@action(Action.INQUIRY_SIGN)
def inquiry_sign(call: Call, *, inquiry_id: int, text: str = "", version: int | None = None) -> Inquiry:
    """Sign the answer as head of the unit: now it lies before the member.

    Args:
        call: the head himself, or 代录 with the signed and sealed paper; ``call.on`` is the day of the signature.
        inquiry_id: which one.
        text: the answer, where the head changed the draft or there was none.
        version: as the form saw it.

    Raises:
        Refusal: ``inquiry_state``, ``field_required`` without any text, ``field_invalid``.
    """
    row = call.load(Inquiry, inquiry_id, Action.INQUIRY_SIGN, version=version)
    current = _waiting(row, Action.INQUIRY_SIGN)
    current.text = needed("text", "答复", text or current.text, 2000)
    current.signed_on, current.head_id = call.on, call.actor.person_id
    _not_before(row, current, call.on)
    _keep(row, current)
    record(
        call,
        row,
        refs=[row.unit, row.person],
        data={"round": current.ordinal, "signed_on": call.on, "late": call.on > current.due_on},
        note={"text": current.text},
    )
    return row


@action(Action.INQUIRY_JUDGE)
def inquiry_judge(
    call: Call,
    *,
    inquiry_id: int,
    verdict: str,
    opinion: str = "",
    demand: str = "",
    rectify_by: dt.date | None = None,
    version: int | None = None,
) -> Inquiry:
    """Judge the answer: 满意 ends it; 要求整改 opens another round with its own demand and deadline.

    Args:
        call: the member who asked, or his delegate with the signed paper.
        inquiry_id: which one.
        verdict: ``satisfied`` or ``rectify``.
        opinion: in words, as far as there is something to say.
        demand: what is to be put right; needed with ``rectify``.
        rectify_by: until when; needed with ``rectify``.
        version: as the form saw it.

    Raises:
        Refusal: ``inquiry_state``, ``inquiry_verdict``, ``inquiry_rectify``, ``inquiry_due``, ``inquiry_before``.
    """
    row = call.load(Inquiry, inquiry_id, Action.INQUIRY_JUDGE, version=version)
    current = last_round(row)
    if row.state != State.ANSWERED:
        raise _wrong(row, Action.INQUIRY_JUDGE, "单位负责人审签答复以后再评判。")
    if verdict not in Verdict.values:
        raise Refusal("inquiry_verdict", field="verdict")
    if current.signed_on is not None and call.on < current.signed_on:
        raise Refusal("inquiry_before", field="on", on=current.signed_on.isoformat(), what="答复审签")
    current.verdict, current.judged_on = verdict, call.on
    current.opinion = text_of("opinion", "评判意见", opinion, 500)
    current.save()
    rounds = [current]
    if verdict == Verdict.RECTIFY:
        rounds.append(_again(row, current, demand, rectify_by, call.on))
        row.due_on = rounds[-1].due_on
    else:
        row.closed_on = call.on
    row.state = inquiry_state(rounds)
    row.save()
    record(
        call,
        row,
        refs=[row.unit, row.person],
        data={"round": current.ordinal, "verdict": verdict, "due_on": row.due_on},
        note={"opinion": current.opinion, "demand": rounds[-1].demand},
    )
    return row


def _again(row: Inquiry, current: InquiryRound, demand: str, rectify_by: dt.date | None, on: dt.date) -> InquiryRound:
    if rectify_by is None or not demand.strip():
        raise Refusal("inquiry_rectify", field="demand" if rectify_by is not None else "rectify_by")
    if rectify_by <= on:
        raise Refusal("inquiry_due", field="rectify_by", due=rectify_by.isoformat(), on=on.isoformat())
    words = needed("demand", "整改要求", demand, 1000)
    return InquiryRound.objects.create(inquiry=row, ordinal=current.ordinal + 1, demand=words, due_on=rectify_by)


def last_round(row: Inquiry) -> InquiryRound:
    """The round that is open, or the last one of an inquiry that is done."""
    return row.rounds.order_by("-ordinal")[0]


def _waiting(row: Inquiry, act: Action) -> InquiryRound:
    """The round the unit has to answer."""
    current = last_round(row)
    if current.signed_on is not None:
        mend = "等常委评判；要求整改的，再拟整改答复。" if row.state == State.ANSWERED else "已经办结，不用再办。"
        raise _wrong(row, act, mend)
    return current


def _not_before(row: Inquiry, current: InquiryRound, on: dt.date) -> None:
    begun = row.asked_on
    if current.ordinal > 1:
        begun = row.rounds.get(ordinal=current.ordinal - 1).judged_on or begun
    if on < begun:
        raise Refusal("inquiry_before", field="on", on=begun.isoformat(), what="提出要求")


def _keep(row: Inquiry, current: InquiryRound) -> None:
    current.save()
    row.state = inquiry_state([current])
    row.save()


def _wrong(row: Inquiry, act: Action, mend: str) -> Refusal:
    return Refusal("inquiry_state", title=row.title, state=row.get_state_display(), action=act.label, mend=mend)
