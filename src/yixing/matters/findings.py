"""Findings of 程序核对 as pages show them: words for the facts, the rule's page, and the form that mends what is lacking."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.roles import OFFICE, Role
from yixing.compliance import gates
from yixing.matters.facts import Facts
from yixing.matters.models import Matter
from yixing.matters.routing import RECORDABLE, Route, without_deliberation
from yixing.matters.state import BEFORE_MEETING, EDITABLE, State
from yixing.matters.steps import OFFICE_ONLY, StepKind
from yixing.ui.components import FindingView, finding_view
from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.explain import derivation
from yixing_core.rules.kinds import shown
from yixing_core.rules.model import Finding

CONFIDENTIAL = OFFICE | {Role.CHAIR}
"""Who sees before the meeting that a 酝酿 took place."""

_PAPERS = frozenset({"matter.report_attached", "matter.draft_attached", "matter.basis_attached"})
_OPINIONS_HERE = "steps.opinions."


def sees_deliberation(actor: Actor, matter: Matter) -> bool:
    """Whether 酝酿 may be shown: to the office and the chair always, to others once the meeting has decided."""
    return actor.has(*CONFIDENTIAL) or matter.state == State.CONCLUDED


def fact_words(name: str, value: Any) -> tuple[str, str]:
    """Word and value of a fact as a line of a finding shows them; parameters stay out."""
    fact = FACTS.get(name)
    if fact is None or name.startswith("params."):
        return "", ""
    return fact.label, shown(fact, value)


def mend_of(finding: Finding, matter: Matter, actor: Actor) -> tuple[str, str]:
    """Address and words of the button that leads to the form which mends a finding; empty where this actor has none."""
    if matter.state not in BEFORE_MEETING:
        return "", ""
    base = f"/matters/{matter.pk}"
    may_record = loaders.may(actor, Action.STEP_RECORD, matter)
    names = set(finding.facts)
    if finding.step in RECORDABLE and may_record:
        if finding.step in OFFICE_ONLY and not actor.has(Role.CLERK):
            return "", ""
        if finding.step == StepKind.OPINIONS:
            return _opinions(matter, base)
        return f"{base}/steps/{finding.step}/", f"登记{StepKind(finding.step).label}"
    if any(name.startswith("cadre.") for name in names) and may_record:
        return f"{base}/steps/cadre/", "登记干部工作程序"
    if "matter.briefed_members" in names and may_record:
        return f"{base}/steps/circulation/", "登记会前传阅"
    if names & _PAPERS and not matter.is_offline and loaders.may(actor, Action.ATTACHMENT_ADD):
        return f"/files/add/?subject=matter/{matter.pk}&label=tabled", "补材料"
    for kind in RECORDABLE:
        if any(name.startswith(f"steps.{kind}.") for name in names) and may_record:
            return f"{base}/steps/{kind}/", f"登记{StepKind(kind).label}"
    if any(name.startswith("matter.") for name in names) and loaders.may(actor, Action.MATTER_REVISE, matter):
        if matter.state in EDITABLE or actor.has(Role.CLERK):
            return f"{base}/edit/", "补填议题单"
    return "", ""


def _opinions(matter: Matter, base: str) -> tuple[str, str]:
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
    """Findings with their buttons, and with ``facts`` the derivation behind 为什么; 酝酿 only for whom it concerns."""
    book = gates.rulebook()
    with_params = gates.with_parameters(facts, on) if facts is not None else None
    visible = found if sees_deliberation(actor, matter) else without_deliberation(found)
    views = []
    for finding in visible:
        url, label = mend_of(finding, matter, actor) if finding.unmet else ("", "")
        lines: tuple[str, ...] = ()
        if with_params is not None and finding.unmet:
            rule = book.rule(finding.rule, on)
            traced = derivation(rule, book.values(rule, with_params, on), book.workdays)
            lines = tuple(f"{each.part}{each.words}：{each.shown}" for each in traced)
        views.append(
            finding_view(
                finding,
                citation_url=f"/rules/{finding.rule}/",
                mend_url=url,
                mend_label=label or "去补齐",
                fact_words=fact_words,
                derivation=lines,
                asks_reason=asks_reason,
                reason=(reasons or {}).get(finding.rule, ""),
            )
        )
    return views


def body_reason(route: Route) -> str:
    """Why this body decides, in one sentence with the rules that say so; for the head of the 程序核对单."""
    telling = [finding for finding in route.reasons if not finding.unmet] or list(route.reasons)
    return "；".join(f"{finding.title}（{finding.rule}）" for finding in telling[:3])


def tried(amount: Decimal | None) -> str:
    """An amount in 元 as the trial line writes it."""
    return "" if amount is None else f"{(amount / 10000).normalize():f}"
