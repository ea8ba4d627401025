"""Prints around a meeting: 会议通知, 议程, 签到册, 座次席卡, 材料目录."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from yixing.access.kinds import ref
from yixing.attachments.models import Attachment
from yixing.meetings.models import AgendaItem, Attendance, Meeting
from yixing.papers.content import content_of
from yixing.papers.models import Document
from yixing.papers.series import checkpoint_line, marks_for
from yixing.people.models import Person
from yixing_core.papers.meetings import (
    AgendaData,
    MaterialItem,
    MaterialListData,
    MeetingNoticeData,
    SignInData,
)
from yixing_core.papers.meetings import AgendaItem as AgendaLine
from yixing_core.papers.people import Person as Named
from yixing_core.papers.seats import SeatCardsData, SeatingData, SeatRow, rostrum_order

Capacity = Attendance.Capacity
Presence = Attendance.Presence
_NOON = 12
_WITHDRAWN = AgendaItem.Outcome.WITHDRAWN


def held_words(meeting: Meeting) -> str:
    """When, as documents write it: 2023年12月5日上午9:00."""
    day = f"{meeting.on.year}年{meeting.on.month}月{meeting.on.day}日"
    if meeting.starts is None:
        return day
    half = "上午" if meeting.starts.hour < _NOON else "下午"
    return f"{day}{half}{meeting.starts.hour}:{meeting.starts.minute:02d}"


def named(row: Attendance, *, note: str = "") -> Named:
    """Somebody on the attendance sheet as he is printed, with the post of that day."""
    return Named(row.person.name, row.post_name, note)


def chair_named(meeting: Meeting) -> Named:
    """Who presides, as he is printed; a place for the name where nobody is set yet."""
    if meeting.chair is None:
        return Named("（主持人待定）")
    row = meeting.attendances.filter(person=meeting.chair).first()
    return Named(meeting.chair.name, row.post_name if row is not None else "")


def sheet(meeting: Meeting) -> list[Attendance]:
    """Everybody on the attendance sheet, members by rank first."""
    return list(meeting.attendances.select_related("person").order_by("order", "id"))


def _of(rows: Iterable[Attendance], *capacities: str) -> list[Attendance]:
    return [row for row in rows if row.capacity in capacities]


def _leave(rows: Iterable[Attendance]) -> tuple[Named, ...]:
    return tuple(named(row, note=row.reason) for row in rows if row.presence == Presence.LEAVE)


def live_items(meeting: Meeting) -> list[AgendaItem]:
    """The items of the agenda in order, without those that were withdrawn."""
    rows = meeting.items.exclude(outcome=_WITHDRAWN).select_related("matter__unit").order_by("order")
    return list(rows)


def notice_content(meeting: Meeting, *, contact: str, issued_on: dt.date) -> dict[str, Any]:
    """The content of the 会议通知 as it goes out."""
    marks = marks_for(Document.Kind.MEETING_NOTICE)
    rows = sheet(meeting)
    members = _of(rows, Capacity.MEMBER)
    attending = sorted({item.attending for item in live_items(meeting) if item.attending})
    present = f"{meeting.body.name}全体成员（{len(members)}人）" if meeting.body is not None else "有关人员"
    data = MeetingNoticeData(
        mark=marks.mark,
        session=meeting.title,
        addressee="各位同志" if meeting.body is not None else "各有关单位",
        held=held_words(meeting),
        place=meeting.place or "另行通知",
        topics=tuple(item.title for item in live_items(meeting)),
        present=present,
        attending="、".join([*(["候补委员"] if _of(rows, Capacity.ALTERNATE) else []), *attending]),
        contact=contact,
        issued_on=issued_on,
        checkpoint=checkpoint_line(),
    )
    return content_of(data)


def agenda_data(meeting: Meeting) -> AgendaData:
    """会议议程 as it stands now."""
    rows = sheet(meeting)
    members = _of(rows, Capacity.MEMBER)
    return AgendaData(
        session=meeting.title,
        held=held_words(meeting),
        place=meeting.place,
        chair=chair_named(meeting),
        entitled=meeting.entitled if meeting.entitled is not None else len(members),
        absent=_leave(members),
        items=tuple(_agenda_line(item) for item in live_items(meeting)),
        checkpoint=checkpoint_line(),
    )


def _agenda_line(item: AgendaItem) -> AgendaLine:
    unit = str(item.matter.unit) if item.matter is not None else "县委办"
    return AgendaLine(
        title=item.title + ("（临时增加）" if item.is_late else ""),
        nature="提请全委会" if item.is_referral else item.get_nature_display(),
        unit=unit,
        reporter=item.presenter,
        attending=tuple(part for part in item.attending.split("、") if part),
        minutes=item.minutes,
        copies="线下材料" if item.is_offline else "",
    )


def sign_in_data(meeting: Meeting) -> SignInData:
    """签到册: members by rank, then alternates and 列席."""
    rows = sheet(meeting)
    return SignInData(
        session=meeting.title,
        held=held_words(meeting),
        place=meeting.place,
        present=tuple(named(row) for row in _of(rows, Capacity.MEMBER)),
        attending=tuple(named(row) for row in _of(rows, Capacity.ALTERNATE, Capacity.NON_VOTING)),
        leave=_leave(rows),
        checkpoint=checkpoint_line(),
    )


_ROW = 12


def seating_data(meeting: Meeting) -> SeatingData:
    """座次图: members in the customary order from the middle, others behind them."""
    rows = [row for row in sheet(meeting) if row.presence not in {Presence.LEAVE, Presence.ABSENT}]
    members, others = _of(rows, Capacity.MEMBER), _of(rows, Capacity.ALTERNATE, Capacity.NON_VOTING)
    groups = [("第{}排", members), ("列席{}排", others)]
    seats = [
        SeatRow(
            name=name.format(start // _ROW + 1),
            people=rostrum_order([named(row) for row in people[start : start + _ROW]]),
        )
        for name, people in groups
        for start in range(0, len(people), _ROW)
    ]
    return SeatingData(session=meeting.title, rows=tuple(seats), checkpoint=checkpoint_line())


def seat_cards_data(meeting: Meeting) -> SeatCardsData:
    """席卡 of everybody who is expected."""
    rows = [row for row in sheet(meeting) if row.presence not in {Presence.LEAVE, Presence.ABSENT}]
    return SeatCardsData(people=tuple(named(row) for row in rows))


def material_list_data(meeting: Meeting) -> MaterialListData:
    """材料目录 with the register of numbered copies, one for each member; offline papers are named as such."""
    members = _of(sheet(meeting), Capacity.MEMBER)
    items = live_items(meeting)
    places = {ref(item.matter): item for item in items if item.matter is not None} | {ref(item): item for item in items}
    files = Attachment.objects.filter(subject__in=places, file__destroyed__isnull=True).order_by("id")
    tabled = [row for row in files if row.label == Attachment.Label.TABLED] or list(files)
    materials = [
        MaterialItem(
            title=row.name.rpartition(".")[0] or row.name, version=row.get_label_display(), copies=max(1, len(members))
        )
        for row in tabled
    ]
    with_papers = {places[row.subject].pk for row in tabled}
    materials += [
        MaterialItem(
            title=f"{item.title}（{'线下材料' if item.is_offline else '纸质材料'}）", copies=max(1, len(members))
        )
        for item in items
        if item.pk not in with_papers
    ]
    return MaterialListData(
        session=meeting.title,
        held=held_words(meeting),
        items=tuple(materials),
        holders=tuple(named(row) for row in members),
        checkpoint=checkpoint_line(),
    )


def person_named(person: Person | None) -> str:
    """The name of a person, empty where there is none."""
    return person.name if person is not None else ""
