"""责任分解: drafted with what the source and the day suggest, approved as a whole, sent back with a word."""

import datetime as dt
import uuid

import pytest

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.ledger.models import Entry
from yixing.papers.models import NumberSeries
from yixing.portfolios.models import Assignment
from yixing.supervision.actions import task_approve, task_draft, task_send_back
from yixing.supervision.lines import likeness
from yixing.supervision.models import Breakdown, Task
from yixing_core.errors import Refusal


def code(refused):
    return refused.value.code


def test_draft_fills_in_leader_by_the_division_of_that_day(cast):
    Assignment.objects.filter(area=cast.areas["a01"]).update(until=dt.date(2023, 6, 4))
    later = dt.date(2023, 6, 5)
    division = cast.areas["a01"].assignments.get().division
    Assignment.objects.create(
        division=division, area=cast.areas["a01"], person=cast.people["02号常委"], relation="lead", since=later
    )
    before = loop.draft(cast, on=dt.date(2023, 6, 4)).tasks.get()
    after = loop.draft(cast, on=later).tasks.get()
    assert (before.leader.name, after.leader.name) == ("09号常委", "02号常委")


def test_area_of_the_source_goes_before_the_unit(cast):
    decision = loop.decide(cast, area=cast.areas["a02"])
    task = loop.draft(cast, decision=decision).tasks.get()
    assert (task.area, task.leader.name) == (cast.areas["a02"], "06号常委")


def test_deadline_words_are_kept_and_resolved_from_the_day_of_the_source(cast):
    lines = [
        loop.line(cast, due="6月底前"),
        loop.line(cast, "D03", due="长期坚持"),
        loop.line(cast, "D04", due=""),
        loop.line(cast, "D05", due=("会后一周", dt.date(2023, 6, 8))),
    ]
    breakdown = loop.draft(cast, *lines, decision=loop.decide(cast, due_words="三季度前", due_on=dt.date(2023, 9, 30)))
    found = [(task.due_words, task.due_on, task.is_long_term) for task in breakdown.tasks.order_by("id")]
    assert found == [
        ("6月底前", dt.date(2023, 6, 30), False),
        ("长期坚持", None, True),
        ("三季度前", dt.date(2023, 9, 30), False),
        ("会后一周", dt.date(2023, 6, 8), False),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"text": " "}, "line_text"),
        ({"text": "长" * 401}, "too_long"),
        ({"due": "找个时候"}, "workdays.deadline"),
        ({"merge_into_id": 999}, "not_found"),
        ({"lead_unit_id": 999}, "not_found"),
    ],
)
def test_a_bad_line_leaves_nothing_behind(cast, given, expected):
    with pytest.raises(Refusal) as refused:
        loop.draft(cast, loop.line(cast, "D03"), loop.line(cast, **given))
    assert code(refused).startswith(expected)
    assert not Breakdown.objects.exists()
    assert not Task.objects.exists()
    assert not Entry.objects.exists()


def test_assisting_is_not_leading(cast):
    with pytest.raises(Refusal) as refused:
        loop.draft(cast, loop.line(cast, assist_unit_ids=[cast.units["D02"].pk]))
    assert code(refused) == "line_assist"


def test_a_table_needs_lines_and_one_source(cast):
    with pytest.raises(Refusal) as refused:
        task_draft(cast.call("督查员"), lines=[], decision_id=loop.decide(cast).pk)
    assert code(refused) == "no_lines"
    with pytest.raises(Refusal) as refused:
        task_draft(cast.call("督查员"), lines=[loop.line(cast)])
    assert code(refused) == "no_source"
    with pytest.raises(Refusal) as refused:
        task_draft(cast.call("督查员"), lines=[loop.line(cast)], decision_id=424242)
    assert code(refused) == "not_found"


def test_a_mere_tick_asks_for_no_tasks(cast):
    noted = loop.instruct(cast, noted=True, text="")
    with pytest.raises(Refusal) as refused:
        loop.draft(cast, instruction_id=noted.pk)
    assert code(refused) == "noted_only"


@pytest.mark.parametrize("who", ["联络员", "秘书", "县委办主任", "常委", "审计员"])
def test_only_the_inspector_drafts(cast, who):
    with pytest.raises(Refusal) as refused:
        task_draft(cast.call(who), lines=[loop.line(cast)], decision_id=loop.decide(cast).pk)
    assert refused.value.status == 403


