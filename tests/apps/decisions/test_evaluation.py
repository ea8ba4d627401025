"""决策后评估 and what is kept of how a decision came about: when it is due, by whom not, who sees it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.argument import arguing
from tests.apps.decisions.test_decisions import file_direct
from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import TODAY, Cast
from yixing.compliance.models import Parameter
from yixing.decisions import actions
from yixing.decisions.evaluation import STANDINGS, due_in, evaluations, standing, waiting_for
from yixing.decisions.models import Decision, Evaluation
from yixing.decisions.procedure import kept_gates
from yixing.ledger.models import Entry
from yixing.matters.models import Matter
from yixing.meetings import actions as meetings

__all__ = ("at_noon",)
Login = Callable[[str], Client]
LINES = [{"text": f"第{number}条", "due": "年底前"} for number in (1, 2)]
DAY = dt.timedelta(days=1)


def decided(cast: Cast, importance: str = "major", outcome: str = "agreed", **inputs: Any) -> Decision:
    """The first line of what a meeting decided on a matter of some weight."""
    matter = desk.matter(cast)
    Matter.objects.filter(pk=matter.pk).update(importance=importance)
    meeting = desk.opened(cast, matter)
    desk.conclude(cast, desk.first_item(meeting), outcome, settled=inputs.pop("settled", LINES), **inputs)
    meetings.meeting_close(cast.call("秘书"), meeting_id=meeting.pk)
    return meeting.decisions.earliest("pk")


def evaluate(cast: Cast, decision: Decision, who: str = "督查员", day: dt.date = TODAY, **changes: Any) -> Decision:
    given: dict[str, Any] = {
        "unit_id": cast.units["D05"].pk,
        "reached": True,
        "conclusion": "达到预期效果。",
        "advice": "continue",
        "document": "评估报告",
    }
    return actions.decision_evaluate(cast.call(who, day), decision_id=decision.pk, **(given | changes))


@pytest.mark.django_db
class TestDue:
    def test_a_major_decision_carries_its_day_on_the_first_line_alone(self, cast: Cast) -> None:
        decision = decided(cast)
        days = list(Decision.objects.order_by("pk").values_list("evaluate_on", flat=True))
        assert days == [desk.DAY + dt.timedelta(days=365), None]
        assert list(due_in(TODAY, dt.date(2024, 12, 31))) == [decision]

    def test_an_ordinary_one_carries_none(self, cast: Cast) -> None:
        assert decided(cast, "ordinary").evaluate_on is None

    def test_the_county_sets_the_days(self, cast: Cast) -> None:
        Parameter.objects.create(key="evaluation_days", value=180, since=dt.date(2023, 1, 1), decision="议事规则")
        assert decided(cast, "exceptional").evaluate_on == desk.DAY + dt.timedelta(days=180)

    def test_what_is_agreed_in_principle_gets_it_with_its_text(self, cast: Cast) -> None:
        edit = {
            "amendment": "补充资金来源",
            "amending_unit_id": cast.units["D02"].pk,
            "approver_id": cast.people["11号常委"].pk,
            "amend_by": desk.DAY + 10 * DAY,
        }
        decision = decided(cast, outcome="agreed_in_principle", **edit)
        assert decision.evaluate_on is None
        later = desk.DAY + 4 * DAY
        actions.decision_approve_text(cast.call("县委办主任", later), decision_id=decision.pk)
        days = list(Decision.objects.order_by("pk").values_list("evaluate_on", flat=True))
        assert days == [later + 365 * DAY, None]


@pytest.mark.django_db
class TestEvaluate:
    def test_it_is_kept_with_the_decision(self, cast: Cast) -> None:
        decision = evaluate(cast, decided(cast))
        row = Evaluation.objects.get()
        assert (row.evaluator, row.reached, row.advice, decision.evaluated_on) == (
            "县委组织部", True, "continue", TODAY,
        )  # fmt: skip
        assert Entry.objects.get(action="decision.evaluate").subject == f"decision/{decision.pk}"

    def test_who_argued_does_not_evaluate(self, cast: Cast) -> None:
        decision = decided(cast)
        assert refusal(evaluate, cast, decision, unit_id=cast.units["D02"].pk).code == "evaluate_same_unit"
        found = refusal(evaluate, cast, decision, unit_id=None, evaluator="县财政局")
        assert (found.code, "提请单位" in found.text) == ("evaluate_same_unit", True)
        assert evaluate(cast, decision, unit_id=None, evaluator="示例大学评估中心").evaluated_on == TODAY

    def test_nor_who_assessed_the_risk_or_lent_an_expert(self, cast: Cast) -> None:
        decision = decided(cast)
        assert decision.matter is not None
        decision.matter.steps.create(kind="risk", on=TODAY, values={"by": "县委政法委", "conclusion": "low"})
        expert = arguing.expert(cast, organization_id=cast.units["D04"].pk)
        row = decision.matter.consultations.create(
            number="咨2023-900", question="可行？", asked_on=TODAY, due_on=TODAY, concluded_on=TODAY, state="concluded"
        )
        row.advices.create(expert=expert, text="可行。", replied_on=TODAY)
        assert refusal(evaluate, cast, decision, unit_id=None, evaluator="县委政法委").code == "evaluate_same_unit"
        assert refusal(evaluate, cast, decision, unit_id=cast.units["D04"].pk).code == "evaluate_same_unit"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"unit_id": None}, "evaluate_who"),
            ({"conclusion": " "}, "field_required"),
            ({"advice": "praise"}, "field_invalid"),
            ({"day": desk.DAY - DAY}, "evaluate_before"),
            ({"who": "常委"}, "forbidden"),
        ],
    )
    def test_what_is_refused(self, cast: Cast, changes: dict[str, Any], code: str) -> None:
        assert refusal(evaluate, cast, decided(cast), **changes).code == code

    def test_an_ordinary_decision_is_not_evaluated(self, cast: Cast) -> None:
        assert refusal(evaluate, cast, decided(cast, "ordinary")).code == "evaluate_not_due"

    def test_it_waits_for_the_office_and_the_leader(self, cast: Cast) -> None:
        decision = decided(cast)
        assert waiting_for(cast.actor("秘书")) == []
        near = decision.evaluate_on - DAY  # type: ignore[operator]  # a major decision has its day
        assert [row.what for row in waiting_for(cast.actor("秘书", near))] == ["临近评估期限的重大决策 1 项"]
        assert [row.what for row in waiting_for(cast.actor("秘书", near + 5 * DAY))] == ["逾期未评估的重大决策 1 项"]
        assert [row.what for row in waiting_for(cast.actor("常委", near))] == [decision.title]
        assert waiting_for(cast.actor("别的常委", near)) == []
        evaluate(cast, decision)
        assert waiting_for(cast.actor("秘书", near)) == []


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the rows are made anew each time
@given(
    days=st.lists(st.tuples(st.integers(-400, 400), st.booleans()), max_size=6),
    at=st.integers(-60, 60),
)
def test_the_filter_agrees_with_the_light(cast: Cast, days: list[tuple[int, bool]], at: int) -> None:
    Decision.objects.all().delete()
    today = TODAY + at * DAY
    rows = [
        Decision.objects.create(
            number=f"评{number}", source="meeting", title="甲", text="乙", outcome="agreed", decided_on=TODAY,
            effective_on=TODAY, evaluate_on=TODAY + away * DAY, evaluated_on=TODAY if done else None,
        )
        for number, (away, done) in enumerate(days)
    ]  # fmt: skip
    clerk = cast.actor("秘书")
    for kind, _ in STANDINGS:
        found = {row.pk for row in evaluations(clerk, today, kind=kind)}
        assert found == {row.pk for row in rows if standing(row, today) == kind}


@pytest.mark.django_db
def test_the_county_says_what_is_near(cast: Cast) -> None:
    decision = decided(cast)
    assert decision.evaluate_on
    before = decision.evaluate_on - 20 * DAY
    assert standing(decision, before) == "due"
    Parameter.objects.create(key="evaluation_soon_days", value=10, since=TODAY)
    assert standing(decision, before) == "normal"


@pytest.mark.django_db
@pytest.mark.usefixtures("at_noon")
class TestProcedure:
    def test_the_findings_of_the_gates_are_kept_with_the_decision(self, cast: Cast) -> None:
        gates = kept_gates(decided(cast))
        assert {line.gate for line in gates} >= {"上会", "开会", "表决", "形成结论"}
        assert all(line.satisfied or line.open for line in gates)

    def test_what_was_not_satisfied_stands_there_with_its_reason(self, cast: Cast) -> None:
        decision = file_direct(cast, decided_on=desk.DAY - 60 * DAY)
        found = [finding for line in kept_gates(decision) for finding in line.open]
        assert found
        assert all(finding.reason and finding.citation.startswith("《") for finding in found)

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("书记", True),
            ("县委办主任", True),
            ("秘书", True),
            ("督查员", True),
            ("纪委", True),
            ("审计员", True),
            ("常委", False),
            ("别的常委", False),
            ("单位负责人", False),
            ("联络员", False),
        ],
    )
    def test_only_who_answers_for_it_sees_it(self, cast: Cast, login: Login, who: str, sees: bool) -> None:
        person = cast.people["06号常委"]
        decision = decided(cast, votes={person.pk: "no"}, gists={person.pk: "资金来源须再论证"})
        answer = login(who).get(f"/decisions/{decision.pk}/")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert ("决策程序与不同意见" in page, "资金来源须再论证" in page, "程序核对留存" in page) == (sees, sees, sees)

    def test_the_list_and_the_form_can_be_opened(self, cast: Cast, login: Login) -> None:
        decision = decided(cast)
        client = login("秘书")
        page = client.get("/decisions/evaluations/").content.decode()
        assert decision.title in page
        assert "正常" in page
        form = client.get(f"/decisions/{decision.pk}/evaluate/").content.decode()
        assert "县委组织部" in form
        assert "县财政局" not in form.split("评估单位")[1].split("</select>")[0]
        assert client.get("/decisions/evaluations/?export=xlsx").status_code == 200
        assert client.get("/decisions/evaluations/?kind=late").status_code == 200
