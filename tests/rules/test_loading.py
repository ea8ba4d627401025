"""Whatever a secretary gets wrong in a pack is refused with file, line, what is wrong and how to mend it."""

import re
import shutil
from pathlib import Path

import pytest

from yixing_core.rules.load import load_pack, load_packs
from yixing_core.rules.yamlread import Unusable

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
GOOD = """\
pack: {name}
title: 试写的规定包
citation: {{regulation: 某条例, edition: "2020", article: 第一条, confidence: V1}}
effective: {{from: 2020-01-01}}
rules:
- id: {rule}
  title: 到会人数
  requires: 到会须过半。
  gate: meeting.open
  check: present >= 6
  message: 实到{{present}}
  who: 会议秘书
  mend: 请补足人数。
"""


def written(folder: Path, rules: str, cases: str = "") -> Path:
    folder.mkdir()
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    if cases:
        (folder / "cases.yaml").write_text(cases, encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_pack_is_refused_where_it_is_broken(path: Path, tmp_path: Path) -> None:
    """The first line of each file says on which line what is wrong."""
    expected = re.match(r"# expect (\d+): (.*)\n", path.read_text(encoding="utf-8"))
    assert expected
    folder = tmp_path / "broken"
    folder.mkdir()
    shutil.copy(path, folder / "rules.yaml")
    with pytest.raises(Unusable) as refused:
        load_pack(folder)
    found = [(problem.line, problem.what) for problem in refused.value.problems]
    assert any(line == int(expected[1]) and expected[2] in what for line, what in found), found
    assert all(problem.mend and problem.file == "broken/rules.yaml" for problem in refused.value.problems)


def test_every_problem_is_shown_at_once(tmp_path: Path) -> None:
    text = GOOD.format(name="two", rule="AB-01").replace("present >= 6", "presnt >= 6").replace("who:", "whom:")
    with pytest.raises(Unusable) as refused:
        load_pack(written(tmp_path / "two", text))
    assert len(refused.value.problems) == 3
    assert str(refused.value).splitlines()[0].startswith("two/rules.yaml:6 ")


def test_the_same_rule_in_two_packs_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "one", GOOD.format(name="one", rule="AB-01"))
    written(tmp_path / "two", GOOD.format(name="two", rule="AB-01"))
    with pytest.raises(Unusable, match=r"two/rules\.yaml:6 “AB-01”"):
        load_packs(tmp_path)


def test_two_editions_may_follow_each_other(tmp_path: Path) -> None:
    rule = GOOD.format(name="one", rule="AB-01").partition("rules:\n")[2]
    text = GOOD.format(name="one", rule="AB-01").replace("from: 2020-01-01", "from: 2020-01-01, until: 2021-12-31")
    later = rule.replace("  gate:", "  effective: {from: 2022-01-01}\n  gate:")
    pack = load_pack(written(tmp_path / "one", text + later))
    assert [rule.since.year for rule in pack.rules] == [2020, 2022]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="没有规定包"):
        load_packs(tmp_path)


@pytest.mark.parametrize(
    ("case", "line", "what"),
    [
        ("- {title: 甲, gate: meeting.opne, date: 2023-06-12, facts: {present: 6}, expect: {}}", 1, "meeting.open"),
        ("- {title: 甲, gate: meeting.open, date: 6月, facts: {present: 6}, expect: {}}", 1, "不是日期"),
        ("- title: 甲\n  gate: meeting.open\n  date: 2023-06-12\n  facts:\n    presnt: 6\n  expect: {}", 5, "present"),
        ("- {title: 甲, gate: meeting.open, date: 2023-06-12, facts: {present: 六}, expect: {}}", 1, "应为整数"),
        ("- {title: 甲, gate: meeting.open, date: 2023-06-12, facts: {poll: {yes: 1}}, expect: {}}", 1, "看不到"),
        ("- {title: 甲, gate: meeting.open, date: 2023-06-12, facts: {on: 2023-06-12}, expect: {}}", 1, "on"),
        ("- {title: 甲, gate: meeting.open, date: 2023-06-12, facts: {present: 6}, expect: {AB-01: ok}}", 1, "ok"),
        ("- {gate: meeting.open, date: 2023-06-12, facts: {present: 6}, expect: {}}", 1, "缺少“title”"),
        ("- 甲", 1, "应是一组"),
        ("甲: 乙", 1, "应是一个列表"),
    ],
)
def test_a_broken_case_is_refused(case: str, line: int, what: str, tmp_path: Path) -> None:
    pack = load_pack(written(tmp_path / "one", GOOD.format(name="one", rule="AB-01"), case))
    with pytest.raises(Unusable) as refused:
        assert pack.cases
    problem = refused.value.problems[0]
    assert (problem.file, problem.line) == ("one/cases.yaml", line)
    assert what in problem.what


def test_a_case_and_its_variants(tmp_path: Path) -> None:
    cases = """\
- title: 实到6人
  gate: meeting.open
  date: 2023-06-12
  facts: {present: 6, body: {kind: plenary}}
  expect: {AB-01: satisfied}
  also:
  - {title: 实到5人, facts: {present: 5}, expect: {AB-01: violated}}
  - {title: 没有登记, date: 2023-06-13, facts: {present: null}, expect: {AB-01: missing}}
"""
    found = load_pack(written(tmp_path / "one", GOOD.format(name="one", rule="AB-01"), cases)).cases
    assert [case.title for case in found] == ["实到6人", "实到6人；实到5人", "实到6人；没有登记"]
    assert [case.facts["present"] for case in found] == [6, 5, None]
    assert all(case.facts["body"] == {"kind": "plenary"} for case in found)
    assert [case.on.day for case in found] == [12, 12, 13]


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path / "one", "")
    (folder / "rules.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unusable, match="UTF-8"):
        load_pack(folder)
    (folder / "rules.yaml").unlink()
    with pytest.raises(Unusable, match="打不开"):
        load_pack(folder)
