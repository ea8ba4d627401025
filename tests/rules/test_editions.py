"""Editions side by side: what happened is judged by the text of its day, whenever it is entered."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from tests.rules.packs import rulebook
from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.explain import explain
from yixing_core.rules.model import Finding, Rule, Status

LAST_OF_2018 = date(2025, 10, 27)
CALLED_LATE: dict[str, Any] = {"village": {"forum": "villagers", "special_notice": True}}


def editions() -> dict[str, list[Rule]]:
    """Rules that stand in the packs with more than one text, in the order of their days."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rulebook().rules():
        found[rule.id].append(rule)
    return {name: sorted(rules, key=lambda rule: rule.since) for name, rules in found.items() if len(rules) > 1}


def village(on: date) -> Finding:
    """A meeting of villagers called three days before, for a special reason that is on record."""
    facts = {"village": CALLED_LATE["village"] | {"called_on": on - timedelta(days=3), "resolved_on": on}}
    return next(finding for finding in rulebook().gate("village.resolve", facts, on) if finding.rule == "CUN-04")


@pytest.mark.parametrize(
    ("on", "edition", "status"),
    [
        (date(2024, 6, 12), "2018", Status.VIOLATED),
        (LAST_OF_2018, "2018", Status.VIOLATED),
        (LAST_OF_2018 + timedelta(days=1), "2025", Status.SATISFIED),
        (date(2026, 6, 12), "2025", Status.SATISFIED),
    ],
)
def test_a_meeting_of_villagers_is_judged_by_the_law_of_its_day(on: date, edition: str, status: Status) -> None:
    """The law of 2018 knows no notice at short term, that of 2025 does where there is a special reason."""
    finding = village(on)
    assert (finding.citation.edition, finding.status) == (edition, status)
    assert rulebook().statuses("village.resolve", _facts(on), on)["CUN-04"] is status


def test_the_explanation_cites_the_text_of_that_day() -> None:
    on = date(2024, 6, 12)
    lines = explain(rulebook(), village(on), _facts(on), on).lines()
    assert "（2018）" in lines[0]
    assert not any("2025" in line for line in lines)


@pytest.mark.parametrize("name", sorted(editions()))
def test_from_one_day_to_the_next_exactly_one_text_holds(name: str) -> None:
    older, newer = editions()[name]
    assert older.until is not None
    assert newer.since == older.until + timedelta(days=1)
    assert older.citation.edition < newer.citation.edition
    for rule, day in ((older, older.since), (older, older.until), (newer, newer.since), (newer, date(2099, 1, 1))):
        assert [each for each in rulebook().rules(day) if each.id == name] == [rule]
    assert not [each for each in rulebook().rules(older.since - timedelta(days=1)) if each.id == name]


@pytest.mark.parametrize("name", sorted(editions()))
def test_each_text_has_cases_of_its_own_days(name: str) -> None:
    cases = rulebook().cases(name)
    assert all(any(rule.in_force(case.on) for case in cases) for rule in editions()[name])


def test_a_regulation_that_did_not_yet_exist_asks_nothing() -> None:
    """Letters before the regulation of 2022, notices on holding meetings before that of 2024."""
    for gate, first in (("petition.accept", date(2022, 5, 1)), ("gathering.hold", date(2024, 8, 6))):
        before = {rule.id for rule in rulebook().rules(first - timedelta(days=1), gate)}
        since = {rule.id for rule in rulebook().rules(first, gate)}
        assert before < since


def test_a_year_asked_at_once_and_day_by_day_is_the_same() -> None:
    """The compiled gates of two spans do not get mixed, in whatever order the days are asked."""
    days = [LAST_OF_2018 + timedelta(days=n) for n in (3, -3, 1, 0, 400, -400)]
    fresh = [Rulebook(rulebook().packs).statuses("village.resolve", _facts(day), day) for day in days]
    assert [rulebook().statuses("village.resolve", _facts(day), day) for day in days] == fresh


def _facts(on: date) -> dict[str, Any]:
    return {"village": CALLED_LATE["village"] | {"called_on": on - timedelta(days=3), "resolved_on": on}}
