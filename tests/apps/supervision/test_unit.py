"""What the unit does: once, with its head's signature, in time; a unit of somebody else sees nothing."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.access import loaders
from yixing.attachments.models import Attachment
from yixing.ledger.append import record_of
from yixing.ledger.models import Entry
from yixing.people.models import Membership
from yixing.supervision.actions import task_accept, task_endorse, task_object, task_reassign, task_report
from yixing.supervision.models import Report, Task
from yixing_core.errors import Refusal


def refuse(action, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        action(*args, **kwargs)
    return refused.value


def entry_of(action):
    return Entry.objects.filter(action=action).order_by("-seq").first()


# --- 签收 ---


def test_accept(cast):
    task = loop.issue(cast)
    task = task_accept(cast.call("联络员", loop.ISSUED), task_id=task.pk, version=task.version)
    assert (task.state, task.accepted_on) == ("in_hand", loop.ISSUED)
    entry = entry_of("task.accept")
    assert entry.subject == f"task/{task.pk}"
    assert '"XC-75"' in entry.line
    assert task.text not in entry.line
    refused = refuse(task_accept, cast.call("单位负责人", loop.ISSUED), task_id=task.pk)
    assert (refused.code, refused.status) == ("wrong_state", 409)
    assert "推进中" in refused.text


def test_late_acceptance_needs_a_reason(cast):
    task = loop.issue(cast)
    late = loop.ISSUED + dt.timedelta(days=7)
    refused = refuse(task_accept, cast.call("联络员", late), task_id=task.pk)
    assert refused.code == "acknowledge"
    assert "XC-75" in refused.text
    call = cast.call("联络员", late, acknowledged={"XC-75": "联络员出差，网络不通"})
    assert task_accept(call, task_id=task.pk).state == "in_hand"


@pytest.mark.parametrize("who", ["外单位联络员", "外单位负责人"])
def test_a_unit_of_somebody_else_gets_404(cast, who):
    task = loop.issue(cast)
    report = loop.report(cast, loop.in_hand(cast))
    for action, key, pk in (
        (task_accept, "task_id", task.pk),
        (task_object, "task_id", task.pk),
        (task_report, "task_id", task.pk),
        (task_endorse, "report_id", report.pk),
    ):
        given = {"reason": "不是我们"} if action is task_object else {"progress": "x"} if action is task_report else {}
        assert refuse(action, cast.call(who), **{key: pk}, **given).status == 404


def test_an_assisting_unit_sees_and_does_not_act(cast):
    task = loop.issue(cast, loop.line(cast, assist_unit_ids=[cast.units["D03"].pk]))
    assert loaders.visible(Task, cast.actor("外单位联络员")).filter(pk=task.pk).exists()
    assert refuse(task_accept, cast.call("外单位联络员"), task_id=task.pk).status == 403
    assert refuse(task_report, cast.call("外单位联络员"), task_id=task.pk, progress="x").status == 403


def test_a_draft_is_nobodys_business_outside_the_office(cast):
    task = loop.draft(cast).tasks.get()
    assert not loaders.visible(Task, cast.actor("联络员")).filter(pk=task.pk).exists()
    assert loaders.visible(Task, cast.actor("督查员")).filter(pk=task.pk).exists()


# --- 职责异议 ---


def test_objection_and_refusal_of_it(cast):
    task = loop.issue(cast)
    task = task_object(
        cast.call("联络员", loop.ISSUED),
        task_id=task.pk,
        reason="职责在教育部门",
        suggested_unit_id=cast.units["D03"].pk,
    )
    assert (task.state, task.objected_on) == ("objected", loop.ISSUED)
    entry = entry_of("task.object")
    assert "教育" not in entry.line
    assert record_of(entry)["reason"] == "职责在教育部门"
    answered = loop.ISSUED + dt.timedelta(days=1)
    task = task_reassign(
        cast.call("督查员", answered), task_id=task.pk, accepted=False, answer="“三定”规定由你单位负责"
    )
    assert (task.state, task.lead_unit.code, task.assigned_on) == ("issued", "D02", answered)
    again = refuse(task_object, cast.call("联络员", answered), task_id=task.pk, reason="仍不属实")
    assert again.code == "objection_answered"
    assert "三定" in again.text


def test_objection_reassigned(cast):
    task = loop.issue(cast, loop.line(cast, assist_unit_ids=[cast.units["D03"].pk]))
    task_object(cast.call("联络员", loop.ISSUED), task_id=task.pk, reason="职责在教育部门")
    assert refuse(task_reassign, cast.call("督查员"), task_id=task.pk, accepted=True).code == "new_unit_needed"
    same = refuse(task_reassign, cast.call("督查员"), task_id=task.pk, new_unit_id=cast.units["D02"].pk)
    assert same.code == "same_unit"
    task = task_reassign(cast.call("督查员"), task_id=task.pk, accepted=True, new_unit_id=cast.units["D03"].pk)
    assert (task.state, task.lead_unit.code, task.leader.name) == ("issued", "D03", "06号常委")
    assert not task.assist_units.exists()
    assert task.sign_by == dt.date(2023, 6, 14)
    assert not loaders.visible(Task, cast.actor("联络员")).filter(pk=task.pk).exists()
    assert task_accept(cast.call("外单位联络员"), task_id=task.pk).state == "in_hand"


def test_late_objection_needs_a_reason(cast):
    task = loop.issue(cast)
    late = loop.ISSUED + dt.timedelta(days=7)
    refused = refuse(task_object, cast.call("联络员", late), task_id=task.pk, reason="职责不清")
    assert refused.code == "acknowledge"
    assert "XC-76" in refused.text


def test_reassigning_without_an_objection(cast):
    task = loop.in_hand(cast)
    assert refuse(task_reassign, cast.call("督查员"), task_id=task.pk).code == "nothing_to_answer"
    refused = refuse(task_reassign, cast.call("督查员"), task_id=task.pk, accepted=False, answer="x")
    assert refused.code == "nothing_to_answer"
    more = [cast.units["D03"].pk, cast.units["D02"].pk]
    task = task_reassign(cast.call("督查员"), task_id=task.pk, assist_unit_ids=more)
    assert [unit.code for unit in task.assist_units.all()] == ["D03"]
    assert task.state == "in_hand"


# --- 报进展 and 审签 ---


def test_report_is_entered_once_and_signed(cast):
    task = loop.in_hand(cast)
    report = loop.report(cast, task, problems="雨季", next_steps="赶工")
    task.refresh_from_db()
    assert (report.state, task.last_report_on, task.state) == ("unsigned", None, "in_hand")
    assert Attachment.objects.get(subject=f"report/{report.pk}").label == "evidence"
    refused = refuse(task_report, cast.call("单位负责人"), task_id=task.pk, progress="又一条")
    assert (refused.code, refused.status) == ("report_pending", 409)
    report = task_endorse(cast.call("单位负责人"), report_id=report.pk, version=report.version)
    task.refresh_from_db()
    assert (report.state, report.signer.name, report.signed_on) == ("signed", "财政局长", TODAY)
    assert (task.last_report, task.last_problems, task.last_report_on) == (report.progress, "雨季", TODAY)
    entry = entry_of("task.endorse")
    assert {ref.ref for ref in entry.references.all()} >= {f"task/{task.pk}"}
    assert refuse(task_endorse, cast.call("单位负责人"), report_id=report.pk).code == "wrong_state"


def test_the_liaison_does_not_sign(cast):
    report = loop.report(cast, loop.in_hand(cast))
    assert refuse(task_endorse, cast.call("联络员"), report_id=report.pk).status == 403


def test_the_head_returns_with_a_word(cast):
    task = loop.in_hand(cast)
    report = loop.report(cast, task, ask="close")
    refused = refuse(task_endorse, cast.call("单位负责人"), report_id=report.pk, agreed=False)
    assert (refused.code, refused.field) == ("reason_needed", "opinion")
    report = task_endorse(cast.call("单位负责人"), report_id=report.pk, agreed=False, opinion="写明金额")
    task.refresh_from_db()
    assert (report.state, report.return_reason) == ("returned", "写明金额")
    assert (task.claimed_on, task.returned_on) == (None, TODAY)
    loop.report(cast, task, ask="close")
    task.refresh_from_db()
    assert task.returned_on is None


def test_entered_by_the_head_it_goes_up_at_once(cast):
    task = loop.in_hand(cast)
    report = task_report(
        cast.call("单位负责人"), task_id=task.pk, progress="已完成。", ask="close", evidence=[loop.pdf()]
    )
    task.refresh_from_db()
    assert (report.state, task.state, task.claimed_on) == ("signed", "claimed", TODAY)


def test_with_the_signed_page_it_goes_up_at_once(cast):
    task = loop.in_hand(cast)
    report = loop.report(cast, task, ask="close", signed_page=loop.pdf("签字页.pdf"))
    assert (report.state, report.signer.name, report.by_page) == ("signed", "财政局长", True)
    labels = Attachment.objects.filter(subject=f"report/{report.pk}").values_list("label", flat=True)
    assert sorted(labels) == ["evidence", "scan"]
    assert "signed_page" in entry_of("task.report").line


def test_a_signed_page_needs_a_head_to_have_signed_it(cast):
    task = loop.in_hand(cast)
    Membership.objects.filter(post__name="局长").update(until=TODAY - dt.timedelta(days=1))
    refused = refuse(loop.report, cast, task, signed_page=loop.pdf())
    assert (refused.code, refused.status) == ("no_unit_head", 409)
    assert not Report.objects.exists()


def test_delegate_signs_with_the_page_only(cast):
    from yixing.accounts.actors import actor_for_principal  # noqa: PLC0415  (used here only)

    report = loop.report(cast, loop.in_hand(cast))
    delegate = cast.actor("秘书")
    head = actor_for_principal(delegate, cast.people["财政局长"])
    call = cast.call("秘书", actor=head)
    assert refuse(task_endorse, call, report_id=report.pk).code == "scan_required"
    call = cast.call("秘书", actor=head, scan=loop.pdf("签批件.pdf"))
    assert task_endorse(call, report_id=report.pk).signer.name == "财政局长"
    entry = entry_of("task.endorse")
    assert (entry.actor, entry.by) == (head.ref, f"user/{delegate.user_id}")


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"progress": "  "}, "report_empty", "progress"),
        ({"progress": "长" * 201}, "too_long", "progress"),
        ({"problems": "长" * 201}, "too_long", "problems"),
        ({"ask": "extend", "reason": "雨季"}, "extend_to_needed", "extend_to"),
        ({"ask": "extend", "extend_to": "6月20日前", "reason": "雨季"}, "extend_backwards", "extend_to"),
        ({"ask": "extend", "extend_to": "9月底前"}, "reason_needed", "reason"),
    ],
)
def test_a_bad_report_leaves_nothing_behind(cast, given, code, field):
    task = loop.in_hand(cast)
    refused = refuse(loop.report, cast, task, **given)
    assert (refused.code, refused.field) == (code, field)
    assert refused.mend
    assert not Report.objects.exists()
    assert not Attachment.objects.exists()


def test_a_long_term_task_is_reported_and_neither_claimed_nor_put_off(cast):
    task = loop.in_hand(cast, loop.line(cast, due="长期坚持"))
    assert refuse(loop.report, cast, task, ask="extend", extend_to="年底前", reason="x").code == "extend_no_deadline"
    assert loop.report(cast, task).state == "unsigned"


def test_the_same_submit_twice_is_one_report(cast):
    task = loop.in_hand(cast)
    call = cast.call("联络员", request=uuid.uuid4())
    first = task_report(call, task_id=task.pk, version=task.version, progress="已开工")
    assert task_report(call, task_id=task.pk, version=task.version, progress="已开工") == first
    assert Report.objects.count() == 1


def test_a_form_opened_before_a_change_is_stale(cast):
    task = loop.in_hand(cast)
    opened = task.version
    loop.signed(cast, task)
    refused = refuse(task_report, cast.call("联络员"), task_id=task.pk, version=opened, progress="旧表单")
    assert (refused.code, refused.status) == ("stale", 409)
    assert "审签反馈" in refused.text or "报进展" in refused.text


def test_rules_judge_the_day_it_happened(cast):
    """Signed for on the first working day, typed a week later: no finding against the unit."""
    task = loop.issue(cast)
    entered = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(9)))
    call = cast.call("联络员", loop.ISSUED + dt.timedelta(days=1), at=entered)
    assert task_accept(call, task_id=task.pk).accepted_on == dt.date(2023, 6, 2)
