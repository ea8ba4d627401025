"""Fuzzing: whatever stands in an expression, a sentence or a file, it is refused or it is harmless.

Harmless means: it is made of facts and values only, it ends at once with a value of its kind, the generated code says
what the walk says, and that code names nothing but what the language has.
"""

import math
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import CodeType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.core.rules.strategies import conditions, values
from tests.rules.packs import packs
from yixing_core.rules.catalogue import FACTS, nest
from yixing_core.rules.codegen import MISSING, SATISFIED, VIOLATED, _Writer, compile_gate
from yixing_core.rules.expression import MAX_CHARACTERS, MAX_NODES, Expression, ExpressionError, parse
from yixing_core.rules.kinds import LARGEST, Fact, Kind, Value
from yixing_core.rules.nodes import Literal, Ref, walk
from yixing_core.rules.reach import reach
from yixing_core.rules.trace import quotient, trace, weekdays
from yixing_core.rules.wording import answered, words
from yixing_core.workdays.calendar import default_calendar

DAY = date(2023, 6, 12)
SECONDS = 2.0
CLASSES: dict[Kind, type | tuple[type, ...]] = {
    Kind.BOOL: bool,
    Kind.INT: int,
    Kind.DECIMAL: (Decimal, int),
    Kind.TEXT: str,
    Kind.DATE: date,
    Kind.ENUM: str,
    Kind.ENUMS: tuple,
    Kind.FRACTION: Fraction,
}

# Everything the generated function may name: the groups' reading, the language's functions, the checked classes.
NAMED = {"get", "__class__", "days", "bool", "int", "str", "dict", "date", "len"}
NAMED |= {"shift", "fewest", "over", "quotient", "workdays"}

