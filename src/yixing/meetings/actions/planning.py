"""Before a meeting: plan it, set its agenda, send the notice, call it off."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.compliance.gates import Passed
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.matters.facts import Facts, late_facts, matter_facts
from yixing.matters.models import Endorsement, Matter
from yixing.matters.standing import restate
from yixing.meetings import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.meetings.agenda import Line, elsewhere, line_of_matter, lines_of, rearrange, references
from yixing.meetings.facts import body_facts, meeting_facts
from yixing.meetings.models import AgendaItem, Meeting
from yixing.meetings.naming import BODY_OF_KIND, formal_title, series_of
from yixing.meetings.prints.around import notice_content
from yixing.meetings.roll import chair_of, sync_roll
from yixing.meetings.state import meeting_state
from yixing.meetings.voting import is_appointment, is_large
from yixing.papers.models import Document
from yixing.papers.numbering import continue_from, take_number
from yixing.papers.series import marks_for
from yixing.papers.signing import ask_signing
from yixing.papers.state import document_state
from yixing.people.models import Body, Person
from yixing.people.queries import members
from yixing_core.errors import Refusal

LISTABLE = frozenset({Matter.State.LISTED, Matter.State.SCHEDULED})
LATE_FROM = LISTABLE | {Matter.State.MEMBER, Matter.State.OFFICE, Matter.State.DIRECTOR, Matter.State.CHAIR}
"""From where the chair's consent may carry a matter straight onto an agenda: at least its unit's head has signed."""
BEFORE_OPENING = frozenset({Meeting.State.PLANNED, Meeting.State.NOTIFIED})


def not_open(meeting: Meeting, doing: str, next_: str) -> Refusal:
    """The refusal for a meeting that is in the wrong state for something."""
    return Refusal("meeting_not_open", state=meeting.get_state_display(), action=doing, next=next_)


@action(Action.MEETING_PLAN)
def meeting_plan(
    call: Call,
    *,
    on: dt.date,
    kind: str = Meeting.Kind.STANDING,
    body_id: int | None = None,
    title: str = "",
    number: int | None = None,
    starts: dt.time | None = None,
    place: str = "",
    chair_id: int | None = None,
    is_delegated: bool = False,
    recorder_id: int | None = None,
    is_large: bool = False,
    meeting_id: int | None = None,
    version: int | None = None,
) -> Meeting:
    """Plan a meeting, or change what was planned (``meeting_id``) as long as it has not begun.

    A meeting of a body is numbered at once, through the term or by the year as the body has it; ``number`` continues
    from a number used before the system was. The attendance sheet follows the members of the day.
    """
    if meeting_id is None:
        call.require(Action.MEETING_PLAN)
        meeting = Meeting(kind=kind, year=on.year, is_backfilled=bool(call.backfill))
        _name(meeting, body_id, title, number, on)
    else:
        meeting = call.load(Meeting, meeting_id, Action.MEETING_PLAN, version=version)
        if meeting.state not in BEFORE_OPENING:
            raise not_open(meeting, "改安排", "已开过的会议不能改时间地点。")
        meeting.title = title or meeting.title
    meeting.on, meeting.starts, meeting.place = on, starts, place
    meeting.is_delegated, meeting.is_large = is_delegated, is_large
    meeting.chair = _person(chair_id) or _default_chair(meeting)
    meeting.recorder = _person(recorder_id) or _person(call.actor.person_id)
    meeting.state = meeting_state(meeting)
    meeting.save()
    sync_roll(meeting)
    record(call, meeting, refs=[meeting.body], data={"on": on, "number": meeting.number, "kind": meeting.kind})
    return meeting


def _name(meeting: Meeting, body_id: int | None, title: str, number: int | None, on: dt.date) -> None:
    wanted = BODY_OF_KIND.get(Meeting.Kind(meeting.kind))
    if wanted is None:
        if not title.strip():
            raise Refusal("field_required", field="title", label="会议名称")
        meeting.title = title.strip()
        meeting.body = Body.objects.filter(pk=body_id).first() if body_id else None
        return
    bodies = Body.objects.filter(kind=wanted)
    body = bodies.filter(pk=body_id).first() if body_id else bodies.order_by("order").first()
    label = Meeting.Kind(meeting.kind).label
    if body is None:
        given = Body.objects.filter(pk=body_id).first() if body_id else None
        if given is not None:
            raise Refusal("meeting_body_kind", field="body_id", body=given.name, kind=label)
        raise Refusal("meeting_body_missing", field="body_id", kind=label)
    if not members(body, on).voting:
        raise Refusal("meeting_nobody", field="on", on=on.isoformat(), body=body.name)
    series, year = series_of(body, on)
    if number is None:
        number = take_number(series, year)
    elif not continue_from(series, year, number):
        raise Refusal("meeting_number_taken", field="number", number=number)
    meeting.body, meeting.number = body, number
    meeting.title = title.strip() or formal_title(body, number, on)


def _person(pk: int | None) -> Person | None:
    if pk is None:
        return None
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise Refusal("not_found")
    return person


def _default_chair(meeting: Meeting) -> Person | None:
    return members(meeting.body, meeting.on).chair if meeting.body is not None else None


@action(Action.MEETING_AGENDA)
def meeting_agenda(
    call: Call, *, meeting_id: int, items: Sequence[Mapping[str, Any]], version: int | None = None
) -> Meeting:
    """Set the whole agenda in one go: the lines in their order, each a determined matter or a title of its own.

    Each matter passes ``matter.list`` at the stage of the agenda. Once the notice has gone out lines may change places
    or leave (会前撤题), but a new one comes in as 临时增加 only.

    Args:
        call: the circumstances.
        meeting_id: the meeting.
        items: see ``meetings.agenda.lines_of``.
        version: of the meeting, as the form showed it.
    """
    meeting = call.load(Meeting, meeting_id, Action.MEETING_AGENDA, version=version)
    if meeting.state not in BEFORE_OPENING:
        raise not_open(meeting, "编排议程", "会议进行中只能临时增加议题。")
    lines = lines_of(items)
    if meeting.body is not None and not meeting.body.can_decide and any(not _only_heard(line) for line in lines):
        raise Refusal("meeting_cannot_decide", body=meeting.body.name)
    before = {item.matter for item in meeting.items.select_related("matter") if item.matter is not None}
    passed = [_list(call, meeting, line) for line in lines if line.matter is not None and line.matter not in before]
    rows = rearrange(meeting, lines)
    after = {line.matter for line in lines if line.matter is not None}
    for matter in before ^ after:
        restate(matter)
    meeting.save()
    record(
        call,
        meeting,
        refs=[*after, *(before - after)],
        passed=passed,
        data={"items": references(rows), "referrals": sum(row.is_referral for row in rows)},
    )
    return meeting


def _only_heard(line: Line) -> bool:
    return line.nature in {"convey", "hear", "circulate"}


def _list(call: Call, meeting: Meeting, line: Line) -> Passed:
    """Ask whether a matter may go on the agenda.

    Raises:
        Refusal: the chair has not determined it, it waits elsewhere, or the gate finds something.
    """
    matter = line.matter
    assert matter is not None  # noqa: S101  (the caller has looked)
    other = elsewhere(matter, meeting)
    if other is not None:
        raise Refusal("agenda_matter_elsewhere", title=matter.title, meeting=other.meeting.title)
    if matter.state not in LISTABLE and not call.backfill:
        raise Refusal("agenda_matter_state", title=matter.title, state=matter.get_state_display())
    # On the way to the plenary the standing committee is asked to review, not to decide: LC-24 is asked later.
    asked: Facts = {"matter": {"body": "standing_committee"}} if line.is_referral else {}
    return gate(call, "matter.list", matter_facts(matter, call.on, stage="agenda", **asked))


@action(Action.MATTER_ADD_LATE)
def matter_add_late(
    call: Call,
    *,
    meeting_id: int,
    matter_id: int,
    consented: bool,
    reason: str,
    papers_given: bool = True,
    version: int | None = None,
) -> Matter:
    """Add a matter after the notice has gone out: the chair's consent and a reason, and a finding that stays visible.

    Never for cadres, punishments or large sums (the gate ``matter.add_late``). The matter's own procedure is asked at
    ``matter.list`` as for every other line.

    Args:
        call: the circumstances; acknowledgements answer the visible findings.
        meeting_id: a meeting that was announced or is going on.
        matter_id: what is added.
        consented: the chair has agreed.
        reason: why it cannot wait.
        papers_given: the papers are in the hands of those present.
        version: of the matter.
    """
    meeting = call.load(Meeting, meeting_id, Action.MEETING_AGENDA)
    matter = call.load(Matter, matter_id, Action.MATTER_ADD_LATE, version=version)
    if meeting.state not in {Meeting.State.NOTIFIED, Meeting.State.OPEN}:
        raise Refusal("late_not_notified")
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="临时增加的理由")
    if not consented:
        raise Refusal("late_no_consent", field="consented")
    _not_forbidden(call, meeting, matter)
    other = elsewhere(matter, meeting)
    if other is not None:
        raise Refusal("agenda_matter_elsewhere", title=matter.title, meeting=other.meeting.title)
    if matter.state not in LATE_FROM and not call.backfill:
        raise Refusal("agenda_matter_state", title=matter.title, state=matter.get_state_display())
    _consent(call, meeting, matter, reason.strip())
    _append(meeting, matter, reason.strip())
    late = late_facts(consented=consented, reason=reason, papers_given=papers_given)
    facts = matter_facts(matter, call.on, stage="agenda", late=late)
    passed = [gate(call, name, facts) for name in ("matter.add_late", "matter.list")]
    meeting.save()
    restate(matter)
    record(call, matter, refs=[meeting], passed=passed, data={"late": True}, note={"reason": reason.strip()})
    return matter


def _not_forbidden(call: Call, meeting: Meeting, matter: Matter) -> None:
    """Cadres (CR-22), punishments and large sums are never added late, whatever the county has adopted."""
    large = is_large(matter.amount, call.on, meeting.body_id)
    kinds = {"干部任免": is_appointment(matter), "处分党员": matter.is_punishment, "大额资金": large}
    what = next((word for word, holds in kinds.items() if holds), "")
    if what and not call.backfill:
        raise Refusal("late_never", field="matter_id", what=what)


def _consent(call: Call, meeting: Meeting, matter: Matter, reason: str) -> None:
    """The chair's consent is his word on the matter (LC-11): recorded as such where he has not given it before."""
    if matter.state in LISTABLE:
        return
    Endorsement.objects.create(
        matter=matter,
        stage=Endorsement.Stage.CHAIR,
        verdict=Endorsement.Verdict.LIST,
        opinion=f"同意临时增加（县委办登记）：{reason}"[:500],
        person=chair_of(meeting),
        on=call.on,
        meeting_hint=meeting.title[:60],
        is_delegated=True,
    )


