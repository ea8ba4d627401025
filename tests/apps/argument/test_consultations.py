"""专家库 and 咨询书: who may be asked, what is taken down, and the step that follows from it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.apps.argument import arguing
from tests.apps.matters.refusing import refused
from tests.cast import TODAY, Cast
from yixing.argument import actions
from yixing.argument.derived import expert_values
from yixing.argument.models import Advice, Consultation, Expert
from yixing.argument.state import consultation_state
from yixing.attachments.models import Attachment
from yixing.ledger.models import Entry
from yixing.matters.actions import step_record
from yixing.matters.facts import matter_facts
from yixing.matters.models import Matter, Step
from yixing.matters.routing import route

pytestmark = pytest.mark.django_db


def experts_of(matter: Matter) -> dict[str, object]:
    facts = matter_facts(Matter.objects.get(pk=matter.pk), TODAY)["steps"].get("experts", {})
    return {key: facts.get(key) for key in ("count", "signed", "conflicted", "adoption_table")}


class TestPool:
    def test_an_expert_is_registered_changed_and_leaves(self, cast: Cast) -> None:
        row = arguing.expert(cast)
        assert (row.field, row.since, row.until) == ("economy", arguing.EARLIER, None)
        given = {"name": "专家01", "field": "law", "workplace": "示例大学", "until": TODAY}
        actions.expert_set(cast.call("县委办主任"), expert_id=row.pk, version=row.version, **given)
        row.refresh_from_db()
        assert (row.field, row.since, row.until) == ("law", arguing.EARLIER, TODAY)
        assert Entry.objects.filter(action="expert.set", subject=f"expert/{row.pk}").count() == 2

    def test_nobody_is_in_the_pool_twice(self, cast: Cast) -> None:
        arguing.expert(cast)
        with refused("expert_twice"):
            arguing.expert(cast)
        with refused("expert_span"):
            arguing.expert(cast, "专家02", until=arguing.EARLIER - dt.timedelta(days=1))
        with refused("field_invalid"):
            arguing.expert(cast, "专家03", field="astrology")
        assert Expert.objects.count() == 1

    def test_units_do_not_keep_the_pool(self, cast: Cast) -> None:
        with refused("forbidden"):
            actions.expert_set(cast.call("联络员"), name="专家09", field="law", workplace="某所")

    def test_the_name_of_an_expert_is_not_on_the_ledger(self, cast: Cast) -> None:
        arguing.expert(cast)
        assert "专家01" not in Entry.objects.get(action="expert.set").line


class TestAsk:
    def test_each_expert_gets_an_open_line(self, cast: Cast) -> None:
        row = arguing.asked(cast)
        assert (row.number, row.state) == ("咨2023-001", "asked")
        assert [advice.expert.name for advice in row.advices.all()] == ["专家01", "专家02", "专家03"]

    def test_people_of_the_asking_unit_are_not_asked(self, cast: Cast) -> None:
        own = arguing.expert(cast, organization_id=cast.units["D02"].pk)
        with refused("consultation_interested"):
            arguing.asked(cast, experts=[own])

    def test_only_who_is_in_the_pool_that_day(self, cast: Cast) -> None:
        gone = arguing.expert(cast, until=TODAY - dt.timedelta(days=1))
        with refused("consultation_unknown_expert"):
            arguing.asked(cast, experts=[gone])
        with refused("consultation_experts"):
            arguing.asked(cast, experts=[])

    def test_days_must_fit(self, cast: Cast) -> None:
        matter, experts = arguing.matter(cast), arguing.pool(cast)
        with refused("consultation_due"):
            arguing.asked(cast, matter, experts, due_on=TODAY - dt.timedelta(days=1))
        with refused("consultation_held"):
            arguing.asked(cast, matter, experts, mode="meeting")
        held = arguing.asked(cast, matter, experts, mode="meeting", held_on=arguing.LATER, place="县会议中心")
        assert (held.due_on, held.held_on) == (arguing.LATER, arguing.LATER)
        with refused("consultation_not_held"):
            arguing.say(cast, held)

    def test_another_unit_does_not_learn_of_it(self, cast: Cast) -> None:
        row = arguing.asked(cast)
        with refused("not_found"):
            actions.consultation_conclude(cast.call("外单位联络员"), consultation_id=row.pk, lines=[])

    def test_an_offline_matter_is_argued_on_paper(self, cast: Cast) -> None:
        offline = arguing.matter(
            cast,
            is_offline=True,
            title="",
            reason="",
            requests="",
            presenter="",
            report_words=None,
            amount=None,
            fund_source="",
        )
        with refused("matter_offline_papers"):
            arguing.asked(cast, offline)


class TestAnswer:
    def test_all_answers_in_means_answered(self, cast: Cast) -> None:
        row = arguing.asked(cast)
        assert arguing.say(cast, row, 0).state == "asked"
        arguing.say(cast, row, 1)
        assert arguing.say(cast, row, 2).state == "answered"

    def test_an_opinion_or_an_interest(self, cast: Cast) -> None:
        row = arguing.asked(cast)
        with refused("consultation_text"):
            arguing.say(cast, row, text=" ")
        arguing.say(cast, row, text="", is_conflicted=True)
        advice = row.advices.order_by("pk")[0]
        assert (advice.is_conflicted, advice.is_signed, advice.text) == (True, False, "")

    def test_no_answer_before_the_question(self, cast: Cast) -> None:
        row = arguing.asked(cast)
        with refused("consultation_before"):
            arguing.say(cast, row, day=TODAY - dt.timedelta(days=1))

    def test_the_scan_stays_with_the_consultation(self, cast: Cast) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415  (only here)

        row = arguing.asked(cast)
        scan = SimpleUploadedFile("意见.pdf", b"%PDF-1.4 a\n%%EOF\n", "application/pdf")
        arguing.say(cast, row, evidence=scan)
        assert Attachment.objects.get().subject == f"consultation/{row.pk}"


class TestConclude:
    def test_the_step_follows_from_the_records(self, cast: Cast) -> None:
        row = arguing.answered(cast)
        arguing.say(cast, row, 1, is_signed=False)
        row = arguing.conclude(cast, row)
        assert row.state == "concluded" == consultation_state(row, row.advices.all())
        step = Step.objects.get(kind="experts")
        assert (step.origin, step.document, step.on) == (f"consultation/{row.pk}", row.number, TODAY)
        assert experts_of(row.matter) == {"count": 3, "signed": 2, "conflicted": 0, "adoption_table": True}

    def test_the_rule_is_satisfied_and_was_not_before(self, cast: Cast) -> None:
        matter = arguing.matter(cast)
        before = {finding.rule: finding for finding in route(matter, TODAY).findings}
        assert before["XC-06"].unmet
        arguing.concluded(cast, matter)
        after = {finding.rule: finding for finding in route(Matter.objects.get(pk=matter.pk), TODAY).findings}
        assert not after["XC-06"].unmet

    def test_what_is_not_adopted_needs_its_reason(self, cast: Cast) -> None:
        row = arguing.answered(cast)
        with refused("advice_reason"):
            arguing.conclude(cast, row, adoption="partly")
        with refused("advice_adoption"):
            actions.consultation_conclude(cast.call("联络员"), consultation_id=row.pk, lines=[])
        other = arguing.answered(cast, experts=[arguing.expert(cast, "专家09")])
        foreign = [{"advice_id": other.advices.get().pk, "adoption": "adopted", "reason": ""}]
        with refused("advice_line"):
            actions.consultation_conclude(cast.call("联络员"), consultation_id=row.pk, lines=foreign)
        assert not Step.objects.exists()

    def test_nothing_is_concluded_from_nothing(self, cast: Cast) -> None:
        row = arguing.asked(cast)
        arguing.say(cast, row, text="", is_conflicted=True)
        with refused("consultation_no_opinion"):
            arguing.conclude(cast, row)

    def test_who_stands_aside_counts_nowhere_and_who_speaks_in_spite_of_it_is_named(self, cast: Cast) -> None:
        row = arguing.asked(cast)
        arguing.say(cast, row, 0)
        arguing.say(cast, row, 1, is_conflicted=True)
        arguing.say(cast, row, 2, text="", is_conflicted=True)
        arguing.conclude(cast, row)
        assert experts_of(row.matter) == {"count": 2, "signed": 2, "conflicted": 1, "adoption_table": True}

    def test_a_supplement_is_counted_together_and_a_new_one_replaces(self, cast: Cast) -> None:
        matter = arguing.matter(cast)
        first, second, third, fourth = arguing.pool(cast, 4)
        arguing.concluded(cast, matter, experts=[first, second])
        more = arguing.concluded(cast, matter, experts=[second, third], is_supplement=True)
        assert more.is_supplement
        assert experts_of(matter)["count"] == 3
        arguing.concluded(cast, matter, experts=[fourth])
        assert experts_of(matter)["count"] == 1

    def test_the_first_is_no_supplement(self, cast: Cast) -> None:
        assert not arguing.asked(cast, is_supplement=True).is_supplement

    def test_adoption_may_be_written_anew_and_one_step_stands(self, cast: Cast) -> None:
        row = arguing.concluded(cast)
        with refused("consultation_concluded"):
            arguing.say(cast, row)
        arguing.conclude(cast, Consultation.objects.get(pk=row.pk))
        assert Step.objects.filter(kind="experts", is_revoked=False).count() == 1
        assert Step.objects.filter(kind="experts").count() == 2

    def test_a_step_that_follows_is_not_corrected_by_hand(self, cast: Cast) -> None:
        row = arguing.concluded(cast)
        step = Step.objects.get(kind="experts")
        with refused("step_derived"):
            step_record(
                cast.call("联络员"), matter_id=row.matter_id, kind="experts", values={"count": 9}, corrects_id=step.pk
            )


ADVICE = st.builds(
    Advice,
    expert_id=st.integers(1, 4),
    text=st.sampled_from(["", "同意。"]),
    is_signed=st.booleans(),
    is_conflicted=st.booleans(),
    adoption=st.sampled_from(["", "adopted"]),
)


@given(st.lists(ADVICE, max_size=6))
def test_counts_agree_with_counting_by_hand(advices: list[Advice]) -> None:
    last: dict[int, Advice] = {}
    for advice in advices:
        if advice.text:
            last[advice.expert_id] = advice
    found = expert_values(advices)
    assert found["count"] == len(last)
    assert found["signed"] == len([each for each in last.values() if each.is_signed])
    assert found["conflicted"] == len([each for each in last.values() if each.is_conflicted])
    assert found["signed"] <= found["count"]
