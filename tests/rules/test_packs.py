"""The packs as shipped: every case holds, every rule is tested, every small wrong in a rule is noticed."""

from datetime import date
from typing import Any

import pytest

from tests.rules.mutants import parameter_mutants, rule_mutants
from tests.rules.packs import packs, rulebook
from yixing_core.rules.casework import run, uncovered
from yixing_core.rules.catalogue import GATES, flatten
from yixing_core.rules.kinds import Value
from yixing_core.rules.model import Case, Parameter, Rule, Severity, Status
from yixing_core.rules.trace import trace
from yixing_core.rules.vocabulary import MATTER_TYPES, STEPS

DAY = date(2023, 6, 12)
PACKS = [pack.id for pack in packs()]

# The table of the county: which steps a matter of each type takes before it is put before the committee.
# H 单位负责人 G 前置研究 F 财政 R 调研 C 征求意见 E 专家 N 公示 T 听证 D 酝酿 M 分管常委 O 县委办 P 主任 S 书记
LETTERS = dict(zip("HGFRCENTKLDMOPS", STEPS, strict=True))
TABLE = {
    "relay_superior": "OPS",
    "long_term_plan": "HRCEMOPS",
    "annual_deployment": "HRCMOPS",
    "major_project": "HGRCEMOPS",
    "large_funds": "HGFCEMOPS",
    "establishment": "HCMOPS",
    "cadre_appointment": "HDMOPS",
    "key_cadre_appointment": "HDMOPS",
    "cadre_appraisal": "HCMOPS",
    "party_building": "HCMOPS",
    "ideology": "HMOPS",
    "integrity": "HMOPS",
    "law_and_stability": "HMOPS",
    "livelihood": "HGRCNMOPS",
    "urban_rural_planning": "HGRCEMOPS",
    "environment": "HGEMOPS",
    "agriculture": "HMOPS",
    "regulation": "HCMOPS",
    "emergency_ratification": "OPS",
    "routine": "HMOPS",
}


def matter(code: str, **changed: Any) -> dict[str, Any]:
    """A matter of a type without any special impact, on the agenda."""
    cadre = code in {"cadre_appointment", "key_cadre_appointment"}
    impact = dict.fromkeys(
        ("public_interest", "stability_risk", "specialised", "administrative", "normative", "policy_question"),
        False,
    )
    facts = {"type": code, "nature": "cadre" if cadre else "deliberate", "submitter": "party_department", **impact}
    return {"stage": "agenda", "matter": facts | changed}


def test_every_case_holds() -> None:
    cases = [case for pack in packs() for case in pack.cases]
    assert [
        f"{outcome.case.file}:{outcome.case.line} {outcome.rule}: {outcome.got}"
        for outcome in run(rulebook(), cases)
        if not outcome.holds
    ] == []


def test_every_rule_has_a_case_of_each_kind() -> None:
    cases = [case for pack in packs() for case in pack.cases]
    assert uncovered([rule for pack in packs() for rule in pack.rules], cases) == {}


@pytest.mark.parametrize("pack", PACKS)
def test_a_small_wrong_in_a_rule_fails_a_case(pack: str) -> None:
    """Each comparison turned, each constant moved, each and/or swapped, each code left out."""
    survivors = [
        f"{rule.id} {what}"
        for rule in next(each for each in packs() if each.id == pack).rules
        for what, mutant in rule_mutants(rule)
        if all(_status(mutant, values) is case.expect[rule.id] for case, values in _situations(rule))
    ]
    assert survivors == []


@pytest.mark.parametrize("pack", PACKS)
def test_a_default_moved_fails_a_case(pack: str) -> None:
    parameters = next(each for each in packs() if each.id == pack).parameters
    asked = {fact.name for rule in rulebook().rules() for fact in rule.facts}
    survivors = [
        what
        for parameter in parameters
        if parameter.fact.name in asked
        for what, mutant in parameter_mutants(parameter)
        if not _noticed(mutant)
    ]
    assert survivors == []


@pytest.mark.parametrize("code", list(MATTER_TYPES))
def test_the_steps_of_each_type_are_those_of_the_county(code: str) -> None:
    steps = rulebook().required_steps(matter(code), DAY)
    assert [step.step for step in steps] == [LETTERS[letter] for letter in TABLE[code]]
    assert all(step.certain for step in steps)


def test_impact_adds_steps() -> None:
    def steps(code: str, **changed: Any) -> set[str]:
        return {step.step for step in rulebook().required_steps(matter(code, **changed), DAY)}

    plain = steps("major_project")
    assert steps("major_project", public_interest=True) - plain == {"notice"}
    assert steps("major_project", stability_risk=True) - plain == {"risk"}
    assert steps("major_project", administrative=True) - plain == {"legal"}
    assert steps("agriculture", administrative=True, specialised=True) - steps("agriculture") == {"legal", "experts"}
    assert steps("regulation", normative=True) - steps("regulation") == {"legal"}
    assert steps("regulation", policy_question=True) - steps("regulation") == {"deliberation"}
    assert steps("major_project", nature="hear") == {"unit_head", "member", "office", "director", "chair"}


