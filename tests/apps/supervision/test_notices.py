"""督办通知: who may, numbered at 签发, 签收 and 回复, what is late, what the register lacks, the paper."""

import datetime as dt
import io
import uuid

import pytest
from docx import Document as Word

from tests.apps.supervision import loop
from tests.cast import START, TODAY
from yixing.compliance.models import Check, Parameter
from yixing.ledger.models import Entry
from yixing.papers.actions import document_void
from yixing.papers.models import Document
from yixing.papers.numbering import missing
from yixing.supervision import notices
from yixing.supervision.actions import supervision_answer, supervision_draft, supervision_receive, supervision_sign
from yixing.supervision.models import Notice
from yixing_core.errors import Refusal

DEMANDS = ("核清配套资金到位情况。", "未到位的提出拨付计划。")
BY = TODAY + dt.timedelta(days=7)


def drafted(cast, task=None, *, who="督查员", on=TODAY, **given):
    task = task or loop.in_hand(cast)
    given = {"approved_by_id": cast.people["09号常委"].pk, "demands": DEMANDS, "answer_by": BY} | given
    return supervision_draft(cast.call(who, on, **given.pop("call", {})), task_id=task.pk, **given)


def signed(cast, task=None, **given):
    notice = drafted(cast, task, **given)
    return supervision_sign(cast.call("县委办主任"), notice_id=notice.pk, contact="督查室 6012345")


def answered(cast, notice, *, on=TODAY, results=("已全部到位。", "已提出计划。"), **given):
    return supervision_answer(cast.call("单位负责人", on), notice_id=notice.pk, results=results, **given)


def refused(code, do, *args, **kwargs):
    with pytest.raises(Refusal) as told:
        do(*args, **kwargs)
    assert told.value.code == code
    return told.value


def test_a_notice_is_numbered_when_it_is_signed_and_never_before(cast):
    first, second = drafted(cast), drafted(cast)
    assert first.document.number is None
    supervision_sign(cast.call("县委办主任"), notice_id=second.pk)
    second.document.refresh_from_db()
    assert second.document.number_words == "示例县委督〔2023〕1号"
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject) == ("supervision.sign", f"notice/{second.pk}")
    refused("notice_state", supervision_sign, cast.call("县委办主任"), notice_id=second.pk)


@pytest.mark.parametrize(
    ("who", "do"),
    [("联络员", drafted), ("县委办主任", drafted), ("秘书", drafted)],
    ids=["liaison", "director", "clerk"],
)
def test_only_the_inspector_drafts(cast, who, do):
    refused("forbidden", do, cast, who=who)


def test_only_the_director_signs_and_the_unit_sees_it_then(cast, login):
    notice = drafted(cast)
    refused("forbidden", supervision_sign, cast.call("督查员"), notice_id=notice.pk)
    client = login("单位负责人")
    assert client.get(f"/tasks/notices/{notice.pk}/").status_code == 404
    supervision_sign(cast.call("县委办主任"), notice_id=notice.pk)
    assert client.get(f"/tasks/notices/{notice.pk}/").status_code == 200
    assert login("外单位负责人").get(f"/tasks/notices/{notice.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"demands": ["", " "]}, "notice_demands"),
        ({"demands": ["办。"] * 13}, "notice_demands"),
        ({"answer_by": TODAY}, "notice_answer_by"),
        ({"problems": "长" * 401}, "too_long"),
    ],
)
def test_what_a_draft_needs(cast, given, code):
    refused(code, drafted, cast, **given)
    assert not Notice.objects.exists()
    assert not Document.objects.filter(kind="supervision_notice").exists()


def test_a_second_notice_says_why(cast):
    task = loop.in_hand(cast)
    signed(cast, task)
    refused("acknowledge", drafted, cast, task)
    assert drafted(cast, task, again="第一次通知后仍无进展。").pk


def test_within_the_countys_interval_even_an_answered_one_counts(cast):
    notice = signed(cast)
    supervision_receive(cast.call("联络员"), notice_id=notice.pk)
    answered(cast, notice, unfinished="其余资金7月15日前到位。")
    Parameter.objects.create(key="supervision_repeat_days", value=30, since=START, decision="督查工作规则")
    refused("acknowledge", drafted, cast, notice.task)
    Document.objects.filter(pk=notice.document_id).update(signed_on=TODAY - dt.timedelta(days=30))
    assert drafted(cast, notice.task).pk


