"""The model of the product, to be solved by HiGHS alone. It loads HiGHS, which CP-SAT must not meet in one process."""

from benchmarks.divisions.textbook import Row, Textbook
from yixing_core.portfolio.model import build
from yixing_core.portfolio.problem import Problem
from yixing_core.portfolio.shape import fold


def folded(problem: Problem) -> Textbook:
    """The model of the product, to be solved by HiGHS alone."""
    model = build(fold(problem))
    program = model.program
    rows: list[Row] = []
    for row, (low, high) in enumerate(zip(program.row_lower, program.row_upper, strict=True)):
        at = range(program.starts[row], program.starts[row + 1])
        terms = {program.indices[term]: int(program.values[term]) for term in at}
        rows.append((terms, _bound(low), _bound(high)))
    goals = [dict(enumerate(model.goal(objective).costs)) for objective in problem.objectives]
    return Textbook([int(upper) for upper in program.upper], rows, goals)


def _bound(value: float) -> int | None:
    return None if abs(value) == float("inf") else int(value)