REAL = sorted({each.text for pack in packs() for rule in pack.rules for each in (rule.when, rule.check) if each})
DUNDERS = [
    "__import__",
    "__class__",
    "__builtins__",
    "__globals__",
    "__subclasses__",
    "__code__",
    "gate",
    "facts",
    "f0",
]
WORDS = [*DUNDERS, "present", "body", "params", "on", "body.kind", "steps.legal.done", "open", "exec", "self", "os"]
ATOMS = st.one_of(
    st.sampled_from(WORDS),
    st.integers(-(10**40), 10**40).map(str),
    st.sampled_from(["1e308", "1e-308", "1e400", "0x7fffffffffffffff", "1_0", "1j", "9" * 900, "...", "None", "b'x'"]),
    st.text(max_size=6).map(repr),
    st.sampled_from(["'\\ud800'", "'\\x00'", "'a'*9999999999", "f'{present}'", 'fraction("1e-99999999")', "'％s'"]),
    st.sampled_from(["ｐresent", "рresent", "pre\u200bsent", "ℝ", "present\u3000", "“present”", "\x00", "\r", "\x0c"]),
)
FORMS = [
    "{0}.{1}", "{0}[{1}]", "{0}[{1}:{2}]", "{0}({1})", "{0}(*{1})", "{0}(x={1})", "(lambda: {0})()", "(lambda x: x)({0})",
    "[{0} for x in {1}]", "{{{0} for x in {1}}}", "({0} for x in {1})", "{{{0}: {1}}}", "(x := {0})", "f'{{{0}}}'",
    "{0} if {1} else {2}", "{0} and {1}", "{0} or {1}", "not {0}", "-{0}", "~{0}", "+{0}", "{0} ** {1}", "{0} << {1}",
    "{0} % {1}", "{0} / {1}", "{0} // {1}", "{0} * {1}", "{0} @ {1}", "{0} < {1} <= {2}", "{0} in {1}", "{0} is {1}",
    "{0} in [{1}, {2}]", "known({0})", "count({0}, {1})", "all_of({0}, {1})", "days({0}, {1})", "date({0})",
    "fraction({0})", "fewest({0}, {1})", "await {0}", "(yield {0})", "*{0}", "{0}; {1}", "{0} # {1}", "({0}\n{1})",
]  # fmt: skip


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A form of Python around smaller texts."""
    return st.builds(lambda form, parts: form.format(*parts), st.sampled_from(FORMS), st.tuples(inner, inner, inner))


PYTHON = st.recursive(ATOMS, grown, max_leaves=12)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """A real expression of the packs with pieces of others, of Python and of nonsense put into it."""
    text = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 4))):
        place, cut = draw(st.integers(0, len(text))), draw(st.integers(0, 12))
        piece = draw(st.sampled_from(REAL).map(lambda other: other[:20]) | ATOMS | st.text(max_size=4) | st.just(""))
        text = text[:place] + piece + text[place + cut :]
    return text


NESTED = st.builds(
    lambda opening, count, core, closing: opening * count + core + closing * count,
    st.sampled_from(["(", "not ", "-", "[", "{", "count(", "known(", "present if ", "(1 < ", "lambda: ", "f'{"]),
    st.integers(1, 400),
    ATOMS,
    st.sampled_from([")", "", "]", "}", " else 1", " < 2)", "}'"]),
)


@given(st.text(max_size=120) | PYTHON | mangled() | NESTED, st.data())
@example("fewest(fraction('1e-99999999'), present) > 1", None)
@example("matter.amount * matter.amount // 7 > 1", None)
@example("present > 0.1e-300", None)
@example("steps.government.reference == '\\ud800'", None)
@example("present > \ud800", None)
@example("x" * 10_000_000, None)
@example("a." * 400 + "a", None)
@example("present" + " + present" * 90 + " > 1", None)
@example("workdays(on - 99999999, on + 99999999) > 1", None)
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_refused_or_harmless(text: str, data: st.DataObject | None) -> None:
    start = time.process_time()
    read = _read(text)
    if isinstance(read, Expression):
        assert_harmless(read, data)
    else:
        assert read.what
        assert read.mend
        str(read).encode()
    assert time.process_time() - start < SECONDS


@given(conditions(3).filter(lambda text: len(text) < MAX_CHARACTERS), st.data())
@settings(max_examples=200, deadline=None)
def test_what_is_well_formed_is_harmless(text: str, data: st.DataObject) -> None:
    assert_harmless(parse(text), data)


@pytest.mark.parametrize("text", REAL)
def test_what_the_packs_say_is_harmless(text: str) -> None:
    assert_harmless(parse(text), None)


@given(st.text(max_size=60) | PYTHON | mangled() | st.sampled_from(sorted(FACTS)), st.data())
@settings(max_examples=500, deadline=None)
def test_what_stands_in_a_sentence_is_refused_or_harmless(text: str, data: st.DataObject) -> None:
    """``{…}`` in a message may be of any kind, so it may be a sum, a date or a list as well."""
    expression = _read(text, kind=None)
    if not isinstance(expression, Expression):
        return
    for facts in _worlds(expression, data):
        value = trace(expression.root, facts, weekdays).value
        assert value is None or isinstance(value, CLASSES[expression.root.kind])
        assert len(answered(expression.root, value).encode()) < 5000


def _read(text: str, kind: Kind | None = Kind.BOOL) -> Expression | ExpressionError:
    try:
        return parse(text, kind)
    except ExpressionError as refused:
        return refused


def assert_harmless(expression: Expression, data: st.DataObject | None) -> None:
    """Facts and values only, code of known names only, and the same answer on both ways in every world."""
    nodes = list(walk(expression.root))
    assert len(nodes) <= 2 * MAX_NODES
    assert all(FACTS[node.fact.name] is node.fact for node in nodes if isinstance(node, Ref))
    assert all(isinstance(node.value, CLASSES[node.kind]) for node in nodes if isinstance(node, Literal))
    calendars = (weekdays, default_calendar().workdays_between)
    for workdays in calendars:
        judge = compile_gate([(None, expression), (expression, expression)], None, workdays)
        _assert_closed(judge)
        for facts in _worlds(expression, data):
            value = trace(expression.root, facts, workdays).value
            assert value in {True, False, None}
            assert value is None or isinstance(value, bool)
            status = MISSING if value is None else SATISFIED if value else VIOLATED
            given_ = nest({name: each for name, each in facts.items() if name != "on"})
            assert judge(given_, facts["on"]) == (status, 3 if value is False else status)  # type: ignore[arg-type]
            assert answered(expression.root, value)
    words(expression.root).encode()
    start = time.process_time()
    reach(expression)
    assert time.process_time() - start < 30 * SECONDS


def _assert_closed(judge: Callable[..., Any]) -> None:
    code: CodeType = judge.__code__
    assert {name for name in code.co_names if not name.removeprefix("k").isdecimal()} <= NAMED
    assert not any(isinstance(constant, CodeType) for constant in code.co_consts)
    assert code.co_freevars == code.co_cellvars == ()
    space: dict[str, Any] = judge.__globals__
    assert space["__builtins__"] == {}
    allowed = NAMED | {"gate", "__builtins__"}
    assert {name for name in space if not name.removeprefix("k").isdecimal()} <= allowed


def _worlds(expression: Expression, data: st.DataObject | None) -> list[dict[str, Value]]:
    """Nothing recorded, everything at its ends, and a few at random."""
    worlds: list[dict[str, Value]] = [dict.fromkeys((fact.name for fact in expression.facts), None)]
    worlds += [{fact.name: _end(fact, largest=largest) for fact in expression.facts} for largest in (True, False)]
    for _ in range(3 if data else 0):
        assert data is not None
        worlds.append({fact.name: data.draw(st.none() | values(fact)) for fact in expression.facts})
    return [world | {"on": DAY} for world in worlds]


def _end(fact: Fact, *, largest: bool) -> Value:  # noqa: PLR0911  (one return per kind)
    match fact.kind:
        case Kind.BOOL:
            return largest
        case Kind.INT:
            return LARGEST if largest else -LARGEST
        case Kind.DECIMAL:
            return Decimal(LARGEST) if largest else Decimal("-0.00000000000000000001")
        case Kind.DATE:
            return date.max if largest else date.min
        case Kind.ENUM:
            return list(fact.choices or {"": ""})[-1 if largest else 0]
        case Kind.ENUMS:
            return tuple(fact.choices or ()) if largest else ()
        case Kind.FRACTION:
            return Fraction(1) if largest else Fraction(0)
    return "字" * 1000 if largest else ""


@given(st.decimals(-LARGEST, LARGEST, places=6), st.integers(-LARGEST, LARGEST).filter(bool))
def test_division_is_rounded_down_whatever_the_size(left: Decimal, right: int) -> None:
    for number in (left, left * left):
        assert quotient(number, right) == math.floor(Fraction(number) / right)


def test_code_is_made_of_the_language_only() -> None:
    """The check above would notice a name that is not the language's own."""
    judge = _Writer(weekdays).function(["return (open,)"])
    with pytest.raises(AssertionError):
        _assert_closed(judge)
    with pytest.raises(NameError):
        judge({}, DAY)


def test_a_text_of_ten_million_characters_takes_no_memory() -> None:
    text = "present > 1 and " * 625_000
    tracemalloc.start()
    try:
        with pytest.raises(ExpressionError, match="太长"):
            parse(text)
        assert tracemalloc.get_traced_memory()[1] < 4 * len(text)
    finally:
        tracemalloc.stop()