def _append(meeting: Meeting, matter: Matter, reason: str) -> None:
    line = line_of_matter(matter, {})
    last = meeting.items.order_by("-order").values_list("order", flat=True).first() or 0
    AgendaItem.objects.create(
        meeting=meeting,
        order=last + 1,
        matter=matter,
        title=line.title,
        nature=line.nature,
        presenter=line.presenter,
        attending=line.attending,
        minutes=line.minutes,
        is_offline=line.is_offline,
        is_late=True,
        late_reason=reason,
    )


@action(Action.MEETING_NOTIFY)
def meeting_notify(
    call: Call,
    *,
    meeting_id: int,
    papers_on: dt.date | None = None,
    members_consulted: bool | None = None,
    contact: str = "",
    version: int | None = None,
) -> Meeting:
    """Send the notice: from now on the agenda grows by 临时增加 only. The 会议通知 is numbered and kept as it went out.

    Args:
        call: the circumstances; ``on`` is the day of the notice.
        meeting_id: a planned meeting with an agenda.
        papers_on: when the papers were in the members' hands; the day of the notice if not given.
        members_consulted: for the plenary, whether its members were asked beforehand (LC-03).
        contact: name and telephone printed on the notice.
        version: of the meeting.
    """
    meeting = call.load(Meeting, meeting_id, Action.MEETING_NOTIFY, version=version)
    if meeting.state != Meeting.State.PLANNED:
        raise not_open(meeting, "发会议通知", "通知只发一次；增加议题走临时增加。")
    if not meeting.items.exists():
        raise Refusal("agenda_empty")
    meeting.notified_on = call.on
    meeting.papers_on = papers_on or call.on
    meeting.members_consulted = members_consulted
    sync_roll(meeting)
    passed = gate(call, "meeting.notify", {"body": body_facts(meeting), "meeting": meeting_facts(meeting)})
    meeting.state = meeting_state(meeting)
    meeting.save()
    document = _notice(call, meeting, contact)
    # A 会议通知 asks for nothing but attendance; what its agenda names is no demand.
    signing = replace(ask_signing(call, document, ()), about=ref(document))
    record(
        call,
        meeting,
        refs=[document, *(item.matter for item in meeting.items.select_related("matter"))],
        passed=[passed, signing],
        data={"on": meeting.on, "papers_on": meeting.papers_on, "number": document.number},
    )
    return meeting


