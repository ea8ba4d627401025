"""The formulas that the benchmark's other engines get say what the language says: the walk is the oracle."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.engines.logic import (
    All,
    Fits,
    Formula,
    Recorded,
    Some,
    UntranslatableError,
    alternatives,
    come_to,
)
from tests.core.rules.strategies import conditions, values
from yixing_core.rules.expression import Expression, parse
from yixing_core.rules.kinds import Value
from yixing_core.rules.trace import trace

MOST_ROWS = 500


def holds(formula: Formula, facts: Mapping[str, Value]) -> bool:
    """A naive reading of a formula."""
    match formula:
        case All():
            return all(holds(part, facts) for part in formula.parts)
        case Some():
            return any(holds(part, facts) for part in formula.parts)
        case Recorded():
            return (facts.get(formula.name) is not None) is formula.wanted
        case Fits():
            known = all(facts.get(name) is not None for name in formula.names)
            return known and trace(formula.node, facts).value is formula.wanted


@given(conditions(2).filter(lambda text: len(text) < 600), st.data())
@settings(max_examples=300, deadline=None)
def test_two_formulas_say_what_three_values_say(text: str, data: st.DataObject) -> None:
    expression = parse(text)
    try:
        formulas = {wanted: come_to(expression, wanted=wanted) for wanted in (True, False)}
    except UntranslatableError:
        return
    facts = _facts(expression, data)
    value = trace(expression.root, facts).value
    for wanted, formula in formulas.items():
        assert holds(formula, facts) is (value is wanted)
        if _rows(formula) <= MOST_ROWS:
            assert any(holds(All(row), facts) for row in alternatives(formula)) is (value is wanted)


def test_what_two_values_cannot_say_is_refused() -> None:
    with pytest.raises(UntranslatableError):
        come_to(parse("(present if poll.urgent else 3) > 2"), wanted=True)


def _facts(expression: Expression, data: st.DataObject) -> dict[str, Value]:
    drawn: dict[str, Value] = {
        fact.name: data.draw(st.none() | values(fact), label=fact.name) for fact in expression.facts
    }
    return drawn | {"on": data.draw(st.dates(), label="on")}


def _rows(formula: Formula) -> int:
    match formula:
        case All():
            count = 1
            for part in formula.parts:
                count *= _rows(part)
            return count
        case Some():
            return sum(_rows(part) for part in formula.parts)
    return 1
