"""Cedar (cedarpy): a policy for each status of each rule; the policies that determined the answer are the statuses."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import cedarpy

from benchmarks.engines.logic import (
    All,
    Answers,
    Cases,
    Engine,
    Fits,
    Formula,
    Gate,
    Recorded,
    Some,
    UntranslatableError,
)
from benchmarks.engines.logic import outcomes as outcomes_of
from yixing_core.rules.catalogue import flatten, nest
from yixing_core.rules.codegen import MISSING
from yixing_core.rules.kinds import Kind
from yixing_core.rules.nodes import Arith, Compare, Contains, Literal, Member, Node, Ref

ABOUT = "dates as its own datetime values; all cases in one batch"


def engine(gate: Gate, cases: Cases) -> Engine:
    """Return Cedar with the rules of the gate and the cases as requests."""
    policies = cedarpy.PolicySet.from_str(policies_of(gate))
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [_request(gate, facts) for facts in cases]
    places = {rule.id: place for place, rule in enumerate(gate.rules)}

    def answer() -> Answers:
        answers: Answers = []
        for result in cedarpy.is_authorized_batch(requests, policies, entities):
            row = [MISSING] * len(places)
            for name in result.diagnostics.id_annotations_by_reason.values():
                rule, _, status = name.partition("/")
                row[places[rule]] = int(status)
            answers.append(tuple(row))
        return answers

    return Engine(ABOUT, answer)


def policies_of(gate: Gate) -> str:
    """Return the policies as Cedar writes them."""
    return "\n".join(
        f'@id("{rule.id}/{status}")\npermit(principal, action, resource) when {{ {_formula(formula)} }};'
        for rule in gate.rules
        for status, formula in outcomes_of(rule).items()
    )


def _request(gate: Gate, facts: Mapping[str, Any]) -> dict[str, Any]:
    given = {**gate.defaults, **dict(flatten(facts)), "on": gate.on}
    context = nest({name: _value(value) for name, value in given.items() if value is not None})
    return {"principal": 'Matter::"it"', "action": 'Action::"list"', "resource": 'Gate::"it"', "context": context}


def _value(value: object) -> object:
    if isinstance(value, date):
        return {"__extn": {"fn": "datetime", "arg": value.isoformat()}}
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal | Fraction) else value


def _formula(formula: Formula) -> str:
    match formula:
        case Fits():
            test = _term(formula.node) if formula.wanted else f"!{_term(formula.node)}"
            return "(" + " && ".join([*map(_has, formula.names), test]) + ")"
        case Recorded():
            return _has(formula.name) if formula.wanted else f"!({_has(formula.name)})"
        case All():
            return "(" + (" && ".join(map(_formula, formula.parts)) or "true") + ")"
        case Some():
            return "(" + (" || ".join(map(_formula, formula.parts)) or "false") + ")"


def _has(name: str) -> str:
    return f"context has {name}"


def _term(node: Node) -> str:  # noqa: PLR0911  (one return per kind of node)
    match node:
        case Ref():
            return f"context.{node.fact.name}"
        case Literal() if node.kind in {Kind.INT, Kind.TEXT, Kind.ENUM}:
            return _written(node)
        case Literal() if node.kind is Kind.DATE:
            return f'datetime("{node.value}")'
        case Compare():
            return f"({_term(node.left)} {node.op} {_term(node.right)})"
        case Member():
            return f"[{', '.join(map(_written, node.options))}].contains({_term(node.left)})"
        case Contains():
            return f"{_term(node.many)}.contains({_term(node.code)})"
        case Arith() if node.op == "-" and node.left.kind is Kind.DATE and node.right.kind is Kind.DATE:
            return f"{_term(node.left)}.durationSince({_term(node.right)}).toDays()"
        case Arith() if node.kind is Kind.INT and node.op in "+-*":
            return f"({_term(node.left)} {node.op} {_term(node.right)})"
    raise UntranslatableError(f"Cedar: {node.text}")


def _written(literal: Literal) -> str:
    return f'"{literal.value}"' if isinstance(literal.value, str) else str(literal.value)
