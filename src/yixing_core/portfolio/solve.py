"""The best division, one objective after another, or the smallest reason why there is none."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from yixing_core.errors import Refusal
from yixing_core.portfolio import refusals as refusals
from yixing_core.portfolio.answer import Answer, Reached, Status
from yixing_core.portfolio.check import check
from yixing_core.portfolio.diagnose import diagnose
from yixing_core.portfolio.engine import Ended, Relaxed, Watch, minimise, name_and_version, relax
from yixing_core.portfolio.model import NEAR, Goal, Model, build
from yixing_core.portfolio.problem import Objective, Problem
from yixing_core.portfolio.shape import fold

_RESERVED: Final = 0.1
"""Share of the remaining time that one objective leaves to those after it."""
_TIE_WORK: Final = 2_000_000
"""Columns times nodes spent on the canonical one of equally good divisions: a count, so that it is the same everywhere."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a computation is.

    Attributes:
        objective: what is being made best; None in the last step, where a reason for impossibility or the canonical one
            of equally good divisions is sought.
        step, steps: which of how many.
        value, bound: best so far and best possible so far; None before the first is known.
        seconds: since the start.
    """

    objective: Objective | None
    step: int
    steps: int
    value: int | None
    bound: int | None
    seconds: float

    @property
    def words(self) -> str:
        """One short line for a terminal or a page."""
        what = self.objective.label if self.objective else "核对"
        value = "尚无" if self.value is None else str(self.value)
        bound = "尚无" if self.bound is None else str(self.bound)
        return f"第{self.step}步/共{self.steps}步　{what}　现有{value}　界{bound}　{self.seconds:.1f}秒"


def solve(
    problem: Problem,
    *,
    limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """Divide the areas as well as can be, in the order of the objectives.

    Args:
        problem: what is asked.
        limit: seconds after which the best division found so far is the answer; None for as long as it takes.
        progress: told now and then how far it is; must not raise.
        cancelled: asked now and then; True ends the computation with the best division found so far.

    Returns:
        ``optimal`` only when every objective is proved; ``feasible`` with the bounds that are known; ``infeasible``
        with a minimal conflict and the smallest relaxations.

    Raises:
        Refusal: ``portfolio.undecided`` when the time was too short for any answer, ``portfolio.cancelled`` when it
            was stopped before there was one.

    Example:
        >>> from yixing_core.portfolio.problem import Area, Member, Objective, Problem
        >>> members = (Member("m1", "甲"), Member("m2", "乙"))
        >>> problem = Problem(members, (Area("a1", "办文"),), fit={("m2", "a1"): 3}, objectives=(Objective.FIT,))
        >>> solve(problem).assignment["a1"].lead
        'm2'
    """
    return _Search(problem, limit, progress, cancelled).answer()


@dataclass
class _Search:
    problem: Problem
    limit: float | None
    progress: Callable[[Progress], None] | None
    cancelled: Callable[[], bool] | None
    began: float = field(default_factory=time.monotonic)
    best: list[int] | None = None
    bounds: dict[Objective, int] = field(default_factory=dict)
    impossible: bool = False

    def answer(self) -> Answer:
        shape = fold(self.problem)
        if shape.torn or not all(block.leads for block in shape.blocks):
            return self._infeasible()
        model = build(shape)
        for step, objective in enumerate(self.problem.objectives, start=1):
            self._improve(model, objective, step)
            if self.impossible:
                return self._infeasible()
        self._settle(model)
        if self.impossible:
            return self._infeasible()
        if self.best is None:
            raise Refusal("portfolio.cancelled" if self._stopped() else "portfolio.undecided")
        return self._reached(model, self.best)

    # -- time ------------------------------------------------------------------------------------------------------

    def _seconds(self) -> float:
        return time.monotonic() - self.began

    def _left(self, reserved: float = 0.0) -> float | None:
        return None if self.limit is None else max(0.0, (self.limit - self._seconds()) * (1 - reserved))

    def _stopped(self) -> bool:
        return self.cancelled is not None and self.cancelled()

    def _over(self) -> bool:
        return self._stopped() or (self.limit is not None and self._seconds() >= self.limit)

    def _watch(self, objective: Objective | None, step: int, unit: int = 1) -> Watch:
        """Who looks on during one step; the step is told at once, its values as they come."""
        steps = len(self.problem.objectives) + 1
        sign = -unit if objective and objective.maximised else unit

        def told(value: float, bound: float) -> None:
            if self.progress:
                known = [round(sign * one) if objective and math.isfinite(one) else None for one in (value, bound)]
                self.progress(Progress(objective, step, steps, known[0], known[1], self._seconds()))

        told(math.inf, math.inf)
        left = self._left(_RESERVED if step < steps - 1 else 0.0)
        return Watch(left, self.cancelled, told if self.progress else None)

    # -- one objective after another -------------------------------------------------------------------------------

    def _improve(self, model: Model, objective: Objective, step: int) -> None:
        """Make one objective best, then keep its value."""
        goal = model.goal(objective)
        watch = self._watch(objective, step, goal.unit)
        if objective is Objective.BALANCE:
            self._narrow(model, watch)
        relaxed = Ended.STOPPED if self._over() else relax(model.program, goal.costs, watch)
        if relaxed is Ended.INFEASIBLE:
            self.impossible = True
            return
        bound = model.floor(goal)
        if isinstance(relaxed, Relaxed):
            bound = max(bound, math.ceil(relaxed.value - NEAR))
            if relaxed.integral:
                self._take(model, [round(value) for value in relaxed.columns])
        value = self._value(model, goal)
        if value is None or value > bound:
            found = self._search(model, goal, watch)
            bound = bound if found is None else max(bound, found)
            value = self._value(model, goal)
        if value is not None:
            bound = min(bound, value)
            model.keep(goal, value)
            if isinstance(relaxed, Relaxed):
                model.tighten(relaxed, value)
        self.bounds[objective] = (-1 if objective.maximised else 1) * goal.unit * bound

    def _narrow(self, model: Model, watch: Watch) -> None:
        """Bounds of the largest and of the smallest load, each from a relaxation of its own, rounded to integers."""
        program = model.program
        if model.high is None or model.low is None:
            return
        for column, sign in ((model.high, 1), (model.low, -1)):
            costs = [0] * len(program.lower)
            costs[column] = sign
            relaxed = relax(program, costs, watch)
            if isinstance(relaxed, Relaxed):
                nearest = math.ceil(relaxed.value - NEAR)
                if sign > 0:
                    program.lower[column] = max(program.lower[column], nearest)
                else:
                    program.upper[column] = min(program.upper[column], -nearest)

    def _search(self, model: Model, goal: Goal, watch: Watch, **options: int) -> int | None:
        """Branch and bound; keep what it finds; return its bound, if it has one."""
        if self._over():
            return None
        start = None if self.best is None else model.columns(self.best)
        found = minimise(model.program, goal.costs, watch, start, **options)
        if found.ended is Ended.INFEASIBLE:
            self.impossible = self.best is None
            return None
        if found.columns is not None:
            self._take(model, found.columns)
        return math.ceil(found.bound - NEAR) if math.isfinite(found.bound) else None

    def _take(self, model: Model, columns: Sequence[int]) -> None:
        """Keep a solution as the best so far, if it stands up to exact arithmetic."""
        leads = model.leads(columns)
        if model.holds(model.columns(leads)):
            self.best = leads

    def _value(self, model: Model, goal: Goal) -> int | None:
        """The exact value of the best division so far, in units of the goal."""
        return None if self.best is None else goal.value(model.columns(self.best))

    def _settle(self, model: Model) -> None:
        """Of all equally good divisions take the canonical one."""
        if self._over():
            return
        goal = model.goal(None)
        watch = self._watch(None, len(self.problem.objectives) + 1)
        relaxed = relax(model.program, goal.costs, watch)
        if relaxed is Ended.INFEASIBLE:
            self.impossible = self.best is None
        elif isinstance(relaxed, Relaxed) and relaxed.integral:
            self._take(model, [round(value) for value in relaxed.columns])
        else:
            self._search(model, goal, watch, mip_max_nodes=1 + _TIE_WORK // len(goal.costs))

    # -- answers ---------------------------------------------------------------------------------------------------

    def _reached(self, model: Model, best: Sequence[int]) -> Answer:
        assignment = model.shape.unfold(best)
        verdict = check(self.problem, assignment)
        if not verdict.holds:
            raise RuntimeError(f"the model let through what the format forbids: {verdict.violations[0].rule}")
        reached = {goal: Reached(value, self.bounds[goal]) for goal, value in verdict.objectives.items()}
        proved = all(one.proved for one in reached.values())
        return Answer(Status.OPTIMAL if proved else Status.FEASIBLE, assignment, reached, solver=self._solver())

    def _infeasible(self) -> Answer:
        if self.progress:
            steps = len(self.problem.objectives) + 1
            self.progress(Progress(None, steps, steps, None, None, self._seconds()))
        conflict, relaxations = diagnose(self.problem, seconds=self.limit, stopped=self.cancelled)
        return Answer(Status.INFEASIBLE, conflict=conflict, relaxations=relaxations, solver=self._solver())

    def _solver(self) -> dict[str, str | float]:
        name, version = name_and_version()
        return {"name": name, "version": version, "seconds": round(self._seconds(), 3)}
