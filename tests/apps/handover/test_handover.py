"""A plan that takes effect makes its sheets; three sign; what is open is with the successor; nothing falls between."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from tests.apps.handover.moving import (
    ANY,
    DAY,
    JULY,
    adopt,
    adopted,
    drafted,
    inquiry,
    matter,
    sheet,
    sign,
    task,
    text,
)
from tests.apps.portfolios.test_division import current
from tests.apps.supervision import loop
from tests.cast import START, TODAY
from yixing.access.actions import Action
from yixing.access.loaders import may, visible
from yixing.briefings.actions import briefing_approve
from yixing.decisions.models import Decision
from yixing.duties.actions import inquiry_judge, inquiry_sign
from yixing.duties.models import Inquiry
from yixing.duties.queries import inquiries
from yixing.duties.waiting import waiting_for
from yixing.handover.actions import handover_prepare, handover_sign, handover_stand_in, handover_void, handover_witness
from yixing.handover.models import Handover
from yixing.handover.queries import handover_list, unlisted, witness_for
from yixing.handover.state import Signatures, State, handover_state
from yixing.ledger.models import Entry
from yixing.matters.models import Matter
from yixing.people.models import Membership
from yixing.portfolios.actions import division_draft
from yixing.portfolios.facts import division_facts
from yixing.supervision.models import Task
from yixing_core.errors import Refusal


def refs(row):
    return {item.ref for item in row.items.all()}


def leave(cast, name, last):
    Membership.objects.filter(person=cast.people[name]).update(until=last)


def test_an_adopted_plan_makes_a_sheet_for_each_pair_in_its_own_entry(cast):
    own, other, chore = matter(cast), matter(cast, "a03"), task(cast, "a07")
    plan = adopted(cast, a01=2, a07=2, a03=8)
    first, second = Handover.objects.filter(division=plan).order_by("giver__order")
    assert [(str(row.giver), str(row.receiver), str(row.witness)) for row in (first, second)] == [
        ("03号常委", "08号常委", "11号常委"),
        ("09号常委", "02号常委", "11号常委"),
    ]
    assert (refs(first), refs(second)) == ({f"matter/{other.pk}"}, {f"matter/{own.pk}", f"task/{chore.pk}"})
    assert [area.name for area in second.areas.order_by("order", "id")] == ["财政税务", "发展改革"]
    assert (second.effective_on, second.due_on, second.state) == (JULY, JULY + 15 * DAY, State.GIVING)
    entry = Entry.objects.get(action="division.adopt")
    assert json.loads(entry.line)["data"]["sheets"] == [second.pk, first.pk] or json.loads(entry.line)["data"][
        "sheets"
    ] == [first.pk, second.pk]
    assert f"handover/{first.pk}" in entry.line
    assert not Entry.objects.filter(action__startswith="handover").exists()


def test_an_area_on_which_nothing_is_open_is_handed_over_with_signature_as_well(cast):
    assert refs(sheet(cast)) == set()


def test_the_first_plan_of_all_hands_nothing_over(cast):
    plan = adopted(cast)
    assert not Handover.objects.filter(division=plan).exists()


def test_three_sign_one_after_the_other_and_the_state_follows(cast):
    row = sheet(cast)
    states = []
    for who in ("常委", "县长", "县委办主任"):
        row = sign(cast, row, who)
        states.append(row.state)
    assert states == [State.RECEIVING, State.WITNESSING, State.DONE]
    assert (row.given_on, row.received_on, row.witnessed_on) == (JULY + DAY,) * 3
    with pytest.raises(Refusal) as refused:
        sign(cast, row, "县委办主任")
    assert refused.value.code == "handover_ended"
    entry = Entry.objects.filter(action="handover.sign").latest("seq")
    assert '"id":"XC-93.2"' in entry.line
    assert "常委" not in entry.line


@pytest.mark.parametrize(
    ("who", "code"),
    [("县长", "handover_turn"), ("县委办主任", "handover_turn"), ("别的常委", "not_found"), ("秘书", "forbidden")],
)
def test_nobody_signs_for_another_or_before_his_turn(cast, who, code):
    row = sheet(cast)
    with pytest.raises(Refusal) as refused:
        sign(cast, row, who)
    assert refused.value.code == code


def test_a_signature_is_not_dated_before_the_one_it_follows(cast):
    row = sign(cast, sheet(cast), "常委")
    with pytest.raises(Refusal) as refused:
        sign(cast, row, "县长", on=JULY)
    assert refused.value.code == "handover_order"


def test_signing_late_needs_a_reason(cast):
    row = sheet(cast)
    late = row.due_on + DAY
    with pytest.raises(Refusal) as refused:
        handover_sign(cast.call("常委", late), handover_id=row.pk)
    assert refused.value.code == "acknowledge"
    handover_sign(cast.call("常委", late, acknowledged=ANY), handover_id=row.pk)
    assert list(handover_list(cast.actor("秘书", late), late, late=True)) == [row]
    assert not handover_list(cast.actor("秘书", late), row.due_on, late=True)


def test_the_successor_sees_from_the_day_of_effect(cast):
    own, chore, draft_text = matter(cast), task(cast), text(cast)
    adopted(cast, a01=2)
    for day, sees in ((JULY - DAY, False), (JULY, True)):
        actor = cast.actor("县长", day)
        for model, row in ((Matter, own), (Task, chore), (Decision, draft_text)):
            assert visible(model, actor).filter(pk=row.pk).exists() is sees, (day, row)
        assert may(actor, Action.MATTER_MEMBER_SIGN, own) is sees
        assert may(cast.actor("常委", day), Action.MATTER_MEMBER_SIGN, own) is not sees


def test_with_the_receivers_signature_his_name_stands_for_the_givers(cast):
    mine, others, draft_text = task(cast), task(cast, leader="06号常委"), text(cast)
    row = sign(cast, sheet(cast), "常委")
    mine.refresh_from_db()
    assert str(mine.leader) == "09号常委"
    sign(cast, row, "县长")
    for each in (mine, others, draft_text):
        each.refresh_from_db()
    assert (str(mine.leader), str(others.leader), str(draft_text.approver)) == ("02号常委", "06号常委", "02号常委")
    assert may(cast.actor("县长", JULY + DAY), Action.TASK_CONSENT, mine)
    assert not may(cast.actor("常委", JULY + DAY), Action.TASK_CONSENT, mine)
    entry = Entry.objects.filter(action="handover.sign").latest("seq")
    assert json.loads(entry.line)["data"]["passed_on"] == 2
    assert f"task/{mine.pk}" in entry.line


def test_what_comes_up_before_the_giver_signs_is_added_and_what_comes_later_is_on_the_list(cast):
    row = sheet(cast)
    between = matter(cast, on=TODAY + DAY)
    new = matter(cast, on=JULY)
    assert [(str(each.giver), [thing.ref for thing in each.things]) for each in unlisted(JULY)] == [
        ("09号常委", [f"matter/{between.pk}"])
    ]
    row = sign(cast, row, "常委")
    assert refs(row) == {f"matter/{between.pk}"}
    assert unlisted(JULY) == []
    late = matter(cast, on=TODAY + 2 * DAY)
    [left] = unlisted(JULY)
    assert ([thing.ref for thing in left.things], str(left.receiver), left.on) == (
        [f"matter/{late.pk}"],
        "02号常委",
        JULY,
    )
    made = handover_prepare(
        cast.call("秘书", JULY), giver_id=left.giver.pk, receiver_id=left.receiver.pk, effective_on=left.on
    )
    assert refs(made) == {f"matter/{late.pk}"}
    assert unlisted(JULY) == []
    assert f"matter/{new.pk}" not in refs(row) | refs(made)


def test_nothing_is_prepared_twice(cast):
    matter(cast)
    row = sheet(cast)
    with pytest.raises(Refusal) as refused:
        handover_prepare(cast.call("秘书", JULY), giver_id=row.giver_id, receiver_id=row.receiver_id, effective_on=JULY)
    assert refused.value.code == "handover_nothing"


def test_sheets_of_a_draft_signed_beforehand_meet_the_rule(cast):
    """XC-93: what is open is handed over with signature before the plan is adopted; nobody types a number."""
    matter(cast)
    plan = drafted(cast, a01=2, a03=8)
    given = {"cause": "plan", "division_id": plan.pk, "effective_on": JULY}
    nine, two = cast.people["09号常委"].pk, cast.people["02号常委"].pk
    row = handover_prepare(cast.call("秘书"), giver_id=nine, receiver_id=two, **given)
    facts = division_facts(plan, JULY)["portfolio"]
    assert (facts["open_work"], facts["handovers_done"]) == (1, 0)
    sign(cast, row, on=TODAY)
    facts = division_facts(plan, JULY)["portfolio"]
    assert (facts["open_work"], facts["handovers_done"]) == (1, 1)
    adopt(cast, plan)
    assert [(str(each.giver), each.state) for each in plan.handovers.order_by("id")] == [
        ("09号常委", State.DONE),
        ("03号常委", State.GIVING),
    ]


def test_a_sheet_that_the_adopted_plan_no_longer_needs_is_void_and_an_unsigned_one_is_laid_down_anew(cast):
    own = matter(cast)
    plan = drafted(cast, a01=2, a03=8)
    given = {"cause": "plan", "division_id": plan.pk, "effective_on": JULY + 9 * DAY}
    people = {number: cast.people[f"{number:02d}号常委"].pk for number in (2, 3, 8, 9)}
    first = handover_prepare(cast.call("秘书"), giver_id=people[9], receiver_id=people[2], **given)
    second = handover_prepare(cast.call("秘书"), giver_id=people[3], receiver_id=people[8], **given)
    division_draft(cast.call("秘书"), name="改", lines=current(cast, a01=2), division_id=plan.pk)
    adopt(cast, plan)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.effective_on, refs(first)) == (State.GIVING, JULY, {f"matter/{own.pk}"})
    assert second.state == State.VOID
    assert plan.handovers.count() == 2


def test_what_was_handed_back_needs_a_new_sheet(cast):
    matter(cast)
    first = sheet(cast)
    sign(cast, first)
    august = dt.date(2023, 8, 1)
    back = adopted(cast, since=august, on=JULY + 5 * DAY)
    [again] = back.handovers.all()
    assert (str(again.giver), str(again.receiver), refs(again)) == ("02号常委", "09号常委", refs(first))
    again_away = adopted(cast, since=dt.date(2023, 9, 1), on=august, a01=2)
    assert refs(again_away.handovers.get()) == refs(first)
    assert unlisted(dt.date(2023, 9, 1)) == []


def test_a_member_who_leaves_is_on_the_list_until_his_things_are_handed_over(cast):
    own, chore, instruction = matter(cast), task(cast, "a03"), loop.instruct(cast)
    assert str(instruction.leader) in {"01号常委", "09号常委"}
    leave(cast, "09号常委", JULY - DAY)
    assert unlisted(JULY - DAY) == []
    found = {thing.ref for each in unlisted(JULY) for thing in each.things}
    assert {f"matter/{own.pk}", f"task/{chore.pk}"} <= found
    assert all(each.has_left and each.receiver is None and each.on == JULY for each in unlisted(JULY))
    row = handover_prepare(
        cast.call("秘书", JULY),
        giver_id=cast.people["09号常委"].pk,
        receiver_id=cast.people["02号常委"].pk,
        effective_on=JULY,
        cause="leave",
        area_ids=[cast.areas["a01"].pk, cast.areas["a07"].pk],
    )
    assert {f"matter/{own.pk}", f"task/{chore.pk}"} <= refs(row)
    assert unlisted(JULY) == []
    handover_stand_in(cast.call("秘书", JULY), handover_id=row.pk, reason="已调离本县")
    row.refresh_from_db()
    assert (row.state, str(row.stand_in)) == (State.RECEIVING, "秘书甲")
    row = sign(cast, row, "县长", on=JULY)
    chore.refresh_from_db()
    assert str(chore.leader) == "02号常委"


def test_the_receiver_of_an_instruction_agrees_to_its_result(cast):
    instruction = loop.shown(cast, loop.instruct(cast))
    giver = str(instruction.leader)
    who = {"01号常委": "书记", "09号常委": "常委"}[giver]
    leave(cast, giver, JULY - DAY)
    row = handover_prepare(
        cast.call("秘书", JULY),
        giver_id=instruction.leader_id,
        receiver_id=cast.people["02号常委"].pk,
        effective_on=JULY,
        cause="leave",
    )
    handover_stand_in(cast.call("秘书", JULY), handover_id=row.pk, reason="已调离本县")
    with pytest.raises(Refusal):
        briefing_approve(cast.call("县长", JULY), instruction_id=instruction.pk, agreed=True, text="同意。")
    sign(cast, row, "县长", on=JULY)
    assert not may(cast.actor(who, JULY), Action.BRIEFING_APPROVE, instruction)
    briefing_approve(cast.call("县长", JULY), instruction_id=instruction.pk, agreed=True, text="同意。")


def test_nobody_stands_in_for_a_giver_in_office(cast):
    row = sheet(cast)
    with pytest.raises(Refusal) as refused:
        handover_stand_in(cast.call("秘书", JULY), handover_id=row.pk, reason="出差")
    assert refused.value.code == "handover_in_office"


def test_the_witness_stands_in_for_nobody(cast):
    row = sheet(cast)
    leave(cast, "09号常委", JULY - DAY)
    with pytest.raises(Refusal) as refused:
        handover_stand_in(cast.call("县委办主任", JULY), handover_id=row.pk, reason="已调离")
    assert refused.value.code == "handover_people"
    with pytest.raises(Refusal) as refused:
        handover_stand_in(cast.call("秘书", JULY), handover_id=row.pk, reason=" ")
    assert refused.value.code == "field_required"


def test_three_different_people(cast):
    nine, two = cast.people["09号常委"].pk, cast.people["02号常委"].pk
    given = {"effective_on": JULY, "cause": "area", "area_ids": [cast.areas["a01"].pk]}
    for receiver, witness in ((nine, None), (two, two), (two, nine)):
        with pytest.raises(Refusal) as refused:
            handover_prepare(cast.call("秘书"), giver_id=nine, receiver_id=receiver, witness_id=witness, **given)
        assert refused.value.code == "handover_people"
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(
            cause="area",
            giver_id=nine,
            receiver_id=nine,
            witness_id=two,
            prepared_on=TODAY,
            effective_on=TODAY,
            due_on=TODAY,
        )


def test_who_is_asked_to_see_to_it(cast):
    number = {n: cast.people[f"{n:02d}号常委"].pk for n in (1, 2, 9, 11)}
    assert str(witness_for(number[9], number[2], JULY)) == "11号常委"
    assert str(witness_for(number[11], number[2], JULY)) == "01号常委"
    assert str(witness_for(number[11], number[1], JULY)) == "02号常委"


def test_another_witness_and_a_sheet_taken_back(cast):
    matter(cast)
    row = sheet(cast)
    row = handover_witness(cast.call("秘书"), handover_id=row.pk, witness_id=cast.people["05号常委"].pk)
    assert str(row.witness) == "05号常委"
    with pytest.raises(Refusal) as refused:
        handover_witness(cast.call("秘书"), handover_id=row.pk, witness_id=row.giver_id)
    assert refused.value.code == "handover_people"
    row = handover_void(cast.call("县委办主任"), handover_id=row.pk, reason="名单有误")
    assert row.state == State.VOID
    assert len(unlisted(JULY)) == 1
    with pytest.raises(Refusal) as refused:
        handover_void(cast.call("县委办主任"), handover_id=row.pk, reason="再来")
    assert refused.value.code == "handover_ended"


def test_a_receiver_is_in_office(cast):
    leave(cast, "02号常委", JULY - DAY)
    with pytest.raises(Refusal) as refused:
        handover_prepare(
            cast.call("秘书"),
            giver_id=cast.people["09号常委"].pk,
            receiver_id=cast.people["02号常委"].pk,
            effective_on=JULY,
            cause="area",
            area_ids=[cast.areas["a01"].pk],
        )
    assert refused.value.code == "handover_not_member"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("常委", True),
        ("县长", True),
        ("县委办主任", True),
        ("书记", True),
        ("秘书", True),
        ("组织部", False),
        ("纪委", True),
        ("别的常委", False),
        ("单位负责人", False),
        ("系统管理员", False),
    ],
)
def test_who_sees_a_sheet(cast, who, sees):
    row = sheet(cast)
    assert visible(Handover, cast.actor(who)).filter(pk=row.pk).exists() is sees


def test_the_state_is_a_function_of_the_days():
    day = START
    assert [
        handover_state(each)
        for each in (
            Signatures(),
            Signatures(day),
            Signatures(day, day),
            Signatures(day, day, day),
            Signatures(day, voided_on=day),
        )
    ] == [State.GIVING, State.RECEIVING, State.WITNESSING, State.DONE, State.VOID]


def test_the_receiver_of_an_inquiry_judges_the_answer_and_who_asked_stays_on_record(cast):
    asked, done = inquiry(cast), inquiry(cast)
    Inquiry.objects.filter(pk=done.pk).update(state="closed", closed_on=TODAY)
    row = sheet(cast)
    assert refs(row) == {f"inquiry/{asked.pk}"}
    inquiry_sign(cast.call("单位负责人", JULY), inquiry_id=asked.pk, text="已补拨。")
    row = sign(cast, row, "常委")
    assert may(cast.actor("常委", JULY + DAY), Action.INQUIRY_JUDGE, Inquiry.objects.get(pk=asked.pk))
    sign(cast, row, "县长")
    asked.refresh_from_db()
    assert (str(asked.person), str(asked.answers_to)) == ("09号常委", "02号常委")
    day = JULY + DAY
    assert [each.button for each in waiting_for(cast.actor("县长", day)) if each.kind == "专题质询"] == ["评判"]
    assert not [each for each in waiting_for(cast.actor("常委", day)) if each.kind == "专题质询"]
    with pytest.raises(Refusal) as refused:
        inquiry_judge(cast.call("常委", day), inquiry_id=asked.pk, verdict="satisfied")
    assert refused.value.code == "forbidden"
    assert inquiry_judge(cast.call("县长", day), inquiry_id=asked.pk, verdict="satisfied").state == "closed"
    for person in (asked.person_id, asked.answers_to_id):
        assert asked in inquiries(cast.actor("秘书", day), day, person_id=person)


def test_an_inquiry_waits_for_a_member_who_left_until_it_is_handed_over(cast):
    asked = inquiry(cast, "a02", on=TODAY)
    leave(cast, "09号常委", JULY - DAY)
    [left] = [each for each in unlisted(JULY) if each.giver == cast.people["09号常委"]]
    assert [thing.ref for thing in left.things] == [f"inquiry/{asked.pk}"]
    handover_prepare(
        cast.call("秘书", JULY),
        giver_id=cast.people["09号常委"].pk,
        receiver_id=cast.people["02号常委"].pk,
        effective_on=JULY,
        cause="leave",
    )
    assert unlisted(JULY) == []
