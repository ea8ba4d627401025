"""Judge the occasions of a period by the rulebook of their days; say what is not as it should be, and whose it is."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yixing.access.actor import Actor
from yixing.compliance import gates
from yixing.compliance.models import Check
from yixing.ledger.models import Content
from yixing.recheck.occasions import About, Occasion, Period, occasions
from yixing_core.rules.model import Finding, Status

_OPEN = frozenset({Status.MISSING, Status.VIOLATED})


@dataclass(frozen=True, slots=True)
class Lapse:
    """One rule that one decision does not satisfy; ``reason`` is what was written for a warning, empty if nothing."""

    finding: Finding
    gate: str
    on: dt.date
    about: About
    reason: str = ""

    @property
    def explained(self) -> bool:
        """A warning for which somebody gave his reason at the time: allowed, and shown apart."""
        return not self.finding.blocks and bool(self.reason)


@dataclass(frozen=True, slots=True)
class Recheck:
    """A period judged anew: how much was asked, and what does not hold."""

    period: Period
    occasions: int
    judged: int
    """Rules that applied, over all occasions."""
    lapses: tuple[Lapse, ...]

    @property
    def open(self) -> tuple[Lapse, ...]:
        """Lapses nobody gave a reason for: what stands against a rule that binds, or passed over in silence."""
        return tuple(lapse for lapse in self.lapses if not lapse.explained)

    @property
    def explained(self) -> tuple[Lapse, ...]:
        """Warnings with a reason."""
        return tuple(lapse for lapse in self.lapses if lapse.explained)


Progress = Callable[[int], None]


def recheck(actor: Actor, period: Period, progress: Progress | None = None) -> Recheck:
    """Run all rules over all decisions of a period that the actor sees.

    Args:
        actor: the chair, the office or an inspector.
        period: from a day to a day.
        progress: told after each occasion how many there have been.
    """
    book = gates.rulebook()
    reasons = Reasons(period)
    lapses: dict[tuple[str, str, str], Lapse] = {}
    asked = judged = 0
    for occasion in occasions(actor, period):
        asked += 1
        facts = gates.with_parameters(occasion.facts, occasion.on)
        statuses = book.statuses(occasion.gate, facts, occasion.on)
        judged += sum(status is not Status.NOT_APPLICABLE for status in statuses.values())
        if not _OPEN.isdisjoint(statuses.values()):
            for finding in book.gate(occasion.gate, facts, occasion.on):
                if finding.status in _OPEN:
                    lapses.setdefault(
                        (finding.rule, occasion.gate, occasion.about.url), _lapse(finding, occasion, reasons)
                    )
        if progress is not None:
            progress(asked)
    ordered = sorted(
        lapses.values(), key=lambda each: (not each.finding.blocks, each.explained, each.on, each.about.url)
    )
    return Recheck(period, asked, judged, tuple(ordered))


def _lapse(finding: Finding, occasion: Occasion, reasons: "Reasons") -> Lapse:
    reason = "" if finding.blocks else reasons.of(finding.rule, occasion.sources)
    return Lapse(finding, occasion.gate, occasion.on, occasion.about, reason)


class Reasons:
    """The reasons given for warnings in a period, by thing and rule; an erased record has none."""

    def __init__(self, period: Period) -> None:
        passed = Check.objects.filter(violated__gt=0, on__gte=period.since - dt.timedelta(days=366))
        subjects: dict[int, str] = dict(passed.values_list("entry_id", "subject"))
        self._said: dict[str, dict[str, str]] = defaultdict(dict)
        records = Content.objects.filter(entry__in=passed.values("entry_id")).order_by("entry_id")
        for entry, record in records.values_list("entry_id", "record"):
            if entry in subjects:  # an action may have been performed between the two questions
                self._said[subjects[entry]] |= json.loads(record).get("acknowledged", {})

    def of(self, rule: str, things: Iterable[str]) -> str:
        """The reason given for a rule at any of these things."""
        return next((self._said[thing][rule] for thing in things if rule in self._said.get(thing, {})), "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a summary: the words, how many lapses of rules that bind, how many others."""

    key: str
    words: str
    binding: int
    other: int


def by_rule(lapses: Iterable[Lapse]) -> list[Line]:
    """Lapses by rule, the most frequent first."""
    return _summary(lapses, lambda each: (each.finding.rule, each.finding.title))


def by_unit(lapses: Iterable[Lapse]) -> list[Line]:
    """Lapses by the unit that put the matter forward, in the order of the establishment."""
    order = {
        str(each.about.unit.pk): (each.about.unit.order, each.about.unit.code) for each in lapses if each.about.unit
    }
    found = _summary(
        lapses, lambda each: (str(each.about.unit.pk), str(each.about.unit)) if each.about.unit else ("", "—")
    )
    return sorted(found, key=lambda line: order.get(line.key, (10**9, "")))


def by_member(lapses: Iterable[Lapse]) -> list[Line]:
    """Lapses by the member in whose portfolio the matter lay that day, by rank."""
    order: Mapping[str, Any] = {
        str(each.about.member.pk): each.about.member.order for each in lapses if each.about.member
    }
    found = _summary(
        lapses, lambda each: (str(each.about.member.pk), each.about.member.name) if each.about.member else ("", "—")
    )
    return sorted(found, key=lambda line: order.get(line.key, 10**9))


def _summary(lapses: Iterable[Lapse], of: Callable[[Lapse], tuple[str, str]]) -> list[Line]:
    words: dict[str, str] = {}
    binding: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for each in lapses:
        key, said = of(each)
        words[key] = said
        (binding if each.finding.blocks else other)[key] += 1
    lines = [Line(key, said, binding[key], other[key]) for key, said in words.items()]
    return sorted(lines, key=lambda line: (-line.binding, -line.other, line.key))
