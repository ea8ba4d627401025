"""The inspector's day: more time, calls, verification; and the ways in which a task ends."""

import datetime as dt

import pytest

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.ledger.append import record_of
from yixing.ledger.models import Entry
from yixing.supervision.actions import (
    task_close,
    task_consent,
    task_extend,
    task_keep,
    task_merge,
    task_object,
    task_remind,
    task_reopen,
    task_report,
    task_stop,
    task_verify,
)
from yixing.supervision.models import Reminder, Report, Verification
from yixing_core.errors import Refusal


def refuse(action, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        action(*args, **kwargs)
    return refused.value


def asking(cast, **given):
    task = loop.in_hand(cast)
    loop.signed(cast, task, ask="extend", extend_to="9月底前", reason="雨季影响施工", **given)
    task.refresh_from_db()
    return task


# --- 延期批复 ---


def test_extension_keeps_the_first_deadline(cast):
    task = task_extend(cast.call("督查员"), task_id=asking(cast).pk, answer="同意")
    assert (task.due_words, task.due_on, task.first_due_on) == ("9月底前", dt.date(2023, 9, 30), dt.date(2023, 6, 30))
    assert (task.extensions, task.due_sort) == (1, dt.date(2023, 9, 30))
    assert task.reports.get().answered is True
    assert refuse(task_extend, cast.call("督查员"), task_id=task.pk).code == "nothing_to_extend"


def test_extension_refused_with_a_reason(cast):
    task = asking(cast)
    assert refuse(task_extend, cast.call("县委办主任"), task_id=task.pk, granted=False).code == "reason_needed"
    task = task_extend(cast.call("县委办主任"), task_id=task.pk, granted=False, answer="工期不能后延")
    assert (task.due_on, task.extensions, task.reports.get().answered) == (dt.date(2023, 6, 30), 0, False)


def test_one_request_at_a_time(cast):
    task = asking(cast)
    refused = refuse(loop.report, cast, task, ask="extend", extend_to="年底前", reason="再延")
    assert refused.code == "extend_pending"


def test_the_county_limits_how_often(cast):
    """The limit is the county's rule: a warning that wants a reason, until the county has adopted it."""
    task = asking(cast)
    task_extend(cast.call("督查员"), task_id=task.pk)
    for month in ("10月底前", "11月底前"):
        task.refresh_from_db()
        loop.signed(cast, task, ask="extend", extend_to=month, reason="再延")
        task_extend(cast.call("督查员"), task_id=task.pk)
    loop.signed(cast, task, ask="extend", extend_to="年底前", reason="再延")
    refused = refuse(task_extend, cast.call("督查员"), task_id=task.pk)
    assert refused.code == "acknowledge"
    assert "XC-79" in refused.text
    assert refused.findings


# --- 电话催办 ---


def test_a_call_is_kept_and_spoils_no_open_form(cast):
    task = loop.in_hand(cast)
    called = task_remind(cast.call("督查员"), task_id=task.pk, answered_by="王科长", said="周五前报")
    assert (called.reminders, called.last_reminded_on, called.version) == (1, TODAY, task.version)
    assert Reminder.objects.get().said == "周五前报"
    entry = Entry.objects.get(action="task.remind")
    assert "王科长" not in entry.line
    assert record_of(entry)["answered_by"] == "王科长"
    # the liaison's form was opened before the call
    assert task_report(cast.call("联络员"), task_id=task.pk, version=task.version, progress="已开工").pk


def test_nobody_is_chased_for_what_has_ended(cast):
    assert refuse(task_remind, cast.call("督查员"), task_id=loop.closed(cast).pk).code == "wrong_state"
    assert refuse(task_remind, cast.call("秘书"), task_id=loop.in_hand(cast).pk).status == 403


# --- 核实 ---


def test_verification_holds(cast):
    task = loop.verified(cast)
    assert (task.state, task.verified_on, task.verifier.name) == ("verified", TODAY, "督查员甲")
    assert Verification.objects.get().get_method_display() == "实地核查"


@pytest.mark.parametrize(("result", "returned"), [("continue", None), ("return", TODAY)])
def test_verification_takes_the_claim_back(cast, result, returned):
    task = loop.claimed(cast)
    task = task_verify(cast.call("督查员"), task_id=task.pk, method="papers", finding="材料不全", result=result)
    assert (task.state, task.claimed_on, task.verified_on, task.returned_on) == ("in_hand", None, None, returned)


def test_nothing_holds_that_was_not_claimed(cast):
    task = loop.in_hand(cast)
    given = {"task_id": task.pk, "method": "site", "finding": "已开工"}
    assert refuse(task_verify, cast.call("督查员"), **given, result="holds").code == "not_claimed"
    assert task_verify(cast.call("督查员"), **given, result="continue").state == "in_hand"
    blank = given | {"finding": " "}
    assert refuse(task_verify, cast.call("督查员"), **blank, result="continue").code == "reason_needed"


# --- 签认, 销号 ---


def test_the_member_may_not_agree(cast):
    task = loop.verified(cast)
    assert refuse(task_consent, cast.call("常委"), task_id=task.pk, agreed=False).code == "reason_needed"
    task = task_consent(cast.call("常委"), task_id=task.pk, agreed=False, opinion="还有尾欠")
    assert (task.state, task.consented_on, task.verified_on) == ("in_hand", None, None)
    assert task.consents.get().opinion == "还有尾欠"


def test_closing_asks_the_rulebook_too(cast):
    task = loop.in_hand(cast)
    report = loop.report(cast, task, ask="close", evidence=[])
    from yixing.supervision.actions import task_endorse  # noqa: PLC0415  (used here only)

    task_endorse(cast.call("单位负责人"), report_id=report.pk)
    task_verify(cast.call("督查员"), task_id=task.pk, method="site", finding="属实", result="holds")
    task_consent(cast.call("常委"), task_id=task.pk)
    refused = refuse(task_close, cast.call("督查员"), task_id=task.pk)
    assert refused.code == "acknowledge"
    assert "XC-80" in refused.text
    call = cast.call("督查员", acknowledged={"XC-80": "现场核实，照片另存"})
    task = task_close(call, task_id=task.pk, note="完成")
    assert (task.state, task.closed_on, task.closed_by.name) == ("closed", TODAY, "督查员甲")
    entry = Entry.objects.get(action="task.close")
    assert {"XC-81", "XC-82"} <= {line["id"] for line in _rules(entry)}
    assert record_of(entry)["acknowledged"] == {"XC-80": "现场核实，照片另存"}


def _rules(entry):
    import json  # noqa: PLC0415  (used here only)

    return json.loads(entry.line)["rules"]


def test_a_verifier_of_the_own_unit_is_not_independent(cast):
    """The inspector sits in the county office: for a task of that office the rulebook says so."""
    line = loop.line(cast, "D01", leader_id=cast.people["11号常委"].pk)
    task = loop.issue(cast, line, decision=loop.decide(cast, area=cast.areas["a06"], lead_unit=cast.units["D01"]))
    head = cast.people["11号常委"]
    from yixing.supervision.facts import close_facts  # noqa: PLC0415  (used here only)

    task.accepted_on = task.claimed_on = task.verified_on = TODAY
    Verification.objects.create(
        task=task, on=TODAY, method="papers", finding="x", result="holds", person=cast.people["督查员甲"]
    )
    assert close_facts(task, [], on=TODAY)["task"]["verifier_independent"] is False
    assert task.leader == head


# --- 转长期坚持, 并入, 终止, 重新启动 ---


def test_keep(cast):
    assert refuse(task_keep, cast.call("督查员"), task_id=loop.in_hand(cast).pk, reason="x").code == "keep_unverified"
    task = task_keep(cast.call("督查员"), task_id=loop.verified(cast).pk, reason="阶段任务完成，转入日常")
    assert (task.state, task.kept_on, task.is_open) == ("long_term", TODAY, False)
    assert loop.signed(cast, task).state == "signed"
    task.refresh_from_db()
    assert task.state == "long_term"


def test_keep_what_was_long_term_from_the_start(cast):
    task = loop.in_hand(cast, loop.line(cast, due="长期坚持"))
    assert task_keep(cast.call("督查员"), task_id=task.pk, reason="常态化").state == "long_term"


def test_merge(cast):
    task, into = loop.in_hand(cast, loop.line(cast, assist_unit_ids=[cast.units["D03"].pk])), loop.in_hand(cast)
    child = loop.in_hand(cast)
    task_merge(cast.call("督查员"), task_id=child.pk, into_id=task.pk)
    task = task_merge(cast.call("督查员"), task_id=task.pk, into_id=into.pk, reason="同一件事")
    assert (task.state, task.merged_into, task.merged_on) == ("merged", into, TODAY)
    child.refresh_from_db()
    assert child.merged_into == into
    assert [unit.code for unit in into.assist_units.all()] == ["D03"]
    entry = Entry.objects.filter(action="task.merge").latest("seq")
    assert f"task/{into.pk}" in {ref.ref for ref in entry.references.all()}


def test_merge_refusals(cast):
    task = loop.in_hand(cast)
    call = cast.call
    assert refuse(task_merge, call("督查员"), task_id=task.pk, into_id=task.pk).code == "merge_target"
    assert refuse(task_merge, call("督查员"), task_id=task.pk, into_id=loop.closed(cast).pk).code == "merge_target"
    other = loop.issue(cast, loop.line(cast, "D03"))
    assert refuse(task_merge, call("督查员"), task_id=task.pk, into_id=other.pk).code == "merge_target"
    assert refuse(task_merge, call("督查员"), task_id=task.pk, into_id=999).code == "not_found"
    loop.report(cast, task)
    into = loop.in_hand(cast)
    assert refuse(task_merge, call("督查员"), task_id=task.pk, into_id=into.pk).code == "report_pending"


def test_merging_answers_an_open_objection(cast):
    task, into = loop.issue(cast), loop.in_hand(cast)
    task_object(cast.call("联络员", loop.ISSUED), task_id=task.pk, reason="重复交办")
    task = task_merge(cast.call("督查员"), task_id=task.pk, into_id=into.pk)
    assert task.state == "merged"
    assert task.objections.get().answered_on == TODAY


def test_stop_needs_a_leader(cast):
    task = loop.in_hand(cast)
    assert refuse(task_stop, cast.call("督查员"), task_id=task.pk, reason="项目取消").code == "end_leader"
    assert refuse(task_stop, cast.call("督查员"), task_id=task.pk, reason="x", leader_id=999).code == "not_found"
    task = task_stop(cast.call("督查员"), task_id=task.pk, reason="项目取消", leader_id=cast.people["09号常委"].pk)
    assert (task.state, task.end_leader.name) == ("stopped", "09号常委")


def test_reopen(cast):
    task = loop.closed(cast)
    refused = refuse(task_reopen, cast.call("督查员"), task_id=task.pk, reason="反弹", due="")
    assert (refused.code, refused.field) == ("reopen_due", "due")
    task = task_reopen(cast.call("督查员"), task_id=task.pk, reason="回头看发现反弹", due="年底前")
    assert (task.state, task.due_on, task.closed_on, task.closed_by) == ("in_hand", dt.date(2023, 12, 31), None, None)
    assert (task.reopenings, task.consented_on, task.verified_on, task.claimed_on) == (1, None, None, None)
    assert refuse(task_reopen, cast.call("督查员"), task_id=task.pk, reason="x", due="年底前").code == "wrong_state"


@pytest.mark.parametrize("who", ["联络员", "秘书", "县委办主任", "常委", "审计员"])
def test_only_the_inspector_ends_tasks(cast, who):
    task = loop.consented(cast)
    leader = cast.people["09号常委"].pk
    for action, given in (
        (task_close, {}),
        (task_keep, {"reason": "x"}),
        (task_stop, {"reason": "x", "leader_id": leader}),
        (task_merge, {"into_id": task.pk}),
        (task_reopen, {"reason": "x", "due": "年底前"}),
        (task_verify, {"method": "site", "finding": "x", "result": "return"}),
    ):
        assert refuse(action, cast.call(who), task_id=task.pk, **given).status == 403


def test_every_action_leaves_one_entry_without_words(cast):
    task = loop.closed(cast)
    for entry in Entry.objects.all():
        for word in (task.text, "县财政局", "督查员甲", "施工图"):
            assert word not in entry.line
    assert Report.objects.count() == 1
