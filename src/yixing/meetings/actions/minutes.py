"""After a meeting: 会议记录 checked, 会议纪要 drafted, reviewed and signed, 议定事项通知 sent to each lead unit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from yixing.access.actions import Action
from yixing.access.kinds import ref, resolve
from yixing.compliance.gates import Passed
from yixing.decisions.models import Decision
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.meetings import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.meetings.actions.planning import not_open
from yixing.meetings.checks import minutes_mismatches
from yixing.meetings.facts import body_facts, meeting_facts, minutes_facts
from yixing.meetings.models import Meeting
from yixing.meetings.naming import LIGHT
from yixing.meetings.prints.minutes import light_minutes_content, minutes_content, notice_of_settled
from yixing.meetings.roll import chair_of
from yixing.papers.models import Document
from yixing.papers.numbering import take_number
from yixing.papers.series import checkpoint_line, marks_for
from yixing.papers.signing import ask_signing
from yixing.papers.state import document_state
from yixing.people.models import Organization
from yixing.people.queries import titles_on
from yixing_core.errors import Refusal

Kind = Document.Kind
MINUTES_KINDS = (Kind.MINUTES, Kind.LIGHT_MINUTES)


def minutes_of(meeting: Meeting) -> Document | None:
    """The 纪要 of a meeting that counts: the latest that was not voided."""
    rows = Document.objects.filter(subject=f"meeting/{meeting.pk}", kind__in=MINUTES_KINDS)
    return rows.exclude(state=Document.State.VOID).order_by("-id").first()


def notices_of(meeting: Meeting) -> list[Document]:
    """The 议定事项通知 of a meeting, voided ones included, oldest first."""
    rows = Document.objects.filter(subject=f"meeting/{meeting.pk}", kind=Kind.DECISION_NOTICE)
    return list(rows.select_related("unit").order_by("id"))


@action(Action.RECORD_CHECK)
def record_check(call: Call, *, meeting_id: int, version: int | None = None) -> Meeting:
    """The office director has checked the 会议记录; it is kept, not circulated."""
    meeting = call.load(Meeting, meeting_id, Action.RECORD_CHECK, version=version)
    if meeting.state != Meeting.State.CLOSED:
        raise Refusal("record_open")
    meeting.record_checked_on = call.on
    meeting.save()
    record(call, meeting, data={"items": meeting.items.count()})
    return meeting


@action(Action.MINUTES_DRAFT)
def minutes_draft(
    call: Call,
    *,
    meeting_id: int,
    items: Sequence[Mapping[str, Any]] | None = None,
    opening: str = "",
    copies: Sequence[str] | None = None,
    version: int | None = None,
) -> Document:
    """Draft the 会议纪要 from the records, or change the draft; a reviewed draft that is changed is reviewed again.

    Args:
        call: the circumstances.
        meeting_id: a meeting that is over.
        items: the wording of the items in order, keys ``title, paragraphs, settled``; from the records if not given.
        opening: the first paragraph, written from the facts if empty.
        copies: 分送.
        version: of the draft, where there is one already.

    Raises:
        Refusal: ``minutes_exists`` where it was signed.
    """
    meeting = call.load(Meeting, meeting_id, Action.MINUTES_DRAFT)
    if meeting.state != Meeting.State.CLOSED:
        raise not_open(meeting, "拟会议纪要", "请先散会。")
    document = minutes_of(meeting)
    if document is not None and document.state == Document.State.SIGNED:
        raise Refusal("minutes_exists", state=document.get_state_display())
    if document is None:
        document = _new_minutes(meeting)
    elif version is not None and document.version != version:
        raise Refusal("stale", what=document.title, changes="草稿已更新")
    content = _drafted(meeting)
    if items is not None:
        content["items"] = [_wording(number, row) for number, row in enumerate(items, 1)]
    if opening.strip():
        content["opening"] = opening.strip()
    if copies is not None:
        content["copies"] = [copy for copy in copies if copy.strip()]
    document.content = content
    document.reviewed_on = document.reviewer = document.parts_reviewed = None
    document.state = document_state(document)
    document.save()
    record(call, document, refs=[meeting], data={"items": len(content["items"])})
    return document


def _new_minutes(meeting: Meeting) -> Document:
    if meeting.kind == Meeting.Kind.SECRETARY:
        raise Refusal("light_secretary_minutes")
    kind = Kind.LIGHT_MINUTES if meeting.kind in LIGHT else Kind.MINUTES
    marks = marks_for(kind, meeting.body.name if meeting.body is not None else meeting.title)
    title = f"{meeting.title}纪要"
    return Document(kind=kind, subject=f"meeting/{meeting.pk}", title=title, series=marks.series)


def _drafted(meeting: Meeting) -> dict[str, Any]:
    if meeting.kind in LIGHT:
        return light_minutes_content(meeting, list(meeting.decisions.order_by("id")))
    return minutes_content(meeting)


def _wording(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    title = str(row.get("title") or "").strip()
    paragraphs = [text.strip() for text in row.get("paragraphs") or () if text.strip()]
    settled = [text.strip() for text in row.get("settled") or () if text.strip()]
    if not title or not (paragraphs or settled):
        raise Refusal("agenda_line", line=number, why="没有议题名称或内容", mend="请补齐后再保存。")
    return {"title": title, "paragraphs": paragraphs, "settled": settled}


def _minutes(call: Call, document_id: int, name: Action, version: int | None) -> tuple[Document, Meeting]:
    document = call.load(Document, document_id, name, version=version)
    if document.kind not in MINUTES_KINDS:
        raise Refusal("not_found")
    return document, resolve(document.subject)


@action(Action.MINUTES_REVIEW)
def minutes_review(
    call: Call,
    *,
    document_id: int,
    agree: bool = True,
    parts_reviewed: bool | None = None,
    opinion: str = "",
    version: int | None = None,
) -> Document:
    """The office director reviews the draft, or sends it back with what must change.

    ``parts_reviewed``: the members concerned have checked their parts (涉及部分送分管常委核).
    """
    document, meeting = _minutes(call, document_id, Action.MINUTES_REVIEW, version)
    if document.state not in {Document.State.DRAFT, Document.State.REVIEWED}:
        raise Refusal("minutes_state", state=document.get_state_display(), action="审核", next="已签发的纪要不再审核。")
    if not agree and not opinion.strip():
        raise Refusal("field_required", field="opinion", label="退回修改的意见")
    document.reviewed_on = call.on if agree else None
    document.reviewer_id = call.actor.person_id if agree else None
    document.parts_reviewed = parts_reviewed if agree else None
    document.state = document_state(document)
    document.save()
    record(call, document, refs=[meeting], data={"agree": agree}, note={"opinion": opinion.strip()})
    return document


@action(Action.MINUTES_SIGN)
def minutes_sign(
    call: Call, *, document_id: int, extra_requests: Sequence[str] | None = None, version: int | None = None
) -> Document:
    """签发 by the chair (mostly 代录): now it gets its number and its content stands, with the latest checkpoint on it.

    ``extra_requests`` says which demands the paper adds, where words of them occur in it (``papers.signing``).

    Raises:
        Refusal: ``minutes_state`` before the review, ``signer_not_chair``, or the gates ``minutes.sign`` and
            ``document.sign``.
    """
    document, meeting = _minutes(call, document_id, Action.MINUTES_SIGN, version)
    formal = document.kind == Kind.MINUTES
    ready = {Document.State.REVIEWED} if formal else {Document.State.DRAFT, Document.State.REVIEWED}
    if document.state not in ready:
        next_ = "请先送县委办主任审核。" if document.state == Document.State.DRAFT else "签发过的纪要不能再签。"
        raise Refusal("minutes_state", state=document.get_state_display(), action="签发", next=next_)
    first = chair_of(meeting)
    signers = {person.pk for person in (meeting.chair, first) if person is not None}
    if call.actor.person_id not in signers:
        raise Refusal("signer_not_chair", chair=meeting.chair.name if meeting.chair is not None else "主持人")
    passed = [_ask_sign(call, document, meeting)] if formal and meeting.body is not None else []
    passed.append(ask_signing(call, document, extra_requests))
    document.signer_id, document.signed_on = call.actor.person_id, call.on
    document.year = call.on.year
    document.number = take_number(document.series, document.year)
    signed = {"signed_by": call.actor.name, "issued_on": call.on.isoformat(), "checkpoint": checkpoint_line()}
    document.content = {**document.content, **signed}
    document.state = document_state(document)
    document.save()
    record(call, document, refs=[meeting], passed=passed, data={"year": document.year, "number": document.number})
    return document


def _ask_sign(call: Call, document: Document, meeting: Meeting) -> Passed:
    first = chair_of(meeting)
    person_id = call.actor.person_id
    if first is not None and person_id == first.pk:
        signer = "secretary"
    else:
        deputy = "副书记" in titles_on([person_id or 0], call.on).get(person_id or 0, "")
        signer = "deputy" if deputy else "member_in_charge"
    facts = minutes_facts(
        meeting,
        items=len(document.content["items"]),
        signer=signer,
        reviewed=document.reviewed_on is not None,
        parts=document.parts_reviewed,
        matches=not minutes_mismatches(document, meeting),
    )
    return gate(
        call, "minutes.sign", {"body": body_facts(meeting), "meeting": meeting_facts(meeting), "minutes": facts}
    )


def unnoticed(meeting: Meeting) -> dict[Organization, list[Decision]]:
    """议定事项 in force that no lead unit was told of yet, by unit in the order of the establishment."""
    told = {
        (document.unit_id, line["number"])
        for document in notices_of(meeting)
        if document.state == Document.State.SIGNED
        for line in document.content["items"]
    }
    found: dict[Organization, list[Decision]] = {}
    rows = meeting.decisions.filter(state=Decision.State.EFFECTIVE, lead_unit__isnull=False)
    for decision in rows.select_related("lead_unit", "leader", "item").order_by("lead_unit__order", "id"):
        plain = decision.number.lstrip("全专调碰现会")
        if decision.lead_unit is not None and (decision.lead_unit_id, plain) not in told:
            found.setdefault(decision.lead_unit, []).append(decision)
    return found


@action(Action.NOTICE_ISSUE)
def notice_issue(
    call: Call,
    *,
    meeting_id: int,
    unit_ids: Sequence[int] = (),
    contact: str = "",
    extra_requests: Sequence[str] | None = None,
    version: int | None = None,
) -> Meeting:
    """Send each lead unit the extract that concerns it; what was agreed in principle waits until its text is approved.

    Args:
        call: the circumstances.
        meeting_id: a meeting that is over.
        unit_ids: only these; all lead units that were not told yet if empty.
        contact: name and telephone printed on it.
        extra_requests: which demands the notices add, where words of them occur (``papers.signing``).
        version: of the meeting.

    Raises:
        Refusal: ``notice_nothing``, or the gate ``document.sign``.
    """
    meeting = call.load(Meeting, meeting_id, Action.NOTICE_ISSUE, version=version)
    if meeting.state != Meeting.State.CLOSED:
        raise not_open(meeting, "印发议定事项通知", "请先散会。")
    wanted = {unit: rows for unit, rows in unnoticed(meeting).items() if not unit_ids or unit.pk in unit_ids}
    if not wanted:
        raise Refusal("notice_nothing")
    issued = [_notice(call, meeting, unit, rows, contact) for unit, rows in wanted.items()]
    passed = [replace(ask_signing(call, document, extra_requests), about=ref(document)) for document in issued]
    meeting.save()
    data = {"year": call.on.year, "numbers": [document.number for document in issued]}
    decisions = [decision for rows in wanted.values() for decision in rows]
    record(call, meeting, refs=[*issued, *wanted, *decisions], passed=passed, data=data)
    return meeting


def _notice(call: Call, meeting: Meeting, unit: Organization, decisions: Sequence[Decision], contact: str) -> Document:
    series = marks_for(Kind.DECISION_NOTICE).series
    document = Document(
        kind=Kind.DECISION_NOTICE,
        subject=f"meeting/{meeting.pk}",
        unit=unit,
        title=f"关于落实{meeting.title}议定事项的通知",
        series=series,
        year=call.on.year,
        number=take_number(series, call.on.year),
        signed_on=call.on,
        content=notice_of_settled(
            meeting, unit, decisions, contact=contact, on=call.on, sign_within=accept_workdays(call.on)
        ),
    )
    document.state = document_state(document)
    document.save()
    return document


def accept_workdays(day: Any) -> int:
    """Within how many working days a unit signs, as the county has set it (parameter ``accept_workdays``)."""
    from yixing.compliance import parameters  # noqa: PLC0415  (only when a notice is printed)

    return int(parameters.on_day(day).get("accept_workdays") or 2)
