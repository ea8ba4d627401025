"""The benchmark compares like with like: its forty rules by hand answer as the packs do today."""

from benchmarks.plain_rules import RULES
from benchmarks.rules import DAY, GATE, by_gate, by_hand, forty, situations

CASES = 2000
"""Enough that each of the forty meets at least three statuses."""


def test_the_rules_by_hand_are_those_of_the_packs() -> None:
    rulebook = forty()
    assert len(RULES) == len(rulebook.rules(DAY, GATE))
    cases = situations(rulebook, CASES)
    assert by_hand(rulebook, cases) == by_gate(rulebook, cases)


def test_every_rule_meets_at_least_three_statuses() -> None:
    rulebook = forty()
    answers = by_hand(rulebook, situations(rulebook, CASES))
    for rule, met in zip(rulebook.rules(DAY, GATE), zip(*answers, strict=True), strict=True):
        assert len(set(met)) >= 3, rule.id
