"""Compile the rules of one gate into one Python function that returns a status for each.

The function's text is built from checked nodes only: names are numbered locals, values are numbers and quoted codes or
numbered constants. Each fact is read once, checked for its type and kept in a local; a rule is then a handful of
comparisons. ``None`` stands for "unknown" throughout, with the same meaning as in ``trace``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final, TypeAlias

from yixing_core.rules.expression import Expression
from yixing_core.rules.kinds import Fact, Kind, Value, WrongValue, coerce
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
    walk,
)
from yixing_core.rules.trace import Workdays, fewest, over, quotient, shift, weekdays

# What a rule's ``when`` and ``check`` come to.
SATISFIED: Final = 0
MISSING: Final = 1
VIOLATED: Final = 2
NOT_APPLICABLE: Final = 3

Compiled: TypeAlias = Callable[[Mapping[str, Any], date], tuple[int, ...]]
Reader: TypeAlias = Callable[[Mapping[str, Any], date], tuple[Value, ...]]

_CLASSES: Final = {Kind.BOOL: "bool", Kind.INT: "int", Kind.DECIMAL: "int", Kind.TEXT: "str", Kind.DATE: "date"}
_EMPTY: Final[dict[str, Any]] = {}


def compile_gate(
    rules: Sequence[tuple[Expression | None, Expression]],
    defaults: Mapping[str, Value] | None = None,
    workdays: Workdays = weekdays,
) -> Compiled:
    """Return the function of a gate.

    Args:
        rules: for each rule its ``when`` (``None``: always) and its ``check``.
        defaults: values of parameters that hold where the facts give none.
        workdays: the calendar behind ``workdays(a, b)``.

    Returns:
        A function of nested facts and the day of happening; it gives ``SATISFIED``, ``MISSING``, ``VIOLATED`` or
        ``NOT_APPLICABLE`` for each rule in order. It raises ``WrongValue`` where a value does not fit its fact.
    """
    writer = _Writer(workdays)
    facts = {fact.name: fact for pair in rules for part in pair if part for fact in part.facts}
    lines = writer.reading(list(facts.values()), defaults or {})
    for number, (when, check) in enumerate(rules):
        lines += writer.judging(number, when, check)
    results = "".join(f"s{number}, " for number in range(len(rules)))
    compiled: Compiled = writer.function([*lines, f"return ({results})"])
    return compiled


def compile_reader(facts: Sequence[Fact], defaults: Mapping[str, Value] | None = None) -> Reader:
    """Return a function that gives the checked values of ``facts``, in order, with parameters filled in."""
    writer = _Writer(weekdays)
    lines = writer.reading(list(facts), defaults or {})
    values = "".join(f"{writer.local(fact)}, " for fact in facts)
    reader: Reader = writer.function([*lines, f"return ({values})"])
    return reader


def group(name: str, value: object) -> Mapping[str, Any]:
    """Return a group of facts as a mapping; an absent one is empty.

    Raises:
        WrongValue: something else stands where a group belongs.
    """
    if value is None:
        return _EMPTY
    if isinstance(value, Mapping):
        return value
    raise WrongValue(f"“{name}”是一组事实，应写成 {name}: {{…}}，现为 {value!r}")


@dataclass
class _Writer:
    workdays: Workdays
    space: dict[str, Any] = field(default_factory=dict)
    locals: dict[str, str] = field(default_factory=dict)
    temporaries: int = 0

    def __post_init__(self) -> None:
        self.space |= {
            "__builtins__": {},
            "bool": bool,
            "int": int,
            "str": str,
            "dict": dict,
            "date": date,
            "len": len,
            "shift": shift,
            "fewest": fewest,
            "over": over,
            "quotient": quotient,
            "workdays": self.workdays,
        }

    def function(self, lines: Sequence[str]) -> Any:
        source = "def gate(facts, on):\n" + "".join(f"    {line}\n" for line in lines)
        exec(compile(source, "<rules>", "exec"), self.space)  # noqa: S102  (built from checked nodes only, see above)
        return self.space["gate"]

    def constant(self, value: object) -> str:
        name = f"k{len(self.space)}"
        self.space[name] = value
        return name

    def temporary(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"

    def local(self, fact: Fact) -> str:
        return self.locals[fact.name]

    # -- reading facts -------------------------------------------------------------------------------------------

    def reading(self, facts: list[Fact], defaults: Mapping[str, Value]) -> list[str]:
        lines: list[str] = []
        groups: dict[str, str] = {"": "facts"}
        for number, fact in enumerate(facts):
            if fact.name == "on":
                self.locals[fact.name] = "on"
                continue
            name = f"f{number}"
            self.locals[fact.name] = name
            *path, last = fact.name.split(".")
            lines += self.group_lines(path, groups)
            lines.append(f"{name} = {groups['.'.join(path)]}.get({last!r})")
            lines += self.checking(fact, name)
            if defaults.get(fact.name) is not None:
                lines.append(f"if {name} is None: {name} = {self.constant(defaults[fact.name])}")
        return lines

    def group_lines(self, path: list[str], groups: dict[str, str]) -> list[str]:
        lines: list[str] = []
        for depth in range(1, len(path) + 1):
            full = ".".join(path[:depth])
            if full not in groups:
                name = f"g{len(groups)}"
                lines.append(f"{name} = {groups['.'.join(path[: depth - 1])]}.get({path[depth - 1]!r})")
                lines.append(f"if {name}.__class__ is not dict: {name} = {self.constant(partial(group, full))}({name})")
                groups[full] = name
        return lines

    def checking(self, fact: Fact, name: str) -> list[str]:
        """Accept the exact class at once; everything else goes through ``coerce``, which mends or refuses it."""
        mend = f"{name} = {self.constant(partial(coerce, fact))}({name})"
        if fact.kind is Kind.ENUM:
            known = self.constant(frozenset(fact.choices or ()))
            return [f"if {name} is not None and ({name}.__class__ is not str or {name} not in {known}): {mend}"]
        if fact.kind in _CLASSES:
            return [f"if {name} is not None and {name}.__class__ is not {_CLASSES[fact.kind]}: {mend}"]
        return [f"if {name} is not None: {mend}"]

    # -- judging rules -------------------------------------------------------------------------------------------

    def judging(self, number: int, when: Expression | None, check: Expression) -> list[str]:
        checked, verdict = self.temporary(), f"s{number}"
        judge = [
            f"{checked} = {self.three(check.root)}",
            f"{verdict} = {SATISFIED} if {checked} else {MISSING} if {checked} is None else {VIOLATED}",
        ]
        if when is None:
            return judge
        applies = self.temporary()
        return [
            f"{applies} = {self.three(when.root)}",
            f"if {applies}:",
            *(f"    {line}" for line in judge),
            f"else: {verdict} = {MISSING} if {applies} is None else {NOT_APPLICABLE}",
        ]

    def three(self, node: Node) -> str:
        """Return Python text for the node that gives ``None`` where the value is unknown."""
        if _strict(node):
            return self.guarded(node)
        match node:
            case Known():
                return f"({self.local(node.ref.fact)} is not None)"
            case Both() | Either():
                return self.junction(node)
            case Choice():
                name = self.temporary()
                condition, then, other = (self.three(part) for part in (node.condition, node.then, node.other))
                return f"(None if ({name} := {condition}) is None else ({then} if {name} else {other}))"
        return self.lifted(node)

    def guarded(self, node: Node) -> str:
        """A part without ``and``, ``or``, ``if`` or ``known`` is unknown exactly if one of its facts is."""
        names = [self.local(fact) for fact in facts_of(node) if fact.name != "on"]
        text = self.plain(node)
        if not names or text == names[0]:
            return text
        return f"(None if {' or '.join(f'{name} is None' for name in names)} else {text})"

    def junction(self, node: Both | Either) -> str:
        """Flat over a whole chain: decided if any part decides, unknown if any is unknown, else the other value."""
        decided, otherwise = ("False", "True") if isinstance(node, Both) else ("True", "False")
        parts = {self.temporary(): self.three(part) for part in _chain(node, type(node))}
        deciding = " or ".join(f"({name} := {text}) is {decided}" for name, text in parts.items())
        settled = " and ".join(name if isinstance(node, Both) else f"{name} is False" for name in parts)
        return f"({decided} if {deciding} else {otherwise} if {settled} else None)"

    def lifted(self, node: Node) -> str:
        """A strict operation over parts that are not: hold the parts, then operate."""
        parts = {id(part): self.temporary() for part in _operands(node)}
        tests = " or ".join(f"({parts[id(part)]} := {self.three(part)}) is None" for part in _operands(node))
        return f"(None if {tests} else {self.plain(node, parts)})"

    def plain(  # noqa: PLR0911  (one return per kind of node)
        self, node: Node, held: Mapping[int, str] | None = None
    ) -> str:
        """Return Python text for the node where everything it needs is known."""

        def part(inner: Node) -> str:
            return held[id(inner)] if held else self.plain(inner)

        match node:
            case Literal():
                return self.literal(node.value)
            case Ref():
                return self.local(node.fact)
            case Compare():
                return f"({part(node.left)} {node.op} {part(node.right)})"
            case Member():
                return f"({part(node.left)} in {self.constant(frozenset(option.value for option in node.options))})"
            case Contains():
                return f"({part(node.code)} in {part(node.many)})"
            case Not():
                return f"(not {part(node.inner)})"
            case Arith():
                return _calculation(node, part(node.left), part(node.right))
            case Call():
                return _invocation(node, [part(arg) for arg in node.args])
        raise TypeError(node)

    def literal(self, value: object) -> str:
        return repr(value) if type(value) in {int, str} else self.constant(value)


def _strict(node: Node) -> bool:
    return not any(isinstance(part, Both | Either | Choice | Known) for part in walk(node))


def _chain(node: Node, junction: type[Both | Either]) -> list[Node]:
    if isinstance(node, junction):
        return [*_chain(node.left, junction), *_chain(node.right, junction)]
    return [node]


def _operands(node: Node) -> tuple[Node, ...]:
    match node:
        case Compare() | Arith():
            return (node.left, node.right)
        case Member():
            return (node.left,)
        case Not():
            return (node.inner,)
        case Call():
            return node.args
    raise TypeError(node)


def _calculation(node: Arith, left: str, right: str) -> str:
    if node.left.kind is Kind.DATE:
        if node.right.kind is Kind.DATE:
            return f"({left} - {right}).days"
        return f"shift({left}, {right if node.op == '+' else f'-{right}'})"
    if node.op == "//" and node.kind is Kind.DECIMAL:
        return f"quotient({left}, {right})"
    return f"({left} {node.op} {right})"


def _invocation(node: Call, args: list[str]) -> str:
    match node.function:
        case "count_true":
            return f"({' + '.join(args)})"
        case "count_chosen":
            return f"len({args[0]})"
    return f"{node.function}({', '.join(args)})"
