"""休会 and 复会; 列席人员 called in and leaving: what is refused meanwhile, what stays on the record."""

import datetime as dt
import uuid

import pytest

from tests.apps.meetings import desk
from yixing.ledger.models import Entry
from yixing.meetings.actions import meeting_call, meeting_close, meeting_pause, meeting_speak
from yixing.meetings.models import AgendaItem, Meeting
from yixing_core.errors import Refusal


@pytest.fixture
def meeting(cast):
    meeting = desk.opened(cast, desk.matter(cast))
    AgendaItem.objects.filter(meeting=meeting).update(attending="县财政局、县教育局")
    return meeting


def at(cast, hour, minute=0, who="秘书"):
    call = cast.call(who, desk.DAY)
    return cast.call(who, desk.DAY, at=call.at.replace(hour=hour, minute=minute), acknowledged=desk.ANY)


def refused(code, do, *args, **kwargs):
    with pytest.raises(Refusal) as told:
        do(*args, **kwargs)
    assert told.value.code == code
    return told.value


def test_nothing_is_said_or_concluded_while_the_meeting_is_adjourned(cast, meeting):
    item = desk.first_item(meeting)
    meeting_pause(at(cast, 13), meeting_id=meeting.pk)
    told = refused("meeting_paused", desk.conclude, cast, item)
    assert "复会" in told.mend
    refused("meeting_paused", meeting_speak, at(cast, 13), item_id=item.pk, statements=[{"speaker": "县财政局"}])
    refused("meeting_paused", meeting_call, at(cast, 13), item_id=item.pk)
    meeting_pause(at(cast, 13, 20), meeting_id=meeting.pk)
    meeting.refresh_from_db()
    assert (meeting.paused_at, meeting.paused_minutes) == (None, 20)
    desk.conclude(cast, item)
    entries = Entry.objects.filter(action="meeting.pause").order_by("seq")
    assert ['"resumed":false' in entries[0].line, '"resumed":true' in entries[1].line] == [True, True]


def test_the_end_of_the_meeting_ends_the_pause(cast, meeting):
    desk.conclude(cast, desk.first_item(meeting))
    meeting_pause(at(cast, 13), meeting_id=meeting.pk)
    meeting_close(at(cast, 13, 5), meeting_id=meeting.pk)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.paused_at, meeting.paused_minutes) == (Meeting.State.CLOSED, None, 5)
    refused("meeting_not_open", meeting_pause, at(cast, 14), meeting_id=meeting.pk)


def test_those_who_wait_come_in_and_leave(cast, meeting):
    item = desk.first_item(meeting)
    meeting_call(at(cast, 13), item_id=item.pk)
    item.refresh_from_db()
    assert item.called_at is not None
    assert item.left_at is None
    meeting_call(at(cast, 13, 15), item_id=item.pk)
    item.refresh_from_db()
    assert item.left_at - item.called_at == dt.timedelta(minutes=15)
    meeting_call(at(cast, 13, 30), item_id=item.pk)
    item.refresh_from_db()
    assert item.left_at is None
    AgendaItem.objects.filter(pk=item.pk).update(attending="")
    refused("nobody_waits", meeting_call, at(cast, 14), item_id=item.pk)


def test_only_the_clerk_does_either(cast, meeting):
    for who in ("督查员", "县委办主任", "书记"):
        refused("forbidden", meeting_pause, at(cast, 13, who=who), meeting_id=meeting.pk)
        refused("forbidden", meeting_call, at(cast, 13, who=who), item_id=desk.first_item(meeting).pk)


def test_the_room_has_both_buttons_and_keeps_what_was_typed(cast, meeting, login):
    client, item = login("秘书"), desk.first_item(meeting)
    room = f"/meetings/{meeting.pk}/room/"
    page = client.get(room).content.decode()
    assert "休会" in page
    assert "请列席人员进场" in page
    given = {
        "request": str(uuid.uuid4()),
        "version": str(item.version),
        "text": "正在输入的结论",
        "on": desk.DAY.isoformat(),
    }
    page = client.post(f"/meetings/items/{item.pk}/call/", given).content.decode()
    assert "已进场" in page
    assert "正在输入的结论" in page
    meeting.refresh_from_db()
    keys = {"request": str(uuid.uuid4()), "version": str(meeting.version), "on": desk.DAY.isoformat()}
    assert client.post(f"/meetings/{meeting.pk}/pause/", keys).status_code == 302
    page = client.get(room).content.decode()
    assert "休会中" in page
    assert "复会" in page
