"""The language of rules: what it says, what it refuses, and that nothing gets out of it."""

import random
import re
import string
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.rules.strategies import conditions, values
from yixing_core.rules.catalogue import FACTS, nest
from yixing_core.rules.codegen import MISSING, NOT_APPLICABLE, SATISFIED, VIOLATED, compile_gate
from yixing_core.rules.expression import MAX_CHARACTERS, Expression, ExpressionError, parse
from yixing_core.rules.kinds import Fact, Kind, Value, coerce
from yixing_core.rules.nodes import facts_of, walk
from yixing_core.rules.trace import fewest, over, shift, trace, unknowns, weekdays
from yixing_core.rules.wording import words

DAY = date(2023, 6, 12)
WRITTEN = conditions(3).filter(lambda text: len(text) < MAX_CHARACTERS * 7 // 10)
HOSTILE = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "present.__class__",
    "body.__class__.__mro__",
    "[x for x in range(10)]",
    "(lambda: present)()",
    "open('/etc/passwd')",
    "exec('1')",
    "eval('present')",
    "globals()",
    "(present := 3) > 2",
    "present ** 99999999",
    "9 ** 9 ** 9 > 1",
    "'a' * 1000000000 == 'a'",
    "1 << 100000 > 1",
    "f'{present}' == '1'",
    "present.real > 1",
    "present if True else present",
    "await present",
    "*present",
    "{present: 1}",
    "{1, 2}",
    "present[0] > 1",
    "known(present, *[1])",
    "fewest(share=1)",
    "count()",
    "days('2023-01-01', on) > 3",
    "present > 10 ** 3",
    "present // (1 - 1) > 2",
    "present // body.entitled > 2",
    "present % 2 == 0",
    "present / 2 > 1",
    "not not not",
    "\x00",
    "present >= 6; import os",
    "print(present)",
    "str(present) == '7'",
    "type(present)",
    "getattr(body, 'kind')",
    "body",
    "params",
    "None",
    "True",
    "...",
    "1e400 > present",
    "999999999999999999999999 > present",
]


def facts_for(expression: Expression, data: st.DataObject) -> dict[str, Value]:
    """Random facts, some not recorded."""
    drawn: dict[str, Value] = {"on": DAY}
    for fact in expression.facts:
        if fact.name != "on":
            drawn[fact.name] = data.draw(st.none() | values(fact), label=fact.name)
    return drawn


def compiled(expression: Expression, facts: dict[str, Value]) -> int:
    """What the generated code says of a rule that always applies."""
    given = nest({name: value for name, value in facts.items() if name != "on"})
    return compile_gate([(None, expression)])(given, DAY)[0]


def status_of(value: Value) -> int:
    return MISSING if value is None else SATISFIED if value else VIOLATED


@given(WRITTEN, st.data())
@settings(max_examples=300, deadline=None)
def test_compiled_code_says_what_the_walk_says(text: str, data: st.DataObject) -> None:
    expression = parse(text)
    facts = facts_for(expression, data)
    assert compiled(expression, facts) == status_of(trace(expression.root, facts).value)


@given(WRITTEN, st.data())
@settings(max_examples=300, deadline=None)
def test_where_everything_is_recorded_the_language_is_plain_python(text: str, data: st.DataObject) -> None:
    """Oracle: Python itself, on the same text, with the functions it needs."""
    expression = parse(text)
    facts = {fact.name: data.draw(values(fact)) for fact in expression.facts if fact.name != "on"} | {"on": DAY}
    names = _namespace(facts) | {
        "fewest": fewest,
        "over": over,
        "workdays": weekdays,
        "__day": timedelta(days=1),
        "days": lambda first, last: (last - first).days,
        "fraction": Fraction,
        "date": date.fromisoformat,
        "known": lambda *found: found != (),
        "count": lambda *parts: len(parts[0]) if isinstance(parts[0], tuple) else sum(parts),
        "all_of": lambda *parts: all(parts),
        "any_of": lambda *parts: (
            any(code in parts[0] for code in parts[1:]) if isinstance(parts[0], tuple) else any(parts)
        ),
    }
    dated = _days_as_shifts(text)
    expected = eval(dated, {"__builtins__": {}}, names)  # noqa: S307  (our own random text, see strategies)
    assert trace(expression.root, facts).value == expected


