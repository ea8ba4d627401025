"""核对覆盖: which rules hold on a day, which gate and which action asks them, how many examples test each answer."""

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver

from yixing.access.actions import Action
from yixing.access.roles import OFFICE, Role
from yixing.compliance.gates import packs, rulebook
from yixing.door.asked import actions_by_gate
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
    Column("use", "启用"),
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
    def is_on(self) -> bool:
        """Whether an action asks its gate."""
        return bool(actions_by_gate()[self.rule.gate])

    @property
    def use(self) -> str:
        """已启用 or 尚未启用."""
        return state_words(self.rule.gate)

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
class Asking:
    """An action that asks a gate, and the addresses of the pages it is performed on (``…`` for a thing's number)."""

    label: str
    pages: tuple[str, ...]

    @property
    def words(self) -> str:
        """书记确定（/matters/…/determine/）."""
        return f"{self.label}（{'、'.join(self.pages)}）" if self.pages else self.label


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate with the number of its rules, of their examples, and of the answers that lack one; who asks it."""

    gate: str
    label: str
    asked: str
    rules: int
    cases: int
    lacking: int
    askers: tuple[Asking, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether any action asks it."""
        return bool(self.askers)

    @property
    def state(self) -> str:
        """已启用 or 尚未启用."""
        return state_words(self.gate)

    @property
    def asker_words(self) -> str:
        """Which steps ask it, on which pages; empty where none does."""
        return "；".join(asking.words for asking in self.askers)


IN_USE, NOT_IN_USE = "已启用", "尚未启用"


def state_words(gate: str) -> str:
    """已启用 where an action asks the gate, 尚未启用 where none does: then its rules are examples for the time being."""
    return IN_USE if actions_by_gate()[gate] else NOT_IN_USE


def askers(gate: str) -> tuple[Asking, ...]:
    """The actions that ask a gate, each with its pages; both read from the code."""
    pages = pages_by_action()
    return tuple(Asking(action.label, pages.get(action, ())) for action in actions_by_gate()[gate])


@functools.cache
def pages_by_action() -> Mapping[Action, tuple[str, ...]]:
    """The addresses of the pages that perform each action, shortest first."""
    found: dict[Action, list[str]] = {}
    for address, view in _addresses(get_resolver().url_patterns, "/"):
        guard = getattr(view, "guard", ())
        for action in guard if isinstance(guard, tuple) else ():
            found.setdefault(action, []).append(_NUMBER.sub("…", address))
    return {action: tuple(sorted(set(pages), key=lambda each: (len(each), each))) for action, pages in found.items()}


_NUMBER = re.compile(r"<[^>]*>")


def _addresses(patterns: Iterable[Any], before: str) -> Iterator[tuple[str, Any]]:
    for each in patterns:
        here = f"{before}{each.pattern}"
        if hasattr(each, "url_patterns"):
            yield from _addresses(each.url_patterns, here)
        else:
            yield here, each.callback


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


def chosen(lines: Iterable[Covered], *, gate: str = "", pack: str = "", use: str = "") -> list[Covered]:
    """Those of one gate, of one pack, of gates in use (``on``) or not yet (``off``), or of all of these."""
    found = [line for line in lines if gate in {"", line.rule.gate} and pack in {"", line.rule.pack}]
    return [line for line in found if not use or line.is_on == (use == "on")]


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
            askers(name),
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
            line.use,
            line.pack,
            *(line.counts[status] for status in STATUSES),
            line.lacking_words,
        )
        for line in lines
    ]
    return Sheet("核对覆盖", heads, rows)
