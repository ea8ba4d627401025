"""呈批件 and 批示: put before a leader, what he wrote, the result before him again, closed when nothing is open."""

import datetime as dt
import uuid

import pytest

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.access import loaders
from yixing.accounts.actors import actor_for_principal
from yixing.attachments.models import Attachment
from yixing.briefings.actions import (
    briefing_approve,
    briefing_close,
    briefing_instruct,
    briefing_register,
    briefing_show,
)
from yixing.briefings.models import Briefing, Instruction
from yixing.briefings.queries import BriefingFilter, briefing_list, own_instructions, waiting_for
from yixing.briefings.state import InstructionRecords, briefing_state, instruction_state
from yixing.compliance.models import Parameter
from yixing.ledger.append import record_of
from yixing.ledger.models import Entry
from yixing.supervision.actions import task_close
from yixing_core.errors import Refusal


def refuse(action, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        action(*args, **kwargs)
    return refused.value


# --- 登记 ---


def test_register_takes_a_number_and_keeps_the_paper(cast):
    first = loop.present(cast, paper=loop.pdf("来文.pdf"))
    second = loop.present(cast, kind="special_report")
    assert [first.number, second.number] == ["呈2023-0001", "呈2023-0002"]
    assert (first.state, first.presented_on) == ("presented", loop.ISSUED)
    assert Attachment.objects.get(subject=f"briefing/{first.pk}").label == "basis"
    entry = Entry.objects.get(subject=f"briefing/{first.pk}")
    assert "供热" not in entry.line
    assert {ref.ref for ref in entry.references.all()} == {f"person/{cast.people['01号常委'].pk}"}


@pytest.mark.parametrize("who", ["联络员", "书记", "常委", "审计员"])
def test_only_the_office_registers(cast, who):
    leader = cast.people["01号常委"].pk
    refused = refuse(briefing_register, cast.call(who), kind="incoming", title="x", leader_ids=[leader])
    assert refused.status == 403


def test_it_is_put_before_somebody(cast):
    refused = refuse(briefing_register, cast.call("秘书"), kind="incoming", title="x", leader_ids=[])
    assert (refused.code, refused.field) == ("no_leader", "leader_ids")
    assert not Briefing.objects.exists()


def test_the_same_submit_twice_is_one_briefing(cast):
    call = cast.call("秘书", request=uuid.uuid4())
    given = {"kind": "incoming", "title": "x", "leader_ids": [cast.people["01号常委"].pk]}
    assert briefing_register(call, **given) == briefing_register(call, **given)
    assert Briefing.objects.count() == 1


def test_seen_by_those_it_is_put_before(cast):
    mine = loop.present(cast, leader_ids=[cast.people["09号常委"].pk])
    for who, sees in (
        ("常委", True),
        ("书记", True),
        ("秘书", True),
        ("审计员", True),
        ("别的常委", False),
        ("联络员", False),
    ):
        assert loaders.visible(Briefing, cast.actor(who)).filter(pk=mine.pk).exists() == sees, who


# --- 批示 ---


def test_instruction_keeps_words_and_day(cast):
    instruction = loop.instruct(cast)
    briefing = instruction.briefing
    assert (instruction.leader.name, instruction.on, instruction.state) == ("01号常委", loop.ISSUED, "in_hand")
    assert (instruction.due_words, instruction.due_on) == ("6月底前", dt.date(2023, 6, 30))
    briefing.refresh_from_db()
    assert briefing.state == "instructed"
    entry = Entry.objects.get(subject=f"instruction/{instruction.pk}")
    assert "抓紧" not in entry.line
    assert "抓紧" in record_of(entry)["text"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"text": " "}, "instruction_text", "text"),
        ({"unit_id": None}, "instruction_unit", "unit_id"),
        ({"due": "找个时候"}, "workdays.deadline", "deadline"),
    ],
)
def test_a_bad_instruction_leaves_nothing_behind(cast, given, code, field):
    briefing = loop.present(cast)
    refused = refuse(loop.instruct, cast, briefing, **given)
    assert (refused.code, refused.field) == (code, field)
    assert not Instruction.objects.exists()


@pytest.mark.parametrize(
    ("urgent", "words", "day"),
    [(True, "急件，3个工作日内", dt.date(2023, 6, 6)), (False, "未写时限，按规定15日内", dt.date(2023, 6, 16))],
)
def test_without_a_limit_the_county_s_own_counts(cast, urgent, words, day):
    Parameter.objects.create(key="urgent_instruction_workdays", value=3, since=dt.date(2023, 1, 1))
    Parameter.objects.create(key="instruction_days", value=15, since=dt.date(2023, 1, 1))
    instruction = loop.instruct(cast, due="", urgent=urgent)
    assert (instruction.due_words, instruction.due_on) == (words, day)


