"""Who may end what: for each source, 销号 needs exactly the words that the source demands, a merged source included."""

import datetime as dt
import itertools

import pytest

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.briefings.actions import briefing_approve
from yixing.compliance.models import Parameter
from yixing.supervision.actions import task_close, task_consent, task_merge, task_reopen, task_verify
from yixing.supervision.authority import demands, unmet
from yixing.supervision.models import Task
from yixing.supervision.queries import agreed, to_consent
from yixing_core.errors import Refusal


def close(cast, task):
    return task_close(cast.call("督查员"), task_id=task.pk)


@pytest.mark.parametrize(("is_verified", "is_consented"), list(itertools.product((False, True), repeat=2)))
def test_decision_needs_verification_and_the_member(cast, is_verified, is_consented):
    task = loop.verified(cast) if is_verified else loop.claimed(cast)
    if is_consented:
        if not is_verified:
            with pytest.raises(Refusal) as early:
                task_consent(cast.call("常委"), task_id=task.pk)
            assert early.value.code == "consent_early"
        else:
            task_consent(cast.call("常委"), task_id=task.pk)
    if is_verified and is_consented:
        assert close(cast, task).state == "closed"
        return
    with pytest.raises(Refusal) as refused:
        close(cast, task)
    assert refused.value.code == "demands_unmet"
    assert ("督查室核实属实" in refused.value.text) == (not is_verified)
    assert "分管常委签认" in refused.value.text
    assert refused.value.mend


@pytest.mark.parametrize("way", ["nothing", "shown", "refused", "approved", "consented"])
def test_instruction_needs_the_leader_who_gave_it(cast, way):
    instruction = loop.instruct(cast)
    task = loop.verified(cast, loop.in_hand(cast, instruction_id=instruction.pk))
    if way in ("shown", "refused", "approved"):
        loop.shown(cast, instruction)
    if way == "refused":
        briefing_approve(cast.call("书记"), instruction_id=instruction.pk, agreed=False, text="再核实一次。")
    if way == "approved":
        loop.agreed(cast, instruction)
    if way == "consented":
        task_consent(cast.call("书记"), task_id=task.pk)
    if way in ("approved", "consented"):
        assert close(cast, task).state == "closed"
        return
    with pytest.raises(Refusal) as refused:
        close(cast, task)
    assert refused.value.code == "demands_unmet"
    assert "批示领导阅示同意" in refused.value.text
    assert "分管常委" not in refused.value.text


def test_a_new_instruction_approved_covers_the_one_it_follows(cast):
    first = loop.instruct(cast)
    task = loop.verified(cast, loop.in_hand(cast, instruction_id=first.pk))
    loop.shown(cast, first)
    briefing_approve(cast.call("书记"), instruction_id=first.pk, agreed=False, text="再核实一次。")
    second = first.followed_by.get()
    loop.agreed(cast, loop.shown(cast, second))
    first.refresh_from_db()
    assert first.state == "approved"
    assert close(cast, task).state == "closed"


@pytest.mark.parametrize("who", ["别的常委", "书记", "农业常委"])
def test_a_member_without_the_portfolio_consents_to_nothing(cast, who):
    task = loop.verified(cast)
    with pytest.raises(Refusal) as refused:
        task_consent(cast.call(who), task_id=task.pk)
    assert refused.value.status in (403, 404)


def test_the_member_in_charge_cannot_agree_for_the_instructing_leader(cast):
    """The task lies in 09's portfolio, but the chair wrote on it: only the chair's word counts."""
    instruction = loop.instruct(cast)
    task = loop.verified(cast, loop.in_hand(cast, instruction_id=instruction.pk))
    with pytest.raises(Refusal) as refused:
        task_consent(cast.call("常委"), task_id=task.pk)
    assert refused.value.status == 403


def test_the_unit_never_closes_its_own_task(cast):
    task = loop.consented(cast)
    for who in ("联络员", "单位负责人", "常委", "县委办主任", "秘书"):
        with pytest.raises(Refusal) as refused:
            task_close(cast.call(who), task_id=task.pk)
        assert refused.value.status == 403


