"""试算: what another amount, impact, weight or day would change of a matter's procedure. Nothing is stored."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from yixing.matters.findings import body_reason
from yixing.matters.models import Importance, Matter
from yixing.matters.routing import Route, StepLine, about_deliberation, route, without_deliberation
from yixing.matters.sheet import IMPACTS
from yixing.portfolios.leads import member_in_charge
from yixing.ui.components import citation_words
from yixing.ui.templatetags.ui import money
from yixing_core.rules.model import MARKS, STATUS_LABELS, Finding, Status
from yixing_core.rules.vocabulary import STEPS

FACT_OF: Final = {
    "is_public_interest": "public_interest",
    "is_stability_risk": "stability_risk",
    "is_professional": "specialised",
    "is_administrative": "administrative",
    "is_normative": "normative",
    "is_policy_question": "policy_question",
    "is_cross_unit": "cross_unit",
    "is_market": "market_subjects",
    "is_punishment": "punishment",
    "needs_superior": "superior_approval_needed",
}
"""Each tick of the sheet and the fact of the rulebook it is."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed of a matter: amount in 元, the ticks of its impact, its weight, and the day it is judged."""

    amount: Decimal | None
    impacts: frozenset[str]
    importance: str
    on: dt.date

    @classmethod
    def as_it_is(cls, matter: Matter, on: dt.date) -> "Supposed":
        """The sheet as it stands, on a day."""
        ticked = frozenset(name for name in FACT_OF if getattr(matter, name))
        return cls(matter.amount, ticked, matter.importance, on)

    def facts(self) -> dict[str, Any]:
        """It as facts of the group ``matter``."""
        ticks = {fact: name in self.impacts for name, fact in FACT_OF.items()}
        return {"amount": self.amount, "importance": self.importance, **ticks}


@dataclass(frozen=True, slots=True)
class Because:
    """A line of the answer: what it is about, in words, and the rules (id, citation) that say so."""

    label: str
    words: str = ""
    basis: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What would be otherwise.

    Args:
        supposed: what was changed, each 由…改为….
        body: the deciding body before and after.
        reason: the rules that ask for the body after.
        charge: the member in charge before and after.
        added: steps that would be needed as well.
        dropped: steps that would no longer be needed.
        settled: steps whose need was open and would be certain, or the other way round.
        gained: demands on the sheet or on steps that stay, that would apply as well.
        lost: demands that would no longer apply.
        judged: demands that stay and would be met otherwise.
        same: how many steps stay as they are.
    """

    supposed: tuple[str, ...]
    body: tuple[str, str]
    reason: str
    charge: tuple[str, str]
    added: tuple[Because, ...]
    dropped: tuple[Because, ...]
    settled: tuple[Because, ...]
    gained: tuple[Because, ...]
    lost: tuple[Because, ...]
    judged: tuple[Because, ...]
    same: int

    @property
    def nothing(self) -> bool:
        """Whether everything stays as it is."""
        changed = self.added or self.dropped or self.settled or self.gained or self.lost or self.judged
        return not changed and self.body[0] == self.body[1] and self.charge[0] == self.charge[1]


def trial(matter: Matter, supposed: Supposed, on: dt.date, *, confidential: bool) -> Answer:
    """Judge the matter as it is and as it is supposed to be, and say what differs.

    Args:
        matter: a saved row.
        supposed: what to judge instead.
        on: the day as of which it is judged now.
        confidential: whether 酝酿 may be named.
    """
    now = Supposed.as_it_is(matter, on)
    before, after = route(matter, on), route(matter, supposed.on, changes=supposed.facts())
    if not confidential:
        before, after = _outside(before), _outside(after)
    charge = (_in_charge(matter, on), _in_charge(matter, supposed.on))
    return replace(compare(before, after), supposed=_differences(now, supposed), charge=charge)


def _outside(found: Route) -> Route:
    """As it is shown to others than the office and the chair."""
    steps = tuple(line for line in found.steps if not about_deliberation(line.finding))
    return replace(found, steps=steps, others=without_deliberation(found.others))


def compare(before: Route, after: Route) -> Answer:
    """Say what differs between two routes; every step and every rule stands in one list at most."""
    old, new = ({line.step: line for line in each.steps} for each in (before, after))
    both = [step for step in STEPS if step in old and step in new]
    turned = [step for step in both if old[step].certain != new[step].certain]
    whole = {step for step in STEPS if (step in old) != (step in new)} | set(turned)
    was, will = (_applying(each, without=whole) for each in (before, after))
    return Answer(
        supposed=(),
        body=(before.body_label, after.body_label),
        reason=body_reason(after),
        charge=("", ""),
        added=tuple(_step(new[step]) for step in STEPS if step in new and step not in old),
        dropped=tuple(_step(old[step]) for step in STEPS if step in old and step not in new),
        settled=tuple(_turned(new[step]) for step in turned),
        gained=tuple(_demand(each) for rule, each in will.items() if rule not in was),
        lost=tuple(_demand(each) for rule, each in was.items() if rule not in will),
        judged=tuple(
            _judged(was[rule], each) for rule, each in will.items() if rule in was and _told(was[rule]) != _told(each)
        ),
        same=len(both) - len(turned),
    )


def _told(finding: Finding) -> tuple[Status, str, str]:
    return finding.status, finding.text, str(finding.citation)


def _applying(found: Route, *, without: Iterable[str]) -> dict[str, Finding]:
    """The rules that apply, by id, except those of steps that come, go or turn as a whole."""
    left_out = {id(each) for line in found.steps if line.step in without for each in line.findings}
    return {
        each.rule: each
        for each in found.findings
        if each.status is not Status.NOT_APPLICABLE and id(each) not in left_out
    }


def _basis(found: Iterable[Finding]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((each.rule, "".join(citation_words(each.citation))) for each in found))


def _step(line: StepLine) -> Because:
    words = "" if line.certain else f"须看{'、'.join(line.undecided)}"
    return Because(line.label, words, _basis(line.findings))


def _turned(line: StepLine) -> Because:
    words = "由待定变为必须" if line.certain else f"由必须变为待定，须看{'、'.join(line.undecided)}"
    return Because(line.label, words, _basis(line.findings))


def _demand(finding: Finding) -> Because:
    return Because(finding.title, f"{MARKS[finding.status]} {finding.text}", _basis([finding]))


def _judged(was: Finding, now: Finding) -> Because:
    if was.status is not now.status:
        words = f"由{STATUS_LABELS[was.status]}变为{STATUS_LABELS[now.status]}：{now.text}"
    else:
        words = f"由“{was.text}”变为“{now.text}”" if was.text != now.text else "条文换了版本"
    return Because(now.title, words, _basis([now]))


def _in_charge(matter: Matter, day: dt.date) -> str:
    leading = member_in_charge(matter.area_id, day)
    return leading.name if leading else "无人分管"


def _differences(now: Supposed, then: Supposed) -> tuple[str, ...]:
    said = []
    if now.amount != then.amount:
        said.append(f"金额由{_money(now.amount)}改为{_money(then.amount)}")
    if now.importance != then.importance:
        said.append(f"轻重由{Importance(now.importance).label}改为{Importance(then.importance).label}")
    said += [f"增加影响“{label}”" for name, label in IMPACTS if name in then.impacts - now.impacts]
    said += [f"去掉影响“{label}”" for name, label in IMPACTS if name in now.impacts - then.impacts]
    if now.on != then.on:
        said.append(f"日期由{now.on.isoformat()}改为{then.on.isoformat()}")
    return tuple(said)


def _money(amount: Decimal | None) -> str:
    return "未填" if amount is None else money(amount)