@given(WRITTEN, st.data())
@settings(max_examples=300, deadline=None)
def test_what_is_known_stays_when_more_is_recorded(text: str, data: st.DataObject) -> None:
    """Soundness: recording a fact that was missing never turns satisfied into violated or back."""
    expression = parse(text)
    facts = facts_for(expression, data)
    before = trace(expression.root, facts).value
    if before is None or "known(" in text:
        return
    for fact in expression.facts:
        if facts.get(fact.name) is None:
            facts[fact.name] = data.draw(values(fact))
    assert trace(expression.root, facts).value == before


@given(WRITTEN, st.data())
@settings(max_examples=200, deadline=None)
def test_what_is_asked_for_settles_the_question(text: str, data: st.DataObject) -> None:
    """Nothing is asked for when the answer is known; when it is unknown, something is, and it is not recorded."""
    expression = parse(text)
    facts = facts_for(expression, data)
    traced = trace(expression.root, facts)
    asked = unknowns(traced)
    assert (traced.value is None) == bool(asked)
    assert all(facts.get(ref.fact.name) is None for ref in asked)


@given(st.text(max_size=80))
@example("(" * 500)
@example("not " * 249 + "present")
@example("-" * 900 + "1")
@settings(max_examples=400, deadline=None)
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    _try(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_gets_out(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert refused.value.what
    assert refused.value.mend


def test_mangled_expressions_never_break_the_machine() -> None:
    """Characters swapped, doubled, dropped in real expressions: an expression or a refusal, nothing else."""
    source = random.Random(20230612)  # noqa: S311  (a fuzzer, not a secret)
    seeds = [
        'body.kind == "plenary" and present >= fewest(params.quorum_plenary, body.entitled)',
        "(known(task.accepted_on) or workdays(task.issued_on, on) <= 2) and not task.overdue",
        'all_of(steps.deliberation.people, "secretary", "deputy") or 9 <= year.standing_members <= 11',
    ]
    alphabet = string.ascii_letters + string.digits + " ()[]{}.,:;=<>!+-*/%\"'\\_@~^&|\n\t，。且"
    for _ in range(3000):
        text = list(source.choice(seeds))
        for _ in range(source.randint(1, 6)):
            place = source.randrange(len(text))
            text[place : place + source.randint(0, 2)] = source.choices(alphabet, k=source.randint(0, 3))
        _try("".join(text))


def _try(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return
    facts: dict[str, Value] = {fact.name: None for fact in expression.facts}
    assert compiled(expression, facts | {"on": DAY}) in {SATISFIED, MISSING, VIOLATED, NOT_APPLICABLE}
    assert words(expression.root)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("present", "整数"),
        ('body.kind == "plenery"', "您是否想写“plenary”"),
        ("body.entiteld > 1", "您是否想写“body.entitled”"),
        ('present == "7"', "不能用“==”比较"),
        ("steps.legal.done == True", "不要写 True"),
        ("present == None", "None"),
        ('steps.legal.on >= "2023-01-01"', "不能用“>=”比较"),
        ("params.majority > 1", "不能用“>”比较"),
        ("present = 6", "读不懂"),
        ("matter.amount", "数（可带小数）"),
        ("body.kind == matter.nature", "不能用“==”比较"),
        ("present in []", "空的"),
        ("present in [body.entitled]", "不能放在取值表里"),
        ('"secretary" in body.kind', "in 用得不对"),
        ("known(present > 1)", "括号里写得不对"),
        ('date("2023-13-01") < on', "写得不对"),
        ('fewest(fraction("3/2"), present) > 1', "不在 0 与 1 之间"),
        ('present if matter.punishment else "a"', "类型不同"),
        ("present and matter.punishment", "不能当条件用"),
        ("x" * (MAX_CHARACTERS + 1), "太长"),
        ("present>1 and " * 70 + "present>1", "太复杂"),
        ("", "空的"),
    ],
)
def test_a_mistake_is_named_with_the_way_out(text: str, what: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert what in refused.value.what
    assert refused.value.mend.endswith("。")


def test_names_are_those_of_the_catalogue_only() -> None:
    expression = parse('body.kind in ["plenary"] and known(present)')
    assert [fact.name for fact in expression.facts] == ["body.kind", "present"]
    assert all(fact.name in FACTS for fact in facts_of(expression.root))
    assert len(list(walk(expression.root))) == 6


@pytest.mark.parametrize(
    ("share", "base", "least", "more"),
    [("2/3", 11, 8, 8), ("2/3", 9, 6, 7), ("1/2", 10, 5, 6), ("1/2", 11, 6, 6), ("2/3", 35, 24, 24), ("1/2", 0, 1, 1)],
)
def test_shares_are_counted_in_whole_people(share: str, base: int, least: int, more: int) -> None:
    assert (fewest(Fraction(share), base), over(Fraction(share), base)) == (least, more)


@given(st.fractions(0, 1, max_denominator=9), st.integers(1, 200))
def test_shares_against_counting(share: Fraction, base: int) -> None:
    assert fewest(share, base) == next(n for n in range(1, base + 2) if n >= share * base)
    assert over(share, base) == next(n for n in range(1, base + 2) if n > share * base)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(-60, 60))
def test_weekdays_against_counting(first: date, span: int) -> None:
    last = shift(first, span)
    step = 1 if span >= 0 else -1
    days = [shift(min(first, last), n + 1) for n in range(abs(span))]
    assert weekdays(first, last) == step * sum(day.isoweekday() <= 5 for day in days)


def test_a_date_beyond_the_calendar_stays_at_its_end() -> None:
    assert shift(date(9999, 12, 30), 10**9) == date.max
    assert shift(date(1, 1, 2), -(10**9)) == date.min
    assert shift(date(2023, 6, 12), 10**15) == date.max


@pytest.mark.parametrize(
    ("kind", "given_", "expected"),
    [
        (Kind.DECIMAL, "5000000.50", Decimal("5000000.50")),
        (Kind.DECIMAL, 5, Decimal(5)),
        (Kind.DATE, "2023-06-12", DAY),
        (Kind.FRACTION, "2/3", Fraction(2, 3)),
        (Kind.BOOL, True, True),
        (Kind.INT, 7, 7),
    ],
)
def test_values_from_outside_become_facts(kind: Kind, given_: Any, expected: Value) -> None:
    assert coerce(Fact("x", kind, "某事", "某处"), given_) == expected


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Kind.INT, True),
        (Kind.INT, "7"),
        (Kind.INT, 10**20),
        (Kind.BOOL, 1),
        (Kind.DECIMAL, "nan"),
        (Kind.DECIMAL, float("inf")),
        (Kind.DECIMAL, "七"),
        (Kind.DATE, "6月12日"),
        (Kind.DATE, 20230612),
        (Kind.FRACTION, "2/0"),
        (Kind.FRACTION, "3/2"),
        (Kind.TEXT, 5),
        (Kind.ENUM, "x"),
        (Kind.ENUMS, "a"),
        (Kind.ENUMS, [1]),
    ],
)
def test_values_that_do_not_fit_are_refused(kind: Kind, wrong: Any) -> None:
    fact = Fact("x", kind, "某事", "某处", choices={"a": "甲"} if kind in {Kind.ENUM, Kind.ENUMS} else None)
    with pytest.raises(ValueError, match="某事"):
        coerce(fact, wrong)


def _namespace(facts: dict[str, Value]) -> dict[str, Any]:
    def spaced(tree: Any) -> Any:
        return SimpleNamespace(**{k: spaced(v) for k, v in tree.items()}) if isinstance(tree, dict) else tree

    return {name: spaced(tree) for name, tree in nest(facts).items()}


def _days_as_shifts(text: str) -> str:
    """Python cannot add a number to a date; the oracle reads ``(date + n)`` as a shift of days."""
    day = r'(?:steps\.\w+\.on|on|date\("[\d-]+"\))'
    return re.sub(rf"\(({day}) ([+-]) ([^()]+)\)", r"(\1 + (\3) * (\g<2>1) * __day)", text)
