"""``yixing portfolio``: exit codes, one line for what cannot be used, the answer written whole, Ctrl-C."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.core.portfolio.portfolio_samples import dice, document
from yixing.cli import main

SRC = Path(__file__).resolve().parents[3] / "src"


def _asked(**more: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "members": [{"id": "m1", "name": "01号常委"}, {"id": "m2", "name": "02号常委", "max_areas": 2}],
        "areas": [{"id": f"a{number}", "name": f"事项{number}"} for number in range(1, 4)],
        "fit": {"m2": {"a1": 3, "a2": 2, "a3": 1}},
        "objectives": ["fit", "balance"],
    } | more


def _impossible() -> dict[str, Any]:
    return _asked(
        rules=[{"id": "R1", "kind": "barred", "member": who, "areas": ["a1"]} | {"id": who} for who in ("m1", "m2")]
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "P.json"
    path.write_text(json.dumps(_asked()), encoding="utf-8")
    return path


def test_an_answer_is_written_and_stands_up_to_the_check(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = place.read_bytes()
    plan = place.with_name("PLAN.json")
    assert main(["portfolio", "solve", str(place), "-o", str(plan)]) == 0
    said = capsys.readouterr()
    assert "已证明最优" in said.out
    assert said.err == ""
    answer = json.loads(plan.read_text(encoding="utf-8"))
    assert list(answer) == ["version", "status", "assignment", "objectives", "conflict", "solver"]
    assert answer["status"] == "optimal"
    assert answer["assignment"]["a1"] == {"lead": "m2"}
    assert answer["objectives"] == {"fit": {"value": 5, "bound": 5}, "balance": {"value": 1, "bound": 1}}
    assert answer["solver"]["name"] == "HiGHS"
    assert main(["portfolio", "check", str(plan), "--problem", str(place)]) == 0
    assert "符合全部要求" in capsys.readouterr().out
    assert place.read_bytes() == before
    assert {path.name for path in place.parent.iterdir()} == {"P.json", "PLAN.json"}


def test_without_a_file_the_answer_goes_to_the_output(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["portfolio", "solve", str(place)]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "optimal"


def test_an_impossible_division_is_explained_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, plan = tmp_path / "P.json", tmp_path / "PLAN.json"
    place.write_text(json.dumps(_impossible()), encoding="utf-8")
    assert main(["portfolio", "solve", str(place), "-o", str(plan)]) == 1
    said = capsys.readouterr().out
    assert "不能同时成立" in said
    assert "放开m1" in said
    answer = json.loads(plan.read_text(encoding="utf-8"))
    assert answer["status"] == "infeasible"
    assert answer["assignment"] == {}
    assert {reason["rule"] for reason in answer["conflict"]} == {"m1", "m2", "cover:a1"}
    assert main(["portfolio", "check", str(plan), "--problem", str(place)]) == 1


def test_any_division_can_be_checked(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = place.with_name("mine.json")
    plan.write_text(json.dumps({"version": 1, "assignment": {a: {"lead": "m2"} for a in ("a1", "a2", "a3", "a9")}}))
    assert main(["portfolio", "check", str(plan), "--problem", str(place), "--json"]) == 1
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["holds"] is False
    assert {found["rule"] for found in verdict["violations"]} == {"max:m2", "cover:a9"}
    assert verdict["objectives"] == {"fit": 6, "balance": 3}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["solve", "{none}"], "没有这个文件"),
        (["solve", "{place}", "-o", "{place}"], "答案不能写在问题文件上"),
        (["solve", "{place}", "-o", "{none}/PLAN.json"], "不能写到这里"),
        (["solve", "{place}", "--limit", "soon"], "--limit 应为大于0的秒数，不能是“soon”"),
        (["solve", "{place}", "--limit", "nan"], "--limit 应为大于0的秒数"),
        (["solve"], "缺少P.json"),
        (["divide"], "没有“divide”这个命令"),
        (["check", "{place}"], "缺少--problem"),
        (["check", "{place}", "--problem", "{place}"], "缺少“assignment”"),
    ],
)
def test_what_cannot_be_used_gets_one_line(
    place: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [one.format(place=place, none=place.with_name("none")) for one in arguments]
    assert main(["portfolio", *given]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--help"], ["solve", "--help"], ["check", "--help"]])
def test_help_is_in_chinese_with_an_example(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["portfolio", *arguments]) == 0
    said = capsys.readouterr().out
    assert "例：" in said
    assert "yixing portfolio " in said
    assert "usage" not in said


def test_too_little_time_is_said_and_nothing_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, plan = _large(tmp_path), tmp_path / "PLAN.json"
    assert main(["portfolio", "solve", str(place), "-o", str(plan), "--limit", "0.000001"]) == 1
    assert "没有找到一个方案" in capsys.readouterr().err
    assert not plan.exists()


def _large(folder: Path) -> Path:
    objectives = ["balance", "fit", "stability", "backup_fit"]
    asked = document(dice(1), members=40, areas=300, rules=0, backup=True, objectives=objectives)
    asked["members"] = [{"id": member["id"]} for member in asked["members"]]
    place = folder / "large.json"
    place.write_text(json.dumps(asked), encoding="utf-8")
    return place


def _run(*arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(SRC)}, **more)


def test_ctrl_c_ends_with_what_there_is_or_a_clear_line(tmp_path: Path) -> None:
    place, plan = _large(tmp_path), tmp_path / "PLAN.json"
    master, slave = pty.openpty()
    with _run(
        "-m", "yixing", "portfolio", "solve", str(place), "-o", str(plan), stderr=slave, stdout=subprocess.PIPE
    ) as work:
        os.close(slave)
        shown = os.read(master, 1000)  # the first line of progress: the computation is under way
        work.send_signal(signal.SIGINT)
        out, _ = work.communicate(timeout=60)
        while part := _rest(master):
            shown += part
    os.close(master)
    assert "步".encode() in shown
    if work.returncode == 0:
        assert json.loads(plan.read_text(encoding="utf-8"))["status"] in {"feasible", "optimal"}
        assert "答案已写到".encode() in out
    else:
        assert work.returncode == 1
        assert "已停止".encode() in shown
        assert not plan.exists()
    assert b"Traceback" not in shown + out


def _rest(master: int) -> bytes:
    try:
        return os.read(master, 1000)
    except OSError:  # the other end is closed
        return b""


def test_neither_command_loads_django_and_check_not_even_the_solver(place: Path) -> None:
    plan = place.with_name("PLAN.json")
    program = (
        "import sys; from yixing.cli import main; code = main(sys.argv[1:]);"
        "print(code, 'django' in sys.modules, 'highspy' in sys.modules)"
    )
    for arguments, said in (
        (["solve", str(place), "-o", str(plan)], b"0 False True"),
        (["check", str(plan), "--problem", str(place)], b"0 False False"),
    ):
        with _run("-c", program, "portfolio", *arguments, stdout=subprocess.PIPE) as work:
            assert work.communicate(timeout=60)[0].splitlines()[-1] == said