def _notice(call: Call, meeting: Meeting, contact: str) -> Document:
    series = marks_for(Document.Kind.MEETING_NOTICE).series
    document = Document(
        kind=Document.Kind.MEETING_NOTICE,
        subject=f"meeting/{meeting.pk}",
        title=f"关于召开{meeting.title}的通知",
        series=series,
        year=call.on.year,
        number=take_number(series, call.on.year),
        signed_on=call.on,
        content=notice_content(meeting, contact=contact, issued_on=call.on),
    )
    document.state = document_state(document)
    document.save()
    return document


@action(Action.MEETING_CANCEL)
def meeting_cancel(call: Call, *, meeting_id: int, reason: str, version: int | None = None) -> Meeting:
    """Call a meeting off; its number stays with it, its matters wait for another meeting."""
    meeting = call.load(Meeting, meeting_id, Action.MEETING_CANCEL, version=version)
    if meeting.state not in BEFORE_OPENING:
        raise not_open(meeting, "取消", "已经开始的会议请散会；没有议完的事项作暂缓。")
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="取消原因")
    meeting.cancelled_reason = reason.strip()
    meeting.state = meeting_state(meeting)
    meeting.save()
    matters = [item.matter for item in meeting.items.select_related("matter") if item.matter is not None]
    for matter in matters:
        restate(matter)
    record(call, meeting, refs=matters, note={"reason": reason.strip()})
    return meeting
