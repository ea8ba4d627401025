"""核对覆盖: which rules hold on a day, which gate asks them, and how many examples test each of their answers."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yixing.access.roles import OFFICE, Role
from yixing.compliance.gates import packs, rulebook
from yixing.rulebook.queries import pack_titles
from yixing.rulebook.words import citation_url
from yixing.ui.components import Column
from yixing.ui.sheets import Sheet
from yixing_core.rules.casework import uncovered
from yixing_core.rules.catalogue import GATES
from yixing_core.rules.model import MARKS, STATUS_LABELS, STATUSES, Rule, Status

READERS = OFFICE | {Role.AUDITOR}
"""Who answers for the rules being tested, and who audits it."""
COLUMNS = (
    Column("id", "编号"),
    Column("title", "规定", "wide"),
    Column("gate", "关口"),
    Column("pack", "归入"),
    *(Column(status.value, f"{MARKS[status]} {STATUS_LABELS[status]}", "number") for status in STATUSES),
    Column("lacking", "缺的例子"),
)


@dataclass(frozen=True, slots=True)
class Covered:
    """A rule with the number of its examples by the answer they expect, and the answers no example expects.

    ``lacking`` leaves out what the rule cannot answer: a rule without a condition is never 不适用. Examples count for
    the rule, whichever of its dated texts they test.
    """

    rule: Rule
    counts: Mapping[Status, int]
    lacking: tuple[Status, ...]

    @property
    def cases(self) -> int:
        """How many examples there are."""
        return sum(self.counts.values())

    @property
    def url(self) -> str:
        """The examples, on the page of the rule."""
        return f"{citation_url(self.rule.id)}#cases"

    @property
    def gate(self) -> str:
        """The act at which the rule is asked."""
        return GATES[self.rule.gate].label

    @property
    def pack(self) -> str:
        """Title of the pack it comes from."""
        return pack_titles()[self.rule.pack]

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """Head of the column and number of examples, in the order of the columns."""
        return tuple((f"{MARKS[status]} {STATUS_LABELS[status]}", self.counts[status]) for status in STATUSES)

    @property
    def lacking_words(self) -> str:
        """The answers without an example, in words."""
        return "、".join(STATUS_LABELS[status] for status in self.lacking)


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate with the number of its rules, of their examples, and of the answers that lack one."""

    gate: str
    label: str
    asked: str
    rules: int
    cases: int
    lacking: int


def coverage(day: dt.date) -> list[Covered]:
    """Every rule in force on a day, in the order of the gates and, within one, of the packs."""
    book = rulebook()
    rules = book.rules(day)
    gaps = uncovered(rules, [case for pack in packs() for case in pack.cases])
    order = list(GATES)
    found = []
    for rule in sorted(rules, key=lambda each: order.index(each.gate)):
        counts = Counter(case.expect[rule.id] for case in book.cases(rule.id))
        found.append(Covered(rule, {status: counts[status] for status in STATUSES}, gaps.get(rule.id, ())))
    return found


def chosen(lines: Iterable[Covered], *, gate: str = "", pack: str = "") -> list[Covered]:
    """Those of one gate, of one pack, or of both."""
    return [line for line in lines if gate in {"", line.rule.gate} and pack in {"", line.rule.pack}]


def gate_lines(lines: Iterable[Covered]) -> list[GateLine]:
    """The gates that any of these rules is asked at, in the order of the loop."""
    by_gate: dict[str, list[Covered]] = {}
    for line in lines:
        by_gate.setdefault(line.rule.gate, []).append(line)
    return [
        GateLine(
            name,
            gate.label,
            gate.asked,
            len(by_gate[name]),
            sum(line.cases for line in by_gate[name]),
            sum(len(line.lacking) for line in by_gate[name]),
        )
        for name, gate in GATES.items()
        if name in by_gate
    ]


def coverage_sheet(lines: Iterable[Covered]) -> Sheet:
    """The list as the sheet of a workbook."""
    heads = tuple(column.label for column in COLUMNS)
    rows = [
        (
            line.rule.id,
            line.rule.title,
            line.gate,
            line.pack,
            *(line.counts[status] for status in STATUSES),
            line.lacking_words,
        )
        for line in lines
    ]
    return Sheet("核对覆盖", heads, rows)
