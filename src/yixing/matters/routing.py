"""程序核对: from what the sheet says the rulebook derives who decides and which steps are needed; records answer.

Nothing is typed in: the deciding body, the steps and how each of them stands follow from the records of the day.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from yixing.compliance import gates
from yixing.matters.facts import Facts, matter_facts, with_more
from yixing.matters.models import Matter, Step
from yixing_core.rules.evaluate import RequiredStep
from yixing_core.rules.model import Finding, Status
from yixing_core.rules.vocabulary import STEPS

_ORDER = (Status.VIOLATED, Status.MISSING, Status.SATISFIED, Status.NOT_APPLICABLE)
"""Of several rules about one step the worst says how the step stands."""

STAGE_OF_STATE = {
    Matter.State.OFFICE: "office",
    Matter.State.DIRECTOR: "director",
    Matter.State.CHAIR: "chair",
    Matter.State.LISTED: "agenda",
    Matter.State.SCHEDULED: "agenda",
}
"""The stage of ``matter.list`` at which a matter in this state is judged; before the office: ``office``."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One required step and how it stands.

    ``finding`` is the one that says most (what is wrong, else what is missing); ``certain`` is false where a fact that
    decides whether the step is needed is not recorded yet, then ``undecided`` names it.
    """

    step: str
    label: str
    status: Status
    findings: tuple[Finding, ...]
    certain: bool = True
    undecided: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding:
        """The finding to show first."""
        return min(self.findings, key=lambda each: _ORDER.index(each.status))


@dataclass(frozen=True, slots=True)
class Route:
    """Who decides and why, which steps are needed and how they stand, and what else the rules say of the sheet."""

    body: str | None
    body_label: str
    reasons: tuple[Finding, ...]
    steps: tuple[StepLine, ...]
    others: tuple[Finding, ...]
    stage: str
    facts: Facts = field(repr=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings at the gate ``matter.list``."""
        return tuple(finding for line in self.steps for finding in line.findings) + self.others

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """What is missing or wrong: what stops first, then what only asks for a reason."""
        unmet = [finding for finding in self.findings if finding.unmet]
        return tuple(sorted(unmet, key=lambda each: (not each.blocks, _ORDER.index(each.status))))


def route(
    matter: Matter,
    on: dt.date,
    *,
    amount: Decimal | None = None,
    changes: Mapping[str, Any] | None = None,
    stage: str = "",
) -> Route:
    """Who decides the matter and what it needs, as of a day.

    Args:
        matter: a saved row.
        on: the day; rules, parameters and portfolios are those of that day.
        amount: another amount in 元, to try what would change (改金额试算); nothing is stored.
        changes: other facts of the group ``matter`` to try (试算), ``amount`` among them; nothing is stored.
        stage: ``office``, ``director``, ``chair`` or ``agenda``; by default that of the matter's state.
    """
    judged = stage or STAGE_OF_STATE.get(Matter.State(matter.state), "office")
    tried = {**({} if amount is None else {"amount": amount}), **(changes or {})}
    book = gates.rulebook()
    bare = matter_facts(matter, on, matter={**tried, "body": None})  # the body follows from everything else
    body, reasons = book.deciding_body(gates.with_parameters(bare, on), on)
    facts = with_more(bare, matter={"body": body}, stage=judged)
    found = gates.findings("matter.list", facts, on=on)
    lines = _step_lines(found, book.required_steps(gates.with_parameters(facts, on), on))
    shown = {id(finding) for line in lines for finding in line.findings}
    return Route(
        body=body,
        body_label=str(dict(Matter.DecidedBy.choices).get(body or "", "尚不能判定")),
        reasons=tuple(finding for finding in reasons if finding.status is not Status.NOT_APPLICABLE),
        steps=lines,
        others=tuple(finding for finding in found if id(finding) not in shown),
        stage=judged,
        facts=facts,
    )


def _step_lines(found: tuple[Finding, ...], required: Iterable[RequiredStep]) -> tuple[StepLine, ...]:
    lines = []
    for need in required:
        rules = {rule.id for rule in need.rules}
        own = tuple(finding for finding in found if finding.rule in rules)
        if not own:
            continue
        worst = min((finding.status for finding in own), key=_ORDER.index)
        lines.append(StepLine(need.step, need.label, worst, own, need.certain, need.undecided))
    return tuple(lines)


def about_deliberation(finding: Finding) -> bool:
    """Whether a finding would tell that, or how, a 酝酿 took place."""
    prefix = f"steps.{Step.Kind.DELIBERATION.value}."
    return finding.step == Step.Kind.DELIBERATION or any(name.startswith(prefix) for name in finding.facts)


def without_deliberation(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as they are shown to others than the office and the chair before the meeting: nothing of 酝酿."""
    return tuple(finding for finding in found if not about_deliberation(finding))


RECORDABLE = frozenset(STEPS) & frozenset(Step.Kind.values)
"""Steps that are recorded by a form; the other steps are signatures."""

SIGNATURES = frozenset(STEPS) - RECORDABLE
"""Steps that are done by signing the matter in its turn."""
