"""The pages of meetings: who opens them, what a form sends, what a refusal shows."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.apps.meetings import desk
from tests.cast import Cast
from yixing.ledger.models import Entry
from yixing.meetings import actions
from yixing.meetings.models import Meeting
from yixing.papers.models import Document

pytestmark = pytest.mark.django_db
Login = Callable[[str], Client]


def fields(page: str) -> dict[str, str]:
    """Hidden keys of the form that a page is about: in the room that is the one of the item."""
    page = page.partition('id="room"')[2] or page
    found = {}
    for name in ("version", "request"):
        match = re.search(rf'name="{name}" value="([^"]*)"', page)
        if match:
            found[name] = match[1]
    return found


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests arrive on the day of the meeting."""
    moment = dt.datetime.combine(desk.DAY, dt.time(12), tzinfo=dt.timezone(dt.timedelta(hours=8)))
    monkeypatch.setattr("yixing.accounts.middleware.timezone.now", lambda: moment)


def test_pages_open_for_the_office(cast: Cast, login: Login, at_noon: None) -> None:
    meeting = desk.opened(cast, {"title": "传达学习", "nature": "convey"}, desk.matter(cast), present=9)
    client = login("秘书")
    for path in (
        "",
        "?tab=light",
        "?month=2023-06&state=open",
        "new/",
        "light/",
        f"{meeting.pk}/",
        f"{meeting.pk}/room/",
    ):
        assert client.get(f"/meetings/{path}").status_code == 200, path
    for item in meeting.items.all():
        assert client.get(f"/meetings/{meeting.pk}/room/?item={item.pk}").status_code == 200
        assert client.get(f"/meetings/items/{item.pk}/").status_code == 302
    for path in ("late/", "attendance/", "minutes/"):
        assert client.get(f"/meetings/{meeting.pk}/{path}").status_code == 200, path


def test_strangers_find_nothing(cast: Cast, login: Login, at_noon: None) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    for name in ("联络员", "单位负责人", "组织部", "系统管理员"):
        assert login(name).get(f"/meetings/{meeting.pk}/").status_code == 404, name
        assert login(name).get(f"/meetings/{meeting.pk}/room/").status_code in {403, 404}, name


def test_planning_by_form(cast: Cast, login: Login, at_noon: None) -> None:
    client = login("秘书")
    answer = client.post(
        "/meetings/new/", {"kind": "standing", "held_on": "2023-06-14", "starts": "09:00", "place": "会议室"}
    )
    meeting = Meeting.objects.get()
    assert answer.status_code == 302
    assert (meeting.title, meeting.on, meeting.attendances.count()) == (
        "十五届县委常委会第1次会议",
        dt.date(2023, 6, 14),
        11,
    )
    matter = desk.matter(cast)
    page = client.get(f"/meetings/{meeting.pk}/agenda/").content.decode()
    assert matter.title in page
    data: dict[str, Any] = fields(page) | {
        f"m{matter.pk}_take": "on",
        f"m{matter.pk}_place": "2",
        "own1_title": "传达学习上级会议精神",
        "own1_nature": "convey",
        "own1_place": "1",
    }
    answer = client.post(f"/meetings/{meeting.pk}/agenda/", data)
    assert answer.status_code == 302, answer.content.decode()
    assert list(meeting.items.order_by("order").values_list("title", flat=True)) == [
        "传达学习上级会议精神",
        matter.title,
    ]
    page = client.get(f"/meetings/{meeting.pk}/notify/").content.decode()
    answer = client.post(f"/meetings/{meeting.pk}/notify/", fields(page))
    meeting.refresh_from_db()
    assert meeting.state == "notified", answer.content.decode()


