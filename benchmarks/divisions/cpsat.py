"""CP-SAT of OR-Tools: one worker, each value kept before the next, the last solution as a hint."""

import time

from ortools.sat.python import cp_model

from benchmarks.divisions.textbook import Textbook


def solve(model: Textbook, limit: float) -> list[tuple[int | None, float]]:
    """Value and bound for each goal."""
    program = cp_model.CpModel()
    columns = [program.new_int_var(0, upper, f"c{number}") for number, upper in enumerate(model.upper)]
    for terms, low, high in model.rows:
        sum_ = cp_model.LinearExpr.weighted_sum([columns[column] for column in terms], list(terms.values()))
        program.add_linear_constraint(sum_, -(10**9) if low is None else low, 10**9 if high is None else high)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    end, found = time.monotonic() + limit, []
    for goal in model.goals:
        cost = cp_model.LinearExpr.weighted_sum([columns[column] for column in goal], list(goal.values()))
        program.minimize(cost)
        solver.parameters.max_time_in_seconds = max(0.1, end - time.monotonic())
        if solver.solve(program) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            found.append((None, solver.best_objective_bound))
            continue
        value = round(solver.objective_value)
        found.append((value, solver.best_objective_bound))
        program.add(cost <= value)
        program.clear_hints()
        for column in columns:
            program.add_hint(column, solver.value(column))
    return found
