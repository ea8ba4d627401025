"""What a rule demands, in plain two-valued logic, which is all that other engines have.

The language of the packs has a third value, "not recorded". Here every condition becomes two formulas, one for "it is
known to hold" and one for "it is known not to hold", after docs/rules.md: ``and`` fails as soon as one side fails,
``or`` holds as soon as one side holds, everything else needs all its facts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from yixing_core.rules.codegen import NOT_APPLICABLE, SATISFIED, VIOLATED
from yixing_core.rules.expression import Expression
from yixing_core.rules.kinds import Value
from yixing_core.rules.model import Rule
from yixing_core.rules.nodes import Both, Choice, Either, Known, Node, Not, facts_of, walk

Cases: TypeAlias = Sequence[Mapping[str, Any]]
Answers: TypeAlias = list[tuple[int, ...]]


@dataclass(frozen=True)
class Gate:
    """The rules of one gate on one day, with the parameters that hold where the facts give none."""

    rules: tuple[Rule, ...]
    defaults: Mapping[str, Value]
    on: date


@dataclass(frozen=True)
class Engine:
    """A rival made ready: its policies are read, the cases are in the form it takes; ``answer`` is what is timed."""

    about: str
    answer: Callable[[], Answers]


@dataclass(frozen=True)
class Fits:
    """A condition without ``and``, ``or``, ``if`` or ``known``, whose facts are recorded, has this outcome."""

    node: Node
    wanted: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The facts it needs; the day of happening is always there."""
        return tuple(fact.name for fact in facts_of(self.node) if fact.name != "on")


@dataclass(frozen=True)
class Recorded:
    """A fact is recorded, or is not."""

    name: str
    wanted: bool


@dataclass(frozen=True)
class All:
    """Every part holds; none: always."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True)
class Some:
    """One part holds; none: never."""

    parts: tuple["Formula", ...]


Formula: TypeAlias = Fits | Recorded | All | Some


class UntranslatableError(ValueError):
    """An engine cannot say this; nothing is timed then."""


def outcomes(rule: Rule) -> dict[int, Formula]:
    """Return the formula of each status that can be stated; whatever is left is "missing"."""
    applies: Formula = come_to(rule.when, wanted=True) if rule.when else All(())
    found = {
        SATISFIED: All((applies, come_to(rule.check, wanted=True))),
        VIOLATED: All((applies, come_to(rule.check, wanted=False))),
    }
    return ({NOT_APPLICABLE: come_to(rule.when, wanted=False)} if rule.when else {}) | found


def come_to(condition: Expression | Node, *, wanted: bool) -> Formula:
    """Return when the condition is known to hold, or known not to."""
    node = condition.root if isinstance(condition, Expression) else condition
    match node:
        case Both() | Either():
            parts = (come_to(node.left, wanted=wanted), come_to(node.right, wanted=wanted))
            return _flat(All if isinstance(node, Both) is wanted else Some, parts)
        case Not():
            return come_to(node.inner, wanted=not wanted)
        case Known():
            return Recorded(node.ref.fact.name, wanted)
        case Choice():
            chosen = (come_to(node.condition, wanted=True), come_to(node.then, wanted=wanted))
            other = (come_to(node.condition, wanted=False), come_to(node.other, wanted=wanted))
            return Some((All(chosen), All(other)))
    if any(isinstance(part, Both | Either | Choice | Known) for part in walk(node)):
        raise UntranslatableError(node.text)
    return Fits(node, wanted)


def alternatives(formula: Formula) -> list[tuple[Fits | Recorded, ...]]:
    """Return the formula as rows of a table: it holds where all entries of one row hold."""
    match formula:
        case Some():
            return [row for part in formula.parts for row in alternatives(part)]
        case All():
            rows: list[tuple[Fits | Recorded, ...]] = [()]
            for part in formula.parts:
                rows = [(*row, *other) for row in rows for other in alternatives(part)]
            return rows
    return [(formula,)]


def _flat(make: type[All] | type[Some], parts: tuple[Formula, ...]) -> Formula:
    return make(tuple(inner for part in parts for inner in (part.parts if isinstance(part, make) else (part,))))