def test_an_undecided_step_says_what_it_depends_on() -> None:
    steps = {step.step: step for step in rulebook().required_steps(matter("environment", stability_risk=None), DAY)}
    assert not steps["risk"].certain
    assert "是否可能影响社会稳定、公共安全" in steps["risk"].undecided


@pytest.mark.parametrize(
    ("facts", "body"),
    [
        ({"type": "routine", "importance": "ordinary"}, "member"),
        ({"type": "agriculture", "importance": "ordinary", "amount": 100_000}, "member"),
        ({"type": "agriculture", "importance": "ordinary", "amount": 5_000_000}, "standing_committee"),
        ({"type": "agriculture", "importance": "major"}, "standing_committee"),
        ({"type": "major_project", "importance": "major"}, "standing_committee"),
        ({"type": "long_term_plan", "importance": "exceptional"}, "plenary"),
        ({"type": "cadre_appointment", "importance": "major"}, "standing_committee"),
        ({"type": "key_cadre_appointment", "importance": "major"}, "plenary"),
    ],
)
def test_the_highest_body_that_a_rule_asks_for_decides(facts: dict[str, Any], body: str) -> None:
    given = {"matter": facts, "params": {"large_funds": 5_000_000}}
    decided, findings = rulebook().deciding_body(given, DAY)
    assert decided == body
    assert all(finding.status is not Status.VIOLATED for finding in findings)
    assert any(finding.status is Status.SATISFIED for finding in findings)


def test_a_body_too_low_is_a_violation() -> None:
    given = {"matter": {"type": "key_cadre_appointment", "importance": "major", "body": "standing_committee"}}
    decided, findings = rulebook().deciding_body(given, DAY)
    assert decided == "plenary"
    assert {finding.rule for finding in findings if finding.status is Status.VIOLATED} == {"XC-30"}


def test_seven_of_eleven_may_not_decide_on_cadres() -> None:
    facts = {
        "body": {"kind": "standing_committee", "entitled": 11},
        "present": 7,
        "matter": {"type": "cadre_appointment"},
    }
    findings = {finding.rule: finding for finding in rulebook().gate("poll.open", facts, DAY)}
    assert findings["LC-13"].status is Status.VIOLATED
    assert findings["LC-13"].blocks
    facts["present"] = 8
    findings = {finding.rule: finding for finding in rulebook().gate("poll.open", facts, DAY)}
    assert findings["LC-13"].status is Status.SATISFIED


def test_severity_follows_what_was_read() -> None:
    for rule in rulebook().rules():
        expected = Severity.WARN if {"L", "M"} & set(rule.citation.confidence) else Severity.BLOCK
        assert rulebook().severity(rule, DAY) is expected, rule.id


def test_rules_of_memory_name_no_article_as_certain() -> None:
    """A requirement that nobody read in a text has no article number either."""
    certain = [
        rule.id
        for rule in rulebook().rules()
        if rule.citation.confidence in {"M", "L", "L+M"} and rule.citation.article != "待核"
    ]
    assert certain == []


def test_texts_are_sentences_of_the_office() -> None:
    for rule in rulebook().rules():
        assert rule.title == rule.title.strip()
        assert not rule.title.endswith("。"), rule.id
        assert len(rule.title) <= 24, rule.id
        assert rule.requires.endswith("。"), rule.id
        assert rule.mend.text.endswith("。"), rule.id
        assert not any(word in rule.requires + rule.message.text for word in ("拦截", "校验", "违规", "台账")), rule.id


def test_every_finding_can_be_said_for_every_case() -> None:
    """Texts with places never break, whatever is missing."""
    for pack in packs():
        for case in pack.cases:
            for finding in rulebook().gate(case.gate, case.facts, case.on):
                assert finding.first_line
                assert finding.as_dict()["status"] == finding.status.value
                assert finding.mend or not finding.unmet
                assert bool(finding.missing) == (finding.status is Status.MISSING)


def test_gates_know_their_rules() -> None:
    assert {rule.gate for rule in rulebook().rules()} <= set(GATES)


def _status(rule: Rule, values: dict[str, Value]) -> Status:
    """The status by walking the expressions: independent of the generated code."""
    if rule.when is not None:
        applies = trace(rule.when.root, values).value
        if applies is None:
            return Status.MISSING
        if not applies:
            return Status.NOT_APPLICABLE
    holds = trace(rule.check.root, values).value
    return Status.MISSING if holds is None else Status.SATISFIED if holds else Status.VIOLATED


def _situations(rule: Rule) -> list[tuple[Case, dict[str, Value]]]:
    return [
        (case, rulebook().values(rule, case.facts, case.on))
        for case in rulebook().cases(rule.id)
        if rule.in_force(case.on)
    ]


def _noticed(mutant: Parameter) -> bool:
    name = mutant.fact.name
    return any(
        _status(rule, values | ({name: mutant.value} if _given(case, name) is None else {})) is not case.expect[rule.id]
        for rule in rulebook().rules()
        if mutant.fact in rule.facts
        for case, values in _situations(rule)
    )


def _given(case: Case, name: str) -> Any:
    return dict(flatten(case.facts)).get(name)
