"""One problem by one solver in a process of its own: ``python -m benchmarks.divisions.run ENGINE LIMIT < P.json``.

Two of the solvers do not get on in one process, and each shall be measured alone. Prints processor seconds of modelling
and solving, and value and bound of each goal as the format counts them; reading the problem is not counted.
"""

import json
import sys
import time
from importlib import import_module

from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.problem import Objective, Problem

ENGINES = {"highs": "textbook", "folded": "folded", "cpsat": "textbook", "cbc": "textbook"}
"""Which model each gets."""


def main(engine: str, limit: float) -> None:
    """Solve what comes in; print what was found."""
    problem = problem_from(json.load(sys.stdin))
    if engine == "yixing":
        seconds, reached = _ours(problem, limit)
    else:
        name = ENGINES[engine]
        model = getattr(import_module(f"benchmarks.divisions.{name}"), name)
        work = import_module(f"benchmarks.divisions.{'highs' if name == 'folded' else engine}").solve
        start = time.process_time()
        found = work(model(problem), limit)
        seconds = time.process_time() - start
        reached = [
            _told(problem, goal, *one, plain=name == "textbook")
            for goal, one in zip(problem.objectives, found, strict=True)
        ]
    print(json.dumps({"seconds": seconds, "reached": reached}))


def _ours(problem: Problem, limit: float) -> tuple[float, list[tuple[int, float]]]:
    from yixing_core.portfolio.solve import solve  # loads HiGHS, which the others must not meet

    start = time.process_time()
    answer = solve(problem, limit=limit)
    seconds = time.process_time() - start
    return seconds, [(reached.value, reached.bound) for reached in answer.objectives.values()]


def _told(
    problem: Problem, goal: Objective, value: int | None, bound: float, *, plain: bool
) -> tuple[int | None, float]:
    """Value and bound as the format counts them: what is maximised turned round, changes counted from all areas."""
    if goal.maximised:
        return None if value is None else -value, -bound
    led = (
        sum(duty.lead is not None for duty in problem.current.values()) if goal is Objective.STABILITY and plain else 0
    )
    return None if value is None else value + led, bound + led


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