def test_the_room_runs_a_meeting(cast: Cast, login: Login, at_noon: None) -> None:
    meeting = desk.notified(cast, desk.matter(cast))
    client = login("秘书")
    page = client.get(f"/meetings/{meeting.pk}/room/").content.decode()
    rows = list(meeting.attendances.order_by("order"))
    data = fields(page) | {f"p_{row.person_id}": "present" for row in rows} | {"then": "room"}
    data[f"p_{rows[5].person_id}"] = "leave"
    data[f"why_{rows[5].person_id}"] = "出差"
    assert client.post(f"/meetings/{meeting.pk}/attendance/", data).status_code == 302
    page = client.get(f"/meetings/{meeting.pk}/room/").content.decode()
    meeting.refresh_from_db()
    assert client.post(f"/meetings/{meeting.pk}/open/", {"version": meeting.version}).status_code == 302
    item = desk.first_item(meeting)
    page = client.get(f"/meetings/{meeting.pk}/room/").content.decode()
    assert "应到 <b>11</b>" in page
    assert "已按预定顺序" in page
    data = fields(page) | {"who": "name:财政局长", "text": "写了一半"}
    kept = client.post(f"/meetings/items/{item.pk}/speak/", data)
    assert kept.status_code == 200
    assert "写了一半" in kept.content.decode()
    item.refresh_from_db()
    data = {
        "version": str(item.version),
        "outcome": "agreed",
        "method": "oral",
        "in_order": "on",
        "text": "同意。",
        "candidates": "1",
    }
    data |= {f"vote_{row.person_id}": "yes" for row in rows if row != rows[5]}
    data[f"vote_{rows[8].person_id}"] = "no"
    data[f"gist_{rows[8].person_id}"] = "再研究"
    answer = client.post(f"/meetings/items/{item.pk}/conclude/", data)
    assert answer.status_code == 302, answer.content.decode()
    item.refresh_from_db()
    assert (item.yes, item.no, item.present) == (9, 1, 10)
    assert item.decisions.get().dissents.get().text == "再研究"
    meeting.refresh_from_db()
    assert client.post(f"/meetings/{meeting.pk}/close/", {"version": meeting.version}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == "closed"
    assert client.get(f"/meetings/{meeting.pk}/room/").status_code == 200


def test_a_refused_conclusion_keeps_what_was_typed(cast: Cast, login: Login, at_noon: None) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    item = desk.first_item(meeting)
    client = login("秘书")
    votes = {f"vote_{row.person_id}": "no" for row in meeting.attendances.all()}
    data = {
        "version": item.version,
        "outcome": "agreed",
        "method": "oral",
        "in_order": "on",
        "text": "同意实施。",
    } | votes
    answer = client.post(f"/meetings/items/{item.pk}/conclude/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "同意实施。" in page
    assert "没有超过" in page


def test_a_light_meeting_in_one_form(cast: Cast, login: Login, at_noon: None) -> None:
    client = login("秘书")
    data = {
        "kind": "topic",
        "title": "供热专题会",
        "chair_id": cast.people["09号常委"].pk,
        "participants": "县财政局、乡镇01",
        "text_1": "落实补贴资金。",
        "lead_1": cast.units["D02"].pk,
        "assist_1": "县教育局",
        "due_1": "6月底前",
        "text_2": "",
    }
    answer = client.post("/meetings/light/", data)
    assert answer.status_code == 302, answer.content.decode()
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.decisions.get().number) == ("closed", "专2023-1-01")
    page = client.get(f"/meetings/{meeting.pk}/minutes/")
    assert page.status_code == 200
    assert login("书记").get(f"/meetings/{meeting.pk}/").status_code == 200


def test_minutes_from_draft_to_notices(cast: Cast, login: Login, at_noon: None) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    lines = [{"text": "县财政局牵头实施。", "lead": cast.units["D02"].pk, "due": "6月底前"}]
    desk.conclude(cast, desk.first_item(meeting), settled=lines)
    actions.meeting_close(cast.call("秘书", desk.DAY), meeting_id=meeting.pk)
    clerk, director, chair = login("秘书"), login("县委办主任"), login("书记")
    assert clerk.post(f"/meetings/{meeting.pk}/minutes/draft/", {}).status_code == 302
    document = Document.objects.get(kind="minutes")
    page = clerk.get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    assert "与记录一致" in page
    assert director.get(f"/meetings/{meeting.pk}/minutes/").status_code == 200
    data = {"version": document.version, "agree": "yes", "parts_reviewed": "on"}
    assert director.post(f"/meetings/minutes/{document.pk}/review/", data).status_code == 302
    document.refresh_from_db()
    answer = chair.post(f"/meetings/minutes/{document.pk}/sign/", {"version": document.version})
    assert answer.status_code == 302, answer.content.decode()
    document.refresh_from_db()
    assert document.number == 1
    meeting.refresh_from_db()
    data = {"version": meeting.version, "unit_ids": [cast.units["D02"].pk]}
    assert clerk.post(f"/meetings/{meeting.pk}/notices/", data).status_code == 302
    notice = Document.objects.get(kind="decision_notice")
    assert login("联络员").get(f"/papers/{notice.pk}/").status_code == 200
    assert login("外单位联络员").get(f"/papers/{notice.pk}/").status_code == 404
    assert login("联络员").get(f"/papers/{document.pk}/").status_code == 404


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_every_print_is_made(cast: Cast, login: Login, at_noon: None, suffix: str) -> None:
    meeting = desk.opened(cast, {"title": "传达学习", "nature": "convey"}, desk.matter(cast), present=9)
    desk.conclude(cast, desk.first_item(meeting), "conveyed", text="抓好落实。")
    desk.conclude(cast, meeting.items.get(order=2))
    actions.meeting_close(cast.call("秘书", desk.DAY), meeting_id=meeting.pk)
    actions.minutes_draft(cast.call("秘书", desk.DAY), meeting_id=meeting.pk)
    client = login("秘书")
    for what in ("agenda", "sign-in", "seating", "cards", "materials", "record"):
        answer = client.get(f"/meetings/{meeting.pk}/print/{what}.{suffix}")
        assert answer.status_code == 200, (what, answer.content[:500].decode(errors="replace"))
        assert answer.content[:4] == (b"PK\x03\x04" if suffix == "docx" else b"%PDF")
    for document in Document.objects.all():
        assert client.get(f"/papers/{document.pk}/file.{suffix}").status_code == 200


def test_the_directors_delegate_checks_record_and_minutes_with_the_scan(
    cast: Cast, login: Login, at_noon: None
) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    desk.conclude(cast, desk.first_item(meeting))
    actions.meeting_close(cast.call("秘书", desk.DAY, acknowledged=desk.ANY), meeting_id=meeting.pk)
    paper = actions.minutes_draft(cast.call("秘书", desk.DAY), meeting_id=meeting.pk)
    client = login("领导联络员")
    bench = client.get("/").content.decode()
    director = cast.people["11号常委"].pk
    for page in (f"/meetings/{meeting.pk}/record/", f"/meetings/{meeting.pk}/minutes/"):
        assert page in bench
        assert client.get(page).status_code == 200
    assert "您正在代11号常委录入" in client.get(f"/meetings/{meeting.pk}/record/").content.decode()
    assert "您正在代" not in bench
    bare = client.post(f"/meetings/{meeting.pk}/record/", {"acting_for": director})
    assert (bare.status_code, "扫描件" in bare.content.decode()) == (422, True)
    for page, more in (
        (f"/meetings/{meeting.pk}/record/", {}),
        (f"/meetings/minutes/{paper.pk}/review/", {"agree": "yes", "parts_reviewed": "on"}),
    ):
        answer = client.post(page, more | {"acting_for": director, "scan": _scan()})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    meeting.refresh_from_db()
    paper.refresh_from_db()
    assert (meeting.record_checked_on, paper.state) == (desk.DAY, Document.State.REVIEWED)
    assert client.get(f"/meetings/{meeting.pk}/record/").status_code == 404
    entry = Entry.objects.filter(action="minutes.review").latest("seq")
    assert entry.by == f"user/{cast.users['领导联络员'].pk}"


def _scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("签批件.pdf", b"%PDF-1.4 signed\n%%EOF\n", "application/pdf")
