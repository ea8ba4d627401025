"""Every page for those who may open it; 404 for strangers; forms say what is wrong."""

import io

import pytest
from docx import Document

from tests.apps.supervision import loop
from yixing.accounts.models import SavedView
from yixing.ledger.models import Entry
from yixing.supervision.models import Breakdown, Report, Task


def test_lists_and_prints(cast, login):
    loop.closed(cast)
    loop.in_hand(cast)
    client = login("督查员")
    for url in (
        "/tasks/",
        "/tasks/?light=late&sort=-due",
        "/tasks/print/",
        "/tasks/breakdowns/",
        "/tasks/breakdowns/pending/",
    ):
        assert client.get(url).status_code == 200, url
    answer = client.get("/tasks/?export=xlsx")
    assert answer["Content-Type"].startswith("application/vnd.openxml")


@pytest.mark.parametrize(
    "page",
    ["", "sheet/", "verify/", "close/", "keep/", "merge/", "stop/", "reopen/", "remind/", "reassign/", "extend/"],
)
def test_task_pages_of_the_inspector(cast, login, page):
    task = loop.verified(cast)
    assert login("督查员").get(f"/tasks/{task.pk}/{page}").status_code == 200


@pytest.mark.parametrize("page", ["", "sheet/", "report/", "object/", "accept/"])
def test_task_pages_of_the_unit(cast, login, page):
    task = loop.in_hand(cast)
    assert login("联络员").get(f"/tasks/{task.pk}/{page}").status_code == 200
    assert login("外单位联络员").get(f"/tasks/{task.pk}/{page}").status_code == 404


def test_cards(cast, login):
    loop.issue(cast)
    page = login("联络员").get("/tasks/unit/")
    assert "签收" in page.content.decode()
    assert login("联络员").get("/tasks/unit/?show=accept").status_code == 200
    assert "没有要办的任务" in login("外单位联络员").get("/tasks/unit/").content.decode()


def test_draft_page_prefills_and_offers_the_merger(cast, login):
    task = loop.in_hand(cast)
    decision = loop.decide(cast, text=task.text)
    client = login("督查员")
    page = client.get(f"/tasks/breakdowns/new/?decision={decision.pk}")
    assert page.status_code == 200
    assert task.text in page.content.decode()
    data = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "1",
        "lines-0-text": task.text,
        "lines-0-lead_unit_id": str(cast.units["D02"].pk),
        "lines-0-due_words": "6月底前",
    }
    page = client.post(f"/tasks/breakdowns/new/?decision={decision.pk}", data)
    assert page.status_code == 422
    assert "并入这项任务" in page.content.decode()
    data |= {"lines-0-merge": "on", "lines-0-merge_into_id": str(task.pk)}
    page = client.post(f"/tasks/breakdowns/new/?decision={decision.pk}", data)
    assert page.status_code == 302, page.content.decode()
    breakdown = Breakdown.objects.latest("id")
    page = login("县委办主任").get("/tasks/approve/")
    assert page.status_code == 200
    page = login("县委办主任").post(
        "/tasks/approve/", {"ids": [breakdown.pk], f"version-{breakdown.pk}": breakdown.version, "on": "2023-06-12"}
    )
    assert page.status_code == 302, page.content.decode()
    assert Task.objects.get(breakdown=breakdown).state == "merged"


def test_report_sign_and_refusals_over_http(cast, login):
    task = loop.in_hand(cast)
    page = login("联络员").post(f"/tasks/{task.pk}/report/", {"progress": "", "ask": "none", "version": task.version})
    assert page.status_code == 422
    page = login("联络员").post(
        f"/tasks/{task.pk}/report/",
        {
            "progress": "已开工。",
            "ask": "none",
            "version": task.version,
            "evidence": [loop.pdf("一.pdf"), loop.pdf("二.pdf")],
        },
    )
    assert page.status_code == 302, page.content.decode()
    report = Report.objects.get()
    head = login("单位负责人")
    assert head.get("/tasks/sign/").status_code == 200
    assert head.get(f"/tasks/reports/{report.pk}/").status_code == 200
    page = head.post("/tasks/sign/", {f"answer-{report.pk}": "yes", f"version-{report.pk}": report.version})
    assert page.status_code == 302, page.content.decode()
    report.refresh_from_db()
    assert report.state == "signed"
    assert login("联络员").get(f"/tasks/{task.pk}/").status_code == 200


def test_calls_and_text(cast, login):
    task = loop.in_hand(cast)
    client = login("督查员")
    page = client.get(f"/tasks/remind/text/?ids={task.pk}")
    assert task.number in page.content.decode()
    assert client.get(f"/tasks/remind/?ids={task.pk}").status_code == 200
    page = client.post("/tasks/remind/", {"ids": [task.pk], f"who-{task.pk}": "王科长", f"said-{task.pk}": "周五前报"})
    assert page.status_code == 302, page.content.decode()
    task.refresh_from_db()
    assert task.reminders == 1


def test_saved_views(cast, login):
    client = login("督查员")
    answer = client.post("/tasks/views/", {"label": "我的", "state": "light=late"})
    assert answer.status_code == 302
    assert "我的" in client.get("/tasks/").content.decode()


def test_saved_views_are_the_users_own_and_go_with_him_to_another_browser(cast, login):
    client = login("督查员")
    for number in range(10):
        client.post("/tasks/views/", {"label": f"第{number}个", "state": f"light=late&sort=due&n={number}"})
    client.post("/tasks/views/", {"label": "第9个", "state": "state=claimed"})
    page = login("督查员").get("/tasks/").content.decode()
    assert "第9个" in page
    assert "第1个" not in page  # the oldest made room
    assert list(SavedView.objects.filter(label="第9个").values_list("query", flat=True)) == ["state=claimed"]
    assert "第9个" not in login("县委办主任").get("/tasks/").content.decode()
    client.post("/tasks/views/", {"label": "第9个", "state": "", "act": "drop"})
    assert "第9个" not in client.get("/tasks/").content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("stage", [loop.in_hand, loop.closed])
def test_the_sheet_is_a_word_file_and_a_pdf(cast, login, stage):
    task = stage(cast)
    word = login("督查员").get(f"/tasks/{task.pk}/sheet.docx")
    tables = Document(io.BytesIO(word.content)).tables
    text = "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert task.text in text
    assert "签收" in text
    assert login("督查员").get(f"/tasks/{task.pk}/sheet.pdf").content.startswith(b"%PDF")
    assert login("外单位联络员").get(f"/tasks/{task.pk}/sheet.pdf").status_code == 404
    assert login("督查员").get(f"/tasks/{task.pk}/sheet.txt").status_code == 404
