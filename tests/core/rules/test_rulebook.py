"""Asking the rulebook: editions, adoption, severity, parameters, refusals and explanations."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from yixing_core.errors import Refusal
from yixing_core.rules.evaluate import Adopted, Rulebook
from yixing_core.rules.explain import explain
from yixing_core.rules.load import load_pack
from yixing_core.rules.model import Finding, Pack, Severity, Status

RULES = """\
pack: sample
title: 示例
citation: {regulation: 某条例, edition: "2015", article: 第十条, confidence: V1}
effective: {from: 2015-01-01}
parameters:
- {name: quorum_standing, value: "1/2", from: 2015-01-01, until: 2019-12-31, basis: 某条例, confidence: V1}
- {name: quorum_standing, value: "2/3", from: 2020-01-01, basis: 某条例, confidence: V1}
rules:
- id: AB-01
  title: 到会人数
  requires: 到会须过规定比例。
  gate: meeting.open
  when: body.kind == "standing_committee"
  check: present >= fewest(params.quorum_standing, body.entitled)
  met: 应到{body.entitled}、实到{present}
  message: 应到{body.entitled}、实到{present}，须{fewest(params.quorum_standing, body.entitled)}人
  who: 会议秘书
  mend: 请补足人数。
- id: AB-02
  title: 提前通知（旧）
  requires: 通知提前一日。
  effective: {from: 2015-01-01, until: 2021-12-31}
  gate: meeting.open
  check: days(meeting.notice_on, meeting.held_on) >= 1
  message: 提前不足
  who: 会议秘书
  mend: 请顺延。
- id: AB-02
  title: 提前通知（新）
  requires: 通知提前二日。
  citation: {edition: "2022"}
  effective: {from: 2022-01-01}
  gate: meeting.open
  check: days(meeting.notice_on, meeting.held_on) >= 2
  message: 提前不足
  who: 会议秘书
  mend: 请顺延。
- id: AB-03
  title: 本县做法
  requires: 缺席须请假。
  citation: {confidence: L+M, article: 待核}
  gate: meeting.open
  check: meeting.absent_without_leave == 0
  message: 有{meeting.absent_without_leave}没有请假
  lack: 请假情况
  fill: 请登记请假情况。
  who: 县委办
  mend: 请补假。
- id: AB-03.2
  title: 工作日
  requires: 材料提前两个工作日。
  citation: {confidence: L}
  gate: meeting.open
  check: workdays(meeting.papers_on, meeting.held_on) >= 2
  message: 提前{workdays(meeting.papers_on, meeting.held_on)}个工作日
  who: 县委办
  mend: 请顺延。
