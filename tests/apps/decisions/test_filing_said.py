"""What is said of a paper when it is put on file: type and sum, who agreed; and what its matter says instead."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.apps.decisions.test_decisions import Login
from tests.apps.decisions.test_direct import RULES, adopt, instructed, light, unmet
from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import Cast
from yixing.briefings.actions import instruction_file_direct
from yixing.compliance.models import Check
from yixing.decisions import actions
from yixing.decisions.models import Decision
from yixing.decisions.register import amount_words
from yixing.matters.models import Endorsement, Matter, Step
from yixing.matters.standing import restate
from yixing.meetings import actions as meetings
from yixing.meetings.models import Meeting

pytestmark = pytest.mark.django_db
__all__ = ("at_noon",)


def transferred(cast: Cast, kind: str = "T20", **sheet: Any) -> Matter:
    """A matter that the chair of the committee sent to a 专题会."""
    matter = desk.matter(cast, "关于防汛物资的事项", kind, upto="director", **{"decided_by": "member"} | sheet)
    chair = cast.people["01号常委"]
    Endorsement.objects.create(matter=matter, stage="chair", verdict="transfer", person=chair, on=desk.BEFORE)
    return restate(matter)


def topic(cast: Cast, matter: Matter, chair: str = "09号常委", **line: Any) -> Meeting:
    given = {"text": "同意实施。", "lead": cast.units["D02"].pk, "due": "年底前"} | line
    return meetings.meeting_light(
        cast.call("秘书", acknowledged=desk.ANY),
        kind="topic",
        title="防汛物资专题会",
        on=desk.DAY,
        chair_id=cast.people[chair].pk,
        lines=[given],
        matter_id=matter.pk,
    )


class TestTransferred:
    def test_whoever_presides_concludes_what_he_may_decide_alone(self, cast: Cast) -> None:
        adopt(*RULES)
        matter = transferred(cast)
        meeting = topic(cast, matter)
        matter.refresh_from_db()
        assert (matter.state, meeting.decisions.get().matter) == ("concluded", matter)
        asked = set(Check.objects.filter(subject=f"meeting/{meeting.pk}").values_list("gate", flat=True))
        assert asked >= {"matter.route", "matter.decide_direct", "decision.effect"}

    def test_not_in_another_members_portfolio(self, cast: Cast) -> None:
        adopt(*RULES)
        refused = refusal(topic, cast, transferred(cast), "06号常委")
        assert (unmet(refused), refused.field) == ({"XC-40"}, "matter_id")
        assert "分管常委" in refused.mend

    def test_not_a_type_beyond_the_countys_list(self, cast: Cast) -> None:
        adopt(*RULES)
        refused = refusal(topic, cast, transferred(cast, "T10"))
        assert unmet(refused) == {"XC-40.2"}
        assert "常委会" in refused.mend

    def test_not_a_sum_beyond_the_limit(self, cast: Cast) -> None:
        adopt(*RULES, "SZ-02")
        refused = refusal(topic, cast, transferred(cast, amount=Decimal(6_000_000)))
        assert unmet(refused) & {"SZ-02", "XC-41"}
        assert "常委会" in refused.mend
        assert not Meeting.objects.exists()

    def test_on_file_it_has_the_matters_own_type_and_sum(self, cast: Cast) -> None:
        adopt(*RULES)
        matter = transferred(cast, amount=Decimal(120_000))
        said = {"type_code": "T10", "amount": Decimal(1)}
        row = topic(cast, matter, file=said).decisions.get()
        assert (row.kind, row.amount, row.filed_on) == (None, None, desk.DAY)
        assert amount_words(row) == "12"

    def test_filed_later_the_matters_sum_and_weight_are_judged(self, cast: Cast) -> None:
        adopt(*RULES)
        row = topic(cast, transferred(cast)).decisions.get()
        Matter.objects.filter(pk=row.matter_id).update(amount=Decimal(6_000_000), importance="major")
        call = cast.call("秘书", acknowledged=desk.ANY)
        refused = refusal(actions.decision_file_light, call, decision_id=row.pk, type_code="T20", amount=Decimal(1))
        assert {"XC-41", "XC-42"} <= unmet(refused)

    def test_the_form_asks_neither_type_nor_sum_of_a_matter(self, cast: Cast, login: Login) -> None:
        row = topic(cast, transferred(cast)).decisions.get()
        page = login("秘书").get(f"/decisions/{row.pk}/file/").content.decode()
        assert "商得同意日期" in page
        assert "事项类型" not in page
        assert "不涉及资金" not in page


class TestSums:
    @pytest.mark.parametrize("said", [{"type_code": "T20"}, {"type_code": "T20", "no_funds": False, "amount": None}])
    def test_a_blank_sum_is_asked_for_at_its_line(self, cast: Cast, said: dict[str, Any]) -> None:
        refused = refusal(light, cast, file=said)
        assert (refused.code, refused.field) == ("direct_funds", "amount_wan_1")
        assert "不涉及资金" in refused.mend
        assert not Decision.objects.exists()

    def test_no_money_is_said(self, cast: Cast) -> None:
        adopt(*RULES)
        row = light(cast, file={"type_code": "T20", "no_funds": True}).decisions.order_by("id")[0]
        assert amount_words(row) == "不涉及资金"
        check = Check.objects.get(subject=f"decision/{row.pk}", gate="matter.decide_direct")
        assert {each["rule"]: each["status"] for each in check.findings}["XC-41"] == "not_applicable"

    def test_both_is_too_much(self, cast: Cast) -> None:
        refused = refusal(light, cast, file={"type_code": "T20", "no_funds": True, "amount": Decimal(5)})
        assert (refused.code, refused.field) == ("direct_funds_both", "no_funds_1")

    def test_an_instruction_is_asked_the_same(self, cast: Cast) -> None:
        instruction = instructed(cast)
        call = cast.call("秘书", instruction.on, acknowledged=desk.ANY)
        refused = refusal(instruction_file_direct, call, instruction_id=instruction.pk, type_code="T20")
        assert (refused.code, refused.field) == ("direct_funds", "amount_wan")


class TestConsent:
    """XC-44: the assisting unit is in another member's field."""

    def touching(self, cast: Cast, **said: Any) -> Meeting:
        paper = {"type_code": "T20", "no_funds": True} | said
        meeting: Meeting = light(cast, assist=[cast.units["X01"].pk], file=paper)
        return meeting

    def test_without_it_the_paper_is_not_filed(self, cast: Cast) -> None:
        adopt(*RULES, "XC-44")
        refused = refusal(self.touching, cast)
        assert (unmet(refused), refused.field) == ({"XC-44"}, "file_1")

    def test_with_who_and_when_it_is(self, cast: Cast) -> None:
        adopt(*RULES, "XC-44")
        said = {"consent_ids": [cast.people["03号常委"].pk], "consented_on": desk.BEFORE}
        row = self.touching(cast, **said).decisions.order_by("id")[0]
        assert [(each.person.name, each.on) for each in row.consents.all()] == [("03号常委", desk.BEFORE)]

    def test_that_of_somebody_else_is_none(self, cast: Cast) -> None:
        adopt(*RULES, "XC-44")
        said = {"consent_ids": [cast.people["06号常委"].pk], "consented_on": desk.BEFORE}
        assert unmet(refusal(self.touching, cast, **said)) == {"XC-44"}

    def test_afterwards_is_too_late(self, cast: Cast) -> None:
        adopt(*RULES, "XC-44")
        said = {"consent_ids": [cast.people["03号常委"].pk], "consented_on": desk.DAY + dt.timedelta(days=1)}
        assert unmet(refusal(self.touching, cast, **said)) == {"XC-44"}

    def test_it_has_a_day(self, cast: Cast) -> None:
        refused = refusal(self.touching, cast, consent_ids=[cast.people["03号常委"].pk])
        assert (refused.code, refused.field) == ("direct_consent", "consented_on")

    def test_of_a_matter_the_circulation_counts(self, cast: Cast) -> None:
        adopt(*RULES, "XC-44")
        matter = transferred(cast)
        matter.other_areas.add(cast.areas["a02"])
        refused = refusal(topic, cast, matter)
        assert "XC-44" in unmet(refused)
        Step.objects.create(matter=matter, kind="circulation", on=desk.BEFORE, values={"agreed": True, "people": []})
        assert topic(cast, matter).decisions.exists()

    @pytest.mark.usefixtures("at_noon")
    def test_the_page_shows_who_agreed(self, cast: Cast, login: Login) -> None:
        said = {"consent_ids": [cast.people["03号常委"].pk], "consented_on": desk.BEFORE}
        row = self.touching(cast, **said).decisions.order_by("id")[0]
        page = login("秘书").get(f"/decisions/{row.pk}/").content.decode()
        assert f"03号常委（{desk.BEFORE}）" in page
        form = login("秘书").get("/meetings/light/").content.decode()
        assert "商得同意日期" in form
        assert "不涉及资金" in form
