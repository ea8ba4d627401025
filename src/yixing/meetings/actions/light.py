"""The light meeting: 专题会, 调度会, 碰头会, 现场办公会 in one short form, with its 议定事项 and its one page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from yixing.access.actions import Action
from yixing.compliance.gates import Passed
from yixing.decisions.deliberating import names_secretaries, refuse_deciding
from yixing.decisions.facts import concluded_effect, effect_facts
from yixing.decisions.filing import paper_of, put_on_file
from yixing.decisions.models import Decision
from yixing.decisions.records import Circumstances, Settled, refs_of, settle, settled_of
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.matters.facts import direct_facts, matter_facts, with_more
from yixing.matters.models import Matter
from yixing.matters.standing import restate
from yixing.meetings import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.meetings.models import AgendaItem, Attendance, Meeting
from yixing.meetings.naming import LIGHT, decision_number, take_light_number
from yixing.meetings.prints.minutes import light_minutes_content
from yixing.meetings.roll import add_non_voting
from yixing.meetings.state import meeting_state
from yixing.papers.models import Document
from yixing.papers.series import marks_for
from yixing.papers.state import document_state
from yixing.people.models import Person
from yixing.portfolios.models import Area
from yixing_core.errors import Refusal

LIGHT_OUTCOME = AgendaItem.Outcome.AGREED


@action(Action.MEETING_LIGHT)
def meeting_light(
    call: Call,
    *,
    kind: str,
    title: str,
    on: dt.date,
    chair_id: int,
    lines: Sequence[Mapping[str, Any]],
    starts: dt.time | None = None,
    place: str = "",
    participants: str = "",
    participant_ids: Sequence[int] = (),
    area_id: int | None = None,
    matter_id: int | None = None,
) -> Meeting:
    """Enter a light meeting that has taken place: it is over at once, its lines are 议定事项, its 纪要 is a draft.

    Args:
        call: the circumstances.
        kind: topic, dispatch, check_in, on_site, or secretary (书记专题会), which has no lines and no 纪要: it only 酝酿.
        title: its name.
        on: its day.
        starts: at what time.
        place: where.
        chair_id: who presided.
        lines: at least one, keys ``text, lead, assist, due`` (units by id); ``file`` (``decisions.filing.Said``) on
            those that whoever presided decided within his own portfolio and that go on file (列入直接决定备案).
        participants: who took part, in words, names divided by 、.
        participant_ids: those of them who are in the system.
        area_id: the area it was about, for whose portfolio it counts.
        matter_id: a matter that the chair of the committee referred to it (转专题会); it is concluded thereby.

    Raises:
        Refusal: ``light_kind``, ``light_lines``, or what a line lacks; ``secretary_decides`` with the article where a
            书记专题会 has a line or a matter to conclude; for a matter the gates ``matter.route`` (it belongs to a higher
            body), ``matter.decide_direct`` (not his portfolio, type or sum) and ``decision.effect``.
    """
    call.require(Action.MEETING_LIGHT)
    settled, chair = _complete(kind, title, lines, chair_id, on)
    if kind == Meeting.Kind.SECRETARY and matter_id:
        raise refuse_deciding(on, field="matter_id")
    matter = call_matter(call, matter_id)
    passed = _alone(call, matter, on, chair) if matter is not None else []
    area = Area.objects.filter(pk=area_id).first() if area_id else matter.area if matter is not None else None
    meeting = Meeting(
        kind=kind,
        title=title.strip(),
        year=on.year,
        on=on,
        starts=starts,
        place=place,
        chair=chair,
        recorder=Person.objects.filter(pk=call.actor.person_id).first() if call.actor.person_id else None,
        participants=participants.strip(),
        subject_area=area,
        number=take_light_number(kind, on),
        opened_at=call.at,
        closed_at=call.at,
        is_backfilled=bool(call.backfill),
    )
    meeting.state = meeting_state(meeting)
    meeting.save()
    people = Person.objects.filter(pk__in=[chair.pk, *participant_ids]).order_by("order", "id")
    add_non_voting(meeting, people, presence=Attendance.Presence.PRESENT)
    decisions = _settle(call, meeting, matter, settled)
    # The 纪要 first: what is put on file below rests on it.
    document = _draft(meeting, decisions) if decisions else None
    passed += _file(call, meeting, decisions, lines)
    if matter is not None:
        restate(matter)
    filed = sum(row.filed_on is not None for row in decisions)
    data = {"kind": kind, "on": on, "number": meeting.number, "decisions": len(decisions), "filed": filed}
    if filed:
        data["filed_on"] = timezone.localdate(call.at)
    record(call, meeting, refs=[document, *refs_of(decisions)], passed=passed, data=data)
    return meeting


def _settle(call: Call, meeting: Meeting, matter: Matter | None, lines: Sequence[Settled]) -> list[Decision]:
    about = Circumstances(
        source=Decision.Source.LIGHT,
        outcome=LIGHT_OUTCOME,
        on=meeting.on,
        is_backfilled=bool(call.backfill),
        area=meeting.subject_area,
        origin={"meeting": meeting, "matter": matter},
    )
    return [
        settle(line, decision_number(meeting, place), line.title or line.text[:60], about)
        for place, line in enumerate(lines, 1)
    ]


def _alone(call: Call, matter: Matter, on: dt.date, chair: Person) -> list[Passed]:
    """A light meeting concludes what whoever presides may decide alone; anything else goes to the body it belongs to.

    Asked: the body, his own portfolio and the county's list and limit, and that nothing of a higher body is changed.
    """
    direct = direct_facts(
        matter, decider_id=chair.pk, decided_on=on, record=Decision.Record.THEMATIC_MINUTES.value, filed_on=None
    )
    facts = matter_facts(matter, on)
    effect = concluded_effect(matter, Matter.DecidedBy.MEMBER, LIGHT_OUTCOME, on)
    try:
        return [
            gate(call, "matter.route", with_more(facts, matter={"body": "member"})),
            gate(call, "matter.decide_direct", with_more(facts, direct=direct)),
            gate(call, "decision.effect", effect_facts(effect, group=facts)),
        ]
    except Refusal as refusal:
        refusal.field = refusal.field or "matter_id"
        raise


def _file(
    call: Call, meeting: Meeting, decisions: Sequence[Decision], lines: Sequence[Mapping[str, Any]]
) -> list[Passed]:
    """Put the ticked lines on file; the 纪要 is the paper, whoever presided decided."""
    passed: list[Passed] = []
    for number, (decision, line) in enumerate(zip(decisions, lines, strict=True), 1):
        if not line.get("file"):
            continue
        try:
            paper = paper_of(Decision.Record.THEMATIC_MINUTES, f"{meeting.title}纪要", meeting.chair_id, line["file"])
            passed += put_on_file(call, decision, paper)
        except Refusal as refusal:
            refusal.field = _field_of(refusal.field, number)
            raise
    return passed


def _field_of(field: str | None, number: int) -> str:
    """Where the form shows a refusal of a ticked line: at the field of that line, or at its tick."""
    return f"{field}_{number}" if field in {"type_code", "amount_wan", "no_funds"} else field or f"file_{number}"


def _complete(
    kind: str, title: str, lines: Sequence[Mapping[str, Any]], chair_id: int, on: dt.date
) -> tuple[Sequence[Settled], Person]:
    """The lines and who presided, where nothing that a light meeting needs is missing."""
    if kind not in LIGHT:
        raise Refusal("light_kind", field="kind", kind=Meeting.Kind(kind).label)
    if not title.strip():
        raise Refusal("field_required", field="title", label="会议名称")
    settled = settled_of(lines)
    if kind == Meeting.Kind.SECRETARY or names_secretaries(title):
        if settled:
            raise refuse_deciding(on, field="text_1")
        if kind != Meeting.Kind.SECRETARY:
            raise Refusal("light_secretary", field="kind")
    elif not settled:
        raise Refusal("light_lines", field="lines")
    chair = Person.objects.filter(pk=chair_id).first()
    if chair is None:
        raise Refusal("field_required", field="chair_id", label="主持人")
    return settled, chair


def call_matter(call: Call, matter_id: int | None) -> Matter | None:
    """The matter a light meeting concludes: only one that was referred to it."""
    if not matter_id:
        return None
    from yixing.access import loaders  # noqa: PLC0415  (only where a matter is named)

    matter = loaders.visible(Matter, call.actor).select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None:
        raise Refusal("not_found")
    if matter.state != Matter.State.TRANSFERRED and not call.backfill:
        raise Refusal("agenda_matter_state", title=matter.title, state=matter.get_state_display())
    return matter


def _draft(meeting: Meeting, decisions: Sequence[Decision]) -> Document:
    marks = marks_for(Document.Kind.LIGHT_MINUTES)
    document = Document(
        kind=Document.Kind.LIGHT_MINUTES,
        subject=f"meeting/{meeting.pk}",
        title=f"{meeting.title}纪要",
        series=marks.series,
        content=light_minutes_content(meeting, decisions),
    )
    document.state = document_state(document)
    document.save()
    return document
