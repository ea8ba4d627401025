"""The benchmark's plain model says what ours says, and its problems have divisions."""

import pytest

from benchmarks.divisions.highs import solve as alone
from benchmarks.divisions.instances import instance
from benchmarks.divisions.textbook import textbook
from tests.core.portfolio.portfolio_samples import signed
from yixing_core.portfolio.answer import Status
from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.solve import solve


@pytest.mark.parametrize("order", ["fit,stability,balance,backup_fit", "balance,backup_fit,stability,fit"])
def test_the_plain_model_of_the_benchmark_agrees(order: str) -> None:
    problem = problem_from(instance(3, 5, 24, 12, order.split(",")))
    answer = solve(problem)
    assert answer.status is Status.OPTIMAL
    led = sum(duty.lead is not None for duty in problem.current.values())
    found = [value or 0 for value, _ in alone(textbook(problem), 60)]
    told = [
        value + led * (objective == "stability") for value, objective in zip(found, problem.objectives, strict=True)
    ]
    assert tuple(told) == signed(problem, answer.objectives)
