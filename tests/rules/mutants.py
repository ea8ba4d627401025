"""Small wrongs in a rule: every comparison turned, every constant moved, every junction swapped.

A pack is tested well enough if each of these makes at least one of its cases fail.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from yixing_core.rules.expression import Expression
from yixing_core.rules.kinds import Fact, Kind
from yixing_core.rules.model import Parameter, Rule
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
    facts_of,
)

# The parts of each kind of node in which something can be changed.
PARTS: dict[type[Node], tuple[str, ...]] = {
    Compare: ("left", "right"),
    Arith: ("left", "right"),
    Both: ("left", "right"),
    Either: ("left", "right"),
    Not: ("inner",),
    Choice: ("condition", "then", "other"),
    Contains: ("code",),
}
TURNED = {
    "==": ("!=",),
    "!=": ("==",),
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
}


def rule_mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield (what was changed, the changed rule)."""
    if rule.when is not None:
        for what, root in mutants(rule.when.root):
            yield f"when: {what}", replace(rule, when=Expression(rule.when.text, root, facts_of(root)))
    for what, root in mutants(rule.check.root):
        yield f"check: {what}", replace(rule, check=Expression(rule.check.text, root, facts_of(root)))


def parameter_mutants(parameter: Parameter) -> Iterator[tuple[str, Parameter]]:
    """Yield (what was changed, the parameter with another default)."""
    value = parameter.value
    if isinstance(value, bool):
        yield f"{parameter.fact.name}: {not value}", replace(parameter, value=not value)
    elif isinstance(value, int | Decimal):
        for other in (value - 1, value + 1):
            yield f"{parameter.fact.name}: {other}", replace(parameter, value=other)
    elif isinstance(value, tuple):
        for code in value:
            yield (
                f"{parameter.fact.name}: without {code}",
                replace(parameter, value=tuple(c for c in value if c != code)),
            )
    elif isinstance(value, Fraction):
        yield f"{parameter.fact.name}: {_moved(value)}", replace(parameter, value=_moved(value))


def mutants(node: Node, beside: Fact | None = None) -> Iterator[tuple[str, Node]]:
    """Yield (what was changed, the changed node) for the node and everything below it."""
    yield from _here(node, beside)
    if isinstance(node, Member):
        for number, option in enumerate(node.options):
            rest = node.options[:number] + node.options[number + 1 :]
            yield f"{node.text}: without {option.text}", replace(node, options=rest)
    if isinstance(node, Call):
        for number, arg in enumerate(node.args):
            for what, other in mutants(arg):
                yield what, replace(node, args=(*node.args[:number], other, *node.args[number + 1 :]))
    for part in PARTS.get(type(node), ()):
        for what, inner in mutants(getattr(node, part), _beside(node, part)):
            yield what, replace(node, **{part: inner})


def _beside(node: Node, part: str) -> Fact | None:
    """The fact a literal is compared with: it says which other codes there are."""
    match node:
        case Compare():
            return _fact(node.right if part == "left" else node.left)
        case Contains():
            return _fact(node.many)
    return None


def _here(node: Node, beside: Fact | None) -> Iterator[tuple[str, Node]]:
    match node:
        case Compare():
            for op in TURNED[node.op]:
                yield f"{node.text}: {op}", replace(node, op=op)
        case Both():
            yield f"{node.text}: or", Either(node.kind, node.text, node.left, node.right)
        case Either():
            yield f"{node.text}: and", Both(node.kind, node.text, node.left, node.right)
        case Not():
            yield f"{node.text}: without not", node.inner
        case Known() | Contains():
            yield f"{node.text}: not", Not(Kind.BOOL, node.text, node)
        case Literal():
            for value in _others(node, beside):
                yield f"{node.text}: {value}", replace(node, value=value)
        case Call() if node.function in {"fewest", "over"}:
            other = "over" if node.function == "fewest" else "fewest"
            yield f"{node.text}: {other}", replace(node, function=other)


def _others(node: Literal, beside: Fact | None) -> Iterator[object]:
    match node.kind:
        case Kind.INT | Kind.DECIMAL:
            yield from (node.value + step for step in (-1, 1) if isinstance(node.value, int | Decimal))
        case Kind.FRACTION if isinstance(node.value, Fraction):
            yield _moved(node.value)
        case Kind.DATE if not isinstance(node.value, int | Decimal | str | Fraction):
            yield from (node.value + timedelta(days=step) for step in (-1, 1))
        case Kind.ENUM if beside is not None and beside.choices:
            codes = list(beside.choices)
            yield codes[(codes.index(str(node.value)) + 1) % len(codes)]


def _fact(node: Node) -> Fact | None:
    return node.fact if isinstance(node, Ref) else None


def _moved(share: Fraction) -> Fraction:
    return Fraction(1, 2) if share != Fraction(1, 2) else Fraction(2, 3)
