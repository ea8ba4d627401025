"""Shares at their boundaries: 以上 includes the number, 超过 does not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yixing_core.errors import Refusal
from yixing_core.voting.rule import PRESETS, Base, Compare, Threshold, VotingRule

HALF_OVER = Threshold(1, 2, Compare.MORE_THAN, Base.ENTITLED)
HALF = Threshold(1, 2, Compare.AT_LEAST, Base.ENTITLED)
TWO_THIRDS = Threshold(2, 3, Compare.AT_LEAST, Base.ENTITLED)
TWO_THIRDS_OVER = Threshold(2, 3, Compare.MORE_THAN, Base.ENTITLED)


@pytest.mark.parametrize(
    ("count", "half", "half_over", "two_thirds", "two_thirds_over"),
    [
        (1, 1, 1, 1, 1),
        (2, 1, 2, 2, 2),
        (3, 2, 2, 2, 3),
        (6, 3, 4, 4, 5),
        (9, 5, 5, 6, 7),
        (10, 5, 6, 7, 7),
        (11, 6, 6, 8, 8),
        (12, 6, 7, 8, 9),
        (13, 7, 7, 9, 9),
        (33, 17, 17, 22, 23),
        (34, 17, 18, 23, 23),
        (35, 18, 18, 24, 24),
        (36, 18, 19, 24, 25),
    ],
)
def test_boundaries(count, half, half_over, two_thirds, two_thirds_over):
    assert [t.needed(count) for t in (HALF, HALF_OVER, TWO_THIRDS, TWO_THIRDS_OVER)] == [
        half,
        half_over,
        two_thirds,
        two_thirds_over,
    ]


SHARES = st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] < pair[1])


@given(SHARES, st.sampled_from(Compare), st.integers(1, 200))
def test_needed_is_the_smallest_number_that_satisfies_the_share(share, compare, count):
    threshold = Threshold(*share, compare, Base.ENTITLED)

    def enough(number):
        part = Fraction(number, count)
        return part > Fraction(*share) if compare is Compare.MORE_THAN else part >= Fraction(*share)

    assert threshold.needed(count) == next(number for number in range(count + 2) if enough(number))
    assert all(threshold.met(number, count) is enough(number) for number in range(count + 1))


def test_of_nobody_one_is_still_needed():
    assert [t.needed(0) for t in (HALF, HALF_OVER, TWO_THIRDS, TWO_THIRDS_OVER)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (HALF_OVER, "超过应到会半数"),
        (TWO_THIRDS, "达到应到会三分之二"),
        (Threshold(3, 4, Compare.AT_LEAST, Base.PRESENT), "达到实到会四分之三"),
        (Threshold(1, 1, Compare.AT_LEAST, Base.CAST), "达到收回票全体"),
        (Threshold(11, 20, Compare.MORE_THAN, Base.CAST), "超过收回票20分之11"),
    ],
)
def test_words(threshold, words):
    assert threshold.verdict(100, 100) == words
    assert threshold.verdict(0, 100) == "未" + words


@pytest.mark.parametrize(
    ("numerator", "denominator", "compare"),
    [(0, 2, "at_least"), (3, 2, "at_least"), (-1, 2, "at_least"), (2, 2, "more_than"), (0, 0, "at_least")],
)
def test_shares_that_make_no_sense(numerator, denominator, compare):
    with pytest.raises(Refusal) as refusal:
        Threshold(numerator, denominator, Compare(compare), Base.ENTITLED)
    assert refusal.value.code == "voting.rule"


def test_rules_that_make_no_sense():
    with pytest.raises(Refusal, match="应到会人数计算"):
        VotingRule(Threshold(1, 2, Compare.AT_LEAST, Base.PRESENT), HALF_OVER)
    with pytest.raises(Refusal, match="应计入应到会"):
        VotingRule(HALF, HALF_OVER, recused_in_base=False, recused_may_vote=True)


@pytest.mark.parametrize("name", PRESETS)
def test_rules_are_stored_and_read_back(name):
    assert VotingRule.from_data(PRESETS[name].to_data()) == PRESETS[name]


GOOD = PRESETS["standing_committee"].to_data()


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"quorum": 1},
        {"quorum": {"numerator": 1}},
        {"majority": {**GOOD["majority"], "numerator": "1"}},
        {"majority": {**GOOD["majority"], "numerator": True}},
        {"majority": {**GOOD["majority"], "compare": "about"}},
        {"majority": {**GOOD["majority"], "base": None}},
        {"recused_in_base": 1},
        {"recused_may_vote": None},
        {"basis": "LC-12"},
        {"basis": [1]},
    ],
)
def test_stored_rules_that_cannot_be_read(change):
    with pytest.raises(Refusal) as refusal:
        VotingRule.from_data({**GOOD, **change})
    assert refusal.value.code == "voting.rule"


def test_a_key_that_is_absent_is_named():
    with pytest.raises(Refusal, match="basis"):
        VotingRule.from_data({key: value for key, value in GOOD.items() if key != "basis"})
