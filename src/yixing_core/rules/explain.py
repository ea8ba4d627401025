"""Say how a finding came about: first what is missing, whom to ask and on what basis; then, for who wants it, why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.kinds import Value, shown
from yixing_core.rules.model import Case, Finding, Rule
from yixing_core.rules.nodes import Literal, Ref
from yixing_core.rules.trace import Trace, Workdays, trace, weekdays
from yixing_core.rules.wording import answered, words

SHOWN_CASES: Final = 4


@dataclass(frozen=True, slots=True)
class Derived:
    """One sub-expression: how deep it lies, its words, its text and the value it had."""

    depth: int
    part: str
    words: str
    text: str
    value: Value
    shown: str


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact the rule looked at: its word, its value and the record it came from."""

    name: str
    label: str
    value: Value
    shown: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that can be said about one rule and one set of facts.

    Args:
        first_line: 缺什么、找谁、依据; always the first thing to show.
        derivation: the sub-expressions of 适用条件 and 检查, each with its value, outermost first.
        facts: what the rule looked at, with the records.
        requires: the requirement in our words.
        basis: the citation as a line, with what is unsure.
        adopted: the county's decision that adopted it, empty if none.
        cases: the cases that test the rule.
    """

    first_line: str
    derivation: tuple[Derived, ...]
    facts: tuple[UsedFact, ...]
    requires: str
    basis: str
    adopted: str
    cases: tuple[Case, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the explanation as plain text, the first line first."""
        return (
            self.first_line,
            f"要求：{self.requires}",
            *(f"{'　' * (each.depth + 1)}{each.part}{each.words}：{each.shown}" for each in self.derivation),
            *(f"　{fact.label}：{fact.shown}（{fact.source}）" for fact in self.facts),
            f"依据：{self.basis}",
            *((f"本县采用：{self.adopted}",) if self.adopted else ()),
            *(f"例：{case.title}" for case in self.cases[:SHOWN_CASES]),
            *((f"……共{len(self.cases)}例",) if len(self.cases) > SHOWN_CASES else ()),
        )


def explain(rulebook: Rulebook, finding: Finding, facts: Mapping[str, Any], on: date) -> Explanation:
    """Return the explanation of a finding that ``rulebook`` gave on these facts and that day.

    Raises:
        Refusal: ``rules_unknown``, ``rules_fact``.
    """
    rule = rulebook.rule(finding.rule, on)
    return _explanation(rulebook, rule, finding.first_line, rulebook.values(rule, facts, on), on)


def explain_finding(rulebook: Rulebook, finding: Finding, on: date | None = None) -> Explanation:
    """Return the explanation of a finding from the facts it carries itself: for a finding that came without the rest.

    Args:
        rulebook: the one that gave it.
        finding: one that applied; "not applicable" carries only the facts of its condition.
        on: the day it was given for; without it the text is the one the finding cites and no adoption is named.

    Raises:
        Refusal: ``rules_unknown``: the rulebook has no such rule, or no such text of it.
    """
    rule = rulebook.rule(finding.rule, on) if on is not None else rulebook.cited(finding)
    values = {fact.name: finding.facts.get(fact.name) for fact in rule.facts}
    return _explanation(rulebook, rule, finding.first_line, values, on)


def _explanation(
    rulebook: Rulebook, rule: Rule, first_line: str, values: Mapping[str, Value], on: date | None
) -> Explanation:
    adoption = rulebook.adoption(rule, on) if on is not None else None
    note = f"（{rule.citation.note}）" if rule.citation.note else ""
    return Explanation(
        first_line=first_line,
        derivation=tuple(derivation(rule, values, rulebook.workdays)),
        facts=tuple(
            UsedFact(fact.name, fact.label, values[fact.name], shown(fact, values[fact.name]), fact.source)
            for fact in rule.facts
        ),
        requires=rule.requires,
        basis=f"{rule.citation}{note}",
        adopted=f"{adoption[0]}，自{adoption[1].isoformat()}起" if adoption else "",
        cases=rulebook.cases(rule.id),
    )


def derivation(rule: Rule, values: Mapping[str, Value], workdays: Workdays = weekdays) -> Iterator[Derived]:
    """Yield the sub-expressions of a rule with their values: of its condition, then of its check."""
    if rule.when is not None:
        yield from _derived(trace(rule.when.root, values, workdays), 0, "适用条件：")
    yield from _derived(trace(rule.check.root, values, workdays), 0, "检查：")


def _derived(traced: Trace, depth: int, part: str) -> Iterator[Derived]:
    node = traced.node
    yield Derived(depth, part, words(node), node.text, traced.value, answered(node, traced.value))
    for inner in traced.parts:
        if not isinstance(inner.node, Literal | Ref):
            yield from _derived(inner, depth + 1, "")
