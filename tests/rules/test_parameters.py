"""Parameters: each is read by something, each list is of one group, and what the documents say of them is so."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.rules.packs import packs, rulebook
from yixing_core.rules.facts.parameters import GROUPS, NUMBERS, PARAMS, group_of
from yixing_core.rules.kinds import Fact
from yixing_core.rules.model import Rule

ROOT = Path(__file__).parents[2]
NAMES = [fact.name.removeprefix("params.") for fact in PARAMS]


def test_each_parameter_is_read_by_a_rule_or_by_the_product() -> None:
    places = (p for p in (ROOT / "src/yixing").rglob("*.py") if "demo" not in p.parts and "migrations" not in p.parts)
    product = "\n".join(path.read_text(encoding="utf-8") for path in places)
    asked = {fact.name.removeprefix("params.") for rule in rulebook().rules() for fact in _facts(rule)}
    unread = {
        name
        for name in NAMES
        if name not in asked and f'"{name}"' not in product and not name.startswith("consultees_")
    }
    assert 'f"consultees_{' in product
    assert unread == set()


def test_names_are_unique_and_each_belongs_to_one_group() -> None:
    assert len(set(NAMES)) == len(NAMES)
    grouped = [name for _, names in GROUPS.values() for name in names]
    assert len(set(grouped)) == len(grouped)
    assert set(grouped) < set(NAMES)
    assert group_of("majority") == NUMBERS


def test_what_is_confirmed_in_groups_has_a_default_with_its_source() -> None:
    given = {each.fact.name.removeprefix("params."): each for pack in packs() for each in pack.parameters}
    for _, names in GROUPS.values():
        for name in names:
            assert given[name].basis, name
            assert given[name].confidence == "L", name


def test_the_document_speaks_of_what_there_is() -> None:
    text = (ROOT / "docs/contradictions.md").read_text(encoding="utf-8")
    rules = {rule.id for rule in rulebook().rules()}
    assert [f"C{number:02d}" for number in range(1, 25)] == re.findall(r"^\| (C\d\d) \|", text, re.MULTILINE)
    keys = set(re.findall(r"`([a-z_]+)`", text))
    assert keys <= set(NAMES), keys - set(NAMES)
    named = set(re.findall(r"\b((?:XC|LC|SZ|AD|DC|JF|CR)-\d\d(?:\.\d)?)\b", text))
    assert named <= rules, named - rules


def _facts(rule: Rule) -> Iterator[Fact]:
    yield from rule.facts
    yield from rule.when.facts if rule.when else ()
    yield from (*rule.message.facts, *(rule.met.facts if rule.met else ()))
