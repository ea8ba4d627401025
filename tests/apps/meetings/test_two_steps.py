"""两步决定: what goes up to the plenary is decided with both proofs or not at all; and 书记专题会 decides nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.apps.decisions.test_decisions import file_direct
from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import START, Cast
from yixing.compliance.models import Adoption, Check, Parameter
from yixing.decisions.actions import decision_approve_text
from yixing.decisions.models import Decision
from yixing.matters.actions import matter_draft
from yixing.matters.models import Endorsement, Matter
from yixing.matters.standing import restate
from yixing.matters.two_steps import TwoSteps, must_go_up, two_steps
from yixing.meetings import actions
from yixing.meetings.models import Meeting
from yixing.people.models import Body
from yixing.supervision.actions import task_draft

pytestmark = pytest.mark.django_db
__all__ = ("at_noon",)
Login = Callable[[str], Client]
RULES = ("XC-30", "XC-31", "XC-34", "XC-69", "XC-42")
LATER = desk.DAY + dt.timedelta(days=10)


def adopt(*rules: str) -> None:
    for rule in rules or RULES:
        Adoption.objects.create(rule=rule, since=START, decision="《县委全委会议事规则》")


def heavy(cast: Cast, title: str = "关于长远规划的事项", **given: Any) -> Matter:
    """A matter whose route is the plenary, determined by the chair."""
    more = {"decided_by": "plenary", "importance": "exceptional"} | given
    return desk.matter(cast, title, "T17", **more)


def unmet(refused: Any) -> set[str]:
    return {each.rule for each in refused.findings if each.unmet}


def where(matter: Matter) -> TwoSteps:
    found = two_steps(matter, LATER)
    assert found is not None
    return found


def referred(cast: Cast, matter: Matter) -> Meeting:
    meeting = desk.meeting_on(cast, matter, desk.DAY, is_referral=True)
    desk.conclude_on(cast, meeting, desk.DAY, "referred", text="提请全委会。")
    return meeting


class TestBothProofs:
    def test_the_way_that_is_meant(self, cast: Cast) -> None:
        adopt()
        matter = heavy(cast)
        assert where(matter).badge.word == "未经常委会"
        first = referred(cast, matter)
        matter.refresh_from_db()
        assert (matter.state, where(matter).badge.word) == ("listed", "已提请，待全委会")
        assert not Decision.objects.exists()
        second = desk.meeting_on(cast, matter, LATER, kind="plenary")
        desk.conclude_on(cast, second, LATER, method="show", settled=[{"text": "通过。"}])
        found = where(matter)
        assert (found.badge.word, found.standing.title, found.plenary.title) == (
            "已票决通过",
            first.title,
            second.title,
        )
        assert Decision.objects.get().effective_on == LATER
        effect = Check.objects.get(gate="decision.effect")
        assert {each["rule"]: each["status"] for each in effect.findings}["XC-69"] == "satisfied"

    def test_the_standing_committee_cannot_conclude_it(self, cast: Cast) -> None:
        adopt()
        item = desk.first_item(desk.meeting_on(cast, heavy(cast), desk.DAY))
        for outcome, more in (("agreed", {}), ("agreed_in_principle", _edit(cast))):
            assert "XC-31" in unmet(refusal(desk.conclude, cast, item, outcome, **more))
        assert not Decision.objects.exists()

    def test_the_plenary_cannot_without_the_standing_committee(self, cast: Cast) -> None:
        adopt()
        matter = heavy(cast)
        item = desk.first_item(desk.meeting_on(cast, matter, LATER, kind="plenary"))
        call = cast.call("秘书", LATER, acknowledged=desk.ANY)
        given = {"item_id": item.pk, "outcome": "agreed", "text": "通过。", "in_order": True, "method": "show"}
        assert unmet(refusal(actions.meeting_conclude, call, **given)) == {"XC-69"}
        assert where(matter).badge.word == "未经常委会"

    def test_a_light_meeting_cannot(self, cast: Cast) -> None:
        adopt()
        matter = heavy(cast)
        Endorsement.objects.filter(matter=matter, stage="chair").update(verdict="transfer")
        assert restate(matter).state == "transferred"
        assert "XC-31" in unmet(refusal(light, cast, matter_id=matter.pk, lines=[LINE]))
        assert not Decision.objects.exists()

    def test_a_member_cannot(self, cast: Cast) -> None:
        adopt()
        matter = desk.matter(cast, "关于长远规划的事项", "T20", upto="unit_head", importance="exceptional")
        assert "XC-42" in unmet(refusal(file_direct, cast, matter=matter))

    def test_an_amended_text_does_not_make_up_for_the_plenary(self, cast: Cast) -> None:
        """Agreed in principle by the standing committee before the county adopted the rules; then the text is approved."""
        matter = heavy(cast)
        meeting = desk.meeting_on(cast, matter, desk.DAY)
        desk.conclude_on(cast, meeting, desk.DAY, "agreed_in_principle", **_edit(cast))
        adopt()
        decision = meeting.decisions.get()
        call = cast.call("县委办主任", LATER, acknowledged=desk.ANY)
        given = {"decision_id": decision.pk, "evaluate_on": LATER + dt.timedelta(days=300)}
        assert unmet(refusal(decision_approve_text, call, **given)) == {"XC-69"}
        assert where(matter).badge.word == "常委会直接决定"

    def test_entered_afterwards_it_stands_as_violated(self, cast: Cast) -> None:
        adopt()
        late = {"backfill": "系统启用前的会议", "at": desk._noon(LATER)}
        matter = matter_draft(
            cast.call("秘书", desk.DAY, **late),
            unit_id=cast.units["D02"].pk,
            title="关于重要人事的事项",
            type_code="T17",
            nature="deliberate",
            area_id=cast.areas["a01"].pk,
            importance="exceptional",
            reason="补录",
            requests="请审议。",
        )
        meeting = actions.meeting_plan(cast.call("秘书", desk.DAY, **late), on=desk.DAY, kind="standing")
        actions.meeting_agenda(
            cast.call("秘书", desk.DAY, **late), meeting_id=meeting.pk, items=[{"matter": matter.pk}]
        )
        sheet = dict.fromkeys(meeting.attendances.values_list("person_id", flat=True), "present")
        actions.meeting_attendance(
            cast.call("秘书", desk.DAY, **late), meeting_id=meeting.pk, presence=sheet, reasons={}
        )
        actions.meeting_open(cast.call("秘书", desk.DAY, **late), meeting_id=meeting.pk)
        item = desk.first_item(meeting)
        call = cast.call("秘书", desk.DAY, **late)
        actions.meeting_conclude(call, item_id=item.pk, outcome="agreed", text="同意。", in_order=True)
        check = Check.objects.get(gate="matter.route", subject=f"item/{item.pk}")
        assert "XC-31" in {each["rule"] for each in check.findings if each["status"] == "violated"}
        assert where(matter).badge.word == "常委会直接决定"

    def test_what_was_decided_is_judged_by_the_rules_of_its_day(self, cast: Cast) -> None:
        decided = desk.matter(cast, "关于较大项目的事项", "T17", amount=60_000_000)
        meeting = desk.meeting_on(cast, decided, desk.DAY)
        desk.conclude_on(cast, meeting, desk.DAY)
        after = desk.DAY + dt.timedelta(days=1)
        Parameter.objects.create(key="plenary_funds", value=50_000_000, since=after, decision="第9次常委会")
        still = desk.matter(cast, "关于另一项目的事项", "T17", amount=60_000_000)
        rows = must_go_up(cast.actor("秘书"), after, since=START)
        assert [row.matter for row in rows] == [still]
        assert two_steps(decided, after) is None

    @pytest.mark.usefixtures("at_noon")
    def test_what_must_go_up_is_listed_with_the_rule(self, cast: Cast, login: Login) -> None:
        heavy(cast)
        desk.matter(cast, "关于日常工作的事项")
        large = desk.matter(cast, "关于特大项目的事项", "T17", amount=100_000_000, decided_by="plenary")
        rows = must_go_up(cast.actor("秘书"), desk.DAY, since=START)
        assert [(row.matter.title, row.reason.rule if row.reason else "") for row in rows] == [
            (large.title, "XC-34"),
            ("关于长远规划的事项", "XC-31"),
        ]
        office = login("秘书")
        page = office.get("/matters/plenary/?show=before").content.decode()
        assert "未经常委会" in page
        assert "/rules/XC-31/" in page
        assert office.get("/matters/plenary/?export=xlsx").status_code == 200
        assert "两步决定" in office.get(f"/matters/{large.pk}/").content.decode()


def _edit(cast: Cast) -> dict[str, Any]:
    return {
        "amendment": "补充资金来源",
        "amending_unit_id": cast.units["D02"].pk,
        "approver_id": cast.people["11号常委"].pk,
        "amend_by": LATER,
    }


LINE = {"text": "由县财政局落实。", "due": "年底前"}


def light(cast: Cast, **given: Any) -> Meeting:
    said = {
        "kind": "topic",
        "title": "研究有关事项",
        "on": desk.DAY,
        "chair_id": cast.people["01号常委"].pk,
        "lines": [],
    } | given
    return actions.meeting_light(cast.call("秘书", acknowledged=desk.ANY), **said)


class TestSecretaries:
    def test_it_is_put_on_record_without_a_line(self, cast: Cast) -> None:
        meeting = light(cast, kind="secretary", title="书记专题会", participants="书记、副书记")
        assert (meeting.state, meeting.decisions.count()) == ("closed", 0)
        assert (
            refusal(actions.minutes_draft, cast.call("秘书"), meeting_id=meeting.pk).code == "light_secretary_minutes"
        )

    @pytest.mark.parametrize(
        "given",
        [
            {"kind": "secretary", "title": "书记专题会"},
            {"kind": "topic", "title": "第3次书记办公会"},
            {"kind": "dispatch", "title": "书记专题会议"},
        ],
    )
    def test_with_a_line_it_is_refused_with_the_article(self, cast: Cast, given: dict[str, str]) -> None:
        refused = refusal(light, cast, lines=[LINE], **given)
        assert (refused.code, {each.rule for each in refused.findings}) == ("secretary_decides", {"LC-27"})
        assert "常委会" in refused.mend
        assert not Meeting.objects.exists()

    def test_it_concludes_no_matter_and_does_not_hide_behind_another_kind(self, cast: Cast) -> None:
        matter = desk.matter(cast)
        refused = refusal(light, cast, kind="secretary", title="书记专题会", matter_id=matter.pk)
        assert refused.code == "secretary_decides"
        assert refusal(light, cast, kind="topic", title="书记办公会").code == "light_secretary"

    def test_its_paper_is_no_record_of_a_direct_decision(self, cast: Cast) -> None:
        given = {"record_kind": "thematic_minutes", "basis": "书记专题会纪要〔2023〕3号"}
        assert refusal(file_direct, cast, **given).code == "secretary_decides"

    def test_its_body_holds_no_formal_meeting(self, cast: Cast) -> None:
        body = Body.objects.create(
            code="secretary", name="书记专题会", kind="secretary", organization=cast.units["县委"]
        )
        call = cast.call("秘书", desk.BEFORE)
        refused = refusal(actions.meeting_plan, call, on=desk.DAY, kind="standing", body_id=body.pk)
        assert refused.code == "meeting_body_kind"

    def test_no_decision_of_it_can_be_written_and_so_no_task(self, cast: Cast) -> None:
        """Even a meeting that got into the tables some other way: an 议定事项 has one place to come to stand."""
        meeting = desk.opened(cast, desk.matter(cast))
        meeting.kind = "secretary"
        meeting.save()
        refused = refusal(desk.conclude, cast, desk.first_item(meeting))
        assert refused.code == "secretary_decides"
        assert not Decision.objects.exists()
        assert refusal(task_draft, cast.call("督查员"), decision_id=1, lines=[]).status in {404, 422}

    @pytest.mark.usefixtures("at_noon")
    def test_the_form_says_so_at_its_field(self, cast: Cast, login: Login) -> None:
        said = {"kind": "secretary", "title": "书记专题会", "chair_id": cast.people["01号常委"].pk}
        office = login("秘书")
        page = office.post("/meetings/light/", said | {"text_1": "同意提拔。"})
        assert page.status_code == 422
        assert "LC-27" in page.content.decode()
        made = office.post("/meetings/light/", said)
        assert made.status_code == 302
        assert "只酝酿" in office.get(made["Location"]).content.decode()
