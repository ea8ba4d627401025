"""Time and memory stay bounded, whatever the rules; what could not be worked out is said, and never takes its place."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.core.portfolio.portfolio_samples import dice, document
from yixing_core.errors import Refusal
from yixing_core.portfolio import solve as solving
from yixing_core.portfolio.answer import UNEXPLAINED, Status
from yixing_core.portfolio.check import check
from yixing_core.portfolio.diagnose import diagnose
from yixing_core.portfolio.engine import Ended, Relaxed, relax
from yixing_core.portfolio.loosen import relaxations
from yixing_core.portfolio.model import build
from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.problem import Problem
from yixing_core.portfolio.shape import fold
from yixing_core.portfolio.solve import solve
from yixing_core.portfolio.watch import Undecided, Watch

SRC = Path(__file__).resolve().parents[3] / "src"


def _strangers(members: int, areas: int, rules: int) -> dict[str, Any]:
    """Nobody may stand in for anybody, so that no area can be led."""
    who = [f"m{number}" for number in range(members)]
    return {
        "version": 1,
        "members": [{"id": member} for member in who],
        "areas": [{"id": f"a{number}"} for number in range(areas)],
        "rules": [{"id": f"R{number}", "kind": "no_mutual_backup", "members": who} for number in range(rules)],
        "backup": True,
        "objectives": ["fit"],
    }


def test_where_an_area_has_nobody_the_reason_is_its_own_requirements_and_comes_at_once() -> None:
    began = time.process_time()
    answer = solve(problem_from(_strangers(13, 300, 1)), limit=60)
    assert [reason.rule for reason in answer.conflict] == ["R0", "cover:a0", "backup:a0"]
    assert [step.rule for relaxation in answer.relaxations for step in relaxation.steps] == ["R0"]
    assert answer.conflict[0].text == "m0、m1、m2、m3等13人不互为第二责任人"
    assert time.process_time() - began < 10


def test_forty_members_who_are_all_strangers_take_little_memory_and_the_time_they_may() -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    answer = solve(problem_from(_strangers(40, 600, 5)), limit=4)
    assert len(answer.conflict) == 3
    assert answer.explained
    assert time.monotonic() - began < 40
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000  # kB


def test_what_helps_where_every_area_is_impossible_is_found_area_by_area() -> None:
    answer = solve(problem_from(_strangers(12, 100, 3)))
    assert [[step.rule for step in one.steps] for one in answer.relaxations] == [["R0", "R1", "R2"]]


def test_rules_that_speak_of_too_many_pairs_are_refused_in_one_line() -> None:
    for asked in (_strangers(40, 600, 9), _strangers(2, 2, 0) | {"rules": _wide("apart", "together")}):
        with pytest.raises(Refusal, match="rules：规则逐人逐项展开有") as refused:
            problem_from(asked | _roomy(asked))
        assert "\n" not in str(refused.value)


def _wide(*kinds: str) -> list[dict[str, Any]]:
    areas = [f"a{number}" for number in range(300)]
    return [{"id": f"{kind}{number}", "kind": kind, "areas": areas} for kind in kinds for number in range(20)]


def _roomy(asked: dict[str, Any]) -> dict[str, Any]:
    if len(asked["members"]) > 2:
        return {}
    return {
        "members": [{"id": f"m{number}"} for number in range(20)],
        "areas": [{"id": f"a{number}"} for number in range(300)],
    }


def test_building_stops_when_it_shall() -> None:
    problem = problem_from(_strangers(4, 5, 0))
    over = Watch(until=time.monotonic())
    with pytest.raises(Undecided):
        fold(problem, over)
    with pytest.raises(Undecided):
        build(fold(problem), over)
    with pytest.raises(Refusal) as refused:
        solve(problem, limit=1e-9)
    assert refused.value.code == "portfolio.undecided"
    with pytest.raises(Refusal) as refused:
        solve(problem, cancelled=lambda: True)
    assert refused.value.code == "portfolio.cancelled"


def test_a_reason_that_was_not_found_is_said_in_words() -> None:
    problem = problem_from(_strangers(3, 4, 1))
    conflict, helpful = diagnose(fold(problem), Watch(until=time.monotonic()))
    assert [reason.rule for reason in conflict] == [UNEXPLAINED]
    assert "时间不够" in conflict[0].text
    assert helpful == ()
    conflict, _ = diagnose(fold(problem), Watch(stopped=lambda: True))
    assert "已停止" in conflict[0].text


def test_steps_that_are_known_to_help_are_told_although_the_time_did_not_suffice_for_all() -> None:
    asked = _strangers(4, 20, 0)
    asked["members"] = [{"id": member["id"], "max_areas": 4} for member in asked["members"]]
    problem = problem_from(asked)
    names = [f"max:m{number}" for number in range(4)]
    everything = relaxations(problem, names, Watch())
    assert [one.bound for one in everything] == [8, 8, 8, 8]
    times, most = 0, 10**9

    def later() -> bool:
        nonlocal times
        times += 1
        return times > most

    assert len(relaxations(problem, names[:1], Watch(stopped=later))) == 1
    times, most = 0, times * 5 // 2
    some = relaxations(problem, names, Watch(stopped=later))
    assert 0 < len(some) < 4
    assert some == everything[: len(some)]


def test_no_rule_may_have_the_name_that_stands_for_no_reason() -> None:
    asked = _strangers(3, 4, 1)
    asked["rules"][0]["id"] = UNEXPLAINED
    with pytest.raises(Refusal, match=UNEXPLAINED):
        problem_from(asked)


def _solvable() -> Problem:
    objectives = ["fit", "balance", "stability"]
    return problem_from(document(dice(8), members=4, areas=9, rules=0, backup=True, objectives=objectives))


@pytest.mark.parametrize("asked", range(1, 7))
def test_a_division_that_is_known_is_not_talked_away_by_floating_point(
    asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From some relaxation on HiGHS errs and calls everything contradictory."""
    problem = _solvable()
    first = solve(problem)
    assert first.status is Status.OPTIMAL
    times = 0

    def erring(*given: Any) -> Relaxed | Ended:
        nonlocal times
        times += 1
        return relax(*given) if times <= asked else Ended.INFEASIBLE

    monkeypatch.setattr(solving, "relax", erring)
    answer = solve(problem)
    assert times > asked or asked > 5
    assert answer.status is not Status.INFEASIBLE
    assert check(problem, answer.assignment).holds
    assert {goal: one.value for goal, one in answer.objectives.items()} == {
        goal: one.value for goal, one in first.objectives.items()
    }


_STARVED = """
import resource, sys
import yixing_core.portfolio.solve
from yixing.cli import main
size = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmSize"))
resource.setrlimit(resource.RLIMIT_AS, (size * 1024 + int(sys.argv[1]) * 2**20,) * 2)
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the size of a process where Linux tells it")
@pytest.mark.parametrize("megabytes", [30, 60, 110])
def test_too_little_memory_is_one_line(megabytes: int, tmp_path: Path) -> None:
    asked = document(dice(2), members=40, areas=900, rules=0, backup=True, objectives=["fit"])
    asked["members"] = [{"id": member["id"], "max_areas": 20} for member in asked["members"]]
    place = tmp_path / "P.json"
    place.write_text(json.dumps(asked), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _STARVED, str(megabytes), "portfolio", "solve", str(place), "--limit", "20"],
        env={"PYTHONPATH": str(SRC), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "内存不够" in done.stderr or '"status": "infeasible"' in done.stdout
    assert done.stderr.count("\n") <= 1
