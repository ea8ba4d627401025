"""The folded problem as a mixed integer program (``docs/portfolio-model.md``).

One column for each block and each member who may lead it; with ``balance`` two more, the largest and the smallest
load. Rows: each block has one lead; numbers of areas within their bounds; of an ``apart`` group a member leads one at
most; loads lie between the smallest and the largest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final

from yixing_core.portfolio.engine import INFINITY, Program, Relaxed
from yixing_core.portfolio.problem import Objective
from yixing_core.portfolio.shape import Shape
from yixing_core.portfolio.watch import Watch

NEAR: Final = 1e-4
"""How far a sum of integers may be off in floating point and still be that integer."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Integer costs of the columns, to be minimised, in multiples of ``unit`` of the objective."""

    costs: Sequence[int]
    unit: int

    def value(self, columns: Sequence[int]) -> int:
        """The exact cost of a solution."""
        return sum(cost * column for cost, column in zip(self.costs, columns, strict=True) if cost)


@dataclass
class Model:
    """The program and where its columns stand.

    Attributes:
        pairs: block and member of each column but the last two.
        high, low: columns of the largest and smallest load, in units of ``unit``; None without ``balance``.
        unit: the greatest common divisor of the weights.
    """

    shape: Shape
    program: Program
    pairs: list[tuple[int, int]]
    unit: int = 1
    high: int | None = None
    low: int | None = None

    def goal(self, objective: Objective | None) -> Goal:
        """What to minimise for an objective; None asks for the canonical one of equally good divisions."""
        costs = [0] * len(self.program.lower)
        if objective is Objective.BALANCE:
            if self.high is not None and self.low is not None:
                costs[self.high], costs[self.low] = 1, -1
            return Goal(costs, self.unit)
        for column, (block, member) in enumerate(self.pairs):
            if objective is None:
                costs[column] = self.shape.tie(member, block)
            else:
                gain = self.shape.gain(objective, member, block)
                costs[column] = -gain if objective.maximised else gain
        unit = gcd(*costs) or 1
        return Goal([cost // unit for cost in costs], unit)

    def floor(self, goal: Goal) -> int:
        """A cost that no division falls below: each block at its cheapest, no load above another."""
        cheapest: dict[int, int] = {}
        for column, (block, _) in enumerate(self.pairs):
            cost = goal.costs[column]
            cheapest[block] = min(cheapest.get(block, cost), cost)
        return sum(cheapest.values())

    def holds(self, columns: Sequence[int]) -> bool:
        """Whether a solution satisfies every row exactly, in integers, whatever floating point made of it."""
        program = self.program
        for row, (low, high) in enumerate(zip(program.row_lower, program.row_upper, strict=True)):
            at = range(program.starts[row], program.starts[row + 1])
            value = sum(int(program.values[term]) * columns[program.indices[term]] for term in at)
            if not low <= value <= high:
                return False
        return all(low <= value <= high for low, value, high in zip(program.lower, columns, program.upper, strict=True))

    def leads(self, columns: Sequence[int]) -> list[int]:
        """The lead of each block in a solution."""
        leads = [-1] * len(self.shape.blocks)
        for (block, member), value in zip(self.pairs, columns, strict=False):
            if value:
                leads[block] = member
        return leads

    def columns(self, leads: Sequence[int]) -> list[int]:
        """The solution in which ``leads[i]`` leads block i."""
        columns = [int(leads[block] == member) for block, member in self.pairs]
        if self.high is not None:
            loads = self.loads(leads)
            columns += [max(loads), min(loads)]
        return columns

    def loads(self, leads: Sequence[int]) -> list[int]:
        """What each member who counts for ``balance`` leads, in units."""
        loads = {number: 0 for number, member in enumerate(self.shape.problem.members) if member.max_areas != 0}
        for block, member in enumerate(leads):
            if member in loads:
                loads[member] += self.shape.blocks[block].weight // self.unit
        return list(loads.values())

    def keep(self, goal: Goal, value: int) -> None:
        """From now on the cost may not exceed a value."""
        self.program.row(-INFINITY, value, [(column, cost) for column, cost in enumerate(goal.costs) if cost])

    def tighten(self, relaxed: Relaxed, value: float) -> None:
        """Fix what no division as good as ``value`` can have, by the reduced costs of the relaxation.

        A column whose reduced cost lifts the relaxation above ``value`` stays at its bound; a row whose dual does so
        for one unit of slack has no slack. Everything is an integer, so nothing is lost.
        """
        room = value - relaxed.value + NEAR + abs(value) * 1e-9
        program = self.program
        for column, reduced in enumerate(relaxed.reduced):
            at = relaxed.columns[column]
            if reduced > room and abs(at - program.lower[column]) < NEAR:
                program.upper[column] = program.lower[column]
            elif -reduced > room and abs(at - program.upper[column]) < NEAR:
                program.lower[column] = program.upper[column]
        for row, dual in enumerate(relaxed.duals):
            if dual > room and program.row_lower[row] > -INFINITY:
                program.row_upper[row] = program.row_lower[row]
            elif -dual > room and program.row_upper[row] < INFINITY:
                program.row_lower[row] = program.row_upper[row]


_NOBODY_LOOKS_ON: Final = Watch()


def build(shape: Shape, watch: Watch = _NOBODY_LOOKS_ON) -> Model:
    """The program of a folded problem.

    Raises:
        Undecided: it was stopped before it was done.
    """
    model = Model(shape, Program(), [])
    columns: dict[tuple[int, int], int] = {}
    for number, block in enumerate(shape.blocks):
        watch.heed()
        for member in block.leads:
            columns[number, member] = model.program.column(0, 1)
            model.pairs.append((number, member))
    if Objective.BALANCE in shape.problem.objectives:
        _add_loads(model)
    for number, block in enumerate(shape.blocks):
        model.program.row(1, 1, [(columns[number, member], 1) for member in block.leads])
    _add_bounds(model, columns)
    for group in shape.apart:
        watch.heed()
        for member in range(len(shape.problem.members)):
            terms = [(columns[block, member], 1.0) for block in group if (block, member) in columns]
            if len(terms) > 1:
                model.program.row(-INFINITY, 1, terms)
    return model


def _add_loads(model: Model) -> None:
    weights = [block.weight for block in model.shape.blocks]
    if not any(member.max_areas != 0 for member in model.shape.problem.members):
        return
    model.unit = gcd(*weights) or 1 if weights else 1
    total = sum(weights) // model.unit
    model.high, model.low = model.program.column(0, total), model.program.column(0, total)


def _add_bounds(model: Model, columns: dict[tuple[int, int], int]) -> None:
    shape = model.shape
    for number, member in enumerate(shape.problem.members):
        may = [
            (columns[block, number], shape.blocks[block])
            for block in range(len(shape.blocks))
            if (block, number) in columns
        ]
        most = member.max_areas
        possible = sum(len(block.areas) for _, block in may)
        if member.min_areas > 0 or (most is not None and most < possible):
            upper = INFINITY if most is None else float(most)
            model.program.row(member.min_areas, upper, [(column, len(block.areas)) for column, block in may])
        if model.high is not None and model.low is not None and most != 0:
            load = [(column, block.weight // model.unit) for column, block in may if block.weight]
            model.program.row(-INFINITY, 0, [*load, (model.high, -1)])
            model.program.row(0, INFINITY, [*load, (model.low, -1)])
