"""Walk an expression and keep every value on the way: what a person reads behind 为什么.

A value is unknown (``None``) when a fact it needs is not recorded. "Needed" follows Kleene's logic: ``and`` is false as
soon as one side is false, ``or`` true as soon as one side is true, whatever the other side may be and in whatever order
they are written; everything else is unknown if any part of it is. ``a if b else c`` needs ``b`` and the side chosen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, cast

from yixing_core.rules.kinds import Value
from yixing_core.rules.nodes import (
    Arith,
    Both,
    Call,
    Choice,
    Compare,
    Contains,
    Either,
    Known,
    Literal,
    Member,
    Node,
    Not,
    Ref,
)

Workdays: TypeAlias = Callable[[date, date], int]


@dataclass(frozen=True, slots=True)
class Trace:
    """A node with the value it had, and its parts; ``None`` is "unknown"."""

    node: Node
    value: Value
    parts: tuple["Trace", ...] = ()


def weekdays(first: date, last: date) -> int:
    """Return the weekdays after ``first`` up to and including ``last``; negative if ``last`` comes earlier.

    This knows weekends only. An installation passes its own calendar, which knows holidays and 调休 as well.

    Example:
        >>> weekdays(date(2023, 6, 9), date(2023, 6, 13))
        2
    """
    if last < first:
        return -weekdays(last, first)
    whole, rest = divmod((last - first).days, 7)
    extra = sum((first + timedelta(days=n + 1)).isoweekday() <= 5 for n in range(rest))  # noqa: PLR2004  (Friday)
    return whole * 5 + extra


def shift(day: date, days: int) -> date:
    """Return the date ``days`` later, held at the ends of the calendar rather than failing beyond them."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def fewest(share: Fraction, base: int) -> int:
    """Return the least number that is not below ``share`` of ``base``, and never below 1.

    Example:
        >>> fewest(Fraction(2, 3), 11)
        8
    """
    return max(1, -(-share.numerator * base // share.denominator))


def over(share: Fraction, base: int) -> int:
    """Return the least number that is more than ``share`` of ``base``, and never below 1.

    Example:
        >>> over(Fraction(1, 2), 11), over(Fraction(1, 2), 10)
        (6, 6)
    """
    return max(1, share.numerator * base // share.denominator + 1)


def quotient(left: Decimal, right: int) -> Decimal:
    """Return how often ``right`` goes into ``left``, rounded down as for whole numbers, exact however large.

    Decimal's own ``//`` rounds towards zero and fails where the result has more digits than it keeps.

    Example:
        >>> quotient(Decimal("7.5"), 2), quotient(Decimal("-7.5"), 2)
        (Decimal('3'), Decimal('-4'))
    """
    return Decimal(Fraction(left) // right)


def trace(  # noqa: PLR0911  (one return per kind of node)
    node: Node, facts: Mapping[str, Value], workdays: Workdays = weekdays
) -> Trace:
    """Evaluate ``node`` over flat facts (dotted name to value of its kind) and keep the way."""
    match node:
        case Literal():
            return Trace(node, node.value)
        case Ref():
            return Trace(node, facts.get(node.fact.name))
        case Known():
            return Trace(node, facts.get(node.ref.fact.name) is not None, (trace(node.ref, facts, workdays),))
        case Both() | Either():
            return _junction(node, trace(node.left, facts, workdays), trace(node.right, facts, workdays))
        case Choice():
            return _choice(node, facts, workdays)
    parts = tuple(trace(part, facts, workdays) for part in _strict_parts(node))
    values = [part.value for part in parts]
    if any(value is None for value in values):
        return Trace(node, None, parts)
    return Trace(node, _strict(node, values, workdays), parts)


def unknowns(traced: Trace) -> tuple[Ref, ...]:
    """Return the facts whose absence made the result unknown; empty if it is known.

    Of ``a and b`` with a false side nothing is asked for, because nothing that is missing could change the answer.
    """
    if traced.value is not None:
        return ()
    if isinstance(traced.node, Ref):
        return (traced.node,)
    return tuple({ref.fact.name: ref for part in traced.parts for ref in unknowns(part)}.values())


def _strict_parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Compare() | Arith():
            return (node.left, node.right)
        case Member():
            return (node.left,)
        case Contains():
            return (node.code, node.many)
        case Not():
            return (node.inner,)
        case Call():
            return node.args
    return ()


def _junction(node: Both | Either, left: Trace, right: Trace) -> Trace:
    decisive = isinstance(node, Either)
    values = (left.value, right.value)
    if decisive in values:
        value: bool | None = decisive
    else:
        value = None if None in values else not decisive
    return Trace(node, value, (left, right))


def _choice(node: Choice, facts: Mapping[str, Value], workdays: Workdays) -> Trace:
    condition = trace(node.condition, facts, workdays)
    if condition.value is None:
        return Trace(node, None, (condition,))
    chosen = trace(node.then if condition.value else node.other, facts, workdays)
    return Trace(node, chosen.value, (condition, chosen))


def _strict(node: Node, values: list[Value], workdays: Workdays) -> Value:
    match node:
        case Compare():
            return _compared(node.op, values[0], values[1])
        case Member():
            return any(values[0] == option.value for option in node.options)
        case Contains():
            return values[0] in cast("tuple[str, ...]", values[1])
        case Not():
            return not values[0]
        case Arith():
            return _calculated(node.op, values[0], values[1])
        case Call():
            return _called(node.function, values, workdays)
    raise TypeError(node)


def _compared(op: str, left: Any, right: Any) -> bool:
    match op:
        case "==":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def _calculated(op: str, left: Any, right: Any) -> int | Decimal | date:
    if isinstance(left, date):
        return (left - right).days if isinstance(right, date) else shift(left, right if op == "+" else -right)
    result: int | Decimal
    match op:
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case _:
            result = quotient(left, right) if isinstance(left, Decimal) else left // right
    return result


def _called(function: str, values: list[Any], workdays: Workdays) -> int:
    match function:
        case "workdays":
            return workdays(values[0], values[1])
        case "fewest":
            return fewest(values[0], values[1])
        case "over":
            return over(values[0], values[1])
        case "count_chosen":
            return len(values[0])
    return sum(values)
