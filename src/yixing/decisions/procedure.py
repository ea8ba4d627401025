"""决策程序与不同意见: what the gates found on the way to a decision, kept with it for whoever may have to answer (AD-20)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from yixing.access.actor import Actor
from yixing.access.kinds import WORDS, ref
from yixing.access.roles import OFFICE, Role
from yixing.compliance.models import Check
from yixing.compliance.reasons import reasons
from yixing.decisions.models import Decision
from yixing.ui.components import citation_words
from yixing_core.rules.catalogue import GATES
from yixing_core.rules.model import Status

SEES: Final = OFFICE | {Role.CHAIR, Role.DISCIPLINE, Role.AUDITOR}
"""The office, the chair and those who inspect; neither members nor units learn who was against it."""
_OPEN: Final = (Status.VIOLATED.value, Status.MISSING.value)
_MARKS: Final = {Status.VIOLATED.value: "✕", Status.MISSING.value: "○"}


def sees_procedure(actor: Actor) -> bool:
    """Whether dissent and the findings kept at the gates are shown to this actor."""
    return actor.has(*SEES)


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """What was not satisfied when the action passed: mark, rule, words, article, and the reason somebody gave."""

    rule: str
    mark: str
    text: str
    citation: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeptGate:
    """One passing of a gate: when, what was done, on what, how many rules were satisfied, what was not."""

    on: dt.date
    gate: str
    what: str
    satisfied: int
    open: tuple[OpenFinding, ...]


def subjects_of(decision: Decision) -> list[str]:
    """The things on whose way gates were passed: matter, meeting, item, ballots, the decision itself."""
    found = [ref(row) for row in (decision.matter, decision.meeting, decision.item, decision) if row is not None]
    if decision.item is not None:
        polls: Any = decision.item
        found += [ref(poll) for poll in polls.polls.order_by("pk")]
    return found


def kept_gates(decision: Decision) -> list[KeptGate]:
    """Everything the gates found, in the order in which they were passed; where no rule applied there is no line."""
    rows = list(Check.objects.filter(subject__in=subjects_of(decision)).order_by("entry_id", "pk"))
    given = {key: reasons(*key) for key in {(row.subject, row.gate) for row in rows if _unmet(row.findings)}}
    lines = [_line(row, given.get((row.subject, row.gate), {})) for row in rows]
    # An agenda passes the gate once for each of its items: what they have in common is said once.
    once: dict[tuple[object, ...], KeptGate] = {}
    for line in lines:
        if line.satisfied or line.open:
            once.setdefault((line.on, line.gate, line.what, line.open), line)
    return list(once.values())


def _unmet(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [finding for finding in findings if finding["status"] in _OPEN]


def _line(row: Check, given: Mapping[str, str]) -> KeptGate:
    counted = Counter(finding["status"] for finding in row.findings)
    gate = GATES.get(row.gate)
    kind = row.subject.partition("/")[0]
    agenda = kind == "meeting" and row.gate.startswith("matter.")
    return KeptGate(
        on=row.on,
        gate=gate.label if gate is not None else row.gate,
        what="会议（各项议题）" if agenda else WORDS[kind],
        satisfied=counted[Status.SATISFIED.value],
        open=tuple(
            OpenFinding(
                rule=finding["rule"],
                mark=_MARKS[finding["status"]],
                text=finding["text"],
                citation=citation_words(finding["citation"])[0],
                reason=given.get(finding["rule"], ""),
            )
            for finding in _unmet(row.findings)
        ),
    )
