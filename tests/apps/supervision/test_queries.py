"""Lists, counts and what waits for whom: bounded, constant in queries, and nobody's but his own."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.matters.models import Matter, OpinionReply, OpinionRound
from yixing.supervision import paging
from yixing.supervision.actions import task_object, task_remind, task_verify
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Task
from yixing.supervision.queries import (
    TaskFilter,
    agreed,
    late_tasks,
    liaison_counts,
    task_list,
    undivided_decisions,
    undivided_instructions,
    unit_tasks,
)
from yixing.supervision.register import lines
from yixing.supervision.waiting import waiting_for
from yixing.supervision.words import reminder_text

LATE = dt.date(2023, 7, 10)


def numbers(rows):
    return sorted(task.number for task in rows)


def found(cast, wanted=None, who="督查员", today=TODAY, **given):
    return numbers(task_list(cast.actor(who), wanted or TaskFilter(**given), today=today))


def test_each_part_of_the_sentence_narrows(cast):
    one = loop.issue(cast)
    two = loop.issue(cast, loop.line(cast, "D03", due="9月底前", assist_unit_ids=[cast.units["D02"].pk]))
    three = loop.in_hand(cast, instruction_id=loop.instruct(cast).pk)
    done = loop.closed(cast)
    loop.draft(cast)
    everything = [task.number for task in (one, two, three, done)]
    assert found(cast) == sorted(everything)
    assert found(cast, source="instruction") == [three.number]
    assert found(cast, lead_unit_id=cast.units["D03"].pk) == [two.number]
    assert found(cast, unit_id=cast.units["D02"].pk) == sorted(everything)
    assert found(cast, state="closed") == [done.number]
    assert found(cast, state="open") == numbers([one, two, three])
    assert found(cast, light="late", today=LATE) == numbers([one, three])
    assert found(cast, light="done", today=LATE) == [done.number]
    assert found(cast, due_month=True) == numbers([one, three])
    assert found(cast, leader_id=cast.people["09号常委"].pk, source="decision") == numbers([one, two, done])
    assert [task.number for task in late_tasks(cast.actor("督查员"), LATE)] == [one.number, three.number]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("督查员", 2),
        ("书记", 2),
        ("联络员", 1),
        ("外单位联络员", 1),
        ("常委", 1),
        ("农业常委", 0),
        ("审计员", 2),
        ("委员", 0),
    ],
)
def test_the_list_is_what_one_may_see(cast, who, sees):
    loop.issue(cast)
    decision = loop.decide(cast, area=cast.areas["a02"], leader=cast.people["06号常委"])
    loop.issue(cast, loop.line(cast, "D03"), decision=decision)
    assert len(found(cast, who=who)) == sees


def test_a_page_costs_the_same_whatever_its_rows(cast, login):
    def queries():
        client = login("督查员")
        client.get("/tasks/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/tasks/").status_code == 200
        return len(captured)

    loop.issue(cast)
    few = queries()
    for _ in range(6):
        loop.issue(cast, loop.line(cast, assist_unit_ids=[cast.units["D03"].pk]))
        loop.in_hand(cast, instruction_id=loop.instruct(cast).pk)
    assert queries() == few


def test_the_count_is_bounded(cast, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_MAX", 3)
    for _ in range(5):
        loop.issue(cast)
    rows = task_list(cast.actor("督查员"), TaskFilter(), today=TODAY)
    paginator = paging.BoundedPaginator(rows, 2)
    assert (paginator.count, paginator.words, paginator.num_pages) == (3, "3 以上", 2)
    monkeypatch.setattr(paging, "COUNT_MAX", 10)
    assert paging.BoundedPaginator(rows, 2).words == "5"


def test_the_four_numbers(cast):
    loop.issue(cast)
    loop.in_hand(cast)
    returned = loop.claimed(cast)
    task_verify(cast.call("督查员"), task_id=returned.pk, method="papers", finding="不符", result="return")
    loop.report(cast, loop.in_hand(cast))
    matter = Matter.objects.create(
        title="关于供热的事项",
        type=cast.types["T05"],
        nature="deliberate",
        unit=cast.units["D03"],
        area=cast.areas["a02"],
        drafted_on=TODAY,
    )
    asked = OpinionRound.objects.create(matter=matter, opened_on=TODAY, due_on=TODAY, text="请提意见")
    OpinionReply.objects.create(round=asked, unit=cast.units["D02"])
    counts = liaison_counts(cast.actor("联络员"), TODAY)
    assert (counts.to_accept, counts.to_report, counts.to_reply, counts.returned) == (1, 1, 1, 1)
    assert unit_tasks(cast.actor("联络员"), "", TODAY).count() == 4
    for wanted, number in (("accept", 1), ("report", 1), ("returned", 1)):
        assert unit_tasks(cast.actor("联络员"), wanted, TODAY).count() == number
    other = liaison_counts(cast.actor("外单位联络员"), TODAY)
    assert (other.to_accept, other.to_report, other.to_reply, other.returned) == (0, 0, 0, 0)


def test_when_a_report_is_wanted(cast):
    """Once a month; again when the deadline is near and nothing was said for a week; after a call."""
    task = loop.in_hand(cast, loop.line(cast, due="9月底前"))

    def wanted(day):
        return unit_tasks(cast.actor("联络员"), "report", day).filter(pk=task.pk).exists()

    assert wanted(TODAY)
    loop.signed(cast, task)
    assert not wanted(TODAY)
    assert not wanted(dt.date(2023, 6, 30))
    assert wanted(dt.date(2023, 7, 1))
    task_remind(cast.call("督查员", dt.date(2023, 6, 20)), task_id=task.pk)
    assert wanted(dt.date(2023, 6, 20))
    near = loop.in_hand(cast)
    loop.signed(cast, near, on=dt.date(2023, 6, 20))
    assert not unit_tasks(cast.actor("联络员"), "report", dt.date(2023, 6, 27)).filter(pk=near.pk).exists()
    assert unit_tasks(cast.actor("联络员"), "report", dt.date(2023, 6, 28)).filter(pk=near.pk).exists()


def kinds(cast, who, today=TODAY):
    return sorted(row.kind for row in waiting_for(cast.actor(who, today)))


def test_what_waits_for_the_inspector(cast):
    loop.decide(cast)
    loop.instruct(cast)
    objected = loop.issue(cast)
    task_object(cast.call("联络员", loop.ISSUED), task_id=objected.pk, reason="职责不清")
    extending = loop.in_hand(cast)
    loop.signed(cast, extending, ask="extend", extend_to="9月底前", reason="雨季")
    loop.claimed(cast)
    loop.consented(cast)
    assert kinds(cast, "督查员") == ["待销号", "批示分解", "申请办结", "申请延期", "职责异议", "议定事项分解"]
    loop.issue(cast)
    assert "逾期" in kinds(cast, "督查员", LATE)


def test_what_waits_for_the_others(cast):
    loop.draft(cast)
    loop.report(cast, loop.in_hand(cast))
    loop.verified(cast)
    loop.issue(cast)
    assert kinds(cast, "县委办主任") == ["责任分解"]
    assert kinds(cast, "常委") == ["销号签认"]
    assert kinds(cast, "单位负责人") == ["审签反馈", "待签收"]
    assert kinds(cast, "联络员") == ["待签收"]
    assert kinds(cast, "外单位联络员") == []
    assert kinds(cast, "别的常委") == []
    delegate = waiting_for(cast.actor("领导联络员"))
    assert {(row.kind, row.note) for row in delegate} == {
        ("责任分解", "代11号常委录入"),
        ("销号签认", "代09号常委录入"),
        ("审签反馈", "代财政局长录入"),
    }


def test_rows_of_the_work_bench_open_pages_that_exist(cast, login):
    loop.draft(cast)
    loop.report(cast, loop.in_hand(cast))
    loop.verified(cast)
    loop.issue(cast)
    loop.decide(cast)
    loop.instruct(cast)
    for who in ("督查员", "县委办主任", "常委", "单位负责人", "联络员"):
        client = login(who)
        for row in waiting_for(cast.actor(who)):
            assert client.get(row.button_url or row.url).status_code == 200, (who, row)


def test_agreed_is_what_closing_needs(cast):
    """The filter behind 待销号 agrees with the demands of a task that nothing was merged into."""
    from yixing.supervision.authority import unmet  # noqa: PLC0415  (used here only)

    instruction = loop.instruct(cast)
    loop.verified(cast, loop.in_hand(cast, instruction_id=instruction.pk))
    shown = loop.instruct(cast)
    loop.claimed(cast, loop.in_hand(cast, instruction_id=shown.pk))
    loop.agreed(cast, loop.shown(cast, shown))
    loop.claimed(cast)
    loop.verified(cast)
    loop.consented(cast)
    ready = set(Task.objects.filter(agreed(TODAY)).values_list("pk", flat=True))
    at_end = Task.objects.filter(state__in=("claimed", "verified"))
    assert ready == {task.pk for task in at_end if not unmet(task, [], TODAY)}


def test_sources_without_tasks(cast):
    decision, instruction = loop.decide(cast), loop.instruct(cast)
    loop.decide(cast, lead_unit=None)
    loop.instruct(cast, noted=True, text="")
    inspector = cast.actor("督查员")
    assert list(undivided_decisions(inspector)) == [decision]
    assert list(undivided_instructions(inspector)) == [instruction]
    loop.draft(cast, decision=decision)
    assert not undivided_decisions(inspector).exists()


def test_the_text_to_copy_goes_by_unit(cast):
    tasks = [loop.issue(cast), loop.issue(cast, loop.line(cast, "D03")), loop.in_hand(cast)]
    text = reminder_text(tasks, LATE, office="县委督查室", contact="督查员甲")
    first, second = text.split("\n\n")
    assert first.startswith("【县委督查室】县财政局：\n1.")
    assert "2." in first
    assert "超期 10 天" in first
    assert "尚未签收" in first
    assert second.startswith("【县委督查室】县教育局")


def test_days_over_stop_counting_with_the_claim(cast):
    late = dt.date(2023, 7, 3)
    task = loop.claimed(cast, on=late)
    day = dt.date(2023, 8, 1)
    (row,) = lines(Task.objects.filter(pk=task.pk), day, soon_days(day))
    assert (row.light.word, row.late_days) == ("逾期", 3)
    assert "2023-07-03 申请办结" in row.light.explanation
