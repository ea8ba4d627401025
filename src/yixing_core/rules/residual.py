"""What is left of a condition when some facts are known: the part that still depends on the matter."""

from collections.abc import Mapping
from typing import TypeAlias

from yixing_core.rules.kinds import Fact, Kind, Value, shown
from yixing_core.rules.nodes import Both, Choice, Either, Known, Node, Not, facts_of
from yixing_core.rules.trace import trace
from yixing_core.rules.wording import words

_PREFIX = "params."
Rest: TypeAlias = Node | bool
"""What is left of a condition: something that still decides it, or that it holds or does not."""


def residual(node: Node, values: Mapping[str, Value]) -> Rest:
    """Return whether the condition holds as far as the facts say, or what still decides it.

    Args:
        node: a condition.
        values: flat; what is absent or ``None`` is open. A condition that asks whether an open fact is recorded is
            taken to be answered yes: the table says what holds once the sheet is filled in.

    Example:
        >>> from yixing_core.rules.expression import parse
        >>> left = residual(parse('matter.type == "regulation" and matter.normative').root, {"matter.type": "regulation"})
        >>> left.text
        'matter.normative'
    """
    match node:
        case Known():
            return True
        case Not():
            inner = residual(node.inner, values)
            return not inner if isinstance(inner, bool) else Not(Kind.BOOL, f"not ({inner.text})", inner)
        case Both() | Either():
            return _junction(node, residual(node.left, values), residual(node.right, values))
        case Choice():
            asked = residual(node.condition, values)
            return residual(node.then if asked else node.other, values) if isinstance(asked, bool) else node
    value = trace(node, values).value
    return node if value is None else bool(value)


def _junction(node: Both | Either, left: Rest, right: Rest) -> Rest:
    decisive = isinstance(node, Either)
    if left is decisive or right is decisive:
        return decisive
    if isinstance(left, bool):
        return right
    if isinstance(right, bool):
        return left
    return type(node)(Kind.BOOL, node.text, left, right)


def residual_words(node: Node, values: Mapping[str, Value]) -> str:
    """Return what is left of a condition in words, each of the county's numbers with its value or 未定.

    Example:
        >>> from yixing_core.rules.expression import parse
        >>> residual_words(parse("matter.amount >= params.large_funds").root, {"params.large_funds": 5_000_000})
        '金额不少于大额资金标准（500万元）'
    """
    text = words(node)
    numbers = sorted((fact for fact in facts_of(node) if fact.name.startswith(_PREFIX)), key=lambda f: -len(f.label))
    for fact in numbers:
        text = text.replace(fact.label, number_words(fact, values.get(fact.name)))
    return text.replace("是否", "")


def conjuncts(node: Node) -> frozenset[str]:
    """Return the parts that must all hold, as they are written: the more there are, the narrower the condition."""
    return conjuncts(node.left) | conjuncts(node.right) if isinstance(node, Both) else frozenset({node.text})


def number_words(fact: Fact, value: Value) -> str:
    """A parameter with its value, for a sheet that a committee adopts.

    Example:
        >>> number_words(Fact("params.experts_min", Kind.INT, "论证专家最少人数", "", "人"), None)
        '论证专家最少人数（未定）'
    """
    return f"{fact.label}（{'未定' if value is None else shown(fact, value)}）"
