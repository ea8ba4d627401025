"""分工报告: drafted from the register, recorded with the meeting that heard it."""

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.roles import Role
from yixing.argument.words import needed, one_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.duties.charge import members_in, year_span
from yixing.duties.drafting import figures_of
from yixing.duties.models import DutyReport
from yixing.meetings.models import Meeting
from yixing.people.models import Body, Person
from yixing_core.errors import Refusal

Kind = DutyReport.Kind
HEARS = {Kind.MEMBER: Body.Kind.STANDING_COMMITTEE, Kind.COMMITTEE: Body.Kind.PLENARY}
"""Which body hears which report."""


@action(Action.DUTY_REPORT_DRAFT)
def duty_report_draft(
    call: Call,
    *,
    text: str,
    kind: str = Kind.MEMBER,
    year: int | None = None,
    person_id: int | None = None,
    report_id: int | None = None,
    version: int | None = None,
) -> DutyReport:
    """Write a report of the year, or change one that was not heard yet; its figures are taken from the register now.

    Args:
        call: the member himself or the office; ``call.on`` is the day of the draft.
        text: the whole text; the page offers one drawn from the register.
        kind: ``member`` (to 常委会) or ``committee`` (to 全委会), for a new one.
        year: which year it is about, for a new one.
        person_id: the member who reports; empty for that of 常委会.
        report_id: which one to change.
        version: of that one, as the form saw it.

    Raises:
        Refusal: ``field_required``, ``field_invalid``, ``report_year``, ``report_twice``, ``report_heard``,
            ``duty_member``, ``duty_other``.
    """
    if report_id is None:
        call.require(Action.DUTY_REPORT_DRAFT)
        row = _new(call, kind, call.on.year if year is None else year, person_id)
    else:
        row = call.load(DutyReport, report_id, Action.DUTY_REPORT_DRAFT, version=version)
    if row.state == DutyReport.State.HEARD:
        raise Refusal("report_heard", title=str(row))
    row.text = needed("text", "正文", text, 20000)
    row.figures = figures_of(call.actor, row.person_id, row.year)
    row.drafted_on = call.on
    row.save()
    record(
        call,
        row,
        refs=[row.person],
        data={"kind": row.kind, "year": row.year, "figures": row.figures, "new": report_id is None},
        note={"text": row.text},
    )
    return row


def _new(call: Call, kind: str, year: int, person_id: int | None) -> DutyReport:
    one_of("kind", "类别", kind, Kind)
    if year > call.on.year:
        raise Refusal("report_year", field="year", year=year)
    office = call.actor.has(Role.CLERK, Role.DIRECTOR)
    if kind == Kind.COMMITTEE:
        person = None
        if not office:
            raise Refusal("duty_other")
    else:
        person = members_in(*year_span(year)).filter(pk=person_id or 0).first()
        if person is None:
            name = Person.objects.filter(pk=person_id or 0).values_list("name", flat=True).first() or "所选的人"
            raise Refusal("duty_member", field="person_id", name=name, on=f"{year}年")
        if not office and person.pk != call.actor.person_id:
            raise Refusal("duty_other", field="person_id")
    if DutyReport.objects.filter(kind=kind, year=year, person=person).exists():
        raise Refusal("report_twice", who=person.name if person else "县委常委会", year=year)
    return DutyReport(kind=kind, year=year, person=person)


@action(Action.DUTY_REPORT_HEAR)
def duty_report_hear(call: Call, *, report_id: int, meeting_id: int, version: int | None = None) -> DutyReport:
    """Record at which meeting a report was heard; from then on it stands as it is.

    Args:
        call: ``call.on`` is not before the meeting.
        report_id: the report.
        meeting_id: of 常委会 for a member's, of 全委会 for that of 常委会; held, and not before the year began.
        version: as the form saw it.

    Raises:
        Refusal: ``report_heard``, ``report_meeting``, ``report_not_met``, ``report_early``, ``not_found``.
    """
    row = call.load(DutyReport, report_id, Action.DUTY_REPORT_HEAR, version=version)
    if row.state == DutyReport.State.HEARD:
        raise Refusal("report_heard", title=str(row))
    meeting = loaders.find(Meeting, meeting_id, call.actor)
    wanted = HEARS[Kind(row.kind)]
    if meeting.body is None or meeting.body.kind != wanted:
        raise Refusal("report_meeting", field="meeting_id", meeting=meeting.title, body=wanted.label)
    if meeting.state not in {Meeting.State.OPEN, Meeting.State.CLOSED} or meeting.on > call.on:
        raise Refusal("report_not_met", field="meeting_id", meeting=meeting.title)
    if meeting.on.year < row.year:
        raise Refusal("report_early", field="meeting_id", meeting=meeting.title, year=row.year)
    row.meeting, row.heard_on, row.state = meeting, meeting.on, DutyReport.State.HEARD
    row.save()
    record(call, row, refs=[row.person, meeting], data={"kind": row.kind, "year": row.year, "heard_on": meeting.on})
    return row
