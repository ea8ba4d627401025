"""The rulebook: asked at a gate, it answers with a finding for every rule that held on the day of happening."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from yixing_core.errors import Refusal
from yixing_core.rules import refusals  # noqa: F401  (importing it puts the messages into the catalogue)
from yixing_core.rules.catalogue import FACTS, GATES, flatten, unknown
from yixing_core.rules.codegen import Compiled, Reader, compile_gate, compile_reader
from yixing_core.rules.expression import Expression
from yixing_core.rules.kinds import Fact, Kind, Value, WrongValue, coerce, shown
from yixing_core.rules.model import (
    STATUSES,
    Case,
    Finding,
    Pack,
    Parameter,
    Rule,
    Severity,
    Status,
    Template,
)
from yixing_core.rules.nodes import Ref
from yixing_core.rules.trace import Workdays, trace, unknowns, weekdays
from yixing_core.rules.vocabulary import DECIDING_BODIES, STEPS
from yixing_core.rules.wording import answered


class Adopted(NamedTuple):
    """A decision by which a county adopted a rule: from which day it blocks, and until which, where it was ended."""

    decision: str
    since: date
    until: date | None = None


Adoptions = Mapping[str, Sequence[Adopted]]
Editions = Mapping[str, Sequence[tuple[date, str]]]


@dataclass(frozen=True, slots=True)
class RequiredStep:
    """A step that a matter has to take.

    ``certain`` is false where a fact that decides it is not recorded yet; ``undecided`` names these facts.
    """

    step: str
    label: str
    rules: tuple[Rule, ...]
    certain: bool
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True)
class _InForce:
    """The rules of one gate over a span of days in which no text changes, compiled when first asked."""

    rules: tuple[Rule, ...]
    defaults: Mapping[str, Value]
    workdays: Workdays

    @cached_property
    def judge(self) -> Compiled:
        return compile_gate([(rule.when, rule.check) for rule in self.rules], self.defaults, self.workdays)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        found: dict[str, Fact] = {}
        for rule in self.rules:
            places = (*rule.facts, *rule.message.facts, *rule.mend.facts, *(rule.met.facts if rule.met else ()))
            found |= {fact.name: fact for fact in places}
        return tuple(found.values())

    @cached_property
    def reader(self) -> Reader:
        return compile_reader(self.facts, self.defaults)

    def values(self, facts: Mapping[str, Any], on: date) -> dict[str, Value]:
        return dict(zip((fact.name for fact in self.facts), self.reader(facts, on), strict=True))


class Rulebook:
    """All packs, with what a county adopted and chose.

    Args:
        packs: as ``load_packs`` returns them.
        adopted: rule id (or row: ``LC-13`` covers ``LC-13.2``) to the decisions that adopted it, each with the days
            on which it therefore blocks.
        workdays: the official calendar; without one, weekends only.
        editions: for a regulation with several texts, which edition applies from which day; before the first of
            these days the texts' own dates hold.

    Raises:
        Refusal: ``rules_unknown`` for an adoption of no known rule, ``rules_edition`` for a text that no pack holds.
    """

    def __init__(
        self,
        packs: Iterable[Pack],
        adopted: Adoptions | None = None,
        *,
        workdays: Workdays = weekdays,
        editions: Editions | None = None,
    ) -> None:
        self.packs = tuple(packs)
        self.adopted = dict(adopted or {})
        self.workdays = workdays
        self._all = _chosen([rule for pack in self.packs for rule in pack.rules], editions or {})
        self._parameters = [parameter for pack in self.packs for parameter in pack.parameters]
        self._spans: dict[str, tuple[list[date], dict[int, _InForce]]] = {}
        self._by_id: dict[str, list[Rule]] = {}
        for rule in self._all:
            self._by_id.setdefault(rule.id, []).append(rule)
        known = self._by_id.keys() | {rule.row for rule in self._all}
        for identity in self.adopted:
            if identity not in known:
                raise Refusal("rules_unknown", rule=identity)

    @cached_property
    def version(self) -> str:
        """SHA-256 over the packs: what a decision keeps of the text it was judged by."""
        lines = "".join(f"{pack.id} {pack.digest}\n" for pack in sorted(self.packs, key=lambda pack: pack.id))
        return hashlib.sha256(lines.encode()).hexdigest()

    # -- asking --------------------------------------------------------------------------------------------------

    def gate(self, gate: str, facts: Mapping[str, Any], on: date) -> tuple[Finding, ...]:
        """Return a finding for each rule of the gate that held on that day, in the order of the packs.

        Args:
            gate: a name of ``catalogue.GATES``.
            facts: nested; an absent or ``None`` fact is "not recorded". Facts the gate does not use are ignored.
            on: the day it happened.

        Raises:
            Refusal: ``rules_gate``, ``rules_fact``: a name or a value that is not on the closed list.
        """
        _names_known(gate, facts)
        span = self._in_force(gate, on)
        try:
            numbers = span.judge(facts, on)
            values = span.values(facts, on)
        except WrongValue as error:
            raise Refusal("rules_fact", gate=gate, what=str(error)) from None
        return tuple(
            self._finding(rule, STATUSES[number], values, on) for rule, number in zip(span.rules, numbers, strict=True)
        )

    def statuses(self, gate: str, facts: Mapping[str, Any], on: date) -> dict[str, Status]:
        """Return only the status of each rule: for checks over many records.

        Unlike ``gate`` it does not look for names that are not on the list.

        Raises:
            Refusal: ``rules_gate``, ``rules_fact``.
        """
        span = self._in_force(gate, on)
        try:
            numbers = span.judge(facts, on)
        except WrongValue as error:
            raise Refusal("rules_fact", gate=gate, what=str(error)) from None
        return {rule.id: STATUSES[number] for rule, number in zip(span.rules, numbers, strict=True)}

    def required_steps(self, facts: Mapping[str, Any], on: date) -> tuple[RequiredStep, ...]:
        """Return the steps that the rules of ``matter.list`` demand of a matter, in the order of the sheet.

        Raises:
            Refusal: ``rules_fact``.
        """
        values = self._values("matter.list", facts, on)
        applying: dict[str, list[Rule]] = {}
        open_: dict[str, list[Rule]] = {}
        undecided: dict[str, dict[str, None]] = {}
        for rule in self.rules(on, "matter.list"):
            if not rule.step:
                continue
            applies, refs = self._applies(rule, values)
            if applies:
                applying.setdefault(rule.step, []).append(rule)
            elif applies is None:
                open_.setdefault(rule.step, []).append(rule)
                undecided.setdefault(rule.step, {}).update((ref.fact.label, None) for ref in refs)
        return tuple(
            RequiredStep(
                step=step,
                label=label,
                rules=tuple(applying.get(step) or open_[step]),
                certain=step in applying,
                undecided=() if step in applying else tuple(undecided[step]),
            )
            for step, label in STEPS.items()
            if step in applying or step in open_
        )

    def deciding_body(self, facts: Mapping[str, Any], on: date) -> tuple[str | None, tuple[Finding, ...]]:
        """Return who must decide, the highest body any applying rule asks for, and the findings that say why.

        Where the facts name no ``matter.body`` the findings are those for the body returned; a finding that is
        missing then names the facts that could still raise it. ``None``: no rule applies.

        Raises:
            Refusal: ``rules_fact``.
        """
        values = self._values("matter.route", facts, on)
        ranks = list(DECIDING_BODIES)
        bodies = [
            rule.decides for rule in self.rules(on, "matter.route") if rule.decides and self._applies(rule, values)[0]
        ]
        body = max(bodies, key=ranks.index, default=None)
        matter = facts.get("matter") or {}
        if matter.get("body") is None and body is not None:
            facts = {**facts, "matter": {**matter, "body": body}}
        return body, self.gate("matter.route", facts, on)

    # -- looking up ----------------------------------------------------------------------------------------------

    def rules(self, on: date | None = None, gate: str | None = None) -> tuple[Rule, ...]:
        """Return the rules in force on a day (all, if none is given), of one gate or of all."""
        return tuple(
            rule for rule in self._all if (on is None or rule.in_force(on)) and (gate is None or rule.gate == gate)
        )

    def rule(self, identity: str, on: date | None = None) -> Rule:
        """Return one rule: the text of that day, or the latest.

        Raises:
            Refusal: ``rules_unknown``.
        """
        found = [rule for rule in self._by_id.get(identity, ()) if on is None or rule.in_force(on)]
        if not found:
            raise Refusal("rules_unknown", rule=identity)
        return max(found, key=lambda rule: rule.since)

    def cited(self, finding: Finding) -> Rule:
        """Return the text of a rule by which a finding was given: the latest that says and cites the same.

        Raises:
            Refusal: ``rules_unknown``.
        """
        same = [
            rule
            for rule in self._by_id.get(finding.rule, ())
            if rule.citation == finding.citation and rule.requires == finding.requires
        ]
        if not same:
            raise Refusal("rules_unknown", rule=finding.rule)
        return max(same, key=lambda rule: rule.since)

    def cases(self, identity: str) -> tuple[Case, ...]:
        """Return the cases that say what one rule must answer."""
        return tuple(self._cases_by_rule.get(identity, ()))

    @cached_property
    def _cases_by_rule(self) -> dict[str, list[Case]]:
        found: dict[str, list[Case]] = {}
        for case in (case for pack in self.packs for case in pack.cases):
            for identity in case.expect:
                found.setdefault(identity, []).append(case)
        return found

    def adoption(self, rule: Rule, on: date) -> tuple[str, date] | None:
        """Return the decision by which the county adopted the rule, if it had by that day."""
        for identity in (rule.id, rule.row):
            for each in self.adopted.get(identity, ()):
                if each.since <= on and (each.until is None or on <= each.until):
                    return each.decision, each.since
        return None

    def severity(self, rule: Rule, on: date) -> Severity:
        """Return whether the rule stops the act: its text was verified, or the county adopted it by a decision."""
        if rule.citation.verified or self.adoption(rule, on) is not None:
            return Severity.BLOCK
        return Severity.WARN

    def defaults(self, on: date) -> dict[str, Value]:
        """Return the values of the parameters that hold where the county has set none."""
        return {each.fact.name: each.value for each in self._parameters if each.in_force(on)}

    def values(self, rule: Rule, facts: Mapping[str, Any], on: date) -> dict[str, Value]:
        """Return the checked facts one rule looks at, flat, with parameters filled in.

        Raises:
            Refusal: ``rules_fact``.
        """
        defaults = self._in_force(rule.gate, on).defaults
        try:
            return {fact.name: _value(fact, facts, on, defaults) for fact in rule.facts}
        except WrongValue as error:
            raise Refusal("rules_fact", gate=rule.gate, what=str(error)) from None

    # -- inside --------------------------------------------------------------------------------------------------

    def _in_force(self, gate: str, on: date) -> _InForce:
        if gate not in self._spans:
            if gate not in GATES:
                raise Refusal("rules_gate", what=unknown("关口", gate, GATES))
            dated: list[Rule | Parameter] = [*self.rules(gate=gate), *self._parameters]
            starts = {each.since for each in dated}
            ends = {each.until + timedelta(days=1) for each in dated if each.until and each.until < date.max}
            self._spans[gate] = (sorted(starts | ends), {})
        changes, spans = self._spans[gate]
        number = bisect_right(changes, on)
        if number not in spans:
            spans[number] = _InForce(self.rules(on, gate), self.defaults(on), self.workdays)
        return spans[number]

    def _values(self, gate: str, facts: Mapping[str, Any], on: date) -> dict[str, Value]:
        _names_known(gate, facts)
        try:
            return self._in_force(gate, on).values(facts, on)
        except WrongValue as error:
            raise Refusal("rules_fact", gate=gate, what=str(error)) from None

    def _applies(self, rule: Rule, values: Mapping[str, Value]) -> tuple[bool | None, tuple[Ref, ...]]:
        if rule.when is None:
            return True, ()
        traced = trace(rule.when.root, values, self.workdays)
        return (None if traced.value is None else bool(traced.value)), unknowns(traced)

    def _finding(self, rule: Rule, status: Status, values: Mapping[str, Value], on: date) -> Finding:
        facts = rule.when.facts if status is Status.NOT_APPLICABLE and rule.when else rule.facts
        lacking, undecided = self._lacking(rule, values) if status is Status.MISSING else ((), False)
        return Finding(
            rule=rule.id,
            pack=rule.pack,
            title=rule.title,
            status=status,
            severity=self.severity(rule, on),
            text=self._text(rule, status, values, () if rule.lack and not undecided else lacking),
            citation=rule.citation,
            facts={fact.name: values[fact.name] for fact in facts},
            mend=self._mend(rule, status, values, lacking, undecided=undecided),
            who=rule.who,
            missing=tuple(ref.fact.label for ref in lacking),
            step=rule.step,
            requires=rule.requires,
        )

    def _lacking(self, rule: Rule, values: Mapping[str, Value]) -> tuple[tuple[Ref, ...], bool]:
        """Return the facts that are needed and not recorded, and whether they decide if the rule applies at all."""
        applies, refs = self._applies(rule, values)
        if applies is None:
            return refs, True
        return unknowns(trace(rule.check.root, values, self.workdays)), False

    def _text(self, rule: Rule, status: Status, values: Mapping[str, Value], lacking: Sequence[Ref]) -> str:
        match status:
            case Status.SATISFIED:
                return self._filled(rule.met, values) if rule.met else rule.title
            case Status.VIOLATED:
                return self._filled(rule.message, values)
            case Status.MISSING:
                return f"缺：{'、'.join(ref.fact.label for ref in lacking) or rule.lack}"
        return rule.title

    def _mend(
        self, rule: Rule, status: Status, values: Mapping[str, Value], lacking: Sequence[Ref], *, undecided: bool
    ) -> str:
        """What to do next. A number or a choice not entered is to be entered; a step not taken is to be taken."""
        if status is Status.VIOLATED:
            return self._filled(rule.mend, values)
        if status is not Status.MISSING:
            return ""
        if rule.fill and not undecided:
            return rule.fill
        if undecided or not any(ref.kind in {Kind.BOOL, Kind.DATE} for ref in lacking):
            return f"请先登记：{'、'.join(ref.fact.label for ref in lacking)}。"
        return self._filled(rule.mend, values)

    def _filled(self, template: Template, values: Mapping[str, Value]) -> str:
        return "".join(part if isinstance(part, str) else self._shown(part, values) for part in template.parts)

    def _shown(self, part: Expression, values: Mapping[str, Value]) -> str:
        if isinstance(part.root, Ref):
            return shown(part.root.fact, values[part.root.fact.name])
        return answered(part.root, trace(part.root, values, self.workdays).value)


def _names_known(gate: str, facts: Mapping[str, Any]) -> None:
    for name, _ in flatten(facts):
        if name not in FACTS or name == "on":
            raise Refusal("rules_fact", gate=gate, what=unknown("事实", name, FACTS))


def _value(fact: Fact, facts: Mapping[str, Any], on: date, defaults: Mapping[str, Value]) -> Value:
    """Return one fact by walking its dotted name."""
    if fact.name == "on":
        return on
    place: Any = facts
    for part in fact.name.split("."):
        place = place.get(part) if isinstance(place, Mapping) else None
    value = coerce(fact, place)
    return defaults.get(fact.name) if value is None else value


def _chosen(rules: list[Rule], editions: Editions) -> list[Rule]:
    """Where a county chose which text of a regulation applies from when, its dates replace those of the texts."""
    for regulation, choices in editions.items():
        known = sorted({rule.citation.edition for rule in rules if rule.citation.regulation == regulation})
        ordered = sorted(choices)
        if not ordered:
            continue
        ends = [day - timedelta(days=1) for day, _ in ordered[1:]]
        spans: dict[str, list[tuple[date, date | None]]] = {}
        for (since, edition), until in zip(ordered, [*ends, None], strict=True):
            if edition not in known:
                raise Refusal("rules_edition", regulation=regulation, edition=edition, known="、".join(known) or "无")
            spans.setdefault(edition, []).append((since, until))
        rules = [
            replace(rule, since=since, until=until) if spanned else rule
            for rule in rules
            for spanned, since, until in _spans_of(rule, regulation, spans, ordered[0][0])
        ]
    return rules


def _spans_of(
    rule: Rule, regulation: str, spans: Mapping[str, list[tuple[date, date | None]]], first: date
) -> list[tuple[bool, date, date | None]]:
    if rule.citation.regulation != regulation:
        return [(False, rule.since, rule.until)]
    chosen = [(True, since, until) for since, until in spans.get(rule.citation.edition, [])]
    if rule.since >= first:
        return chosen
    last = first - timedelta(days=1)
    return [(True, rule.since, last if rule.until is None else min(rule.until, last)), *chosen]