def test_a_mere_tick(cast):
    instruction = loop.instruct(cast, noted=True, text="", unit_id=None)
    assert (instruction.state, instruction.unit, instruction.text) == ("noted", None, "（圈阅）")
    instruction.briefing.refresh_from_db()
    assert instruction.briefing.state == "noted"
    assert briefing_close(cast.call("秘书"), briefing_id=instruction.briefing_id).state == "closed"


@pytest.mark.parametrize(("who", "status"), [("秘书", 403), ("督查员", 403), ("联络员", 404), ("别的常委", 404)])
def test_who_writes_on_it(cast, who, status):
    briefing = loop.present(cast)
    refused = refuse(loop.instruct, cast, briefing, who=who)
    assert refused.status == status


def test_passed_on_to_another_leader(cast):
    briefing = loop.present(cast)
    assert refuse(loop.instruct, cast, briefing, who="常委").status == 404
    loop.instruct(cast, briefing, text="请09号常委阅处。", noted=True, forward_to_ids=[cast.people["09号常委"].pk])
    assert loop.instruct(cast, briefing, who="常委").leader.name == "09号常委"


def test_entered_by_a_delegate_with_the_scan(cast):
    briefing = loop.present(cast)
    delegate = cast.actor("秘书", loop.ISSUED)
    leader = actor_for_principal(delegate, cast.people["01号常委"])
    given = {"briefing_id": briefing.pk, "text": "请办理。", "unit_id": cast.units["D02"].pk}
    assert refuse(briefing_instruct, cast.call("秘书", loop.ISSUED, actor=leader), **given).code == "scan_required"
    call = cast.call("秘书", loop.ISSUED, actor=leader, scan=loop.pdf("批示.pdf"))
    instruction = briefing_instruct(call, **given)
    assert instruction.leader.name == "01号常委"
    entry = Entry.objects.get(subject=f"instruction/{instruction.pk}")
    assert (entry.actor, entry.by) == (leader.ref, f"user/{delegate.user_id}")
    assert Attachment.objects.get(subject=f"instruction/{instruction.pk}").label == "scan"
    mine = cast.people["06号常委"]
    assert refuse(actor_for_principal, delegate, mine).code == "not_delegate"


def test_a_form_opened_before_a_change_is_stale(cast):
    briefing = loop.present(cast)
    opened = briefing.version
    loop.instruct(cast, briefing)
    refused = refuse(loop.instruct, cast, briefing, version=opened)
    assert (refused.code, refused.status) == ("stale", 409)
    assert "登记批示" in refused.text


# --- 呈阅 and 阅示 ---


def test_shown_and_agreed(cast):
    instruction = loop.instruct(cast)
    refused = refuse(briefing_show, cast.call("督查员"), instruction_id=instruction.pk, result=" ")
    assert (refused.code, refused.field) == ("instruction_result", "result")
    assert refuse(loop.agreed, cast, instruction).code == "wrong_state"
    instruction = loop.shown(cast, instruction)
    assert (instruction.state, instruction.shown_on) == ("shown", TODAY)
    assert refuse(loop.shown, cast, instruction).code == "wrong_state"
    instruction = loop.agreed(cast, instruction)
    assert (instruction.state, instruction.approved_on, instruction.approved_text) == ("approved", TODAY, "同意。")
    assert refuse(loop.agreed, cast, instruction).code == "wrong_state"


@pytest.mark.parametrize(("who", "status"), [("常委", 404), ("秘书", 403), ("督查员", 403)])
def test_only_the_leader_himself_agrees(cast, who, status):
    instruction = loop.shown(cast, loop.instruct(cast))
    assert refuse(loop.agreed, cast, instruction, who=who).status == status


def test_a_new_word_instead(cast):
    instruction = loop.shown(cast, loop.instruct(cast))
    call = cast.call("书记")
    refused = refuse(briefing_approve, call, instruction_id=instruction.pk, agreed=False, text="")
    assert (refused.code, refused.field) == ("again_text", "text")
    instruction = briefing_approve(
        cast.call("书记"), instruction_id=instruction.pk, agreed=False, text="逐户核实后再报。", due="7月10日前"
    )
    again = Instruction.objects.get(follows=instruction)
    assert instruction.state == "again"
    assert (again.text, again.unit, again.state) == ("逐户核实后再报。", instruction.unit, "in_hand")
    assert again.due_on == dt.date(2023, 7, 10)
    showing = instruction.showings.get()
    assert (showing.agreed, showing.opinion) == (False, "逐户核实后再报。")
    assert refuse(loop.shown, cast, instruction).code == "wrong_state"
    third = loop.shown(cast, again)
    briefing_approve(cast.call("书记"), instruction_id=third.pk, agreed=False, text="再核实。")
    last = Instruction.objects.get(follows=again)
    loop.agreed(cast, loop.shown(cast, last))
    assert set(Instruction.objects.values_list("state", flat=True)) == {"approved"}


