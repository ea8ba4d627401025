"""专题质询: only within one's own field; asked, drafted, signed, judged, rectified, done."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from tests.apps.duties import doing
from tests.cast import TODAY, Cast
from yixing.access.loaders import visible
from yixing.duties import actions
from yixing.duties.models import Inquiry, InquiryRound
from yixing.duties.queries import inquiries, late
from yixing.duties.state import inquiry_state
from yixing.duties.waiting import waiting_for
from yixing.ledger.models import Entry
from yixing.lookup.queries import look_up
from yixing_core.errors import Refusal

State = Inquiry.State


def refused(code: str, do: object, *args: object, **kwargs: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_an_inquiry_is_numbered_and_waits_for_the_unit(cast: Cast) -> None:
    row = doing.ask(cast)
    assert row.number == "质2023-001"
    assert (row.state, row.due_on, row.area) == (State.ASKED, doing.DUE, cast.areas["a01"])
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject) == ("inquiry.open", f"inquiry/{row.pk}")
    assert "XC-84" in entry.line


def test_nobody_asks_a_unit_outside_his_field(cast: Cast) -> None:
    found = refused("inquiry_outside", doing.ask, cast, unit_id=cast.units["D03"].pk)
    assert "县教育局不在09号常委的分管范围" in found.text
    assert "06号常委（分管该单位）" in found.mend
    assert "《县委常委分工负责制运行规则》" in found.mend
    assert [each.rule for each in found.findings] == ["XC-84"]
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("who", ["联络员", "单位负责人", "秘书", "委员"])
def test_only_leaders_ask(cast: Cast, who: str) -> None:
    refused("forbidden", doing.ask, cast, who=who)


def test_the_answer_goes_from_the_liaison_over_the_head_to_the_member(cast: Cast) -> None:
    row = doing.ask(cast)
    row = actions.inquiry_draft(cast.call("联络员"), inquiry_id=row.pk, text="因预算调整。")
    assert row.state == State.DRAFTED
    refused("forbidden", actions.inquiry_sign, cast.call("联络员"), inquiry_id=row.pk)
    refused("inquiry_state", doing.judge, cast, row)
    row = actions.inquiry_sign(cast.call("单位负责人"), inquiry_id=row.pk)
    assert row.state == State.ANSWERED
    first = row.rounds.get()
    assert (first.text, first.head) == ("因预算调整。", cast.people["财政局长"])
    row = doing.judge(cast, row)
    assert (row.state, row.closed_on) == (State.CLOSED, TODAY)
    refused("inquiry_state", actions.inquiry_draft, cast.call("联络员"), inquiry_id=row.pk, text="再补一句。")


def test_what_does_not_satisfy_is_rectified_with_a_deadline_of_its_own(cast: Cast) -> None:
    row = doing.rectify(cast, doing.signed(cast))
    assert (row.state, row.due_on) == (State.RECTIFYING, doing.LATER)
    assert row.rounds.count() == 2
    row = doing.signed(cast, row, day=TODAY + dt.timedelta(days=5), text="已建立制度。")
    row = doing.judge(cast, row, day=TODAY + dt.timedelta(days=6))
    assert (row.state, row.closed_on) == (State.CLOSED, TODAY + dt.timedelta(days=6))
    assert [one.verdict for one in row.rounds.all()] == ["rectify", "satisfied"]


def test_rectifying_needs_a_demand_and_a_day_after_today(cast: Cast) -> None:
    row = doing.signed(cast)
    refused("inquiry_rectify", doing.judge, cast, row, "rectify", demand="请补齐。")
    refused("inquiry_rectify", doing.judge, cast, row, "rectify", rectify_by=doing.LATER)
    refused("inquiry_due", doing.rectify, cast, row, rectify_by=TODAY)
    refused("inquiry_verdict", doing.judge, cast, row, "perhaps")
    assert row.rounds.count() == 1


def test_only_the_member_who_asked_judges(cast: Cast) -> None:
    row = doing.signed(cast)
    with pytest.raises(Refusal) as caught:
        actions.inquiry_judge(cast.call("别的常委"), inquiry_id=row.pk, verdict="satisfied")
    assert caught.value.code == "forbidden"


def test_an_inquiry_is_entered_for_a_member_with_his_signed_paper(cast: Cast) -> None:
    principal = cast.actor("常委").entered_by(cast.actor("领导联络员"))
    call = cast.call("领导联络员", actor=principal, scan=ContentFile(b"%PDF-1.4 a\n%%EOF\n", name="签批件.pdf"))
    row = actions.inquiry_open(call, unit_id=cast.units["D02"].pk, title="拨付", question="请说明。", due_on=doing.DUE)
    assert row.person == cast.people["09号常委"]
    assert Entry.objects.latest("seq").by == f"user/{cast.users['领导联络员'].pk}"


def test_a_deadline_lies_after_the_question_and_words_are_needed(cast: Cast) -> None:
    refused("inquiry_due", doing.ask, cast, due_on=TODAY)
    refused("field_required", doing.ask, cast, title=" ")
    refused("field_required", doing.ask, cast, question="")
    refused("inquiry_before", doing.signed, cast, doing.ask(cast), day=TODAY - dt.timedelta(days=1))


def test_it_stands_on_the_workbench_of_whoever_is_next(cast: Cast) -> None:
    def buttons(who: str) -> list[str]:
        return [row.button for row in waiting_for(cast.actor(who)) if row.kind != "分工报告"]

    row = doing.ask(cast)
    assert (buttons("联络员"), buttons("单位负责人"), buttons("常委")) == (["拟答复"], ["审签"], [])
    actions.inquiry_draft(cast.call("联络员"), inquiry_id=row.pk, text="因预算调整。")
    assert (buttons("联络员"), buttons("单位负责人")) == ([], ["审签"])
    row = actions.inquiry_sign(cast.call("单位负责人"), inquiry_id=row.pk)
    assert (buttons("单位负责人"), buttons("常委"), buttons("别的常委")) == ([], ["评判"], [])
    assert "评判" in buttons("领导联络员")
    doing.rectify(cast, row)
    assert (buttons("联络员"), buttons("常委")) == (["拟答复"], [])


def test_an_overdue_answer_is_late_and_what_waits_for_the_member_is_not(cast: Cast) -> None:
    row = doing.ask(cast)
    after = doing.DUE + dt.timedelta(days=1)
    assert list(Inquiry.objects.filter(late(doing.DUE))) == []
    assert list(inquiries(cast.actor("秘书", after), after, state="late")) == [row]
    doing.signed(cast, row, day=after)
    assert list(Inquiry.objects.filter(late(after))) == []


def test_the_unit_and_the_members_see_it_and_other_units_do_not(cast: Cast) -> None:
    row = doing.ask(cast)
    seen = {who for who in cast.users if visible(Inquiry, cast.actor(who)).filter(pk=row.pk).exists()}
    assert {"联络员", "单位负责人", "常委", "别的常委", "书记", "秘书", "督查员", "纪委", "审计员"} <= seen
    assert not seen & {"外单位联络员", "外单位负责人", "乡镇负责人", "委员", "组织部", "系统管理员"}


@given(st.lists(st.sampled_from(["draft", "sign", "rectify", "satisfied"]), max_size=12))
def test_the_state_is_what_a_plain_walk_through_the_rounds_says(steps: list[str]) -> None:
    rounds = [InquiryRound(ordinal=1, demand="?", due_on=TODAY)]
    said = "asked"
    for step in steps:
        last = rounds[-1]
        if step == "draft" and last.signed_on is None:
            last.text, said = "答", "drafted"
        elif step == "sign" and last.signed_on is None:
            last.text, last.signed_on, said = "答", TODAY, "answered"
        elif step == "rectify" and said == "answered":
            last.verdict = "rectify"
            rounds.append(InquiryRound(ordinal=last.ordinal + 1, demand="?", due_on=TODAY))
            said = "rectifying"
        elif step == "satisfied" and said == "answered":
            last.verdict, said = "satisfied", "closed"
    assert inquiry_state(rounds) == said


def test_search_finds_an_inquiry_for_the_unit_and_not_for_another(cast: Cast) -> None:
    row = doing.ask(cast)
    assert look_up([row.number], cast.actor("联络员")).ids
    assert not look_up([row.number], cast.actor("外单位联络员")).ids