def test_a_merged_source_keeps_its_demand(cast):
    instruction = loop.instruct(cast)
    merged = loop.in_hand(cast, instruction_id=instruction.pk)
    task = loop.in_hand(cast)
    task_merge(cast.call("督查员"), task_id=merged.pk, into_id=task.pk)
    task = loop.consented(cast, task)
    with pytest.raises(Refusal) as refused:
        close(cast, task)
    assert "批示领导阅示同意" in refused.value.text
    loop.agreed(cast, loop.shown(cast, instruction))
    assert close(cast, task).state == "closed"


def test_a_merged_member_says_his_own_word(cast):
    """Two decisions of two members' areas merged into one task: each says his word, on his own."""
    other = loop.decide(cast, area=cast.areas["a03"], leader=cast.people["03号常委"])
    line = loop.line(cast, leader_id=cast.people["03号常委"].pk)
    merged = loop.in_hand(cast, line, decision=other)
    task = loop.in_hand(cast)
    task_merge(cast.call("督查员"), task_id=merged.pk, into_id=task.pk)
    with pytest.raises(Refusal):
        task_consent(cast.call("农业常委"), task_id=merged.pk)
    task = loop.consented(cast, task)
    assert [(demand.kind, demand.met) for demand in demands(task, [merged], TODAY)] == [
        ("verification", True),
        ("member", True),
        ("member", False),
    ]
    merged.refresh_from_db()
    task_consent(cast.call("农业常委"), task_id=merged.pk)
    assert close(cast, task).state == "closed"


def test_approval_before_a_reopening_does_not_cover_what_came_after(cast):
    instruction = loop.instruct(cast)
    task = loop.verified(cast, loop.in_hand(cast, instruction_id=instruction.pk))
    loop.agreed(cast, loop.shown(cast, instruction))
    close(cast, task)
    task_reopen(cast.call("督查员"), task_id=task.pk, reason="回头看发现反弹", due="年底前")
    task = loop.verified(cast, task)
    assert [demand.words for demand in unmet(task, [], TODAY)] == ["批示领导阅示同意"]
    task_consent(cast.call("书记"), task_id=task.pk)
    assert close(cast, task).state == "closed"


def test_a_returned_claim_takes_the_consent_with_it(cast):
    task = loop.consented(cast)
    task_verify(cast.call("督查员"), task_id=task.pk, method="papers", finding="材料不符", result="return")
    task = loop.verified(cast, task, on=TODAY)
    assert [demand.words for demand in unmet(task, [], TODAY)] == ["分管常委签认"]


def county(key, value):
    Parameter.objects.create(key=key, value=value, since=TODAY.replace(day=1), decision="第1次会议")


def test_the_county_says_by_whose_word_a_decision_s_task_ends(cast):
    county("closer_decision", "inspector")
    task = loop.claimed(cast)
    assert [demand.kind for demand in demands(task, [], TODAY)] == ["verification"]
    with pytest.raises(Refusal):
        close(cast, task)
    task = loop.verified(cast)
    assert Task.objects.filter(agreed(TODAY)).contains(task)
    assert not to_consent(cast.actor("常委"), TODAY).exists()
    assert close(cast, task).state == "closed"


def test_the_county_may_have_an_instruction_verified_and_signed_instead_of_shown(cast):
    county("closer_instruction", "inspector_and_member")
    instruction = loop.instruct(cast)
    task = loop.claimed(cast, loop.in_hand(cast, instruction_id=instruction.pk))
    assert [demand.kind for demand in demands(task, [], TODAY)] == ["verification", "member"]
    assert not Task.objects.filter(agreed(TODAY)).exists()
    before = TODAY.replace(day=1) - dt.timedelta(days=1)
    assert [demand.kind for demand in demands(task, [], before)] == ["instructing_leader"]