# --- 办结 ---


def test_closed_only_when_nothing_is_open(cast):
    instruction = loop.instruct(cast)
    task = loop.in_hand(cast, instruction_id=instruction.pk)
    acknowledged = {"XC-86": "等领导", "XC-87": "等销号", "DC-12": "等销号"}
    early = refuse(briefing_close, cast.call("秘书"), briefing_id=instruction.briefing_id)
    assert early.code == "acknowledge"
    assert "XC-87" in early.text
    call = cast.call("秘书", acknowledged=acknowledged)
    refused = refuse(briefing_close, call, briefing_id=instruction.briefing_id)
    assert (refused.code, refused.status) == ("briefing_open", 409)
    assert "1件批示" in refused.text
    assert "1项任务" in refused.text
    task = loop.verified(cast, task)
    loop.agreed(cast, loop.shown(cast, instruction))
    task_close(cast.call("督查员"), task_id=task.pk)
    briefing = briefing_close(cast.call("秘书"), briefing_id=instruction.briefing_id)
    assert (briefing.state, briefing.closed_on) == ("closed", TODAY)
    assert refuse(briefing_close, cast.call("秘书"), briefing_id=briefing.pk).code == "wrong_state"
    assert refuse(loop.instruct, cast, briefing).code == "wrong_state"
    entry = Entry.objects.get(action="briefing.close")
    assert '"XC-86"' in entry.line


def test_closed_without_a_word_needs_a_reason(cast):
    briefing = loop.present(cast)
    assert refuse(briefing_close, cast.call("秘书"), briefing_id=briefing.pk).code == "closing_note"
    briefing = briefing_close(cast.call("秘书"), briefing_id=briefing.pk, note="领导口头退回")
    assert (briefing.state, briefing.closing_note) == ("closed", "领导口头退回")


def test_backfilled_and_inside_do_not_mix(cast):
    leader = cast.people["01号常委"].pk
    call = cast.call("秘书", dt.date(2023, 3, 1), backfill="系统启用前的批示件；原件见文书档案")
    old = briefing_register(call, kind="incoming", title="旧件", leader_ids=[leader])
    assert old.is_backfilled
    inside = loop.present(cast)
    refused = refuse(briefing_close, cast.call("秘书", backfill="想绕过"), briefing_id=inside.pk, note="x")
    assert refused.code == "backfill_inside"
    done = briefing_close(
        cast.call("秘书", dt.date(2023, 3, 9), backfill="同上"), briefing_id=old.pk, note="领导口头退回"
    )
    assert done.state == "closed"


# --- states, lists ---


def test_stored_states_are_the_functions(cast):
    loop.present(cast)
    loop.instruct(cast, noted=True, text="", unit_id=None)
    loop.agreed(cast, loop.shown(cast, loop.instruct(cast)))
    again = loop.shown(cast, loop.instruct(cast))
    briefing_approve(cast.call("书记"), instruction_id=again.pk, agreed=False, text="再办。")
    loop.shown(cast, loop.instruct(cast))
    for row in Instruction.objects.all():
        records = InstructionRecords(
            is_noted=row.is_noted,
            approved_on=row.approved_on,
            followed=row.followed_by.exists(),
            showing=row.showings.filter(answered_on=None).exists(),
        )
        assert row.state == instruction_state(records)
    for row in Briefing.objects.all():
        assert row.state == briefing_state(
            row.closed_on, [Instruction.State(one.state) for one in row.instructions.all()]
        )


def test_what_waits_for_the_leader_and_the_office(cast):
    loop.present(cast)
    loop.shown(cast, loop.instruct(cast))
    kinds = [row.kind for row in waiting_for(cast.actor("书记"))]
    assert kinds == ["来文", "办理结果"]
    assert waiting_for(cast.actor("常委")) == []
    assert {row.note for row in waiting_for(cast.actor("领导联络员"))} == {"代01号常委录入"}
    loop.instruct(cast, noted=True, text="", unit_id=None)
    assert "呈批件办结" in [row.kind for row in waiting_for(cast.actor("秘书"))]
    assert own_instructions(cast.actor("书记")).count() == 1


def test_the_sentence_above_the_list(cast):
    mine = loop.present(cast, kind="digest")
    other = loop.instruct(cast).briefing
    clerk = cast.actor("秘书")
    for given, expected in (
        ({}, {mine, other}),
        ({"kind": "digest"}, {mine}),
        ({"state": "instructed"}, {other}),
        ({"unit_id": cast.units["D02"].pk}, {other}),
        ({"leader_id": cast.people["01号常委"].pk}, {mine, other}),
        ({"leader_id": cast.people["09号常委"].pk}, set()),
    ):
        assert set(briefing_list(clerk, BriefingFilter(**given))) == expected, given
