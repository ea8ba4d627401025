"""Find conditions that can never hold, or always do, before anybody relies on them.

The values that can make a difference are few: the codes of a choice, yes and no, the numbers written in the expression
and their neighbours. Where these are all there is (every number is compared with a written one) trying them out is a
proof; elsewhere nothing is claimed.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import combinations, islice, product
from math import prod

from yixing_core.rules.expression import Expression
from yixing_core.rules.kinds import Fact, Kind, Value
from yixing_core.rules.nodes import Call, Compare, Contains, Known, Literal, Node, Ref, walk
from yixing_core.rules.trace import shift, trace

MOST_TRIALS = 20_000
FAR = date(2000, 1, 1)


class Reach(Enum):
    """What trying out a condition shows."""

    VARIES = "varies"
    NEVER = "never"
    ALWAYS = "always"
    UNPROVED = "unproved"


def reach(expression: Expression, most: int = MOST_TRIALS) -> Reach:
    """Return whether the condition can be both true and false over recorded facts, trying at most so many.

    ``UNPROVED`` means that only one of the two was seen, but not every possibility could be tried.

    Example:
        >>> from yixing_core.rules.expression import parse
        >>> reach(parse('body.kind == "plenary" and body.kind == "member"'))
        <Reach.NEVER: 'never'>
    """
    values = {fact.name: candidates(fact, expression.root) for fact in expression.facts}
    seen: set[Value] = set()
    for facts in islice(_worlds(values), most):
        seen.add(trace(expression.root, facts).value)
        if {True, False} <= seen:
            return Reach.VARIES
    if not _complete(expression, values, most):
        return Reach.UNPROVED
    return Reach.ALWAYS if True in seen else Reach.NEVER


def candidates(fact: Fact, root: Node) -> list[Value]:
    """Return the values of ``fact`` that can make a difference in the expression; ``None`` where ``known`` asks."""
    written = [node.value for node in walk(root) if isinstance(node, Literal)]
    values = [*_values(fact, written), *_lists(fact, root)]
    asked = any(isinstance(node, Known) and node.ref.fact == fact for node in walk(root))
    return [*values, None] if asked else values


def _values(  # noqa: PLR0911  (one return per kind of fact)
    fact: Fact, written: list[int | Decimal | str | date | Fraction]
) -> Iterable[Value]:
    match fact.kind:
        case Kind.BOOL:
            return (True, False)
        case Kind.ENUM:
            return list(fact.choices or ())
        case Kind.ENUMS:
            codes = [code for code in (fact.choices or ()) if code in written]
            return [tuple(chosen) for size in range(len(codes) + 1) for chosen in combinations(codes, size)]
        case Kind.INT | Kind.DECIMAL:
            numbers = {n for n in written if isinstance(n, int | Decimal)} | {0}
            return sorted({number + step for number in numbers for step in (-1, 0, 1)} | {5})
        case Kind.DATE:
            spans = {n for n in written if isinstance(n, int)} | {0}
            days = {d for d in written if isinstance(d, date)} | {FAR}
            return sorted({shift(day, n + step) for day in days for n in spans for step in (-1, 0, 1)})
        case Kind.FRACTION:
            return (Fraction(1, 2), Fraction(2, 3))
        case Kind.TEXT:
            return [*(text for text in written if isinstance(text, str)), "其他"]


def _lists(fact: Fact, root: Node) -> list[Value]:
    """Where a fact is looked up in the list, the list with everything in it; the empty one is there already."""
    asked = any(
        isinstance(node, Contains) and isinstance(node.code, Ref) and node.many.fact == fact for node in walk(root)
    )
    return [tuple(fact.choices or ())] if asked else []


def _worlds(values: Mapping[str, list[Value]]) -> Iterable[dict[str, Value]]:
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def _complete(expression: Expression, values: Mapping[str, list[Value]], most: int) -> bool:
    """Whether trying out was a proof: all worlds were tried, and numbers meet written numbers only."""
    if prod(len(each) for each in values.values()) > most:
        return False
    for node in walk(expression.root):
        if isinstance(node, Call):
            return False
        if isinstance(node, Compare) and node.left.kind not in {Kind.ENUM, Kind.BOOL, Kind.TEXT}:
            sides = (node.left, node.right)
            if not all(isinstance(side, Ref | Literal) for side in sides) or not any(
                isinstance(side, Literal) for side in sides
            ):
                return False
    return True
