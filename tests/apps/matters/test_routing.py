"""Who decides, which steps are needed, how each stands; the 程序核对单 in its rows."""

from decimal import Decimal

import pytest

from tests.apps.matters import walk
from tests.cast import TODAY, Cast
from yixing.matters.actions import matter_check, matter_review, step_record
from yixing.matters.check_sheet import COMPLETE_FIRST, READY, WITH_CONSENT, check_sheet
from yixing.matters.findings import finding_views
from yixing.matters.routing import route
from yixing_core.rules.model import Status

pytestmark = pytest.mark.django_db


class TestBody:
    @pytest.mark.parametrize(
        ("sheet", "body"),
        [
            ({"type_code": "T20"}, "member"),
            ({"type_code": "T17"}, "member"),
            ({"type_code": "T17", "importance": "major"}, "standing_committee"),
            ({"type_code": "T17", "amount": 5_000_000}, "standing_committee"),
            ({"type_code": "T04"}, "standing_committee"),
            ({"type_code": "T17", "importance": "exceptional"}, "plenary"),
            ({"type_code": "T17", "amount": 100_000_000}, "plenary"),
            ({"type_code": "T08", "nature": "cadre"}, "plenary"),
        ],
    )
    def test_the_highest_asked_for_decides(self, cast: Cast, sheet: dict, body: str) -> None:
        assert route(walk.draft(cast, **sheet), TODAY).body == body

    def test_another_amount_may_be_tried_and_nothing_is_stored(self, cast: Cast) -> None:
        matter = walk.draft(cast, amount=100)
        assert route(matter, TODAY).body == "member"
        assert route(matter, TODAY, amount=Decimal(5_000_000)).body == "standing_committee"
        matter.refresh_from_db()
        assert matter.amount == 100


class TestSteps:
    def test_a_major_project_needs_its_steps(self, cast: Cast) -> None:
        matter = walk.to_office(cast, type_code="T04", amount=8_000_000, fund_source="县级财政", is_stability_risk=True)
        found = route(matter, TODAY)
        standing = {line.step: line.status for line in found.steps}
        assert standing == {
            "unit_head": Status.SATISFIED,
            "government": Status.MISSING,
            "research": Status.MISSING,
            "opinions": Status.MISSING,
            "experts": Status.MISSING,
            "risk": Status.MISSING,
            "member": Status.SATISFIED,
        }
        assert "县政府办" in {finding.who for finding in found.lacking}

    def test_recording_a_step_satisfies_it_and_a_bad_one_violates(self, cast: Cast) -> None:
        matter = walk.to_office(cast, type_code="T16", is_stability_risk=True)
        good = {"by": "executive", "conclusion": "agree"}
        step_record(cast.call("秘书"), matter_id=matter.pk, kind="government", values=good, document="第9号")
        step_record(cast.call("秘书"), matter_id=matter.pk, kind="risk", values={"conclusion": "high"})
        standing = {line.step: line.status for line in route(matter, TODAY).steps}
        assert standing["government"] is Status.SATISFIED
        assert standing["risk"] is Status.VIOLATED

    def test_the_button_leads_to_the_form_that_mends(self, cast: Cast) -> None:
        matter = walk.to_office(cast, type_code="T04", amount=8_000_000, fund_source="县级财政")
        found = route(matter, TODAY)
        views = {view.rule: view for view in finding_views(found.findings, matter, cast.actor("联络员"), on=TODAY)}
        assert views["XC-02"].mend_url == f"/matters/{matter.pk}/steps/government/"
        assert views["XC-05"].mend_url == f"/matters/{matter.pk}/opinions/"
        assert views["XC-01"].mend_url == ""
        stranger = {view.mend_url for view in finding_views(found.findings, matter, cast.actor("纪委"), on=TODAY)}
        assert stranger == {""}


class TestDeliberationStaysInside:
    def prepared(self, cast: Cast):
        matter = walk.to_office(cast, type_code="T18", is_policy_question=True)
        values = {"form": "individual", "people": ["secretary"], "mature": True, "decided": False}
        step_record(cast.call("秘书"), matter_id=matter.pk, kind="deliberation", values=values)
        return matter

    @pytest.mark.parametrize(("who", "told"), [("联络员", False), ("常委", False), ("秘书", True), ("书记", True)])
    def test_before_the_meeting(self, cast: Cast, login, *, who: str, told: bool) -> None:
        matter = self.prepared(cast)
        for page in ("", "procedure/"):
            text = login(who).get(f"/matters/{matter.pk}/{page}").content.decode()
            assert ("酝酿" in text) is told, page

    def test_after_the_decision_it_may_be_known(self, cast: Cast, login) -> None:
        matter = self.prepared(cast)
        item = walk.on_agenda(cast, matter, outcome="agreed", concluded_on=TODAY)
        assert item.matter.state == "concluded"
        assert "酝酿" in login("联络员").get(f"/matters/{matter.pk}/").content.decode()


class TestCheckSheet:
    def test_ready(self, cast: Cast) -> None:
        matter = walk.to_director(cast)
        sheet = check_sheet(matter, route(matter, TODAY), confidential=True)
        assert (sheet.verdict, sheet.lacking, sheet.checker) == (READY, (), "秘书甲")

    def test_what_is_lacking_says_whom_to_ask(self, cast: Cast) -> None:
        matter = walk.to_office(cast, type_code="T10")
        sheet = check_sheet(matter, route(matter, TODAY), confidential=True)
        assert sheet.verdict == COMPLETE_FIRST
        line = next(line for line in sheet.lines if line.step == "征求意见")
        assert (line.mark, line.verified) == ("○", False)
        assert "提请单位" in line.lacking

    def test_with_the_chairs_consent_once_a_reason_was_given(self, cast: Cast) -> None:
        matter = walk.to_office(cast, type_code="T10")
        matter_check(cast.call("秘书"), matter_id=matter.pk)
        matter_review(cast.call("县委办主任", acknowledged={"XC-05": "时间紧，会后补征求"}), matter_id=matter.pk)
        matter.refresh_from_db()
        sheet = check_sheet(matter, route(matter, TODAY), confidential=True)
        assert (sheet.verdict, sheet.consent_reason) == (WITH_CONSENT, "时间紧，会后补征求")
