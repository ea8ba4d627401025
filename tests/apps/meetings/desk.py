"""What tests of meetings begin with: matters the chair has determined, meetings in each state."""

import datetime as dt
from typing import Any

from tests.cast import TODAY, Cast
from yixing.attachments.models import Attachment, StoredFile
from yixing.matters.models import Endorsement, Matter, Step
from yixing.matters.standing import restate
from yixing.meetings import actions
from yixing.meetings.models import AgendaItem, Meeting

DAY = TODAY
BEFORE = DAY - dt.timedelta(days=3)
STAGES = ("submit", "unit_head", "member", "office", "director")
SIGNERS = {"unit_head": "财政局长", "member": "09号常委", "director": "11号常委", "chair": "01号常委"}


def matter(
    cast: Cast, title: str = "关于教师培训的事项", kind: str = "T11", nature: str = "deliberate", **extra: Any
) -> Matter:
    """A matter that the chair has determined; ``upto`` names the last stage signed."""
    upto = extra.pop("upto", "chair")
    given: dict[str, Any] = {
        "unit": cast.units["D02"],
        "area": cast.areas["a01"],
        "reason": "工作需要",
        "requests": "请审议。",
        "presenter": "财政局长",
        "submitter": "party_department",
        "decided_by": "standing_committee",
        "report_words": 900,
    } | extra
    if given.get("is_offline"):
        given |= {"reason": "", "requests": "", "presenter": ""}
    row = Matter.objects.create(
        title=title,
        number=f"2023-{Matter.objects.count() + 1:03d}",
        type=cast.types[kind],
        nature=nature,
        drafted_on=DAY - dt.timedelta(days=20),
        **given,
    )
    for stage in (*STAGES, "chair"):
        verdict = "list" if stage == "chair" else "agree"
        person = cast.people[SIGNERS[stage]] if stage in SIGNERS else None
        Endorsement.objects.create(matter=row, stage=stage, verdict=verdict, person=person, on=BEFORE)
        if stage == upto:
            break
    if kind in {"T07", "T08"}:
        cadre_steps(row)
    _papers(row)
    return restate(row)


def cadre_steps(row: Matter) -> None:
    """The steps before the discussion of cadres, all in order."""
    values = {
        "form": "individual",
        "people": ["secretary", "deputy", "member_in_charge"],
        "mature": True,
        "decided": False,
    }
    Step.objects.create(matter=row, kind="deliberation", on=BEFORE, values=values)
    cadre = {
        "motion_done": True,
        "recommendation_done": True,
        "recommended_on": "2023-05-01",
        "inspection_done": True,
        "inspected_on": "2023-05-10",
        "inspectors": 2,
        "appointment": True,
        "term_change": False,
        "unit_candidate": False,
        "non_party": False,
        "dual_managed": False,
        "exceptional": False,
        "chief_of_township": False,
        "kin_conflict": False,
        "home_area_chief": False,
        "circulated_instead": False,
    }
    Step.objects.create(matter=row, kind="cadre", on=BEFORE, values=cadre)


def _papers(row: Matter) -> None:
    for label in ("tabled", "basis"):
        digest = f"{row.pk:032x}{label:0>32}"[:64]
        file = StoredFile.objects.create(digest=digest, size=1, media_type="application/pdf", stored=_noon(BEFORE))
        Attachment.objects.create(
            file=file,
            subject=f"matter/{row.pk}",
            label=label,
            name=f"{label}.pdf",
            uploaded_by="user/1",
            uploaded=_noon(BEFORE),
        )


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.timezone(dt.timedelta(hours=8)))


def reasons(*rules: str) -> dict[str, str]:
    """Reasons for warnings."""
    return dict.fromkeys(rules, "已说明")


ANY = {
    f"{group}-{number:02d}{part}": "已说明"
    for group in ("LC", "XC", "CR", "AD")
    for number in range(100)
    for part in ("", ".2", ".3")
}
"""A reason for every warning a test is not about."""


def planned(cast: Cast, kind: str = "standing", on: dt.date = DAY, **extra: Any) -> Meeting:
    call = cast.call("秘书", BEFORE)
    return actions.meeting_plan(call, on=on, kind=kind, starts=dt.time(9), place="县委常委会议室", **extra)


