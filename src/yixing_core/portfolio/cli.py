"""``yixing portfolio``: the best division of work, or any division judged. No Django, no database.

Exit codes: ``solve`` 0 optimal or feasible, 1 infeasible or nothing found in time; ``check`` 0 holds, 1 does not;
2 unusable input, one line: file, place, what is wrong, how to mend it.
"""

import argparse
import json
import math
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

from yixing_core.commands import Parser, UsageError, command, family
from yixing_core.errors import Refusal
from yixing_core.portfolio.answer import Answer, Reached, Status, read_plan
from yixing_core.portfolio.check import Verdict, check
from yixing_core.portfolio.parse import read_problem
from yixing_core.portfolio.problem import Objective, Problem
from yixing_core.portfolio.reading import unusable
from yixing_core.portfolio.wording import grouped

HOLDS, FOUND, UNUSABLE = 0, 1, 2
_EXAMPLES = """例：
  yixing portfolio solve P.json -o PLAN.json --limit 60      测算分工方案
  yixing portfolio check PLAN.json --problem P.json          核对任何一个分工方案
"""
_SOLVE_EXAMPLE = "例：yixing portfolio solve P.json -o PLAN.json --limit 60\n    不写 -o 时，答案（JSON）写到标准输出。"
_CHECK_EXAMPLE = "例：yixing portfolio check PLAN.json --problem P.json"
_EVERY: Final = 0.2
"""Seconds between two lines of progress."""


def main(argv: Sequence[str]) -> int:
    """Run ``yixing portfolio`` with the arguments after ``portfolio``; return the exit code."""
    try:
        options = _parser().parse_args(list(argv))
        code: int = options.run(options)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    except Refusal as refusal:
        return _refused(refusal)
    except MemoryError:
        return _refused(Refusal("portfolio.memory"))
    except SystemExit as leaving:  # argparse leaves this way after --help
        return int(leaving.code or HOLDS)
    return code


def _refused(refusal: Refusal) -> int:
    sys.stderr.write(f"{refusal.text}{refusal.mend}\n")
    return UNUSABLE if refusal.code == "portfolio.unusable" else FOUND


def _parser() -> Parser:
    parser, commands = family(
        "yixing portfolio", "solve,check", about="分工：测算最优方案，或者核对任何一个方案。", examples=_EXAMPLES
    )
    about = "测算最优的分工；不存在时说明最小的原因"
    solving = command(commands, "solve", about, run=_solve, example=_SOLVE_EXAMPLE)
    solving.add_argument("problem", type=Path, metavar="P.json", help="分工问题")
    solving.add_argument("-o", "--output", type=Path, metavar="PLAN.json", help="答案写到这个文件，已有的被替换")
    solving.add_argument("--limit", type=_seconds, metavar="秒", help="到时以已找到的最好方案为答案；不写则算到底")
    checking = command(commands, "check", "不用求解器，核对任何一个方案", run=_check, example=_CHECK_EXAMPLE)
    checking.add_argument("plan", type=Path, metavar="PLAN.json", help="分工方案")
    checking.add_argument("--problem", type=Path, required=True, metavar="P.json", help="分工问题")
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"--limit 应为大于0的秒数，不能是“{text}”")
    return seconds


# -- solve ---------------------------------------------------------------------------------------------------------


def _solve(options: argparse.Namespace) -> int:
    from yixing_core.portfolio.solve import solve  # noqa: PLC0415  (loads HiGHS, which check never needs)

    output: Path | None = options.output
    if output is not None:
        _writable(output, options.problem)
    problem = read_problem(options.problem)
    with _interruptible() as asked, _told() as progress:
        answer = solve(problem, limit=options.limit, progress=progress, cancelled=lambda: bool(asked))
    document = json.dumps(answer.to_document(), ensure_ascii=False, indent=1) + "\n"
    if output is not None:
        _write(output, document)
    if options.json or output is None:
        sys.stdout.write(document)
    else:
        sys.stdout.write("".join(f"{line}\n" for line in in_words(problem, answer, output)))
    sys.stdout.flush()
    return FOUND if answer.status is Status.INFEASIBLE else HOLDS


def in_words(problem: Problem, answer: Answer, output: Path) -> list[str]:
    """The answer for somebody who reads it, line by line."""
    lines = [f"{answer.status.label}。答案已写到 {output}。"]
    if answer.status is not Status.INFEASIBLE:
        return [*lines, *(_reached(objective, reached) for objective, reached in answer.objectives.items())]
    if not answer.explained:
        return [*lines, *(f"{reason.text}。" for reason in answer.conflict)]
    lines += ["以下各项不能同时成立；放下其中任何一项，其余各项就能成立：" if len(answer.conflict) > 1 else "原因："]
    lines += [f"　{line}" for line in grouped(problem, [reason.rule for reason in answer.conflict])]
    if answer.relaxations:
        lines.append("这样就有方案（任选一种）：" if len(answer.relaxations) > 1 else "这样就有方案：")
        lines += [f"　{'；'.join(step.text for step in one.steps)}" for one in answer.relaxations]
    else:
        lines.append("没有找出放开哪几项就有方案；时间不够的，请放宽时限。")
    return lines


def _reached(objective: Objective, reached: Reached) -> str:
    proof = "已证明最优" if reached.proved else f"{objective.at_best(reached.bound)}，尚未证明"
    return f"　{objective.label}　{reached.value}（{proof}）"


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """While this lasts, Ctrl-C asks to stop (the list is no longer empty) instead of breaking off."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  (the form of a signal handler)
        asked.append(number)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _told() -> Iterator[Any]:
    """What tells the progress on a terminal, and wipes the line in the end; None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    last = 0.0

    def tell(progress: Any) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            sys.stderr.write(f"\r\033[K{progress.words}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r\033[K")


def _writable(output: Path, problem: Path) -> None:
    if output.resolve() == problem.resolve():
        raise unusable(str(output), "答案不能写在问题文件上", "请换一个文件名。")
    if output.is_dir() or not output.absolute().parent.is_dir():
        raise unusable(str(output), "不能写到这里", "请写明已有文件夹中的一个文件名。")


def _write(output: Path, text: str) -> None:
    """Write beside the place and move it there whole."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=".part", dir=output.absolute().parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(output)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as wrong:
        raise unusable(str(output), "写不进去", "请核对权限和磁盘空间。") from wrong


# -- check ---------------------------------------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    problem = read_problem(options.problem)
    verdict = check(problem, read_plan(options.plan))
    if options.json:
        sys.stdout.write(json.dumps(_verdict(verdict), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _judged(verdict)))
    sys.stdout.flush()
    return HOLDS if verdict.holds else FOUND


def _verdict(verdict: Verdict) -> Mapping[str, Any]:
    return {
        "holds": verdict.holds,
        "violations": [{"rule": reason.rule, "text": reason.text} for reason in verdict.violations],
        "objectives": {objective.value: value for objective, value in verdict.objectives.items()},
    }


def _judged(verdict: Verdict) -> list[str]:
    lines = ["符合全部要求。" if verdict.holds else f"有{len(verdict.violations)}处不符合："]
    lines += [f"✕ {reason.rule}　{reason.text}" for reason in verdict.violations]
    return [*lines, *(f"　{objective.label}　{value}" for objective, value in verdict.objectives.items())]
