"""Ask the rulebook at a gate, with the county's parameters and adoptions of the day."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from yixing.compliance import parameters
from yixing.compliance.models import Adoption, Parameter
from yixing.ledger.stamps import Standing, keep
from yixing_core.errors import Refusal
from yixing_core.rules.catalogue import GATES
from yixing_core.rules.evaluate import Adopted, Editions, Rulebook
from yixing_core.rules.facts.parameters import COMMITTEE_REGULATIONS
from yixing_core.rules.load import load_packs
from yixing_core.rules.model import Finding, Pack, Severity, Status
from yixing_core.workdays.calendar import default_calendar

PACK_DIR = Path(__file__).resolve().parent.parent / "rulepacks"
_OPEN = frozenset({Status.MISSING, Status.VIOLATED})


@dataclass(frozen=True, slots=True)
class Passed:
    """What a gate found when it let an action through (or recorded a 补录)."""

    gate: str
    findings: tuple[Finding, ...]
    acknowledged: dict[str, str] = field(default_factory=dict)
    about: str = ""
    """The thing that passed, where it is not the one the entry is about: ``decision/7`` of a meeting's entry."""

    @property
    def violations(self) -> tuple[Finding, ...]:
        """Findings that are missing or violated: acknowledged warnings, or those of a 补录."""
        return tuple(finding for finding in self.findings if finding.status in _OPEN)

    def ledger_lines(self) -> list[dict[str, str]]:
        """Rule, pack and status of each finding that applied, as they stand on the ledger."""
        return [
            {"id": finding.rule, "pack": finding.pack, "status": str(finding.status.value)}
            for finding in self.findings
            if finding.status is not Status.NOT_APPLICABLE
        ]


@functools.cache
def packs() -> tuple[Pack, ...]:
    """The packs shipped with this release, read once a process."""
    return tuple(load_packs(PACK_DIR))


def read_examples() -> None:
    """Read the cases of every pack now rather than with the first page that names one; kept for the process."""
    for pack in packs():
        _ = pack.cases


def _rulebook() -> Rulebook:
    adopted: dict[str, list[Adopted]] = {}
    for row in Adoption.objects.all():
        adopted.setdefault(row.rule, []).append(Adopted(row.decision, row.since, row.until))
    return Rulebook(packs(), adopted=adopted, workdays=default_calendar().workdays_between, editions=_editions())


def _editions() -> Editions:
    """Which edition of the regulations on local committees the county chose, from which day."""
    chosen = Parameter.objects.filter(key="committee_edition", body__isnull=True).values_list("since", "value")
    return {COMMITTEE_REGULATIONS: tuple(chosen)} if chosen else {}


def rulebook() -> Rulebook:
    """The rules of this installation, with what the county has adopted."""
    return keep("rulebook", _rulebook, Standing.PARAMETERS)


def number(key: str, on: dt.date) -> int:
    """A whole number of the county on a day, or the one that the packs give until the county sets its own."""
    own = parameters.on_day(on).get(key)
    return int(rulebook().defaults(on)[f"params.{key}"] if own is None else own)  # type: ignore[arg-type]  # an INT fact


def value(key: str, on: dt.date) -> Decimal | None:
    """A sum or number of the county on a day; ``None`` where neither the county nor a pack has one."""
    own = parameters.on_day(on).get(key)
    found = rulebook().defaults(on).get(f"params.{key}") if own is None else own
    return None if found is None else Decimal(str(found))


def codes(key: str, on: dt.date) -> frozenset[str]:
    """The codes that a parameter of several values lists on a day: the county's own, or those of the packs."""
    own = parameters.on_day(on).get(key)
    return frozenset(rulebook().defaults(on).get(f"params.{key}") or () if own is None else own)  # type: ignore[arg-type]  # an ENUMS fact


def with_parameters(facts: Mapping[str, Any], on: dt.date, body_id: int | None = None) -> dict[str, Any]:
    """The facts, with ``params`` as of the day."""
    return {**facts, "params": parameters.tree_on_day(on, body_id)}


def findings(name: str, facts: Mapping[str, Any], *, on: dt.date) -> tuple[Finding, ...]:
    """What the rulebook says at a gate, without refusing: for pages that show what is still needed."""
    return rulebook().gate(name, with_parameters(facts, on), on)


def noted(name: str, facts: Mapping[str, Any], *, on: dt.date) -> Passed:
    """What the rulebook says of what can no longer be otherwise: it goes on the record and refuses nothing.

    A 临机处置 that is ratified late is late; refused, it would have no ratification at all.
    """
    return Passed(name, findings(name, facts, on=on))


def ask(
    name: str, facts: Mapping[str, Any], *, on: dt.date, acknowledged: Mapping[str, str], backfill: bool = False
) -> Passed:
    """Ask, and refuse where a blocking rule is not satisfied or a warning has no reason.

    Raises:
        Refusal: ``gate`` or ``acknowledge``, both carrying the findings.
    """
    found = findings(name, facts, on=on)
    unmet = [finding for finding in found if finding.status in _OPEN]
    reasons = {
        finding.rule: acknowledged[finding.rule] for finding in unmet if acknowledged.get(finding.rule, "").strip()
    }
    if backfill:
        return Passed(name, found, reasons)
    blocking = [finding for finding in unmet if finding.severity is Severity.BLOCK]
    if blocking:
        first = blocking[0]
        raise Refusal(
            "gate",
            findings=found,
            action=GATES[name].label,
            missing="；".join(finding.text for finding in blocking),
            who=first.mend or "请按所列依据补齐后再办理。",
        )
    open_warnings = [finding for finding in unmet if finding.rule not in reasons]
    if open_warnings:
        raise Refusal(
            "acknowledge",
            findings=found,
            count=len(open_warnings),
            rules="；".join(f"{finding.rule} {finding.text}" for finding in open_warnings),
        )
    return Passed(name, found, reasons)


def choice(key: str, on: dt.date) -> str:
    """The code that a parameter of one choice holds on a day, the county's own or a pack's; empty where neither has."""
    own = parameters.on_day(on).get(key)
    return str(rulebook().defaults(on).get(f"params.{key}") or "" if own is None else own)


def flag(key: str, on: dt.date) -> bool:
    """Whether a yes-or-no parameter holds on a day, as the county or a pack says; no where neither says anything."""
    own = parameters.on_day(on).get(key)
    return bool(rulebook().defaults(on).get(f"params.{key}") if own is None else own)
