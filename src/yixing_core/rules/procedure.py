"""The procedure of a matter as one sheet, and what would change if it were another matter.

Both are read off the rules: the steps are those whose rules apply, the body is the highest that a rule asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yixing_core.rules.evaluate import RequiredStep, Rulebook
from yixing_core.rules.model import Finding, Rule, Status
from yixing_core.rules.vocabulary import DECIDING_BODIES, MATTER_TYPES


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the procedure: what is demanded, who does it, on what basis, and whether it stops the matter."""

    step: str
    label: str
    requires: str
    who: str
    basis: tuple[str, ...]
    certain: bool
    undecided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """The way of a matter of one kind: its steps in order, who decides, and why.

    Args:
        body: code of the deciding body, ``None`` if no rule asks for one.
        reasons: the rules that ask for this body.
        secret: whether a rule of ``poll.open`` demands a secret ballot there.
    """

    type: str
    label: str
    rows: tuple[Row, ...]
    body: str | None
    body_label: str
    reasons: tuple[Rule, ...]
    secret: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What another amount, impact or date would change: steps that come and go, and the body before and after."""

    added: tuple[RequiredStep, ...]
    dropped: tuple[RequiredStep, ...]
    body_before: str | None
    body_after: str | None

    @property
    def nothing(self) -> bool:
        """Whether everything stays as it is."""
        return not self.added and not self.dropped and self.body_before == self.body_after


def procedure(rulebook: Rulebook, facts: Mapping[str, Any], on: date) -> Procedure:
    """Return the procedure for a matter; ``facts`` need ``matter.type``, and ``stage: agenda`` to show every signature.

    Raises:
        Refusal: ``rules_fact``.
    """
    code = str((facts.get("matter") or {}).get("type") or "")
    body, findings = rulebook.deciding_body(facts, on)
    return Procedure(
        type=code,
        label=MATTER_TYPES.get(code, ""),
        rows=tuple(_row(step) for step in rulebook.required_steps(facts, on)),
        body=body,
        body_label=DECIDING_BODIES.get(body or "", "未定"),
        reasons=tuple(_reasons(rulebook, findings, body, on)),
        secret=secret_ballot(rulebook, facts, body, on),
    )


def what_if(rulebook: Rulebook, facts: Mapping[str, Any], changed: Mapping[str, Any], on: date) -> Change:
    """Return what would be different for the matter if ``changed`` (facts of ``matter``) held instead.

    Raises:
        Refusal: ``rules_fact``.

    Example:
        ``what_if(book, facts, {"amount": 6_000_000}, day).body_after`` → ``"standing_committee"``
    """
    other = {**facts, "matter": {**(facts.get("matter") or {}), "body": None, **changed}}
    same = {**facts, "matter": {**(facts.get("matter") or {}), "body": None}}
    before = {step.step: step for step in rulebook.required_steps(same, on)}
    after = {step.step: step for step in rulebook.required_steps(other, on)}
    return Change(
        added=tuple(step for code, step in after.items() if code not in before),
        dropped=tuple(step for code, step in before.items() if code not in after),
        body_before=rulebook.deciding_body(same, on)[0],
        body_after=rulebook.deciding_body(other, on)[0],
    )


def _row(step: RequiredStep) -> Row:
    return Row(
        step=step.step,
        label=step.label,
        requires="".join(dict.fromkeys(rule.requires for rule in step.rules)),
        who="、".join(dict.fromkeys(rule.who for rule in step.rules)),
        basis=tuple(dict.fromkeys(str(rule.citation) for rule in step.rules)),
        certain=step.certain,
        undecided=step.undecided,
    )


def _reasons(rulebook: Rulebook, findings: tuple[Finding, ...], body: str | None, on: date) -> list[Rule]:
    applying = [rulebook.rule(found.rule, on) for found in findings if found.status is not Status.NOT_APPLICABLE]
    return [rule for rule in applying if rule.decides == body]


def secret_ballot(rulebook: Rulebook, facts: Mapping[str, Any], body: str | None, on: date) -> bool:
    """Whether a matter is voted on by secret ballot in a body.

    The poll gate is asked about a show of hands: a rule that objects, and has nothing against a secret ballot,
    demands it. ``facts`` need ``matter.type`` and the county's ``params``.
    """
    if body is None or body == "member":
        return False
    matter = {"type": (facts.get("matter") or {}).get("type"), "body": body}
    asked = {"matter": matter, "body": {"kind": body}, "poll": {"method": "hands"}, "params": facts.get("params") or {}}
    named = {**asked, "poll": {"method": "secret"}}
    hands, secret = (rulebook.statuses("poll.open", each, on) for each in (asked, named))
    return any(status is Status.VIOLATED and secret[rule] is Status.SATISFIED for rule, status in hands.items())
