"""What a rulebook is made of: rules with a citation, packs of rules, cases that test them, and findings."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from yixing_core.rules.expression import Expression
from yixing_core.rules.kinds import Fact, Value, plain

# A row of the table of requirements, or (".2") a further check of the same row.
RULE_ID: Final = re.compile(r"[A-Z]{2,4}-\d{2}(\.\d)?")

# How sure we are of a requirement. V1, V2, V2~: read in one or two independent texts; L: local practice; M: memory.
CONFIDENCES: Final = ("V2", "V2~", "V1", "L", "M", "L+M", "V1/M", "V2/V1")
VERIFIED: Final = frozenset({"V2", "V2~", "V1", "V2/V1"})


class Status(StrEnum):
    """What a rule says of the facts."""

    SATISFIED = "satisfied"
    MISSING = "missing"
    VIOLATED = "violated"
    NOT_APPLICABLE = "not_applicable"


# In the order of the numbers that compiled gates give.
STATUSES: Final = tuple(Status)
MARKS: Final[dict[Status, str]] = {
    Status.SATISFIED: "✓",
    Status.MISSING: "○",
    Status.VIOLATED: "✕",
    Status.NOT_APPLICABLE: "–",
}
STATUS_LABELS: Final[dict[Status, str]] = {
    Status.SATISFIED: "已具备",
    Status.MISSING: "待补",
    Status.VIOLATED: "不符合",
    Status.NOT_APPLICABLE: "不适用",
}


class Severity(StrEnum):
    """Whether a finding stops the act or asks for a reason."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a requirement stands, and how sure we are of it.

    Args:
        regulation: full name, without 《》.
        edition: year or date of the text that is meant.
        article: 第…条, or 待核.
        confidence: one of ``CONFIDENCES``; never higher than what was actually read.
        note: what exactly is unsure, empty if nothing.
    """

    regulation: str
    edition: str
    article: str
    confidence: str
    note: str = ""

    @property
    def verified(self) -> bool:
        """Whether the text itself was read somewhere; local practice and memory are not."""
        return self.confidence in VERIFIED

    def as_dict(self) -> dict[str, str]:
        """Return regulation, edition, article and confidence."""
        return {
            "regulation": self.regulation,
            "edition": self.edition,
            "article": self.article,
            "confidence": self.confidence,
        }

    def __str__(self) -> str:
        article = "条号待核" if self.article == "待核" else self.article
        doubt = "" if self.verified else "，地方做法" if self.confidence == "L" else "，未核对原文"
        return f"《{self.regulation}》（{self.edition}）{article}{doubt}"


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with ``{expression}`` places, kept as text and checked expressions in turn."""

    text: str
    parts: tuple[str | Expression, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts the places name."""
        return tuple(fact for part in self.parts if isinstance(part, Expression) for fact in part.facts)


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement, checkable at one gate.

    Args:
        when: the condition under which it applies; ``None``: always.
        check: the condition that must hold.
        message: what is wrong, with the facts.
        met: what is in order, with the facts; empty: the title.
        lack: what is missing; empty: the labels of the facts that are not recorded.
        who: whom to turn to.
        mend: what to do next.
        fill: what to do next where something is only not recorded; empty: ``mend``, or the facts to record.
        step: the procedural step that the rule demands, at ``matter.list``.
        decides: the body that must decide, at ``matter.route``.
    """

    id: str
    pack: str
    title: str
    requires: str
    citation: Citation
    since: date
    until: date | None
    gate: str
    when: Expression | None
    check: Expression
    message: Template
    met: Template | None
    lack: str
    who: str
    mend: Template
    fill: str = ""
    step: str = ""
    decides: str = ""
    file: str = ""
    line: int = 0

    @property
    def row(self) -> str:
        """The row of requirements it belongs to: ``LC-13`` for ``LC-13.2``."""
        return self.id.partition(".")[0]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that ``when`` and ``check`` name, each once."""
        found = {fact.name: fact for fact in (self.when.facts if self.when else ())}
        found |= {fact.name: fact for fact in self.check.facts}
        return tuple(found.values())

    def in_force(self, on: date) -> bool:
        """Whether the text held on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number the county may set, with the value that holds until it does."""

    fact: Fact
    value: Value
    since: date
    until: date | None
    basis: str
    confidence: str
    line: int = 0

    def in_force(self, on: date) -> bool:
        """Whether the value held on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Case:
    """Facts of one situation and what the rules must say of it; ``places`` are the lines of the expectations."""

    title: str
    gate: str
    on: date
    facts: Mapping[str, Any]
    expect: Mapping[str, Status]
    file: str = ""
    line: int = 0
    places: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Pack:
    """A folder of rules from one source, with their cases.

    Args:
        digest: SHA-256 of the rules file; what a decision freezes as the version it was judged by.
        read_cases: reads the cases beside the rules; judging needs none, so they are read when first asked for.
    """

    id: str
    title: str
    about: str
    rules: tuple[Rule, ...]
    parameters: tuple[Parameter, ...]
    digest: str
    read_cases: Callable[[], tuple[Case, ...]] = field(repr=False, compare=False)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The cases; an unusable file raises ``Unusable`` here."""
        return self.read_cases()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of the facts at a gate.

    ``facts`` holds every fact the rule looked at by its dotted name; ``missing`` the labels of those whose absence
    left the rule undecided.
    """

    rule: str
    pack: str
    title: str
    status: Status
    severity: Severity
    text: str
    citation: Citation
    facts: Mapping[str, Value]
    mend: str
    who: str
    missing: tuple[str, ...] = ()
    step: str = ""
    requires: str = field(default="", repr=False)

    @property
    def unmet(self) -> bool:
        """Whether something is missing or wrong."""
        return self.status in {Status.MISSING, Status.VIOLATED}

    @property
    def blocks(self) -> bool:
        """Whether the gate refuses because of it."""
        return self.unmet and self.severity is Severity.BLOCK

    @property
    def warns(self) -> bool:
        """Whether the actor has to give a reason."""
        return self.unmet and self.severity is Severity.WARN

    @property
    def first_line(self) -> str:
        """缺什么、找谁、依据 in one line."""
        basis = f"依据：{self.citation}"
        if self.status is Status.NOT_APPLICABLE:
            return f"不适用：{self.title}　{basis}"
        if self.status is Status.SATISFIED:
            return f"不缺：{self.text}　{basis}"
        return f"{self.text}　找：{self.who}　{basis}"

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as the published format has it."""
        return {
            "rule": self.rule,
            "status": self.status.value,
            "severity": self.severity.value,
            "text": self.text,
            "citation": self.citation.as_dict(),
            "facts": {name: plain(value) for name, value in self.facts.items()},
            "mend": self.mend,
        }
