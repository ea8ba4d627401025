"""A folder of broken packs and one of broken cases: each is refused on its line, and the command says so in one line."""

import re
import shutil
from pathlib import Path

import pytest

from yixing_core.rules.cli import main

HERE = Path(__file__).parent
PACKS = sorted((HERE / "broken").glob("*.yaml"))
CASES = sorted((HERE / "broken_cases").glob("*.yaml"))
NEEDED_BESIDE_A_PACK_ONLY = {"missing_title", "missing_expect"}
LINE = re.compile(r"(\S+):(\d+) (.+?)。(.+)")
RULE = """\
- id: {id}
  title: 到会人数
  requires: 到会须过半。
  gate: {gate}
  check: present >= 6
  message: 实到{{present}}
  who: 会议秘书
  mend: 请补足人数。
"""
GOOD = """\
pack: good
title: 试写的规定包
citation: {regulation: 某条例, edition: "2020", article: 第一条, confidence: V1}
effective: {from: 2020-01-01}
rules:
""" + "".join(RULE.format(id=id_, gate=gate) for id_, gate in (("AB-01", "meeting.open"), ("AB-02", "poll.open")))


def expected(path: Path) -> tuple[int, str]:
    """The first line of each file says on which line what is wrong."""
    found = re.match(r"# expect (\d+): (.*)\n", path.read_text(encoding="utf-8"))
    assert found
    return int(found[1]), found[2]


def said(printed: pytest.CaptureFixture[str], file: str) -> list[tuple[int, str]]:
    """Each line of what was said: the file, the line, what is wrong, how to mend it; nothing else anywhere."""
    out, err = printed.readouterr()
    assert out == ""
    lines = [LINE.fullmatch(line) for line in err.splitlines()]
    assert lines
    assert all(line and line[1] == file for line in lines), err
    return [(int(line[2]), line[3]) for line in lines if line]


def good(folder: Path, cases: Path) -> Path:
    (folder / "good").mkdir(parents=True)
    (folder / "good" / "rules.yaml").write_text(GOOD, encoding="utf-8")
    shutil.copy(cases, folder / "good" / "cases.yaml")
    return folder


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", ["test", "list"])
def test_a_broken_pack_ends_the_command_with_two(
    path: Path, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    shutil.copy(path, folder / "rules.yaml")
    assert main([command, *([str(folder)] if command == "test" else [])], tmp_path) == 2
    line, what = expected(path)
    assert any(at == line and what in found for at, found in said(capsys, "broken/rules.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_broken_case_beside_a_pack_is_refused(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = good(tmp_path, path)
    assert main(["test", str(folder / "good")], tmp_path) == 2
    line, what = expected(path)
    assert any(at == line and what in found for at, found in said(capsys, "good/cases.yaml"))


@pytest.mark.parametrize(
    "path", [path for path in CASES if path.stem not in NEEDED_BESIDE_A_PACK_ONLY], ids=lambda path: path.stem
)
def test_a_broken_case_alone_is_refused(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = good(tmp_path, path)
    (folder / "good" / "cases.yaml").unlink()
    assert main(["check", str(path)], folder) == 2
    line, what = expected(path)
    assert any(at == line and what in found for at, found in said(capsys, str(path)))


def test_a_case_that_is_not_broken_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "- {title: 六人, gate: meeting.open, date: 2023-06-12, facts: {present: 6}, expect: {AB-01: satisfied}}\n",
        encoding="utf-8",
    )
    folder = good(tmp_path / "packs", case)
    assert main(["check", str(case)], folder) == 0
    assert main(["test", "good"], folder) == 0
    assert capsys.readouterr().err == ""


def test_a_sentence_about_a_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever stands in the file: a line break or an escape sequence in a name does not get into the terminal."""
    case = tmp_path / "case.yaml"
    case.write_text('gate: "poll\\n.open\\e[31m"\ndate: 2023-06-12\nfacts: {"pre\\r\\nsent": 1}\n', encoding="utf-8")
    folder = good(tmp_path / "packs", case)
    (folder / "good" / "cases.yaml").unlink()
    assert main(["check", str(case)], folder) == 2
    found = said(capsys, str(case))
    assert found
    assert all(what.isprintable() for _, what in found)
