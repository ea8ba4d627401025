"""为什么 behind a finding: what the rule demands, each part with its value, the records, the basis, the examples."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from yixing.compliance.gates import rulebook
from yixing.ui.why import Why, WhyFact, WhyStep
from yixing_core.errors import Refusal
from yixing_core.rules.explain import UsedFact, explain_finding
from yixing_core.rules.model import MARKS, STATUSES, Case, Finding, Status

PREFIX = "params."
RecordUrl = Callable[[str], str]
"""Name of a fact → where the record it came from can be read; empty where it has no page."""


def nowhere(name: str) -> str:
    """The record of a fact whose place is not known: none."""
    del name
    return ""


def why_of(finding: Any, on: dt.date | None = None, record_url: RecordUrl = nowhere) -> Why | None:
    """What stands behind 为什么, or nothing where the rule did not apply or its text is no longer shipped.

    What is already there is told shorter: without the inner sub-expressions and the titles of the examples.

    Args:
        finding: as the rulebook gave it; one that was stored as plain data has no explanation.
        on: the day it was given for; without it no adoption is named.
        record_url: finds the page of a record.
    """
    if not isinstance(finding, Finding) or finding.status is Status.NOT_APPLICABLE:
        return None
    try:
        told = explain_finding(rulebook(), finding, on)
    except Refusal:  # a text that this release no longer holds explains nothing; the finding itself still stands
        return None
    steps = (WhyStep(f"{each.part}{each.words}", each.shown, each.depth) for each in told.derivation)
    return Why(
        requirement=told.requires,
        steps=tuple(step for step in steps if finding.unmet or not step.depth),
        facts=tuple(_fact(each, record_url) for each in told.facts),
        basis=told.basis,
        adopted=told.adopted,
        cases=_examples(told.cases, finding.rule) if finding.unmet else (),
        case_count=len(told.cases),
        cases_url=f"{reverse('compliance:rule', args=(finding.rule,))}#cases",
    )


def _examples(cases: tuple[Case, ...], rule: str) -> tuple[str, ...]:
    """Titles of at most four examples, with their mark: one of each answer the rule can give."""
    by_answer = {case.expect[rule]: case for case in reversed(cases)}
    return tuple(f"{MARKS[status]} {by_answer[status].title}" for status in STATUSES if status in by_answer)


def _fact(used: UsedFact, record_url: RecordUrl) -> WhyFact:
    if used.name.startswith(PREFIX):
        url = reverse("compliance:number", args=(used.name.removeprefix(PREFIX),))
        return WhyFact(used.label, used.shown, used.source, url)
    return WhyFact(used.label, used.shown, used.source, record_url(used.name) if used.value is not None else "")