def with_agenda(cast: Cast, *rows: Matter | dict[str, Any], kind: str = "standing") -> Meeting:
    meeting = planned(cast, kind)
    items = [{"matter": row.pk} if isinstance(row, Matter) else row for row in rows]
    call = cast.call("秘书", BEFORE, acknowledged=ANY)
    return actions.meeting_agenda(call, meeting_id=meeting.pk, items=items)


def notified(cast: Cast, *rows: Matter | dict[str, Any], kind: str = "standing") -> Meeting:
    meeting = with_agenda(cast, *rows, kind=kind)
    call = cast.call("秘书", BEFORE, acknowledged=ANY)
    return actions.meeting_notify(call, meeting_id=meeting.pk, members_consulted=True)


def seated(cast: Cast, meeting: Meeting, present: int | None = None) -> Meeting:
    """Everybody's attendance entered: the first ``present`` by rank are there, the rest are on leave."""
    members = list(meeting.attendances.filter(capacity="member").order_by("order"))
    here = len(members) if present is None else present
    sheet = {row.person_id: "present" if place < here else "leave" for place, row in enumerate(members)}
    why = {row.person_id: "因公外出" for row in members[here:]}
    return actions.meeting_attendance(cast.call("秘书", DAY), meeting_id=meeting.pk, presence=sheet, reasons=why)


def opened(cast: Cast, *rows: Matter | dict[str, Any], kind: str = "standing", present: int | None = None) -> Meeting:
    meeting = seated(cast, notified(cast, *rows, kind=kind), present)
    return actions.meeting_open(cast.call("秘书", DAY, acknowledged=ANY), meeting_id=meeting.pk)


def first_item(meeting: Meeting) -> AgendaItem:
    item = meeting.items.order_by("order").first()
    assert item is not None
    return item


def conclude(cast: Cast, item: AgendaItem, outcome: str = "agreed", **inputs: Any) -> AgendaItem:
    given = {"text": "同意。", "in_order": True} | inputs
    call = cast.call(inputs.pop("by", "秘书"), DAY, acknowledged=given.pop("acknowledged", ANY))
    return actions.meeting_conclude(call, item_id=item.pk, outcome=outcome, **given)


def meeting_on(cast: Cast, row: Matter, day: dt.date, kind: str = "standing", **line: Any) -> Meeting:
    """An open meeting on a day with one matter, everybody present."""
    before = day - dt.timedelta(days=3)
    call = cast.call("秘书", before, acknowledged=ANY)
    meeting = actions.meeting_plan(call, on=day, kind=kind, starts=dt.time(9), place="县委常委会议室")
    call = cast.call("秘书", before, acknowledged=ANY)
    actions.meeting_agenda(call, meeting_id=meeting.pk, items=[{"matter": row.pk} | line])
    call = cast.call("秘书", before, acknowledged=ANY)
    actions.meeting_notify(call, meeting_id=meeting.pk, members_consulted=True)
    members = meeting.attendances.filter(capacity="member")
    sheet = {each.person_id: "present" for each in members}
    actions.meeting_attendance(cast.call("秘书", day), meeting_id=meeting.pk, presence=sheet, reasons={})
    return actions.meeting_open(cast.call("秘书", day, acknowledged=ANY), meeting_id=meeting.pk)


def conclude_on(cast: Cast, meeting: Meeting, day: dt.date, outcome: str = "agreed", **inputs: Any) -> AgendaItem:
    """The conclusion of its only item, and the end of the meeting."""
    item = first_item(meeting)
    given: dict[str, Any] = {"text": "同意。", "in_order": True} | inputs
    if outcome == "deferred":
        given |= {"supplement": "补充有关情况"}
    if outcome == "rejected":
        given |= {"votes": dict.fromkeys(meeting.attendances.values_list("person_id", flat=True), "no")}
    call = cast.call("秘书", day, acknowledged=given.pop("acknowledged", ANY))
    item = actions.meeting_conclude(call, item_id=item.pk, outcome=outcome, **given)
    actions.meeting_close(cast.call("秘书", day, acknowledged=ANY), meeting_id=meeting.pk)
    return item
