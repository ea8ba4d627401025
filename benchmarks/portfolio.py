"""The division of work: 11 members × 120 areas with backups and 50 rules, four objectives, 20 seeds; then larger ones.

    python benchmarks/portfolio.py [--seeds 20] [--limit 60] [--engines highs,folded,cpsat,cbc] [--sizes 13x300,40x600]

Each problem goes to each solver in a process of its own, in turns; processor time of modelling and solving, one thread.
Ends with 1 where a problem of the first size is not proved, where two solvers that proved all objectives differ, or
where the proofs took more than 1.5 times those of HiGHS alone, with the plain model or with ours, whichever of the two
runs. A solver that is not installed is named as such.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks.divisions.instances import instance

AIM = 1.5
ALONE = ("highs", "folded")
"""HiGHS as it is, with either model: against these the aim is held."""
SMALL = (11, 120, 50)
ORDERS = ("fit,stability,balance,backup_fit", "balance,fit,stability,backup_fit")
PACKAGES = {"yixing": "highspy", "highs": "highspy", "folded": "highspy", "cpsat": "ortools", "cbc": "mip"}
NAMES = {
    "yixing": "yixing portfolio solve",
    "highs": "HiGHS alone, plain model",
    "folded": "HiGHS alone, our model",
    "cpsat": "CP-SAT, plain model",
    "cbc": "CBC, plain model",
}


@dataclass(frozen=True)
class Run:
    """What one solver said of one problem; ``seconds`` of processor time."""

    seconds: float
    reached: list[tuple[int | None, float]]

    @property
    def proved(self) -> bool:
        """Whether every objective is proved, in order."""
        return all(value is not None and abs(value - bound) < 0.5 for value, bound in self.reached)

    @property
    def values(self) -> list[int | None]:
        """The values reached."""
        return [value for value, _ in self.reached]


def run(engine: str, problem: dict[str, Any], limit: float) -> Run | None:
    """One problem by one solver in a process of its own; None if it found nothing in time."""
    paths = [str(ROOT / "src"), str(ROOT), *sys.path[2:]]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.divisions.run", engine, str(limit)],
        input=json.dumps(problem), capture_output=True, text=True, check=False, cwd=ROOT, timeout=limit * 4 + 60,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)},
    )  # fmt: skip
    if done.returncode:
        print(f"    {engine}: {done.stderr.strip().splitlines()[-1]}")
        return None
    told = json.loads(done.stdout.splitlines()[-1])
    return Run(told["seconds"], [(value, bound) for value, bound in told["reached"]])


def compare(engines: list[str], order: str, seeds: int, limit: float) -> bool:
    """The twenty problems of the first size; False where a promise is missed."""
    print(
        f"\n{SMALL[0]} members × {SMALL[1]} areas, {SMALL[2]} rules, backups; {order}; {seeds} seeds, limit {limit:g} s"
    )
    runs: dict[str, list[Run | None]] = {engine: [] for engine in engines}
    same = True
    for seed in range(seeds):
        problem = instance(seed, *SMALL, order.split(","))
        for engine in engines:
            runs[engine].append(run(engine, problem, limit))
        proved = {tuple(one.values) for engine in engines if (one := runs[engine][-1]) and one.proved}
        if len(proved) > 1:
            print(f"  seed {seed}: those that proved all differ: {proved}")
            same = False
    for engine in engines:
        _line(engine, runs[engine], runs["yixing"])
    ours = [one for one in runs["yixing"] if one and one.proved]
    slow = [
        (NAMES[one], ratio) for one in ALONE if one in runs and (ratio := _ratio(runs["yixing"], runs[one]) or 0) > AIM
    ]
    if len(ours) < seeds:
        print(f"  MISSED: proved {len(ours)} of {seeds}")
    for name, ratio in slow:
        print(f"  MISSED: {ratio:.2f} times {name}, aim {AIM}")
    return same and len(ours) == seeds and not slow


def _ratio(ours: list[Run | None], theirs: list[Run | None]) -> float | None:
    """Our time over theirs, over the problems that both proved."""
    both = [(a.seconds, b.seconds) for a, b in zip(ours, theirs, strict=True) if a and b and a.proved and b.proved]
    return sum(a for a, _ in both) / sum(b for _, b in both) if both else None


def _line(engine: str, runs: list[Run | None], ours: list[Run | None]) -> None:
    seconds = sorted(one.seconds for one in runs if one)
    proved = sum(bool(one and one.proved) for one in runs)
    if not seconds:
        print(f"  {NAMES[engine]:26} nothing in time")
        return
    ratio = _ratio(ours, runs)
    against = f"  ours is {ratio:.2f} times this, where both proved" if ratio is not None and engine != "yixing" else ""
    print(
        f"  {NAMES[engine]:26} proved {proved:2}/{len(runs)}  median {statistics.median(seconds):7.2f} s"
        f"  slowest {seconds[-1]:7.2f} s{against}"
    )


def larger(engines: list[str], size: str, order: str, limit: float) -> None:
    """One larger problem, with the gap that is left of each objective."""
    members, areas = (int(number) for number in size.split("x"))
    problem = instance(0, members, areas, areas // 3, order.split(","))
    print(f"\n{members} × {areas}, {areas // 3} rules, backups; {order}; limit {limit:g} s")
    for engine in engines:
        one = run(engine, problem, limit)
        told = (
            "nothing in time" if one is None else f"{one.seconds:7.2f} s  " + "  ".join(_gap(*r) for r in one.reached)
        )
        print(f"  {NAMES[engine]:26} {told}")


def _gap(value: int | None, bound: float) -> str:
    if value is None:
        return "–"
    return f"{value}" if abs(value - bound) < 0.5 else f"{value} (bound {bound:.0f})"


def main() -> int:
    """Compare, print; 1 where a promise is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--limit", type=float, default=60, help="seconds for one problem and one solver")
    parser.add_argument("--engines", default="highs,folded,cpsat,cbc")
    parser.add_argument("--sizes", default="13x300,40x600")
    parser.add_argument("--orders", default="/".join(ORDERS), help="orders of objectives, separated by /")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    engines = ["yixing"]
    for engine in filter(None, options.engines.split(",")):
        if find_spec(PACKAGES[engine]):
            engines.append(engine)
        else:
            print(f"{NAMES[engine]}: not installed (pip install -r benchmarks/requirements.txt)")
    print(", ".join(f"{name} {version(name)}" for name in sorted({PACKAGES[engine] for engine in engines})))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{os.cpu_count()} cores; processes waiting in the last 1, 5, 15 minutes: {load}")
    orders = options.orders.split("/")
    kept = [compare(engines, order, options.seeds, options.limit) for order in orders if options.seeds]
    for size in filter(None, options.sizes.split(",")):
        larger(engines, size, orders[0], options.limit)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
