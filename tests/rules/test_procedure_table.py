"""The procedure table: every mark against trying out every world, and against the table of the county's plan."""

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from tests.rules.packs import rulebook
from tests.rules.test_packs import LETTERS, TABLE
from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.expression import parse
from yixing_core.rules.kinds import Kind
from yixing_core.rules.residual import residual, residual_words
from yixing_core.rules.table import NATURE_OF_TYPE, consultee_words, procedure_table
from yixing_core.rules.vocabulary import DECIDING_BODIES, IMPORTANCE, MATTER_TYPES, SUBMITTERS

DAY = date(2023, 6, 12)
COUNTY: dict[str, Any] = {"large_funds": 5_000_000, "plenary_funds": 200_000_000, "hearing_types": ["livelihood"]}
BOOLS = ("public_interest", "stability_risk", "specialised", "administrative", "normative", "policy_question")
# What the plan of the demonstration demands of each type (R 调研, C 征求意见, E 专家, N 公示, H 听证, 票, 酝酿).
PLAN = {
    "long_term_plan": "research opinions experts",
    "annual_deployment": "research opinions",
    "major_project": "research opinions experts",
    "large_funds": "opinions experts finance",
    "establishment": "opinions",
    "cadre_appointment": "deliberation",
    "key_cadre_appointment": "deliberation",
    "cadre_appraisal": "opinions",
    "party_building": "opinions",
    "livelihood": "research opinions notice hearing",
    "urban_rural_planning": "research opinions experts",
    "environment": "experts",
    "regulation": "opinions",
}
ARGUED = {"research", "opinions", "experts", "notice", "hearing", "deliberation", "finance"}


def rows(**params: Any) -> dict[str, Any]:
    return {row.code: row for row in procedure_table(rulebook(), COUNTY | params, DAY)}


def worlds(code: str) -> list[dict[str, Any]]:
    """Every matter of a type that the sheet can tell apart, as far as steps go."""
    nature = NATURE_OF_TYPE.get(code, "deliberate")
    return [
        {"type": code, "nature": nature, "submitter": submitter, **dict(zip(BOOLS, impact, strict=True))}
        for impact in product((False, True), repeat=len(BOOLS))
        for submitter in ("government_department", "secretary")
    ]


@pytest.mark.parametrize("code", list(MATTER_TYPES))
def test_each_mark_is_what_trying_out_every_matter_gives(code: str) -> None:
    """必经: every matter of the type takes the step; 视情: some do; blank: none does."""
    taken = [
        {step.step for step in rulebook().required_steps(facts, DAY) if step.certain}
        for facts in ({"stage": "agenda", "matter": matter, "params": COUNTY} for matter in worlds(code))
    ]
    row = rows()[code]
    assert {step.step for step in row.required} == set.intersection(*taken)
    assert {step.step for step in row.steps} == set.union(*taken)
    assert [step.step for step in row.steps] == [step for step in LETTERS.values() if step in set.union(*taken)]


@pytest.mark.parametrize("code", list(MATTER_TYPES))
def test_the_bodies_are_those_that_trying_out_every_matter_gives(code: str) -> None:
    asked = [
        {"type": code, "importance": importance, "amount": amount}
        for importance in IMPORTANCE
        for amount in (1, 4_999_999, 5_000_000, 199_999_999, 200_000_000)
    ]
    found = {rulebook().deciding_body({"matter": each, "params": COUNTY}, DAY)[0] for each in asked}
    assert [body.body for body in rows()[code].bodies] == [body for body in DECIDING_BODIES if body in found]
    base = [body for body in rows()[code].bodies if not body.condition]
    assert len(base) <= 1


@pytest.mark.parametrize("code", list(MATTER_TYPES))
def test_the_table_is_that_of_the_plan(code: str) -> None:
    """The office's own steps come on top of what the plan lists; nothing that it lists is missing, nothing else added."""
    row = rows()[code]
    assert {step.step for step in row.required} & ARGUED == set(PLAN.get(code, "").split())
    # A matter that a unit submits and that touches nothing takes exactly the steps of the earlier table.
    plain = {LETTERS[letter] for letter in TABLE[code]} - {"unit_head"}
    plain |= {"hearing"} if code in COUNTY["hearing_types"] else set()
    assert {step.step for step in row.required} == plain


def test_who_does_it_and_when() -> None:
    row = rows()["regulation"]
    legal = next(step for step in row.steps if step.step == "legal")
    assert [(term.rule.who, term.condition) for term in legal.terms] == [
        ("县委办法规室（政府事项找司法局）", "拟印发规范性文件"),
        ("县司法局", "列入县政府重大行政决策目录"),
    ]
    risk = next(step for step in rows()["livelihood"].steps if step.step == "risk")
    assert risk.condition == "可能影响社会稳定、公共安全"
    assert all(step.who for row in rows().values() for step in row.steps)


def test_how_it_is_voted_on() -> None:
    votes = {code: {body.body: body.vote for body in row.bodies} for code, row in rows().items()}
    assert votes["key_cadre_appointment"] == {"plenary": "无记名投票"}
    assert votes["long_term_plan"]["standing_committee"] == "无记名投票"
    assert votes["major_project"]["standing_committee"] == "口头、举手、记名或无记名投票"
    assert votes["relay_superior"]["standing_committee"] == "不表决"
    assert votes["routine"]["member"] == "直接决定并备案"


def test_a_parameter_changes_the_table() -> None:
    changed = rows(hearing_types=[], expert_types=["agriculture"], secret_types=[], plenary_types=["regulation"])
    assert "hearing" not in {step.step for step in changed["livelihood"].steps}
    assert "experts" in {step.step for step in changed["agriculture"].required}
    assert "experts" not in {step.step for step in changed["major_project"].required}
    assert [body.body for body in changed["regulation"].bodies] == ["plenary"]
    assert changed["long_term_plan"].bodies[0].vote == "口头、举手、记名或无记名投票"
    assert rows(consultees_regulation=["township"])["regulation"].consultees == ("各乡镇街道",)
    assert consultee_words(tuple(FACTS["params.consultees_regulation"].choices or {})) == ("县直各单位和各乡镇街道",)


def test_sums_stand_in_words_and_a_missing_one_is_said() -> None:
    plenary = next(body for body in rows()["agriculture"].bodies if body.body == "plenary")
    assert "金额不少于提请全委会的资金标准（20000万元）" in plenary.condition
    bare = {row.code: row for row in procedure_table(rulebook(), {}, DAY)}
    assert "大额资金标准（未定）" in str(bare["agriculture"].bodies)


def test_what_is_left_of_a_condition() -> None:
    text = 'matter.type == "regulation" and (matter.normative or matter.amount > 5) and known(matter.amount)'
    root = parse(text).root
    assert residual(root, {"matter.type": "routine"}) is False
    left = residual(root, {"matter.type": "regulation"})
    assert not isinstance(left, bool)
    assert residual_words(left, {}) == "拟印发规范性文件，或者金额多于5元"
    assert residual(root, {"matter.type": "regulation", "matter.normative": True}) is True


def test_every_list_that_the_table_reads_is_a_closed_one() -> None:
    lists = [fact for fact in FACTS.values() if fact.name.startswith("params.") and fact.kind is Kind.ENUMS]
    assert len([fact for fact in lists if fact.choices == MATTER_TYPES]) >= 11
    assert all(fact.choices for fact in lists)
    assert all(isinstance(value, Fraction | bool | int | str | tuple) for value in rulebook().defaults(DAY).values())
    assert set(SUBMITTERS) > {"government_department", "secretary"}
