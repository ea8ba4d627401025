"""Rego (regopy): a value for each rule, ``missing`` unless one of the stated statuses holds."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import regopy

from benchmarks.engines.logic import Answers, Cases, Engine, Fits, Gate, Recorded, UntranslatableError, alternatives
from benchmarks.engines.logic import outcomes as outcomes_of
from yixing_core.rules.catalogue import flatten, nest
from yixing_core.rules.codegen import MISSING
from yixing_core.rules.kinds import Kind
from yixing_core.rules.nodes import Arith, Compare, Contains, Literal, Member, Node, Ref

ABOUT = "dates as numbers of days, as JSON has none; policies compiled once, inputs made once"
_NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def engine(gate: Gate, cases: Cases) -> Engine:
    """Return Rego with the rules of the gate and the cases as inputs."""
    source = regopy.Interpreter()
    source.add_module("rules.rego", module_of(gate))
    bundle = source.build("x = data.rules.statuses")
    inputs = [regopy.Input(_input(gate, facts)) for facts in cases]

    def answer() -> Answers:
        answers: Answers = []
        for given in inputs:
            source.set_input(given)
            result = source.query_bundle(bundle)
            answers.append(tuple(json.loads(result.binding("x").json())))
        return answers

    return Engine(ABOUT, answer)


def module_of(gate: Gate) -> str:
    """Return the policies as Rego writes them."""
    lines = ["package rules", ""]
    for number, rule in enumerate(gate.rules):
        lines += ["", f"# {rule.id}", f"default r{number} := {MISSING}"]
        for status, formula in outcomes_of(rule).items():
            lines += [f"r{number} := {status} if {{ {_body(row)} }}" for row in alternatives(formula)]
    return "\n".join([*lines, "", f"statuses := [{', '.join(f'r{number}' for number in range(len(gate.rules)))}]", ""])


def _input(gate: Gate, facts: Mapping[str, Any]) -> dict[str, Any]:
    given = {**gate.defaults, **dict(flatten(facts)), "on": gate.on}
    return nest({name: _value(value) for name, value in given.items() if value is not None})


def _value(value: object) -> object:
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal | Fraction) else value


def _body(row: tuple[Fits | Recorded, ...]) -> str:
    return "; ".join(_entry(entry) for entry in row) or "true"


def _entry(entry: Fits | Recorded) -> str:
    """An entry that names a fact which is not recorded is undefined, so that it holds for neither outcome."""
    if isinstance(entry, Recorded):
        known = f'object.get(input, {_path(entry.name)}, "-")'
        return f'{known} {"!=" if entry.wanted else "=="} "-"'
    match entry.node:
        case Ref():
            return f"{_term(entry.node)} == {'true' if entry.wanted else 'false'}"
        case Compare(op=op):
            sign = op if entry.wanted else _NEGATED[op]
            return f"{_term(entry.node.left)} {sign} {_term(entry.node.right)}"
        case Member():
            options = ", ".join(map(_written, entry.node.options))
            return _among(_term(entry.node.left), f"{{{options}}}", wanted=entry.wanted)
        case Contains():
            many = _term(entry.node.many)
            code = _term(entry.node.code)
            found = f"count([1 | {many}[_] == {code}])"
            known = f"is_array({many}); is_string({code})"
            return f"{known}; {found} {'>' if entry.wanted else '=='} 0"
    raise UntranslatableError(f"Rego: {entry.node.text}")


def _among(value: str, options: str, *, wanted: bool) -> str:
    return f"{value} in {options}" if wanted else f"is_string({value}); not {value} in {options}"


def _path(name: str) -> str:
    return "[" + ", ".join(f'"{part}"' for part in name.split(".")) + "]"


def _term(node: Node) -> str:
    match node:
        case Ref():
            return "input" + "".join(f'["{part}"]' for part in node.fact.name.split("."))
        case Literal() if node.kind in {Kind.INT, Kind.TEXT, Kind.ENUM}:
            return _written(node)
        case Literal(value=date() as day):
            return str(day.toordinal())
        case Arith() if node.kind in {Kind.INT, Kind.DATE} and node.op in "+-*":
            return f"({_term(node.left)} {node.op} {_term(node.right)})"
    raise UntranslatableError(f"Rego: {node.text}")


def _written(literal: Literal) -> str:
    return f'"{literal.value}"' if isinstance(literal.value, str) else str(literal.value)