"""
FACTS: dict[str, Any] = {
    "body": {"kind": "standing_committee", "entitled": 11},
    "present": 7,
    "meeting": {"notice_on": "2023-06-11", "held_on": "2023-06-12", "papers_on": "2023-06-08"},
}


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_pack(folder)


def findings(rulebook: Rulebook, facts: dict[str, Any], on: date) -> dict[str, Finding]:
    return {finding.rule: finding for finding in rulebook.gate("meeting.open", facts, on)}


def test_an_act_is_judged_by_the_text_of_its_day(pack: Pack) -> None:
    rulebook = Rulebook([pack])
    old, new = (findings(rulebook, FACTS, date(year, 6, 12)) for year in (2021, 2022))
    assert old["AB-02"].status is Status.SATISFIED
    assert new["AB-02"].status is Status.VIOLATED
    assert (old["AB-02"].citation.edition, new["AB-02"].citation.edition) == ("2015", "2022")
    assert findings(rulebook, FACTS, date(2014, 12, 31)) == {}


def test_defaults_change_with_the_day_and_yield_to_the_county(pack: Pack) -> None:
    rulebook = Rulebook([pack])
    assert findings(rulebook, FACTS, date(2019, 12, 31))["AB-01"].status is Status.SATISFIED
    violated = findings(rulebook, FACTS, date(2020, 1, 1))["AB-01"]
    assert violated.status is Status.VIOLATED
    assert violated.text == "应到11人、实到7人，须8人"
    own = FACTS | {"params": {"quorum_standing": "1/2"}}
    assert findings(rulebook, own, date(2020, 1, 1))["AB-01"].facts["params.quorum_standing"] == Fraction(1, 2)
    assert findings(rulebook, own, date(2020, 1, 1))["AB-01"].status is Status.SATISFIED


def test_a_county_chooses_which_text_applies_from_when(pack: Pack) -> None:
    chosen = Rulebook([pack], editions={"某条例": [(date(2015, 1, 1), "2015"), (date(2024, 1, 1), "2022")]})
    assert findings(chosen, FACTS, date(2023, 6, 12))["AB-02"].status is Status.SATISFIED
    assert findings(chosen, FACTS, date(2024, 6, 12))["AB-02"].status is Status.VIOLATED
    with pytest.raises(Refusal, match="2026") as refused:
        Rulebook([pack], editions={"某条例": [(date(2026, 1, 1), "2026")]})
    assert refused.value.code == "rules_edition"


def test_an_adopted_rule_blocks_from_the_day_of_the_decision(pack: Pack) -> None:
    rulebook = Rulebook([pack], adopted={"AB-03": [Adopted("常委会第1次会议", date(2023, 1, 9))]})
    facts = FACTS | {"meeting": FACTS["meeting"] | {"absent_without_leave": 1}}
    before, after = (findings(rulebook, facts, day) for day in (date(2023, 1, 8), date(2023, 1, 9)))
    assert before["AB-03"].severity is Severity.WARN
    assert before["AB-03"].warns
    assert after["AB-03"].severity is Severity.BLOCK
    assert after["AB-03"].blocks
    assert after["AB-03.2"].severity is Severity.BLOCK  # the row covers its further checks
    with pytest.raises(Refusal, match="ZZ-99"):
        Rulebook([pack], adopted={"ZZ-99": [Adopted("某次会议", date(2023, 1, 9))]})


def test_an_ended_adoption_still_counts_for_its_days(pack: Pack) -> None:
    spans = [
        Adopted("常委会第1次会议", date(2023, 1, 9), date(2023, 6, 30)),
        Adopted("常委会第9次会议", date(2024, 1, 1)),
    ]
    rulebook = Rulebook([pack], adopted={"AB-03": spans})
    rule = rulebook.rule("AB-03")
    days = [date(2023, 1, 8), date(2023, 1, 9), date(2023, 6, 30), date(2023, 7, 1), date(2024, 1, 1)]
    assert [rulebook.severity(rule, day) is Severity.BLOCK for day in days] == [False, True, True, False, True]
    assert rulebook.adoption(rule, date(2023, 3, 1)) == ("常委会第1次会议", date(2023, 1, 9))


def test_before_the_first_choice_the_texts_hold_by_their_own_dates(pack: Pack) -> None:
    chosen = Rulebook([pack], editions={"某条例": [(date(2024, 1, 1), "2015")]})
    plain = Rulebook([pack])
    for day in (date(2021, 6, 12), date(2023, 6, 12)):
        assert findings(chosen, FACTS, day)["AB-02"] == findings(plain, FACTS, day)["AB-02"]
    assert findings(chosen, FACTS, date(2024, 6, 12))["AB-02"].citation.edition == "2015"
    assert Rulebook([pack], editions={"某条例": []}).rules() == plain.rules()


def test_what_is_not_recorded_is_missing(pack: Pack) -> None:
    found = findings(Rulebook([pack]), {}, date(2023, 6, 12))
    assert {finding.status for finding in found.values()} == {Status.MISSING}
    assert found["AB-01"].missing == ("会议主体",)
    assert found["AB-01"].mend == "请先登记：会议主体。"
    assert found["AB-03"].text == "缺：请假情况"
    assert found["AB-03"].mend == "请登记请假情况。"
    assert found["AB-03"].first_line == "缺：请假情况　找：县委办　依据：《某条例》（2015）条号待核，未核对原文"
    other = findings(Rulebook([pack]), {"body": {"kind": "plenary"}}, date(2023, 6, 12))
    assert other["AB-01"].status is Status.NOT_APPLICABLE
    assert other["AB-01"].facts == {"body.kind": "plenary"}


def test_the_calendar_is_the_callers(pack: Pack) -> None:
    plain = findings(Rulebook([pack]), FACTS, date(2023, 6, 12))["AB-03.2"]
    assert plain.status is Status.SATISFIED
    holidays = Rulebook([pack], workdays=lambda first, last: 0 if first < last else -1)
    assert findings(holidays, FACTS, date(2023, 6, 12))["AB-03.2"].text == "提前0个工作日"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"presnt": 7}, "您是否想写“present”"),
        ({"present": "七"}, "应为整数"),
        ({"present": True}, "应为整数"),
        ({"body": 5}, "没有叫“body”的事实"),
        ({"body": {"kind": "party"}}, "没有“party”这个取值"),
        ({"meeting": {"notice_on": "昨天"}}, "应为日期"),
        ({"on": date(2023, 6, 12)}, "没有叫“on”的事实"),
    ],
)
def test_facts_that_are_not_on_the_list_are_refused(pack: Pack, facts: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        Rulebook([pack]).gate("meeting.open", facts, date(2023, 6, 12))
    assert refused.value.code == "rules_fact"


def test_an_unknown_gate_is_refused(pack: Pack) -> None:
    with pytest.raises(Refusal, match=r"meeting\.open"):
        Rulebook([pack]).gate("meeting.opn", {}, date(2023, 6, 12))


def test_statuses_are_those_of_the_findings(pack: Pack) -> None:
    rulebook = Rulebook([pack])
    day = date(2023, 6, 12)
    assert rulebook.statuses("meeting.open", FACTS, day) == {
        finding.rule: finding.status for finding in rulebook.gate("meeting.open", FACTS, day)
    }


def test_the_version_is_that_of_the_text(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "sample" / "rules.yaml").write_text(RULES + "\n", encoding="utf-8")
    changed = load_pack(tmp_path / "sample")
    assert Rulebook([pack]).version != Rulebook([changed]).version
    assert (
        Rulebook([pack]).version == Rulebook([pack], adopted={"AB-01": [Adopted("某次会议", date(2023, 1, 1))]}).version
    )


def test_an_explanation_begins_with_what_to_do(pack: Pack) -> None:
    day = date(2023, 6, 12)
    rulebook = Rulebook([pack], adopted={"AB-01": [Adopted("常委会第1次会议", date(2023, 1, 9))]})
    finding = findings(rulebook, FACTS, day)["AB-01"]
    explanation = explain(rulebook, finding, FACTS, day)
    lines = explanation.lines()
    assert lines[0] == "应到11人、实到7人，须8人　找：会议秘书　依据：《某条例》（2015）第十条"
    assert "本县采用：常委会第1次会议，自2023-01-09起" in lines
    assert [(part.text, part.value) for part in explanation.derivation] == [
        ('body.kind == "standing_committee"', True),
        ("present >= fewest(params.quorum_standing, body.entitled)", False),
        ("fewest(params.quorum_standing, body.entitled)", 8),
    ]
    assert {fact.name: fact.shown for fact in explanation.facts}["params.quorum_standing"] == "三分之二"
    assert {fact.name: fact.source for fact in explanation.facts}["present"] == "会议出席登记"
