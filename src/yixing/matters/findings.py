"""Findings of 程序核对 as pages show them: facts in words, the rule's page, the form that mends what is lacking."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.roles import OFFICE, Role
from yixing.compliance import gates
from yixing.matters.argument_panel import argument_mend
from yixing.matters.facts import Facts
from yixing.matters.models import Matter
from yixing.matters.records import record_links
from yixing.matters.routing import RECORDABLE, SIGNATURES, Route, without_deliberation
from yixing.matters.state import BEFORE_MEETING, EDITABLE, State
from yixing.matters.steps import OFFICE_ONLY, StepKind
from yixing.rulebook.why import why_of
from yixing.ui.components import FindingView, finding_view
from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.kinds import shown
from yixing_core.rules.model import Finding

CONFIDENTIAL = OFFICE | {Role.CHAIR}
"""Who sees before the meeting that a 酝酿 took place."""

_PAPERS = frozenset({"matter.report_attached", "matter.draft_attached", "matter.basis_attached"})


def sees_deliberation(actor: Actor, matter: Matter) -> bool:
    """Whether 酝酿 may be shown: to the office and the chair always, to others once the meeting has decided."""
    return actor.has(*CONFIDENTIAL) or matter.state == State.CONCLUDED


def fact_words(name: str, value: Any) -> tuple[str, str]:
    """Word and value of a fact as a line of a finding shows them; parameters stay out."""
    fact = FACTS.get(name)
    if fact is None or name.startswith("params."):
        return "", ""
    return fact.label, shown(fact, value)


Mend = tuple[str, str]
"""Address and words of a button; two empty texts where there is none."""
NOTHING: Mend = ("", "")


@dataclass(frozen=True, slots=True)
class Reach:
    """What an actor may do about the findings on a matter, asked once a page."""

    matter: Matter
    records: bool = False
    confidential: bool = False
    attaches: bool = False
    revises: bool = False

    @classmethod
    def of(cls, actor: Actor, matter: Matter) -> "Reach":
        """Ask the policy table; after the meeting there is nothing left to mend."""
        if matter.state not in BEFORE_MEETING:
            return cls(matter)
        clerk = actor.has(Role.CLERK)
        return cls(
            matter,
            records=loaders.may(actor, Action.STEP_RECORD, matter),
            confidential=clerk,
            attaches=not matter.is_offline and loaders.may(actor, Action.ATTACHMENT_ADD),
            revises=(matter.state in EDITABLE or clerk) and loaders.may(actor, Action.MATTER_REVISE, matter),
        )


def mend_of(finding: Finding, reach: Reach) -> Mend:
    """The button that leads to the form which mends a finding; none where this actor cannot mend it."""
    if reach.records and (kind := _kind_that_mends(finding)):
        return _record(kind, reach)
    if finding.step in SIGNATURES:  # given by signing, the next step of the page: no form of the sheet mends it
        return NOTHING
    names = set(finding.facts)
    if reach.attaches and names & _PAPERS:
        return f"/files/add/?subject=matter/{reach.matter.pk}&label=tabled", "补材料"
    if reach.revises and any(name.startswith("matter.") for name in names):
        return f"/matters/{reach.matter.pk}/edit/", "补填议题单"
    return NOTHING


def _kind_that_mends(finding: Finding) -> str:
    """The kind of step record whose values the finding asks for; empty where it asks for none."""
    if finding.step in RECORDABLE:
        return finding.step
    for name in finding.facts:
        if name.startswith("cadre."):
            return StepKind.CADRE
        if name == "matter.briefed_members":
            return StepKind.CIRCULATION
        step = name.removeprefix("steps.").partition(".")[0] if name.startswith("steps.") else ""
        if step in RECORDABLE:
            return step
    return ""


def _record(kind: str, reach: Reach) -> Mend:
    if kind in OFFICE_ONLY and not reach.confidential:
        return NOTHING
    base = f"/matters/{reach.matter.pk}"
    if kind == StepKind.OPINIONS:
        return _opinions(reach.matter, base)
    if (argued := argument_mend(kind, reach.matter)) is not None:
        return argued
    return f"{base}/steps/{kind}/", f"登记{StepKind(kind).label}"


def _opinions(matter: Matter, base: str) -> Mend:
    """去征求意见, or on to the round that is open."""
    last = matter.rounds.order_by("-id").first()
    return (f"/matters/rounds/{last.pk}/", "看征求意见") if last else (f"{base}/opinions/", "去征求意见")


def finding_views(
    found: Iterable[Finding],
    matter: Matter,
    actor: Actor,
    *,
    on: dt.date,
    facts: Facts | None = None,
    asks_reason: bool = False,
    reasons: dict[str, str] | None = None,
) -> list[FindingView]:
    """Findings with their buttons, and with ``facts`` what stands behind 为什么; 酝酿 only for whom it concerns."""
    visible = found if sees_deliberation(actor, matter) else without_deliberation(found)
    reach = Reach.of(actor, matter)
    record_url = record_links(matter) if facts is not None else None
    views = []
    for finding in visible:
        url, label = mend_of(finding, reach) if finding.unmet else NOTHING
        views.append(
            finding_view(
                _with_list(finding, matter, on),
                citation_url=f"/rules/{finding.rule}/",
                mend_url=url,
                mend_label=label or "去补齐",
                fact_words=fact_words,
                why=why_of(finding, on, record_url) if record_url is not None else None,
                asks_reason=asks_reason,
                reason=(reasons or {}).get(finding.rule, ""),
            )
        )
    return views


_ON_LIST = re.compile(r"matter\.type in params\.(\w+)")
_LISTED = re.compile("本县列明的类型(（[^）]*）)?")


def _with_list(finding: Finding, matter: Matter, on: dt.date) -> Finding:
    """The finding whose requirement says of “本县列明的类型” whether this matter's type is one of them on that day."""
    if not finding.unmet or _LISTED.search(finding.requires) is None:
        return finding
    rule = gates.rulebook().rule(finding.rule, on)
    names = _ON_LIST.findall(rule.when.text if rule.when is not None else "")
    if not names:
        return finding
    listed = any(matter.type.slug in gates.codes(name, on) for name in names)
    says = f"本县列明的类型（“{matter.type}”{'在内' if listed else '不在内，因另一条件适用'}）"
    return replace(finding, requires=_LISTED.sub(says, finding.requires, count=1))


def lacking_lines(found: Iterable[Finding]) -> list[str]:
    """缺什么（找谁）, one line a finding, for the first line of 程序核对."""
    return [f"{finding.text.removeprefix('缺：')}（找{finding.who}）" for finding in found]


def body_reason(route: Route) -> str:
    """Why this body decides, in one sentence with the rules that say so; for the head of the 程序核对单."""
    book = gates.rulebook()
    met = [finding for finding in route.reasons if not finding.unmet]
    # A rule that would leave it to a lower body is met as well: it is no reason for this one.
    own = [finding for finding in met if book.rule(finding.rule).decides == route.body]
    telling = own or met or list(route.reasons)
    return "；".join(f"{finding.title}（{finding.rule}）" for finding in telling[:3])


def tried(amount: Decimal | None) -> str:
    """An amount in 元 as the trial line writes it."""
    return "" if amount is None else f"{(amount / 10000).normalize():f}"
