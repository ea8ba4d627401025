"""The rulebook in words: facts, expressions, strength and doubt, for every page that shows a finding."""

import datetime as dt
from typing import Any

from django.urls import reverse

from yixing.rulebook.why import why_of
from yixing.ui.components import UNVERIFIED, FindingView, citation_words, finding_view
from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.kinds import Fact, Kind, Value, WrongValue, coerce, shown
from yixing_core.rules.model import Citation, Rule, Severity
from yixing_core.rules.wording import words

PREFIX = "params."
STRENGTH: dict[Severity, str] = {Severity.BLOCK: "硬性", Severity.WARN: "提示"}
"""How a rule binds: 硬性 stops the act, 提示 asks for a reason."""


def fact_words(name: str, value: Any) -> tuple[str, str]:
    """Word and value of a fact, as a line of a finding shows them; the county's numbers stay out.

    A name that is not in the catalogue gets no word, so that it is not shown.

    >>> fact_words("present", 7), fact_words("params.majority", "1/2")
    (('实到会人数', '7人'), ('', ''))
    """
    fact = FACTS.get(name)
    if fact is None or name.startswith(PREFIX):
        return "", ""
    return fact.label, value_words(fact, value)


def value_words(fact: Fact, value: Any) -> str:
    """A value as it was recorded or stored, in words; what no longer fits the fact is shown as it is.

    >>> value_words(FACTS["params.quorum_cadre"], "2/3")
    '三分之二'
    """
    try:
        known: Value = coerce(fact, value)
    except WrongValue:
        return str(value)
    return shown(fact, known)


def citation_url(rule: str) -> str:
    """The page of a rule: what a citation on any page opens."""
    return reverse("compliance:rule", args=(rule,))


def finding_words(finding: Any, **given: Any) -> FindingView:
    """A finding as pages show it: words for its facts, the citation as a link to its rule, and 为什么.

    ``given`` is passed on to ``components.finding_view`` (``mend_url``, ``asks_reason`` …).
    """
    rule = finding["rule"] if isinstance(finding, dict) else finding.rule
    return finding_view(
        finding, citation_url=citation_url(rule), fact_words=fact_words, **({"why": why_of(finding)} | given)
    )


def doubt_of(citation: Citation) -> str:
    """待核, 条号待核 or nothing: how sure we are of a citation, in words."""
    return citation_words(citation)[1]


def confidence_words(citation: Citation) -> str:
    """What the degree of confidence means, in a sentence."""
    if not citation.verified:
        kind = "本县或外地的地方做法" if citation.confidence == "L" else "未核对原文"
        return f"{UNVERIFIED}：{kind}，采用之前只作提示"
    return "原文已核对，条号待核" if doubt_of(citation) else "原文已核对"


def condition_words(rule: Rule) -> str:
    """When the rule applies, in words; empty: always."""
    return words(rule.when.root) if rule.when is not None else ""


def check_words(rule: Rule) -> str:
    """What must hold, in words."""
    return words(rule.check.root)


def held_words(since: dt.date, until: dt.date | None) -> str:
    """From when to when a text holds, in words."""
    begun = f"{since.isoformat()} 起"
    return f"{begun}，至 {until.isoformat()}" if until else begun


def unit_words(fact: Fact) -> str:
    """The unit of a number, or what kind of value it is."""
    if fact.unit:
        return fact.unit
    return {Kind.FRACTION: "比例", Kind.BOOL: "是或否"}.get(fact.kind, "")