def test_approval_issues_every_line_with_a_number_and_a_limit(cast):
    breakdown = loop.draft(cast, loop.line(cast), loop.line(cast, "D03"), on=dt.date(2023, 6, 1))
    assert not breakdown.tasks.exclude(number=None).exists()
    assert not NumberSeries.objects.filter(series="督办事项").exists()
    call = cast.call("县委办主任", dt.date(2023, 6, 1))
    assert task_approve(call, breakdown_id=breakdown.pk).state == "approved"
    assert task_approve(call, breakdown_id=breakdown.pk).pk == breakdown.pk
    tasks = list(breakdown.tasks.order_by("id"))
    assert [task.number for task in tasks] == ["督2023-0001", "督2023-0002"]
    assert {task.state for task in tasks} == {"issued"}
    # Thursday plus two working days
    assert {task.sign_by for task in tasks} == {dt.date(2023, 6, 5)}
    entry = Entry.objects.get(action="task.approve")
    references = {reference.ref for reference in entry.references.all()}
    assert references >= {f"task/{task.pk}" for task in tasks} | {f"decision/{breakdown.decision_id}"}


def test_nothing_is_issued_before_the_text_is_approved(cast):
    decision = loop.decide(
        cast, outcome="agreed_in_principle", state="pending_text", effective_on=None, approver=cast.people["11号常委"]
    )
    breakdown = loop.draft(cast, decision=decision)
    with pytest.raises(Refusal) as refused:
        task_approve(cast.call("县委办主任"), breakdown_id=breakdown.pk)
    assert code(refused) == "decision_not_effective"
    assert "11号常委" in refused.value.mend


def test_what_nobody_leads_is_said_by_the_rulebook(cast):
    """无人分管 is a warning of the county's rules: with a reason it goes on, and the reason is on the record."""
    Assignment.objects.all().delete()
    breakdown = loop.draft(cast)
    call = cast.call("县委办主任", loop.ISSUED)
    with pytest.raises(Refusal) as refused:
        task_approve(call, breakdown_id=breakdown.pk)
    assert code(refused) == "acknowledge"
    assert "XC-70" in refused.value.text
    again = cast.call("县委办主任", loop.ISSUED, acknowledged={"XC-70": "分工调整中，书记指定"})
    assert task_approve(again, breakdown_id=breakdown.pk).state == "approved"


def test_sent_back_and_drafted_again(cast):
    breakdown = loop.draft(cast, loop.line(cast), loop.line(cast, "D03"))
    with pytest.raises(Refusal) as refused:
        task_send_back(cast.call("县委办主任"), breakdown_id=breakdown.pk, opinion=" ")
    assert code(refused) == "reason_needed"
    breakdown = task_send_back(cast.call("县委办主任"), breakdown_id=breakdown.pk, opinion="第二项应由农业农村局牵头")
    assert breakdown.state == "sent_back"
    with pytest.raises(Refusal) as refused:
        task_approve(cast.call("县委办主任"), breakdown_id=breakdown.pk)
    assert code(refused) == "wrong_state"
    task_draft(cast.call("督查员"), breakdown_id=breakdown.pk, lines=[loop.line(cast, "D04")])
    breakdown.refresh_from_db()
    assert (breakdown.state, breakdown.opinion) == ("draft", "")
    assert [task.lead_unit.code for task in breakdown.tasks.all()] == ["D04"]
    task_approve(cast.call("县委办主任"), breakdown_id=breakdown.pk)
    with pytest.raises(Refusal) as refused:
        task_draft(cast.call("督查员"), breakdown_id=breakdown.pk, lines=[loop.line(cast)])
    assert code(refused) == "wrong_state"


def test_a_form_opened_before_the_change_is_stale(cast):
    breakdown = loop.draft(cast)
    task_draft(cast.call("督查员"), breakdown_id=breakdown.pk, lines=[loop.line(cast, "D03")])
    with pytest.raises(Refusal) as refused:
        task_approve(cast.call("县委办主任"), breakdown_id=breakdown.pk, version=breakdown.version)
    assert (code(refused), refused.value.status) == ("stale", 409)


