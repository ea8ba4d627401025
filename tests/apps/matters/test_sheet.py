"""Drafting, changing, sending on and withdrawing the 议题单."""

import datetime as dt
import uuid

import pytest

from tests.apps.matters import walk
from tests.apps.matters.refusing import refused
from tests.cast import TODAY, Cast
from yixing.ledger.models import Entry
from yixing.matters.actions import matter_draft, matter_revise, matter_sign, matter_submit, matter_withdraw
from yixing.matters.models import Matter
from yixing.matters.standing import computed_state
from yixing_core.errors import Refusal

pytestmark = pytest.mark.django_db


class TestDraft:
    def test_the_liaison_drafts_for_his_unit(self, cast: Cast) -> None:
        matter = walk.draft(cast, amount="1200000.5", other_area_ids=[cast.areas["a02"].pk, cast.areas["a01"].pk])
        assert matter.state == Matter.State.DRAFTING
        assert matter.number is None
        assert str(matter.amount) == "1200000.50"
        assert [area.code for area in matter.other_areas.all()] == ["a02"]
        entry = Entry.objects.get(action="matter.draft")
        assert entry.subject == f"matter/{matter.pk}"
        assert "预备费" not in entry.line

    def test_not_for_another_unit(self, cast: Cast) -> None:
        with refused("matter_for_unit"):
            walk.draft(cast, unit_id=cast.units["D03"].pk)

    def test_a_member_does_not_draft(self, cast: Cast) -> None:
        with refused("forbidden"):
            walk.draft(cast, "常委")

    def test_the_clerk_registers_for_another_unit_by_backfill_only(self, cast: Cast) -> None:
        given = {"unit_id": cast.units["D02"].pk, "title": "关于补录的事项", "type_code": "T17", "nature": "hear"}
        with refused("matter_for_unit"):
            matter_draft(cast.call("秘书"), **given)
        call = cast.call("秘书", dt.date(2023, 6, 8), backfill="系统启用前已办，依据见档案", at=cast.call("秘书").at)
        matter = matter_draft(call, **given)
        assert matter.is_backfilled
        assert matter.drafted_on == dt.date(2023, 6, 8)

    def test_only_the_clerk_backfills(self, cast: Cast) -> None:
        with refused("matter_backfill_office"):
            matter_draft(
                cast.call("联络员", backfill="事后补"),
                unit_id=cast.units["D02"].pk,
                title="甲",
                type_code="T17",
                nature="hear",
            )

    def test_a_repeated_submit_gives_the_first_result(self, cast: Cast) -> None:
        call = cast.call("联络员", request=uuid.uuid4())
        given = {"unit_id": cast.units["D02"].pk, "title": "关于甲的请示", "type_code": "T17", "nature": "hear"}
        first = matter_draft(call, **given)
        assert matter_draft(call, **given).pk == first.pk
        assert Matter.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"type_code": "T99"}, "type_code"),
            ({"nature": "vote"}, "nature"),
            ({"title": " "}, "title"),
            ({"amount": "-1"}, "amount"),
            ({"area_id": 987654}, "area_id"),
            ({"reason": "长" * 301}, "reason"),
            ({"options": [{"plan": "", "pros": "甲", "cons": "", "conclusion": ""}]}, "options"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, cast: Cast, change: dict, field: str) -> None:
        with pytest.raises(Refusal) as told:
            walk.draft(cast, **change)
        assert told.value.field == field
        assert not Matter.objects.exists()

    def test_government_matters_come_from_the_party_group(self, cast: Cast) -> None:
        assert walk.draft(cast, type_code="T05").submitter == "government_party_group"
        assert walk.draft(cast, type_code="T17").submitter == "government_department"


class TestOffline:
    def given(self, cast: Cast, **more: object) -> dict:
        base = {"unit_id": cast.units["D02"].pk, "type_code": "T07", "nature": "cadre", "is_offline": True}
        return base | {"area_id": cast.areas["a04"].pk} | more

    def test_a_placeholder_is_called_by_its_type(self, cast: Cast) -> None:
        matter = matter_draft(cast.call("联络员"), **self.given(cast, title="关于甲某某任职"))
        assert matter.title == "干部任免（常委会）（另册）"

    def test_a_placeholder_holds_no_content(self, cast: Cast) -> None:
        for name in ("reason", "requests", "disagreement", "presenter"):
            with refused("matter_offline_content"):
                matter_draft(cast.call("联络员"), **self.given(cast, **{name: "甲某某"}))

    def test_a_placeholder_is_not_given_content_later(self, cast: Cast) -> None:
        matter = matter_draft(cast.call("联络员"), **self.given(cast))
        with refused("matter_offline_content"):
            matter_revise(cast.call("联络员"), matter_id=matter.pk, reason="甲某某")


