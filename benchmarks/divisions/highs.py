"""HiGHS as it is: one thread, gaps 0, each value kept before the next, the last solution as a start."""

import time

import highspy

from benchmarks.divisions.textbook import Terms, Textbook


def solve(model: Textbook, limit: float) -> list[tuple[int | None, float]]:
    """Value and bound for each goal."""
    highs = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        highs.setOptionValue(name, value)
    highs.addVars(len(model.upper), [0] * len(model.upper), model.upper)
    for column in range(len(model.upper)):
        highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for terms, low, high in model.rows:
        _row(highs, terms, -highspy.kHighsInf if low is None else low, highspy.kHighsInf if high is None else high)
    end, found = time.monotonic() + limit, []
    for goal in model.goals:
        columns = list(range(len(model.upper)))
        highs.changeColsCost(len(columns), columns, [goal.get(column, 0) for column in columns])
        highs.setOptionValue("time_limit", highs.getRunTime() + max(0.1, end - time.monotonic()))
        highs.run()
        info = highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            found.append((None, info.mip_dual_bound))
            continue
        value = round(info.objective_function_value)
        found.append((value, info.mip_dual_bound))
        _row(highs, goal, -highspy.kHighsInf, value)
    return found


def _row(highs: highspy.Highs, terms: Terms, low: float, high: float) -> None:
    used = {column: value for column, value in terms.items() if value}
    highs.addRow(low, high, len(used), list(used), list(used.values()))
