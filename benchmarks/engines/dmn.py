"""Decision tables (SpiffWorkflow's DMN): a table for each rule, its facts as columns, a row for each way to a status."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

from benchmarks.engines.logic import Answers, Cases, Engine, Fits, Gate, Recorded, UntranslatableError, alternatives
from benchmarks.engines.logic import outcomes as outcomes_of
from yixing_core.rules.catalogue import flatten
from yixing_core.rules.codegen import MISSING
from yixing_core.rules.kinds import Kind
from yixing_core.rules.model import Rule
from yixing_core.rules.nodes import Arith, Compare, Contains, Literal, Member, Node, Ref

ABOUT = "cells are Python expressions; facts not recorded are None; tables asked directly, no process around them"
MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def engine(gate: Gate, cases: Cases) -> Engine:
    """Return SpiffWorkflow's decision tables for the rules of the gate and the cases as data of tasks."""
    tables = [DMNEngine(_parsed(table_of(rule))) for rule in gate.rules]
    names = {fact.name for rule in gate.rules for fact in rule.facts}
    workflow = SimpleNamespace(script_engine=PythonScriptEngine(TaskDataEnvironment()))
    tasks = [SimpleNamespace(data=_data(gate, facts, names), workflow=workflow) for facts in cases]

    def answer() -> Answers:
        return [tuple([table.result(task)["status"] for table in tables]) for task in tasks]

    return Engine(ABOUT, answer)


def table_of(rule: Rule) -> str:
    """Return the table of a rule as DMN writes it; the first row that fits is the answer."""
    rows = [(row, status) for status, formula in outcomes_of(rule).items() for row in alternatives(formula)]
    columns = list(dict.fromkeys(_column(entry) for row, _ in rows for entry in row))
    lines = [
        f'<input id="i{number}" label={quoteattr(column)}><inputExpression id="e{number}"><text>{escape(column)}</text>'
        "</inputExpression></input>"
        for number, column in enumerate(columns)
    ]
    lines.append('<output id="o" label="status" name="status" typeRef="integer"/>')
    for number, (row, status) in enumerate([*rows, ((), MISSING)]):
        cells: dict[str, list[str]] = {}
        for entry in row:
            cells.setdefault(_column(entry), []).append(_cell(entry))
        texts = [" and ".join(dict.fromkeys(cells.get(column, ["-"]))) for column in columns]
        lines.append(f'<rule id="r{number}">' + _entries(texts, number))
        lines.append(f'<outputEntry id="x{number}"><text>{status}</text></outputEntry></rule>')
    table = f'<decisionTable id="t" hitPolicy="UNIQUE">{"".join(lines)}</decisionTable>'
    return f'<definitions xmlns="{MODEL}"><decision id="d" name={quoteattr(rule.id)}>{table}</decision></definitions>'


def _entries(texts: list[str], row: int) -> str:
    return "".join(
        f'<inputEntry id="c{row}_{number}"><text>{escape(text)}</text></inputEntry>'
        for number, text in enumerate(texts)
    )


def _parsed(xml: str) -> Any:
    parser = DMNParser(None, etree.fromstring(xml.encode()), {"dmn": MODEL})
    parser.parse()
    return parser.decision.decisionTables[0]


def _data(gate: Gate, facts: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    given = {**dict.fromkeys(names), **gate.defaults, **dict(flatten(facts)), "on": gate.on}
    return {_name(name): value for name, value in given.items()}


def _name(fact: str) -> str:
    return fact.replace(".", "_")


def _column(entry: Fits | Recorded) -> str:
    """What stands over the column: a fact, or where two are compared the comparison itself."""
    if isinstance(entry, Recorded):
        return _name(entry.name)
    match entry.node:
        case (
            Compare(left=Ref() as ref, right=Literal()) | Member(left=Ref() as ref) | Contains(code=Literal(), many=ref)
        ):
            return _name(ref.fact.name)
        case Ref() as ref:
            return _name(ref.fact.name)
        case Compare() | Contains():
            unknown = " or ".join(f"{_name(name)} is None" for name in entry.names)
            return f"None if {unknown} else {_term(entry.node)}"
    raise UntranslatableError(f"DMN: {entry.node.text}")


def _cell(entry: Fits | Recorded) -> str:
    if isinstance(entry, Recorded):
        return "? is not None" if entry.wanted else "? is None"
    match entry.node:
        case Compare(op=op, left=Ref(), right=Literal() as right):
            return f"? is not None and {'' if entry.wanted else 'not '}? {op} {_term(right)}"
        case Member():
            options = ", ".join(map(_term, entry.node.options))
            return f"? is not None and ? {'in' if entry.wanted else 'not in'} [{options}]"
        case Contains(code=Literal()):
            return f"? is not None and {_term(entry.node.code)} {'in' if entry.wanted else 'not in'} ?"
    return f"? is {entry.wanted}"


def _term(node: Node) -> str:
    match node:
        case Ref():
            return _name(node.fact.name)
        case Literal() if node.kind in {Kind.INT, Kind.TEXT, Kind.ENUM}:
            return f"'{node.value}'" if isinstance(node.value, str) else str(node.value)
        case Compare():
            return f"{_term(node.left)} {node.op} {_term(node.right)}"
        case Contains():
            return f"{_term(node.code)} in {_term(node.many)}"
        case Arith() if node.op == "-" and node.left.kind is Kind.DATE and node.right.kind is Kind.DATE:
            return f"({_term(node.left)} - {_term(node.right)}).days"
        case Arith() if node.kind is Kind.INT:
            return f"({_term(node.left)} {node.op} {_term(node.right)})"
    raise UntranslatableError(f"DMN: {node.text}")
