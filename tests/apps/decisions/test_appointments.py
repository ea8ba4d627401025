"""When an 议定事项 takes effect: appointments with their papers, changes by the way of what they change."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.apps.decisions.test_decisions import Login, agreed, file_direct
from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import Cast
from yixing.argument.actions import publicity_close, publicity_open
from yixing.compliance.models import Check
from yixing.decisions import actions
from yixing.decisions.models import Decision
from yixing.decisions.queries import waiting_for
from yixing.decisions.state import decision_state
from yixing.matters.actions import matter_draft
from yixing.matters.models import Matter, Step
from yixing.meetings import actions as meetings

pytestmark = pytest.mark.django_db
__all__ = ("at_noon",)
AFTER = desk.DAY + dt.timedelta(days=14)


def batch(cast: Cast, **recorded: Any) -> Matter:
    """Appointments on their way to the meeting, with what the 干部工作程序 says of them."""
    matter = desk.matter(cast, "关于干部任免的事项", "T07", "cadre", **recorded.pop("sheet", {}))
    step = Step.objects.get(matter=matter, kind="cadre")
    step.values |= recorded
    step.save()
    return matter


def decided(cast: Cast, matter: Matter) -> Decision:
    meeting = desk.opened(cast, matter)
    lines = [{"text": f"第{n}批"} for n in (1, 2)]
    desk.conclude(cast, desk.first_item(meeting), "agreed", settled=lines, method="named")
    meetings.meeting_close(cast.call("秘书"), meeting_id=meeting.pk)
    return meeting.decisions.order_by("id")[0]


def posted(cast: Cast, decision: Decision, *, days: int = 8, objections: int = 0, answered: int = 0) -> None:
    since = desk.DAY + dt.timedelta(days=1)
    until = since + dt.timedelta(days=days - 1)
    call = cast.call("秘书", since)
    notice = publicity_open(
        call, matter_id=decision.matter_id or 0, text="拟任职人选公示。", places="公示栏", since=since, until=until
    )
    publicity_close(cast.call("秘书", until), notice_id=notice.pk, objections=objections, answered=answered)


def appoint(cast: Cast, decision: Decision, **given: Any) -> Decision:
    papers = {"document": "任〔2023〕3号", "needs_probation": True, "probation_months": 12} | given
    return actions.decision_appoint(cast.call("秘书", AFTER), decision_id=decision.pk, **papers)


def unmet(refused: Any) -> set[str]:
    return {finding.rule for finding in refused.findings if finding.unmet}


class TestPromotion:
    def test_it_takes_effect_with_its_papers_after_the_notice(self, cast: Cast) -> None:
        decision = decided(cast, batch(cast, promotion=True))
        assert (decision.state, decision.effective_on) == ("pending_notice", None)
        assert not Check.objects.filter(gate="decision.effect").exists()
        assert [row.kind for row in waiting_for(cast.actor("秘书"))] == ["任前公示、任职"]
        assert unmet(refusal(appoint, cast, decision)) == {"CR-16", "CR-16.3"}
        posted(cast, decision)
        assert Step.objects.filter(matter=decision.matter, kind="notice").count() == 0, "no step towards the meeting"
        appoint(cast, decision)
        for row in Decision.objects.all():
            assert (row.state, row.effective_on, row.appointed_on) == ("effective", AFTER, AFTER)
            assert row.state == decision_state(row)
        assert Check.objects.get(gate="decision.effect").subject == f"decision/{decision.pk}"
        assert refusal(appoint, cast, decision).code == "decision_not_appointing"
        assert waiting_for(cast.actor("秘书")) == []

    def test_four_working_days_are_too_few(self, cast: Cast) -> None:
        decision = decided(cast, batch(cast, promotion=True))
        posted(cast, decision, days=4)
        refused = refusal(appoint, cast, decision)
        assert unmet(refused) == {"CR-16"}
        assert "公示" in refused.text

    def test_what_came_in_is_looked_into_first(self, cast: Cast) -> None:
        decision = decided(cast, batch(cast, promotion=True))
        posted(cast, decision, objections=2, answered=1)
        assert unmet(refusal(appoint, cast, decision)) == {"CR-16.3"}

    def test_probation_is_a_year(self, cast: Cast) -> None:
        decision = decided(cast, batch(cast, promotion=True))
        posted(cast, decision)
        ask = cast.call("秘书", AFTER, acknowledged={})
        given = {"decision_id": decision.pk, "document": "任〔2023〕3号", "needs_probation": True}
        assert "CR-17" in unmet(refusal(actions.decision_appoint, ask, **given, probation_months=6))
        ask = cast.call("秘书", AFTER, acknowledged={})
        actions.decision_appoint(ask, **given | {"needs_probation": False})
        decision.refresh_from_db()
        assert decision.state == "effective"

    def test_an_exceptional_one_says_why(self, cast: Cast) -> None:
        decision = decided(cast, batch(cast, promotion=True, exceptional=True, exceptional_approved=True))
        posted(cast, decision)
        assert unmet(refusal(appoint, cast, decision)) == {"CR-16.2"}
        appoint(cast, decision, exception_explained=True)

    def test_of_a_place_held_for_papers_the_notice_is_public_all_the_same(self, cast: Cast) -> None:
        decision = decided(cast, batch(cast, promotion=True, sheet={"is_offline": True}))
        posted(cast, decision)
        assert appoint(cast, decision).state == "effective"

    def test_the_pages_lead_from_the_notice_to_the_papers(self, cast: Cast, login: Login) -> None:
        decision = decided(cast, batch(cast, promotion=True))
        client: Client = login("秘书")
        page = client.get(f"/decisions/{decision.pk}/").content.decode()
        assert "发布任前公示" in page
        assert "还没有公示" in page
        form = client.get(f"/decisions/{decision.pk}/appoint/").content.decode()
        assert "任职文号" in form
        assert "是否有提拔任职的" not in form, "it is on record"
        posted(cast, decision)
        assert "6 个工作日" in client.get(f"/decisions/{decision.pk}/").content.decode()


class TestNobodyIsPromoted:
    def test_transfers_and_removals_are_in_force_at_once(self, cast: Cast) -> None:
        decision = decided(cast, batch(cast, promotion=False))
        assert (decision.state, decision.effective_on) == ("effective", desk.DAY)
        check = Check.objects.get(gate="decision.effect")
        assert (check.subject, check.violated) == (f"decision/{decision.pk}", 0)

    def test_where_it_is_not_on_record_it_is_asked_with_the_papers(self, cast: Cast) -> None:
        decision = decided(cast, batch(cast))
        assert decision.state == "pending_notice"
        assert refusal(appoint, cast, decision).field == "promotion"
        assert appoint(cast, decision, promotion=False, probation_months=None).state == "effective"

    def test_nothing_else_waits_for_papers(self, cast: Cast) -> None:
        decision = agreed(cast)
        assert refusal(appoint, cast, decision).code == "decision_not_appointing"
        assert Check.objects.filter(gate="decision.effect", subject=f"decision/{decision.pk}").count() == 1


class TestChange:
    def again(self, cast: Cast, original: Matter) -> Matter:
        return matter_draft(
            cast.call("联络员"),
            unit_id=original.unit_id,
            resubmits_id=original.pk,
            title="关于停止实施的事项",
            type_code="T20",
            nature="deliberate",
            area_id=original.area_id,
            reason="情况变化",
            requests="请审议。",
        )

    def test_a_member_does_not_change_what_the_committee_decided(self, cast: Cast) -> None:
        original = agreed(cast).matter
        assert original is not None
        matter = self.again(cast, original)
        refused = refusal(file_direct, cast, matter=matter)
        assert unmet(refused) == {"AD-19"}
        assert "变更" in refused.text

    def test_he_may_change_what_he_decided_himself(self, cast: Cast) -> None:
        original = file_direct(cast).matter
        assert original is not None
        assert file_direct(cast, matter=self.again(cast, original)).state == "effective"
        check = Check.objects.filter(gate="decision.effect").order_by("pk").last()
        assert check is not None
        assert {each["rule"]: each["status"] for each in check.findings}["AD-19"] == "satisfied"
