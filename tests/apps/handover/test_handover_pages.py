"""The list says first what stands on no sheet; a sheet shows its signatures; each signs from his workbench."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from tests.apps.handover.moving import DAY, JULY, adopted, matter, sheet, sign, task
from tests.cast import TODAY
from yixing.handover import pages
from yixing.handover.actions import handover_void
from yixing.handover.models import Handover
from yixing.handover.state import State
from yixing.handover.waiting import waiting_for
from yixing.people.models import Membership
from yixing_core.papers import to_docx
from yixing_core.papers.forms import EMPTY

LIST = "/portfolios/handovers/"


def keys(row):
    return {"request": uuid.uuid4(), "version": row.version}


@pytest.fixture
def moved(cast):
    matter(cast, title="关于开发区扩区的请示")
    return sheet(cast)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("常委", 200),
        ("县长", 200),
        ("书记", 200),
        ("组织部", 404),
        ("别的常委", 404),
        ("联络员", 404),
        ("系统管理员", 404),
    ],
)
def test_who_opens_a_sheet(login, moved, who, status):
    assert login(who).get(f"{LIST}{moved.pk}/").status_code == status


def test_the_sheet_shows_what_is_open_and_whose_signature_is_next(login, moved):
    page = login("常委").get(f"{LIST}{moved.pk}/").content.decode()
    assert "关于开发区扩区的请示" in page
    assert f"{LIST}{moved.pk}/sign/" in page
    other = login("县长").get(f"{LIST}{moved.pk}/").content.decode()
    assert f"{LIST}{moved.pk}/sign/" not in other
    assert "09号常委" in other


def test_each_signs_from_his_page(login, moved):
    for who in ("常委", "县长", "县委办主任"):
        moved.refresh_from_db()
        given = keys(moved) | {"ack-XC-93.2": "迟签，已口头交接"}
        answer = login(who).post(f"{LIST}{moved.pk}/sign/", given)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
    moved.refresh_from_db()
    assert moved.state == State.DONE


def test_the_giver_signs_on_paper_and_a_delegate_enters_it(login, cast, moved):
    client = login("领导联络员")
    page = client.get(f"{LIST}{moved.pk}/sign/")
    assert page.status_code == 200
    scan = SimpleUploadedFile("签字单.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    given = keys(moved) | {"ack-XC-93.2": "迟签", "acting_for": cast.people["09号常委"].pk}
    assert client.post(f"{LIST}{moved.pk}/sign/", given).status_code == 422
    assert client.post(f"{LIST}{moved.pk}/sign/", given | {"scan": scan, "request": uuid.uuid4()}).status_code == 302
    moved.refresh_from_db()
    assert moved.state == State.RECEIVING
    sign(cast, moved, "县长", "县委办主任", on=timezone.localdate())
    assert client.get(f"{LIST}{moved.pk}/sign/").status_code == 404


def test_the_list_names_what_stands_on_no_sheet_and_opens_one(login, cast, moved):
    client = login("秘书")
    assert "都已列入交接单" in client.get(LIST).content.decode()
    handover_void(cast.call("秘书"), handover_id=moved.pk, reason="名单有误")
    page = client.get(LIST).content.decode()
    assert "09号常委→02号常委" in page
    assert "关于开发区扩区的请示" in page
    start = page.index(f"{LIST}new/?")
    address = page[start : page.index('"', start)].replace("&amp;", "&")
    form = client.get(address)
    initial = form.context["form"].initial
    assert initial["giver_id"] == cast.people["09号常委"].pk
    given = {
        "request": uuid.uuid4(),
        "cause": initial["cause"],
        "giver_id": initial["giver_id"],
        "receiver_id": initial["receiver_id"],
        "effective_on": initial["effective_on"],
    }
    assert client.post(f"{LIST}new/", given).status_code == 302
    assert "都已列入交接单" in client.get(LIST).content.decode()
    assert "未交接" in login("常委").get(LIST).content.decode()


def test_what_concerns_two_is_not_shown_to_a_third(login, cast, moved):
    handover_void(cast.call("秘书"), handover_id=moved.pk, reason="名单有误")
    assert "关于开发区扩区的请示" in login("县长").get(LIST).content.decode()
    assert "关于开发区扩区的请示" not in login("别的常委").get(LIST).content.decode()


def test_the_workbench_of_the_three_and_of_the_office(cast, moved):
    turn = {who: [row.button for row in waiting_for(cast.actor(who, JULY))] for who in ("常委", "县长", "秘书乙")}
    assert turn == {"常委": ["签字"], "县长": [], "秘书乙": []}
    late = moved.due_on + DAY
    assert [row.from_whom for row in waiting_for(cast.actor("县长", late))] == ["等移交人09号常委签字"]
    assert [row.from_whom for row in waiting_for(cast.actor("秘书乙", late))] == ["等移交人09号常委签字"]
    assert [row.from_whom for row in waiting_for(cast.actor("县委办主任", late))] == ["等移交人09号常委签字"]
    assert waiting_for(cast.actor("别的常委", late)) == []
    sign(cast, moved)
    assert waiting_for(cast.actor("县长", late)) == []


def test_the_workbench_names_what_stands_on_no_sheet(cast, moved):
    handover_void(cast.call("秘书"), handover_id=moved.pk, reason="名单有误")
    for who in ("常委", "县长", "秘书乙"):
        [row] = waiting_for(cast.actor(who, JULY))
        assert (row.kind, row.what) == ("未交接", "09号常委的 1 件在办事项没有交接单")


def test_what_has_left_reads_so(login, cast):
    task(cast, "a03")
    Membership.objects.filter(person=cast.people["09号常委"]).update(until=TODAY)
    page = login("秘书").get(LIST).content.decode()
    assert "09号常委已离任" in page
    assert "cause=leave" in page


def test_the_export_is_what_the_list_shows(login, moved):
    answer = login("秘书").get(LIST + "?export=xlsx&state=open")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0] == tuple(column.label for column in pages.COLUMNS)
    assert rows[1][:5] == ("09号常委→02号常委", "11号常委", "分工调整", "财政税务", 1)


def test_a_list_asks_as_often_for_one_sheet_as_for_many(login, cast):
    client, counts = login("秘书"), []
    for since, changes in ((JULY, {"a01": 2}), (JULY + 9 * DAY, {"a02": 3, "a03": 8, "a04": 7, "a07": 6, "a01": 5})):
        for code in changes:
            matter(cast, code)
        adopted(cast, since=since, on=since, **changes)
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        counts.append(len(asked))
    assert Handover.objects.count() == 6
    assert counts[1] <= counts[0]


def test_the_print_has_three_signatures_and_every_thing(cast, moved):
    paper = pages.paper(moved, cast.actor("秘书"))
    assert paper.title == "工作交接单"
    words = str(paper)
    for said in ("09号常委", "02号常委", "11号常委", "关于开发区扩区的请示", "财政税务"):
        assert said in words
    assert EMPTY
    assert len(to_docx(paper)) > 5000


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_the_file(login, moved, suffix):
    answer = login("县长").get(f"{LIST}{moved.pk}/sheet.{suffix}")
    assert answer.status_code == 200
    assert login("别的常委").get(f"{LIST}{moved.pk}/sheet.{suffix}").status_code == 404