def test_the_same_submit_twice_is_one_draft(cast):
    call = cast.call("督查员", request=uuid.uuid4())
    given = {"lines": [loop.line(cast)], "decision_id": loop.decide(cast).pk}
    assert task_draft(call, **given) == task_draft(call, **given)
    assert Task.objects.count() == 1


# --- the same thing asked twice ---


def test_a_double_of_an_open_task_is_pointed_out(cast):
    task = loop.in_hand(cast, loop.line(cast, text="清理拖欠民营企业账款，6月底前见底"))
    again = loop.line(cast, text="清理拖欠民营企业的账款，6月底前见底。")
    with pytest.raises(Refusal) as refused:
        loop.draft(cast, loop.line(cast, "D03"), again)
    assert code(refused) == "duplicate"
    assert "第2行" in refused.value.text
    assert task.number in refused.value.text


def test_a_double_goes_on_with_its_reason(cast):
    task = loop.in_hand(cast)
    breakdown = loop.draft(cast, loop.line(cast, text=task.text, duplicate_reason="上次针对去年，这次针对今年"))
    made = breakdown.tasks.get()
    assert made.duplicate_of == task
    task_approve(cast.call("县委办主任", loop.ISSUED), breakdown_id=breakdown.pk)
    made.refresh_from_db()
    assert made.state == "issued"


def test_a_double_joins_the_task_there_is(cast):
    task = loop.in_hand(cast)
    breakdown = loop.draft(cast, loop.line(cast, text=task.text, merge_into_id=task.pk))
    assert breakdown.tasks.get().state == "draft"
    task_approve(cast.call("县委办主任", loop.ISSUED), breakdown_id=breakdown.pk)
    made = breakdown.tasks.get()
    assert (made.state, made.merged_into, made.number) == ("merged", task, "督2023-0002")


def test_other_units_and_closed_tasks_are_no_doubles(cast):
    task = loop.closed(cast)
    open_ = loop.in_hand(cast)
    loop.draft(cast, loop.line(cast, text=task.text), loop.line(cast, "D03", text=open_.text))


def test_joining_needs_an_open_task_of_the_same_unit(cast):
    ended = loop.closed(cast)
    with pytest.raises(Refusal) as refused:
        loop.draft(cast, loop.line(cast, merge_into_id=ended.pk))
    assert (code(refused), refused.value.status) == ("merge_target", 409)
    other = loop.in_hand(cast)
    with pytest.raises(Refusal) as refused:
        loop.draft(cast, loop.line(cast, "D03", merge_into_id=other.pk))
    assert code(refused) == "merge_target"


def test_the_target_may_have_ended_before_the_approval(cast):
    task = loop.in_hand(cast)
    breakdown = loop.draft(cast, loop.line(cast, text=task.text, merge_into_id=task.pk))
    loop.closed(cast, task)
    with pytest.raises(Refusal) as refused:
        task_approve(cast.call("县委办主任"), breakdown_id=breakdown.pk, version=None)
    assert code(refused) == "merge_target"
    breakdown.refresh_from_db()
    assert breakdown.state == "draft"


def test_likeness_is_symmetric_and_bounded():
    pairs = [("完成审查", "审查完成"), ("", "x"), ("甲", "甲"), ("3号路改造", "4号路改造")]
    for one, other in pairs:
        assert likeness(one, other) == likeness(other, one)
        assert 0 <= likeness(one, other) <= 1
    assert likeness("3号路改造", "4号路改造") == 0
    assert likeness("甲", "甲") == 1


def test_a_backfilled_table_carries_its_mark(cast):
    call = cast.call("督查员", dt.date(2023, 3, 1), at=None, backfill="年初会议，系统启用前分解；见会议纪要3号")
    breakdown = task_draft(
        call, lines=[loop.line(cast)], decision_id=loop.decide(cast, decided_on=dt.date(2023, 3, 1)).pk
    )
    approve = cast.call("县委办主任", dt.date(2023, 3, 1), backfill="同上")
    task_approve(approve, breakdown_id=breakdown.pk)
    assert breakdown.tasks.get().is_backfilled
    inside = loop.draft(cast)
    with pytest.raises(Refusal) as refused:
        task_approve(cast.call("县委办主任", TODAY, backfill="想绕过"), breakdown_id=inside.pk)
    assert code(refused) == "backfill_inside"
