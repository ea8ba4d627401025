"""The same problems in a model of their own (scipy.optimize.milp, nothing folded): the same values, the same verdicts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import permutations

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from tests.core.portfolio.portfolio_samples import ORDERS, dice, document, requirements, signed
from yixing_core.portfolio.answer import Status
from yixing_core.portfolio.check import check
from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.problem import Problem, RuleKind
from yixing_core.portfolio.solve import solve

Terms = dict[int, float]


@dataclass
class Textbook:
    """One column for each role, member and area, as one would write it down first."""

    problem: Problem
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.who = {member.id: number for number, member in enumerate(self.problem.members)}
        self.what = {area.id: number for number, area in enumerate(self.problem.areas)}
        self.size = 2 * len(self.who) * len(self.what) + 2

    def x(self, member: str, area: str, role: str = "lead") -> int:
        return (role == "backup") * len(self.who) * len(self.what) + self.who[member] * len(self.what) + self.what[area]

    def without_solution(self, names: list[str]) -> bool:
        return self._best([], names) is None

    def best(self) -> tuple[int, ...] | None:
        """The values, one after another, each so that less is better."""
        found: list[tuple[Terms, int]] = []
        names = requirements(self.problem)
        for objective in self.problem.objectives:
            costs = self.costs(objective)
            value = self._best(found, names, costs)
            if value is None:
                return None
            found.append((costs, value))
        if not found and self._best([], names) is None:
            return None
        return tuple(value + self.constant(o) for (_, value), o in zip(found, self.problem.objectives, strict=True))

    def costs(self, objective: str) -> Terms:
        if objective == "balance":
            return {self.size - 2: 1.0, self.size - 1: -1.0}
        if objective == "stability":
            return {
                self.x(duty.lead, area): -1.0
                for area, duty in self.problem.current.items()
                if area in self.what and duty.lead in self.who
            }
        role = "lead" if objective == "fit" else "backup"
        return {self.x(member, area, role): -float(value) for (member, area), value in self.problem.fit.items()}

    def constant(self, objective: str) -> int:
        """Areas with somebody today, of which those that stay are taken off."""
        current = self.problem.current
        return sum(area in self.what and bool(current[area].lead) for area in current) * (objective == "stability")

    def _best(self, kept: list[tuple[Terms, int]], names: list[str], costs: Terms | None = None) -> int | None:
        rows = [*self._rows(names), *((terms, -np.inf, value) for terms, value in kept)]
        rows = [row for row in rows if row[0]] if all(low <= 0 <= high for t, low, high in rows if not t) else None
        if rows is None:
            return None
        entries = [(number, column, value) for number, row in enumerate(rows) for column, value in row[0].items()]
        at, columns, data = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = coo_array((data, (at, columns)), shape=(len(rows), self.size)).tocsr()
        upper = np.ones(self.size)
        upper[-2:] = 10_000
        vector = np.zeros(self.size)
        for column, value in (costs or {}).items():
            vector[column] += value
        limits = LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows]) if rows else ()
        done = milp(vector, integrality=np.ones(self.size), bounds=Bounds(0, upper), constraints=limits)
        assert done.status in {0, 2}, done.message
        return None if done.status == 2 else round(done.fun)

    def _rows(self, names: list[str]) -> Iterator[tuple[Terms, float, float]]:
        for name in names:
            yield from self._row(name)
        for member in self.problem.members:
            if member.max_areas != 0 and "balance" in self.problem.objectives:
                load = {self.x(member.id, area.id): float(area.weight) for area in self.problem.areas}
                yield load | {self.size - 2: -1.0}, -np.inf, 0
                yield load | {self.size - 1: -1.0}, 0, np.inf

    def _row(self, name: str) -> Iterator[tuple[Terms, float, float]]:
        rules = {rule.id: rule for rule in self.problem.rules}
        if name in rules:
            yield from _RULES[rules[name].kind](self, name)
            return
        kind, subject = name.split(":")
        if kind in {"cover", "backup"}:
            role = "lead" if kind == "cover" else "backup"
            yield {self.x(member, subject, role): 1.0 for member in self.who}, 1, 1
            for member in self.who if kind == "backup" else ():
                yield {self.x(member, subject): 1.0, self.x(member, subject, "backup"): 1.0}, -np.inf, 1
            return
        member = self.problem.member[subject]
        led = {self.x(subject, area): 1.0 for area in self.what}
        yield (led, -np.inf, member.max_areas or 0) if kind == "max" else (led, member.min_areas, np.inf)

    def _nothing(self, name: str) -> Iterator[tuple[Terms, float, float]]:
        rule = self.problem.rule[name]
        for role in rule.roles:
            for area in self.what:
                if (area in rule.areas) is (rule.kind is RuleKind.BARRED):
                    yield {self.x(rule.member, area, role): 1.0}, 0, 0

    def _fixed(self, name: str) -> Iterator[tuple[Terms, float, float]]:
        rule = self.problem.rule[name]
        yield from (({self.x(rule.member, area): 1.0}, 1, 1) for area in rule.areas)

    def _together(self, name: str) -> Iterator[tuple[Terms, float, float]]:
        areas = self.problem.rule[name].areas
        for member in self.who:
            for area in areas[1:]:
                yield {self.x(member, areas[0]): 1.0, self.x(member, area): -1.0}, 0, 0

    def _apart(self, name: str) -> Iterator[tuple[Terms, float, float]]:
        for member in self.who:
            yield {self.x(member, area): 1.0 for area in self.problem.rule[name].areas}, -np.inf, 1

    def _mutual(self, name: str) -> Iterator[tuple[Terms, float, float]]:
        for area in self.what if self.problem.backup else ():
            for lead, other in permutations(self.problem.rule[name].members, 2):
                yield {self.x(lead, area): 1.0, self.x(other, area, "backup"): 1.0}, -np.inf, 1


_RULES: dict[RuleKind, Callable[[Textbook, str], Iterator[tuple[Terms, float, float]]]] = {
    RuleKind.ONLY: Textbook._nothing,
    RuleKind.BARRED: Textbook._nothing,
    RuleKind.FIXED: Textbook._fixed,
    RuleKind.TOGETHER: Textbook._together,
    RuleKind.APART: Textbook._apart,
    RuleKind.NO_MUTUAL_BACKUP: Textbook._mutual,
}


def _random(seed: int) -> Problem:
    source = dice(seed)
    backup = source.random() < 0.6
    return problem_from(
        document(
            source,
            members=source.randint(2, 6),
            areas=source.randint(5, 16),
            rules=source.randint(0, 9),
            backup=backup,
            objectives=source.choice([order for order in ORDERS if backup or "backup_fit" not in order]),
        )
    )


@pytest.mark.parametrize("seed", range(60))
def test_an_independent_model_finds_the_same(seed: int) -> None:
    problem = _random(seed)
    answer, textbook = solve(problem), Textbook(problem)
    expected = textbook.best()
    if expected is not None:
        assert answer.status is Status.OPTIMAL
        assert signed(problem, answer.objectives) == expected
        assert check(problem, answer.assignment).holds
        return
    assert answer.status is Status.INFEASIBLE
    names = [reason.rule for reason in answer.conflict]
    assert textbook.without_solution(names)
    for name in names:
        assert not textbook.without_solution([other for other in names if other != name])
    for relaxation in answer.relaxations:
        dropped = {step.rule for step in relaxation.steps}
        assert not textbook.without_solution([one for one in requirements(problem) if one not in dropped])


def test_the_sample_has_problems_of_both_kinds() -> None:
    verdicts = [solve(_random(seed)).status for seed in range(60)]
    assert min(verdicts.count(Status.OPTIMAL), verdicts.count(Status.INFEASIBLE)) > 12