class TestRevise:
    def test_the_sheet_changes_until_the_head_has_signed(self, cast: Cast) -> None:
        matter = walk.to_unit_head(cast)
        matter_revise(cast.call("联络员"), matter_id=matter.pk, title="关于乙的请示", version=matter.version)
        matter.refresh_from_db()
        assert matter.title == "关于乙的请示"

    def test_a_form_opened_before_is_stale(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        old = matter.version
        matter_revise(cast.call("联络员"), matter_id=matter.pk, title="关于乙的请示", version=old)
        with refused("stale"):
            matter_revise(cast.call("联络员"), matter_id=matter.pk, title="关于丙的请示", version=old)

    def test_after_the_signature_the_office_arranges_and_no_more(self, cast: Cast) -> None:
        matter = walk.to_office(cast)
        matter_revise(
            cast.call("秘书"), matter_id=matter.pk, presenter="财政局副局长", attending_unit_ids=[cast.units["D03"].pk]
        )
        with refused("matter_signed_sheet"):
            matter_revise(cast.call("秘书"), matter_id=matter.pk, amount=9)
        with refused("matter_signed_sheet"):
            matter_revise(cast.call("联络员"), matter_id=matter.pk, presenter="别人")

    def test_strangers_do_not_find_it(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        with refused("not_found"):
            matter_revise(cast.call("外单位联络员"), matter_id=matter.pk, title="乙")


class TestSubmit:
    def test_what_is_lacking_is_named(self, cast: Cast) -> None:
        matter = walk.draft(cast, area_id=None, requests="")
        with pytest.raises(Refusal) as told:
            matter_submit(cast.call("联络员"), matter_id=matter.pk)
        assert told.value.code == "matter_incomplete"
        assert "分管事项" in told.value.text
        assert "请会议决定的具体事项" in told.value.text

    def test_it_is_sent_once(self, cast: Cast) -> None:
        matter = walk.to_unit_head(cast)
        with refused("wrong_state"):
            matter_submit(cast.call("联络员"), matter_id=matter.pk)

    def test_another_unit_cannot(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        with refused("not_found"):
            matter_submit(cast.call("外单位联络员"), matter_id=matter.pk)


class TestWithdraw:
    def test_before_the_meeting_with_a_reason(self, cast: Cast) -> None:
        matter = walk.listed(cast)
        with refused("field_required"):
            matter_withdraw(cast.call("单位负责人"), matter_id=matter.pk, reason=" ")
        matter_withdraw(cast.call("单位负责人"), matter_id=matter.pk, reason="资金渠道有变")
        matter.refresh_from_db()
        assert (matter.state, matter.withdrawn_on) == (Matter.State.WITHDRAWN, TODAY)
        assert computed_state(matter) is Matter.State.WITHDRAWN

    def test_the_liaison_may_not(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        with refused("forbidden"):
            matter_withdraw(cast.call("联络员"), matter_id=matter.pk, reason="不办了")

    def test_it_comes_back_as_a_new_submission(self, cast: Cast) -> None:
        matter = walk.listed(cast)
        with refused("matter_resubmits"):
            walk.draft(cast, resubmits_id=matter.pk)
        matter_withdraw(cast.call("县委办主任"), matter_id=matter.pk, reason="书记出差")
        again = walk.draft(cast, resubmits_id=matter.pk)
        assert again.resubmits == matter
        assert again.state == Matter.State.DRAFTING

    def test_a_meeting_that_has_begun_keeps_it(self, cast: Cast) -> None:
        matter = walk.listed(cast)
        item = walk.on_agenda(cast, matter)
        item.meeting.opened_at = cast.call("秘书").at
        item.meeting.save()
        with refused("matter_withdraw_open"):
            matter_withdraw(cast.call("秘书"), matter_id=matter.pk, reason="不上了")

    def test_the_agenda_of_a_coming_meeting_shows_it_as_withdrawn(self, cast: Cast) -> None:
        matter = walk.listed(cast)
        item = walk.on_agenda(cast, matter)
        matter_withdraw(cast.call("秘书"), matter_id=matter.pk, reason="不上了")
        item.refresh_from_db()
        assert item.outcome == "withdrawn"


def test_backfill_does_not_touch_what_began_inside(cast: Cast) -> None:
    matter = walk.to_unit_head(cast)
    with refused("backfill_inside"):
        matter_sign(cast.call("单位负责人", backfill="补签"), matter_id=matter.pk)
