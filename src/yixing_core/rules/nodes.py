"""The nodes of a checked expression. Whoever holds one knows: every name is on the list and every type fits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from yixing_core.rules.kinds import Fact, Kind


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the expression."""

    kind: Kind
    text: str
    value: int | Decimal | str | date | Fraction


@dataclass(frozen=True, slots=True)
class Ref:
    """A fact."""

    kind: Kind
    text: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right`` with one of ``== != < <= > >=``."""

    kind: Kind
    text: str
    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Member:
    """``left in [ … ]``: one of the values written out."""

    kind: Kind
    text: str
    left: "Node"
    options: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """``"code" in list_fact``: the list holds the code; the code is written out or the value of an ``enum`` fact."""

    kind: Kind
    text: str
    code: Literal | Ref
    many: Ref


@dataclass(frozen=True, slots=True)
class Not:
    """``not inner``."""

    kind: Kind
    text: str
    inner: "Node"


@dataclass(frozen=True, slots=True)
class Both:
    """``left and right``, in whatever order the two become known."""

    kind: Kind
    text: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Either:
    """``left or right``, in whatever order the two become known."""

    kind: Kind
    text: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Arith:
    """``left op right`` with one of ``+ - * //``; a date minus a date is a number of days."""

    kind: Kind
    text: str
    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Choice:
    """``then if condition else other``."""

    kind: Kind
    text: str
    condition: "Node"
    then: "Node"
    other: "Node"


@dataclass(frozen=True, slots=True)
class Known:
    """``known(fact)``: whether the fact is recorded; never unknown itself."""

    kind: Kind
    text: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class Call:
    """One of the few functions, strict in all its arguments."""

    kind: Kind
    text: str
    function: str
    args: tuple["Node", ...]


Node: TypeAlias = Literal | Ref | Compare | Member | Contains | Not | Both | Either | Arith | Choice | Known | Call


def children(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911  (one return per kind of node)
    """Return the direct parts of a node, in the order they are written."""
    match node:
        case Compare() | Both() | Either() | Arith():
            return (node.left, node.right)
        case Member():
            return (node.left, *node.options)
        case Contains():
            return (node.code, node.many)
        case Not():
            return (node.inner,)
        case Choice():
            return (node.condition, node.then, node.other)
        case Known():
            return (node.ref,)
        case Call():
            return node.args
        case Literal() | Ref():
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it, depth first."""
    yield node
    for child in children(node):
        yield from walk(child)


def facts_of(node: Node) -> tuple[Fact, ...]:
    """Return the facts the expression names, each once, in the order of first mention."""
    return tuple({part.fact.name: part.fact for part in walk(node) if isinstance(part, Ref)}.values())