def test_without_an_interval_an_answered_one_does_not_count(cast):
    notice = signed(cast)
    supervision_receive(cast.call("联络员"), notice_id=notice.pk)
    answered(cast, notice, unfinished="其余资金7月15日前到位。")
    assert drafted(cast, notice.task).pk


def reviewed(task):
    check = Check.objects.get(gate="task.review", subject=f"task/{task.pk}")
    return {each["rule"]: each["status"] for each in check.findings}


def test_what_was_not_chased_in_time_is_noted_at_the_closing(cast):
    task = loop.in_hand(cast)
    late = task.due_on + dt.timedelta(days=1)
    closed = loop.closed(cast, task, on=late)
    assert closed.state == "closed", "it is on record and keeps nothing open"
    assert reviewed(closed) == reviewed(closed) | {"XC-83": "violated", "XC-39": "not_applicable"}


def test_a_notice_chases_and_its_answer_in_time_is_noted(cast):
    task = loop.in_hand(cast)
    notice = signed(cast, task)
    supervision_receive(cast.call("联络员"), notice_id=notice.pk)
    answered(cast, notice, unfinished="其余资金7月15日前到位。")
    late = task.due_on + dt.timedelta(days=1)
    task.refresh_from_db()
    closed = loop.closed(cast, task, on=late)
    assert reviewed(closed) == reviewed(closed) | {"XC-83": "satisfied", "XC-39": "satisfied"}


def test_a_task_that_is_closed_gets_none(cast):
    refused("wrong_state", drafted, cast, loop.closed(cast))


def test_the_unit_signs_for_it_and_answers_each_demand(cast):
    notice = signed(cast)
    refused("forbidden", supervision_answer, cast.call("联络员"), notice_id=notice.pk, results=("一", "二"))
    supervision_receive(cast.call("联络员"), notice_id=notice.pk)
    refused("notice_state", supervision_receive, cast.call("联络员"), notice_id=notice.pk)
    told = refused("notice_results", answered, cast, notice, results=("已办。", " "))
    assert "还缺第 2 条" in told.text
    answered(cast, notice, unfinished="其余资金7月15日前到位。")
    notice.refresh_from_db()
    assert (notice.received_on, notice.answered_on, notice.head) == (TODAY, TODAY, cast.people["财政局长"])
    assert notices.answers(notice) == list(zip(DEMANDS, ("已全部到位。", "已提出计划。"), strict=True))
    refused("notice_state", answered, cast, notice)


def test_a_repeated_submit_answers_once(cast):
    notice = signed(cast)
    call = cast.call("单位负责人")
    for _ in range(2):
        supervision_answer(call, notice_id=notice.pk, results=("一", "二"))
    assert Entry.objects.filter(action="supervision.answer").count() == 1


def test_what_is_late_follows_from_the_day(cast):
    notice = signed(cast)
    words = [notices.badge(notice, day).word for day in (TODAY, BY, BY + dt.timedelta(days=3))]
    assert words == ["待签收", "待签收", "逾期未回复（3天）"]
    assert not Notice.objects.filter(notices.late(BY)).exists()
    assert Notice.objects.filter(notices.late(BY + dt.timedelta(days=1))).exists()
    answered(cast, notice, on=BY + dt.timedelta(days=2))
    notice.refresh_from_db()
    assert notices.badge(notice, BY + dt.timedelta(days=9)).word == "已回复（超期2天）"
    assert not Notice.objects.filter(notices.late(BY + dt.timedelta(days=9))).exists()


def test_an_overdue_answer_is_visible_where_one_looks(cast, login):
    notice = signed(cast, answer_by=TODAY + dt.timedelta(days=1))
    page = login("督查员").get("/tasks/notices/?show=late").content.decode()  # today lies after the cast's day
    assert "逾期未回复" in page
    assert "示例县委督〔2023〕1号" in page
    rows = notices.waiting_for(cast.actor("督查员", TODAY + dt.timedelta(days=5)))
    assert [row.kind for row in rows] == ["督办通知逾期未回复"]
    assert [row.button for row in notices.waiting_for(cast.actor("单位负责人"))] == ["回复", "签收"]
    assert notices.waiting_for(cast.actor("外单位负责人")) == []
    assert login("督查员").get("/tasks/notices/?export=xlsx").status_code == 200
    assert notice.document.title in login("督查员").get(f"/tasks/{notice.task_id}/").content.decode()
    assert "督办通知" in login("督查员").get(f"/tasks/{notice.task_id}/sheet/").content.decode()


