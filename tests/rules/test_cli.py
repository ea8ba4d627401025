"""``yixing rules``: what it prints and with which code it ends."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.rules.packs import PACK_DIR
from yixing_core.rules.catalogue import FACTS, GATES
from yixing_core.rules.cli import main

CASE = """\
gate: poll.open
date: 2023-06-12
facts: {body: {kind: standing_committee, entitled: 11}, present: 7, matter: {type: cadre_appointment}}
"""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few of the packs: reading all of them for every call would take a second each."""
    folder = tmp_path_factory.mktemp("packs")
    for name in ("cadres", "collective", "committee", "major-decisions"):
        shutil.copytree(PACK_DIR / name, folder / name)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], few: Path) -> Any:
    def called(*argv: str, folder: Path = few) -> tuple[int, str, str]:
        code = main(argv, folder)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


def test_list_shows_the_rules_of_a_day(run: Any) -> None:
    code, out, _ = run("list", "--date", "2023-06-12", "--json")
    rules = json.loads(out)
    assert code == 0
    assert {"id", "gate", "citation", "severity", "cases"} <= rules[0].keys()
    assert all(rule["cases"] for rule in rules)
    one = next(rule for rule in rules if rule["id"] == "LC-13")
    assert one["citation"]["confidence"] == "V2~"
    assert one["severity"] == "block"
    assert len([rule for rule in rules if rule["id"] == "CR-10"]) == 1


def test_list_follows_the_editions(run: Any) -> None:
    def article(day: str) -> str:
        rules = json.loads(run("list", "--date", day, "--json")[1])
        return next(rule["citation"]["edition"] for rule in rules if rule["id"] == "CR-16")

    assert (article("2018-05-01"), article("2024-05-01")) == ("2014", "2019")
    assert "AD-11" not in run("list", "--date", "2019-08-31")[1]
    assert "AD-11" in run("list", "--date", "2019-09-01", "--gate", "matter.list")[1]


def test_facts_is_the_closed_list(run: Any) -> None:
    code, out, _ = run("facts", "--json")
    data = json.loads(out)
    assert code == 0
    assert [fact["name"] for fact in data["facts"]] == list(FACTS)
    assert [gate["name"] for gate in data["gates"]] == list(GATES)
    present = next(fact for fact in data["facts"] if fact["name"] == "present")
    assert (present["type"], present["unit"], present["source"]) == ("int", "人", "会议出席登记")
    assert "LC-13" in present["rules"]
    code, out, _ = run("facts", "poll.open")
    assert code == 0
    assert "portfolio.gaps" not in out
    assert "standing_committee＝常委会" in out


@pytest.mark.parametrize(
    ("expect", "code"),
    [("", 1), ("expect: {LC-13: violated}", 0), ("expect: {LC-13: satisfied}", 1), ("expect: {LC-12: satisfied}", 1)],
)
def test_check_one_case(run: Any, tmp_path: Path, expect: str, code: int) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE + expect, encoding="utf-8")
    got, out, _ = run("check", str(file))
    assert got == code
    assert "✕ LC-13" in out
    assert "应到11人、实到7人" in out
    assert "找：会议秘书" in out


def test_check_as_findings(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE, encoding="utf-8")
    code, out, _ = run("check", str(file), "--json")
    findings = json.loads(out)
    assert code == 1
    assert all(
        finding.keys() == {"rule", "status", "severity", "text", "citation", "facts", "mend"} for finding in findings
    )
    one = next(finding for finding in findings if finding["rule"] == "LC-13")
    assert one["facts"]["present"] == 7
    assert one["citation"].keys() == {"regulation", "edition", "article", "confidence"}


def test_check_says_why(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE, encoding="utf-8")
    _, out, _ = run("check", str(file), "--why")
    assert "检查：" in out
    assert "实到会人数：7人（会议出席登记）" in out


def test_nothing_unmet_is_zero(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    facts = "{portfolio: {barred_led: 0, discipline_other: 0}}"
    file.write_text(f"gate: portfolio.adopt\ndate: 2023-06-12\nfacts: {facts}\n", encoding="utf-8")
    assert run("check", str(file))[0] == 0


def test_test_runs_all_cases(run: Any) -> None:
    code, out, err = run("test", "--json", folder=PACK_DIR)
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert data["failed"] == []
    assert data["uncovered"] == {}
    assert data["cases"] > 100


def test_test_one_pack_by_name_or_folder(run: Any, tmp_path: Path) -> None:
    assert run("test", "cadres")[0] == 0
    shutil.copytree(PACK_DIR / "collective", tmp_path / "collective")
    file = tmp_path / "collective" / "cases.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("SZ-10: satisfied", "SZ-10: violated"), encoding="utf-8")
    code, out, _ = run("test", str(tmp_path / "collective"))
    assert code == 1
    assert "SZ-10 应为不符合，实为已具备" in out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["test", "comittee"], "您是否想写“committee”"),
        (["facts", "pol.open"], "您是否想写“poll.open”"),
        (["list", "--gate", "nowhere"], "没有叫“nowhere”的关口"),
        (["list", "--date", "六月"], "不是日期"),
        (["check", "/nowhere/case.yaml"], "打不开"),
        (["check"], "缺少"),
        (["dance"], "没有“dance”这个命令"),
        ([], "缺少"),
        (["list", "--loud"], "多了“--loud”"),
        (["list", "--date"], "后面缺一个值"),
    ],
)
def test_unusable_input_is_two_with_one_line(run: Any, argv: list[str], said: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_broken_case_is_two(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE.replace("present: 7", "presnt: 7"), encoding="utf-8")
    code, _, err = run("check", str(file))
    assert code == 2
    assert err.startswith(f"{file}:3 没有叫“presnt”的事实，您是否想写“present”。")


def test_a_broken_pack_is_two(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    shutil.copy(Path(__file__).parent / "broken" / "unknown_key.yaml", folder / "rules.yaml")
    code, _, err = run("list", folder=tmp_path)
    assert code == 2
    assert "broken/rules.yaml:1" in err


@pytest.mark.parametrize("argv", [["--help"], ["list", "--help"], ["check", "-h"], ["test", "--help"]])
def test_help_is_chinese_with_an_example(run: Any, argv: list[str]) -> None:
    code, out, _ = run(*argv)
    assert code == 0
    assert out.startswith("用法：yixing rules")
    assert "例" in out
    assert "show this help" not in out
