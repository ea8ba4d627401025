"""Quorum and result, with the sentences that a secretary reads out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yixing_core.errors import Refusal
from yixing_core.voting.poll import Counts, Outcome, consultation, poll_result, quorum
from yixing_core.voting.rule import PRESETS, Base, Compare, Threshold, VotingRule

STANDING = PRESETS["standing_committee"]
CADRE = PRESETS["standing_committee.cadre"]
FULL = PRESETS["full_committee"]


@pytest.mark.parametrize(
    ("rule", "entitled", "present", "sentence"),
    [
        (STANDING, 11, 9, "应到11人、实到9人，符合规定人数（需6人以上）"),
        (STANDING, 11, 6, "应到11人、实到6人，符合规定人数（需6人以上）"),
        (STANDING, 11, 5, "应到11人、实到5人，不足规定人数（需6人以上）"),
        (STANDING, 12, 6, "应到12人、实到6人，符合规定人数（需6人以上）"),
        (CADRE, 11, 8, "应到11人、实到8人，符合规定人数（需8人以上）"),
        (CADRE, 11, 7, "应到11人、实到7人，不足规定人数（需8人以上）"),
        (FULL, 35, 24, "应到35人、实到24人，符合规定人数（需24人以上）"),
        (FULL, 35, 23, "应到35人、实到23人，不足规定人数（需24人以上）"),
    ],
)
def test_quorum(rule, entitled, present, sentence):
    result = quorum(rule, entitled=entitled, present=present)
    assert result.sentence == sentence
    assert result.met is ("符合" in sentence)


@pytest.mark.parametrize(
    ("rule", "numbers", "outcome", "sentence"),
    [
        (STANDING, (11, 9, 6), "carried", "同意6票，超过应到会半数（需6票），通过"),
        (STANDING, (11, 9, 5), "not_carried", "同意5票，未超过应到会半数（需6票），未通过"),
        (STANDING, (12, 9, 6), "not_carried", "同意6票，未超过应到会半数（需7票），未通过"),
        (STANDING, (11, 5, 5), "no_quorum", "同意5票，未超过应到会半数（需6票），到会人数不足，表决无效"),
        (CADRE, (11, 7, 7), "no_quorum", "同意7票，超过应到会半数（需6票），到会人数不足，表决无效"),
        (FULL, (35, 30, 18), "carried", "同意18票，超过应到会半数（需18票），通过"),
        (FULL, (35, 30, 17), "not_carried", "同意17票，未超过应到会半数（需18票），未通过"),
    ],
)
def test_result(rule, numbers, outcome, sentence):
    entitled, present, yes = numbers
    result = poll_result(rule, entitled=entitled, present=present, counts=Counts(yes, present - yes))
    assert result.outcome is Outcome(outcome)
    assert result.sentences[-1] == sentence
    assert result.carried is (outcome == "carried")


def test_the_sheet_says_everything_that_reduced_the_count():
    counts = Counts(yes=6, no=1, abstain=1, postpone=1, invalid=1)
    result = poll_result(CADRE, entitled=13, present=12, voters=11, counts=counts, written=1)
    assert result.sentences == (
        "应到13人、实到12人，符合规定人数（需9人以上）",
        "回避不参加表决1人",
        "同意6票、不同意1票、弃权1票、缓议1票、无效1票，未投1票",
        "另有书面意见1份，不计入票数",
        "同意6票，未超过应到会半数（需7票），未通过",
    )
    assert result.not_voted == 1


SHARES = st.builds(Threshold, st.integers(1, 4), st.integers(5, 7), st.sampled_from(Compare), st.sampled_from(Base))
RULES = st.builds(VotingRule, SHARES.map(lambda t: replace(t, base=Base.ENTITLED)), SHARES)
SMALL = st.integers(0, 12)


@given(RULES, st.data())
def test_against_counting_people_one_by_one(rule, data):
    """An oracle that holds people in lists and compares with multiplied integers."""
    people = data.draw(st.lists(st.sampled_from(["absent", "recused", "yes", "no", "abstain", "void", "none"])))
    there = [p for p in people if p != "absent"]
    voters = [p for p in there if p != "recused"]
    cast = [p for p in voters if p != "none"]
    counts = Counts(*(cast.count(kind) for kind in ("yes", "no", "abstain")), invalid=cast.count("void"))
    result = poll_result(rule, entitled=len(people), present=len(there), voters=len(voters), counts=counts)

    def enough(part, whole, t):
        left, right = part * t.denominator, whole * t.numerator
        return part > 0 and (left > right if t.compare is Compare.MORE_THAN else left >= right)

    whole = {Base.ENTITLED: people, Base.PRESENT: there, Base.CAST: cast}[rule.majority.base]
    has_quorum = enough(len(there), len(people), rule.quorum)
    assert result.quorum.met is has_quorum
    assert result.carried is (has_quorum and enough(cast.count("yes"), len(whole), rule.majority))
    assert result.not_voted == voters.count("none")
    assert str(result.needed) in result.sentences[-1]


@given(st.integers(1, 60), st.data())
def test_an_abstention_never_helps(entitled, data):
    """By 应到会 somebody who abstains, is absent or spoils his paper weighs as one who does not agree."""
    present = data.draw(st.integers(0, entitled))
    yes = data.draw(st.integers(0, present))
    rest = present - yes
    results = {
        poll_result(STANDING, entitled=entitled, present=present, counts=counts).outcome
        for counts in (Counts(yes), Counts(yes, no=rest), Counts(yes, abstain=rest), Counts(yes, invalid=rest))
    }
    assert len(results) == 1


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ({"entitled": -1, "present": 0, "counts": Counts(0)}, "voting.number"),
        ({"entitled": 11, "present": 12, "counts": Counts(0)}, "voting.present"),
        ({"entitled": 11, "present": 9, "counts": Counts(-1)}, "voting.number"),
        ({"entitled": 11, "present": 9, "counts": Counts(10)}, "voting.too_many"),
        ({"entitled": 11, "present": 9, "counts": Counts(9), "voters": 8}, "voting.too_many"),
        ({"entitled": 11, "present": 9, "counts": Counts(1), "voters": 10}, "voting.voters"),
        ({"entitled": 11, "present": 9, "counts": Counts(1), "written": -1}, "voting.number"),
        ({"entitled": 11, "present": True, "counts": Counts(1)}, "voting.number"),
    ],
)
def test_numbers_that_contradict_each_other(numbers, code):
    with pytest.raises(Refusal) as refusal:
        poll_result(STANDING, **numbers)
    assert refusal.value.code == code


@pytest.mark.parametrize(("asked", "opposed", "stopped"), [(35, 17, False), (35, 18, True), (34, 17, False)])
def test_a_written_consultation_is_stopped_by_more_than_half(asked, opposed, stopped):
    result = consultation(FULL.majority, asked=asked, opposed=opposed)
    assert result.stopped is stopped
    assert ("不得作出任用决定" in result.sentence) is stopped


def test_no_more_oppose_than_were_asked():
    with pytest.raises(Refusal):
        consultation(FULL.majority, asked=3, opposed=4)