def test_a_missing_number_is_named_and_a_voided_one_is_not_missing(cast):
    for number in (3, 4, 6):
        notice = _paper(cast, number)
        assert notice.document.number == number
    series = notice.document.series
    assert missing(series, 2023) == [5]
    document_void(cast.call("县委办主任"), document_id=notice.document_id, reason="文号用错")
    assert missing(series, 2023) == [5]
    assert missing(series, 2022) == []
    assert "2023年缺号：第5号" in notices.lacks(cast.actor("督查员"), TODAY).words
    assert notices.lacks(cast.actor("联络员"), TODAY).words == ""


def _paper(cast, number):
    """A notice that was signed on paper, entered afterwards under its own number."""
    at = dt.datetime(2023, 6, 14, 9, tzinfo=dt.UTC)
    circumstances = {"backfill": "系统启用前的纸质督办通知。", "at": at}
    task = loop.in_hand(cast)
    task.is_backfilled = True
    task.save()
    notice = drafted(cast, task, call=circumstances)
    return supervision_sign(cast.call("县委办主任", **circumstances), notice_id=notice.pk, number=number)


def test_a_number_is_given_by_hand_only_in_a_back_entry_and_only_forward(cast):
    refused("notice_number", supervision_sign, cast.call("县委办主任"), notice_id=drafted(cast).pk, number=9)
    _paper(cast, 9)
    refused("notice_number", _paper, cast, 8)
    supervision_sign(cast.call("县委办主任"), notice_id=drafted(cast).pk)
    assert Document.objects.filter(number=10).exists()


def test_overdue_tasks_without_a_notice_are_counted(cast):
    tasks = [loop.in_hand(cast) for _ in range(3)]
    day = dt.date(2023, 7, 3)
    assert notices.unnoticed(cast.actor("督查员"), day).count() == 3
    signed(cast, tasks[0])
    drafted(cast, tasks[1])
    assert set(notices.unnoticed(cast.actor("督查员"), day)) == {tasks[1], tasks[2]}
    assert "逾期未发督办通知 2 件" in notices.lacks(cast.actor("督查员"), day).words


def test_the_pages_draft_sign_receive_and_answer(cast, login):
    task = loop.in_hand(cast)
    keys = {"request": str(uuid.uuid4()), "version": str(task.version)}
    given = {"approved_by_id": cast.people["09号常委"].pk, "demands": "\n".join(DEMANDS), "contact": "6012345"}
    client = login("督查员")
    assert f"/tasks/{task.pk}/notice/" in client.get(f"/tasks/{task.pk}/").content.decode()
    answer = client.post(f"/tasks/{task.pk}/notice/", given | keys | {"answer_by": "2199-01-01"})
    assert answer.status_code == 302, answer.content.decode()
    notice = Notice.objects.get()
    base = f"/tasks/notices/{notice.pk}"

    def act(who, page, **values):
        notice.refresh_from_db()
        body = {"request": str(uuid.uuid4()), "version": str(notice.version)} | values
        return login(who).post(f"{base}/{page}/", body)

    assert act("县委办主任", "sign").status_code == 302
    assert act("联络员", "receive").status_code == 302
    wrong = act("单位负责人", "answer", result_1="已办。")
    assert wrong.status_code == 422
    assert act("单位负责人", "answer", result_1="已办。", result_2="已报计划。").status_code == 302
    page = login("督查员").get(f"{base}/").content.decode()
    assert "按期回复" in page
    assert "已报计划。" in page


def test_the_paper_has_its_receipt_on_a_page_of_its_own(cast, login):
    notice = signed(cast)
    base = f"/papers/{notice.document_id}/file"
    text = "\n".join(
        [part.text for part in Word(io.BytesIO(login("单位负责人").get(f"{base}.docx").content)).paragraphs]
    )
    assert "督办通知回执" in text
    assert "示例县委督〔2023〕1号" in text
    assert "经09号常委批准立项" in text
    pdf = login("督查员").get(f"{base}.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
