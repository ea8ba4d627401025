"""CBC through python-mip: one thread, gaps 0, each value kept before the next, the last solution as a start."""

import time

import mip

from benchmarks.divisions.textbook import Textbook


def solve(model: Textbook, limit: float) -> list[tuple[int | None, float]]:
    """Value and bound for each goal."""
    program = mip.Model(sense=mip.MINIMIZE, solver_name=mip.CBC)
    program.verbose, program.threads, program.max_mip_gap, program.max_mip_gap_abs = 0, 1, 0.0, 0.0
    columns = [program.add_var(var_type=mip.INTEGER, lb=0, ub=upper) for upper in model.upper]
    for terms, low, high in model.rows:
        sum_ = mip.xsum(value * columns[column] for column, value in terms.items())
        if low == high:
            program += sum_ == low
            continue
        if low is not None:
            program += sum_ >= low
        if high is not None:
            program += sum_ <= high
    end, found = time.monotonic() + limit, []
    for goal in model.goals:
        cost = mip.xsum(value * columns[column] for column, value in goal.items() if value)
        program.objective = cost
        program.optimize(max_seconds=max(0.1, end - time.monotonic()))
        if not program.num_solutions:
            found.append((None, program.objective_bound))
            continue
        value = round(program.objective_value)
        found.append((value, program.objective_bound))
        start = [(column, column.x) for column in columns]
        program += cost <= value
        program.start = start
    return found
