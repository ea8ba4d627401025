"""The signatures from the unit head to the chair, and who may give them."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.matters import walk
from tests.apps.matters.refusing import refused
from tests.cast import TODAY, Cast
from yixing.accounts.actors import actor_for_principal
from yixing.attachments.models import Attachment
from yixing.compliance.models import Adoption, Check
from yixing.compliance.reasons import reasons as given_reasons
from yixing.ledger.erase import erase
from yixing.ledger.models import Entry
from yixing.matters.actions import (
    matter_check,
    matter_determine,
    matter_draft,
    matter_member_sign,
    matter_review,
    matter_sign,
    matter_submit,
    step_record,
)
from yixing.matters.arrangement import Line, determine_lines, line_request
from yixing.matters.models import Endorsement, Matter
from yixing.matters.standing import computed_state, restate
from yixing.portfolios.models import Assignment
from yixing_core.errors import Refusal

pytestmark = pytest.mark.django_db
State = Matter.State


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("签批.pdf", b"%PDF-1.4 signed")


def delegated(cast: Cast, clerk: str, principal: str, **more):
    actor = actor_for_principal(cast.actor(clerk), cast.people[principal])
    return cast.call(clerk, actor=actor, scan=scan(), **more)


class TestWay:
    def test_each_signature_moves_it_on_and_is_on_the_ledger(self, cast: Cast) -> None:
        matter = walk.listed(cast)
        actions = Entry.objects.filter(subject=f"matter/{matter.pk}").order_by("seq").values_list("action", flat=True)
        assert list(actions) == [
            "matter.draft",
            "matter.submit",
            "matter.sign",
            "matter.member_sign",
            "matter.check",
            "matter.review",
            "matter.determine",
        ]
        stages = matter.endorsements.order_by("id").values_list("stage", flat=True)
        assert list(stages) == ["submit", "unit_head", "member", "office", "director", "chair"]
        assert matter.state == computed_state(matter) == State.LISTED

    def test_the_number_comes_with_the_unit_heads_signature(self, cast: Cast) -> None:
        assert walk.to_unit_head(cast).number is None
        assert walk.to_member(cast, title="关于乙的请示").number == "2023-001"
        assert walk.to_member(cast, title="关于丙的请示").number == "2023-002"

    def test_a_stage_is_not_skipped(self, cast: Cast) -> None:
        matter = walk.to_member(cast)
        for name, act in (("秘书", matter_check), ("县委办主任", matter_review)):
            with pytest.raises(Refusal) as told:
                act(cast.call(name), matter_id=matter.pk)
            assert told.value.code == "wrong_state"
            assert "请先由分管常委审签" in told.value.mend

    @pytest.mark.parametrize("name", ["联络员", "外单位负责人", "常委", "秘书"])
    def test_only_the_unit_head_signs_for_the_unit(self, cast: Cast, name: str) -> None:
        matter = walk.to_unit_head(cast)
        with pytest.raises(Refusal) as told:
            matter_sign(cast.call(name), matter_id=matter.pk)
        assert told.value.status in {403, 404}

    def test_stale_and_repeated(self, cast: Cast) -> None:
        matter = walk.to_unit_head(cast)
        call = cast.call("单位负责人", request=uuid.uuid4())
        matter_sign(call, matter_id=matter.pk, version=matter.version)
        assert matter_sign(call, matter_id=matter.pk, version=matter.version).pk == matter.pk
        with refused("stale"):
            matter_sign(cast.call("单位负责人"), matter_id=matter.pk, version=matter.version)
        assert matter.endorsements.filter(stage="unit_head").count() == 1


class TestReturn:
    def test_a_return_needs_its_reason_and_voids_the_signatures(self, cast: Cast) -> None:
        matter = walk.to_office(cast)
        with refused("matter_return_reason"):
            matter_check(cast.call("秘书"), matter_id=matter.pk, verdict="return")
        matter_check(cast.call("秘书"), matter_id=matter.pk, verdict="return", opinion="缺资金来源说明")
        matter.refresh_from_db()
        assert matter.state == State.RETURNED
        matter_submit(cast.call("联络员"), matter_id=matter.pk)
        matter.refresh_from_db()
        assert matter.state == State.UNIT_HEAD
        matter_sign(cast.call("单位负责人"), matter_id=matter.pk)
        matter.refresh_from_db()
        assert (matter.state, matter.number) == (State.MEMBER, "2023-001")

    @pytest.mark.parametrize("verdict", ["list", "", "同意"])
    def test_other_words_are_refused(self, cast: Cast, verdict: str) -> None:
        matter = walk.to_unit_head(cast)
        with refused("field_invalid"):
            matter_sign(cast.call("单位负责人"), matter_id=matter.pk, verdict=verdict)


class TestUnitHead:
    def test_the_sheet_is_checked_when_the_head_signs(self, cast: Cast) -> None:
        matter = matter_submit(cast.call("联络员"), matter_id=walk.draft(cast).pk)
        with pytest.raises(Refusal) as told:
            matter_sign(cast.call("单位负责人"), matter_id=matter.pk)
        assert told.value.code == "acknowledge"
        assert {finding.rule for finding in told.value.findings if finding.unmet} == {"XC-25", "XC-26"}
        reasons = {"XC-25": "汇报稿随后补", "XC-26": "送审稿随后补"}
        matter_sign(cast.call("单位负责人", acknowledged=reasons), matter_id=matter.pk)
        check = Check.objects.get(gate="matter.submit")
        assert given_reasons(check.subject, "matter.submit") == reasons
        erase([check.entry])
        assert given_reasons(check.subject, "matter.submit") == {}

    def test_what_the_county_adopted_blocks(self, cast: Cast) -> None:
        Adoption.objects.create(rule="XC-25", since=dt.date(2023, 1, 1), decision="第1次常委会")
        matter = matter_submit(cast.call("联络员"), matter_id=walk.draft(cast).pk)
        reasons = {"XC-25": "随后补", "XC-26": "随后补"}
        with refused("gate"):
            matter_sign(cast.call("单位负责人", acknowledged=reasons), matter_id=matter.pk)
        matter.refresh_from_db()
        assert (matter.state, matter.number) == (State.UNIT_HEAD, None)

    def test_by_paper_entered_by_a_delegate(self, cast: Cast) -> None:
        matter = walk.to_unit_head(cast)
        matter_sign(delegated(cast, "领导联络员", "财政局长"), matter_id=matter.pk)
        signature = matter.endorsements.get(stage="unit_head")
        assert signature.person == cast.people["财政局长"]
        assert signature.is_delegated
        assert Attachment.objects.filter(subject=f"matter/{matter.pk}", label="scan").count() == 1
        entry = Entry.objects.get(action="matter.sign")
        assert entry.by == f"user/{cast.users['领导联络员'].pk}"


class TestMember:
    def test_another_member_neither_sees_nor_signs(self, cast: Cast) -> None:
        matter = walk.to_member(cast)
        with refused("not_found"):
            matter_member_sign(cast.call("别的常委"), matter_id=matter.pk)

    def test_a_member_it_touches_sees_it_and_may_not_sign(self, cast: Cast) -> None:
        matter = walk.to_member(cast, other_area_ids=[cast.areas["a02"].pk])
        with refused("forbidden"):
            matter_member_sign(cast.call("别的常委"), matter_id=matter.pk)

    def test_the_portfolio_of_that_day_counts(self, cast: Cast) -> None:
        matter = walk.to_member(cast)
        held = Assignment.objects.get(area=cast.areas["a01"])
        held.until = dt.date(2023, 6, 12)
        held.save()
        Assignment.objects.create(
            division=held.division,
            area=held.area,
            person=cast.people["06号常委"],
            relation="lead",
            since=dt.date(2023, 6, 13),
        )
        next_day = dt.date(2023, 6, 13)
        with refused("not_found"):
            matter_member_sign(cast.call("常委", next_day), matter_id=matter.pk)
        # Entered on the 13th for the 12th: the member of the 13th was not in charge on the day it happened.
        call = cast.call("别的常委", next_day, on=TODAY)
        with pytest.raises(Refusal) as told:
            matter_member_sign(call, matter_id=matter.pk)
        assert told.value.code == "matter_not_in_charge"
        assert "09号常委" in told.value.text
        matter_member_sign(cast.call("别的常委", next_day), matter_id=matter.pk)
        matter.refresh_from_db()
        assert matter.state == State.OFFICE


class TestCheckAndReview:
    def test_the_check_shows_and_does_not_stop(self, cast: Cast) -> None:
        matter = walk.to_office(cast, type_code="T04", amount=8_000_000, fund_source="县级财政")
        matter_check(cast.call("秘书"), matter_id=matter.pk)
        matter.refresh_from_db()
        assert matter.state == State.DIRECTOR
        assert matter.decided_by == "standing_committee"
        found = Check.objects.get(gate="matter.list")
        lacking = {each["rule"] for each in found.findings if each["status"] in {"missing", "violated"}}
        assert {"XC-02", "XC-04", "XC-05", "XC-06"} <= lacking
        assert found.violated == len(lacking)

    def test_the_review_asks_for_reasons_which_serve_the_chair_too(self, cast: Cast) -> None:
        matter = walk.to_director(cast, type_code="T10")
        with pytest.raises(Refusal) as told:
            matter_review(cast.call("县委办主任"), matter_id=matter.pk)
        assert told.value.code == "acknowledge"
        lacking = {finding.rule for finding in told.value.findings if finding.unmet}
        assert lacking == {"XC-05"}
        reasons = dict.fromkeys(lacking, "书记同意先上会，会后补征求")
        matter_review(cast.call("县委办主任", acknowledged=reasons), matter_id=matter.pk)
        matter_determine(cast.call("书记"), matter_id=matter.pk, verdict="list", order=1)
        matter.refresh_from_db()
        assert matter.state == State.LISTED

    def test_what_blocks_blocks_the_director(self, cast: Cast) -> None:
        matter = walk.to_director(cast, is_administrative=True)
        with pytest.raises(Refusal) as told:
            matter_review(cast.call("县委办主任"), matter_id=matter.pk)
        assert told.value.code == "gate"
        assert "合法性审查" in told.value.text


class TestDetermine:
    @pytest.mark.parametrize(
        ("verdict", "state"),
        [
            ("list", State.LISTED),
            ("defer", State.DEFERRED),
            ("transfer", State.TRANSFERRED),
            ("return", State.RETURNED),
        ],
    )
    def test_four_words(self, cast: Cast, verdict: str, state: str) -> None:
        matter = walk.to_chair(cast)
        matter_determine(cast.call("书记"), matter_id=matter.pk, verdict=verdict, opinion="再研究")
        matter.refresh_from_db()
        assert matter.state == state

    def test_only_the_chair(self, cast: Cast) -> None:
        matter = walk.to_chair(cast)
        for name in ("县委办主任", "秘书", "常委"):
            with refused("forbidden"):
                matter_determine(cast.call(name), matter_id=matter.pk, verdict="list")

    def test_he_may_change_his_mind_until_it_is_on_an_agenda(self, cast: Cast) -> None:
        matter = walk.to_chair(cast)
        matter_determine(cast.call("书记"), matter_id=matter.pk, verdict="defer")
        matter_determine(cast.call("书记"), matter_id=matter.pk, verdict="list", order=2)
        walk.on_agenda(cast, matter)
        with refused("wrong_state"):
            matter_determine(cast.call("书记"), matter_id=matter.pk, verdict="defer")

    def test_what_a_meeting_put_off_comes_back_as_a_new_submission(self, cast: Cast) -> None:
        matter = walk.listed(cast)
        item = walk.on_agenda(cast, matter)
        item.outcome, item.concluded_on = "deferred", TODAY
        item.save()
        restate(matter)
        assert matter.state == State.DEFERRED
        with refused("wrong_state"):
            matter_determine(cast.call("书记"), matter_id=matter.pk, verdict="list")
        assert walk.draft(cast, resubmits_id=matter.pk).resubmits == matter


class TestArrangement:
    def three(self, cast: Cast) -> list[Matter]:
        return [walk.to_chair(cast, title=f"关于{name}的请示") for name in ("甲事", "乙事", "丙事")]

    def test_one_tick_a_line_one_entry_a_line(self, cast: Cast) -> None:
        one, two, three = self.three(cast)
        lines = [Line(one.pk, "list", 2), Line(two.pk, "list", 1), Line(three.pk, "transfer")]
        call = delegated(cast, "秘书", "01号常委")
        determine_lines(call, lines, meeting_hint="常委会第12次")
        assert [Matter.objects.get(pk=row.pk).state for row in (one, two, three)] == ["listed", "listed", "transferred"]
        entries = Entry.objects.filter(action="matter.determine")
        assert entries.count() == 3
        assert {entry.request for entry in entries} == {line_request(call.request, row.pk) for row in (one, two, three)}
        assert Attachment.objects.filter(label="scan").count() == 3

    def test_the_same_page_twice_determines_nothing_twice(self, cast: Cast) -> None:
        one = walk.to_chair(cast)
        call = cast.call("书记")
        for _ in range(2):
            determine_lines(call, [Line(one.pk, "list", 1, version=one.version)])
        assert one.endorsements.filter(stage="chair").count() == 1

    def test_all_or_nothing(self, cast: Cast) -> None:
        one, two, _ = self.three(cast)
        stale = Line(two.pk, "list", 2, version=two.version - 1)
        with pytest.raises(Refusal) as told:
            determine_lines(cast.call("书记"), [Line(one.pk, "list", 1), stale])
        assert told.value.matter_id == two.pk
        assert Matter.objects.get(pk=one.pk).state == State.CHAIR
        assert not Entry.objects.filter(action="matter.determine").exists()

    def test_two_lines_cannot_have_one_place(self, cast: Cast) -> None:
        one, two, _ = self.three(cast)
        with refused("matter_order"):
            determine_lines(cast.call("书记"), [Line(one.pk, "list", 1), Line(two.pk, "list", 1)])

    def test_an_empty_sheet_is_said_to_be_empty(self, cast: Cast) -> None:
        with refused("matter_no_lines"):
            determine_lines(cast.call("书记"), [])


def test_a_cadre_placeholder_goes_all_the_way_without_a_name(cast: Cast) -> None:
    matter = matter_draft(
        cast.call("联络员"),
        unit_id=cast.units["D02"].pk,
        type_code="T07",
        nature="cadre",
        is_offline=True,
        area_id=cast.areas["a01"].pk,
    )
    matter_submit(cast.call("联络员"), matter_id=matter.pk)
    matter_sign(cast.call("单位负责人"), matter_id=matter.pk)
    matter_member_sign(cast.call("常委"), matter_id=matter.pk)
    cadre = {"appointment": False, "term_change": False, "unit_candidate": False, "non_party": False}
    cadre |= {"dual_managed": False, "exceptional": False, "chief_of_township": False, "kin_conflict": False}
    step_record(
        cast.call("秘书"),
        matter_id=matter.pk,
        kind="cadre",
        values=cadre | {"circulated_instead": False, "inspection_done": False},
    )
    ripe = {"form": "secretary_meeting", "people": ["secretary", "deputy", "member_in_charge"], "mature": True}
    step_record(cast.call("秘书"), matter_id=matter.pk, kind="deliberation", values=ripe | {"decided": False})
    matter_check(cast.call("秘书"), matter_id=matter.pk)
    matter_review(cast.call("县委办主任"), matter_id=matter.pk)
    matter_determine(cast.call("书记"), matter_id=matter.pk, verdict="list", order=1)
    matter.refresh_from_db()
    assert matter.state == State.LISTED
    assert matter.decided_by == "standing_committee"
    assert Endorsement.objects.filter(matter=matter).count() == 6
