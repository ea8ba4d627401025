"""The best division, one objective after another, or the smallest reason why there is none."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from yixing_core.errors import Refusal
from yixing_core.portfolio import refusals as refusals
from yixing_core.portfolio.answer import Answer, Reached, Status
from yixing_core.portfolio.check import check
from yixing_core.portfolio.diagnose import diagnose
from yixing_core.portfolio.engine import Ended, Relaxed, minimise, name_and_version, relax
from yixing_core.portfolio.model import NEAR, Goal, Model, build
from yixing_core.portfolio.problem import Objective, Problem
from yixing_core.portfolio.shape import Shape, fold
from yixing_core.portfolio.watch import Undecided, Watch

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
        """One short line for a terminal or a page.

        Example:
            >>> Progress(Objective.STABILITY, 1, 4, 12, 10, 3.21).words
            '第1步，共4步：少变动，已找到12，最少也要10，用时3.2秒'
        """
        what = self.objective.label if self.objective else "核对"
        found = [] if self.value is None else [f"已找到{self.value}"]
        if self.objective and self.bound is not None:
            found.append(self.objective.at_best(self.bound))
        return "，".join([f"第{self.step}步，共{self.steps}步：{what}", *found, f"用时{self.seconds:.1f}秒"])


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
        limit: seconds after which the best division found so far is the answer; building the program and explaining
            why there is none count as well. None for as long as it takes.
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
        try:
            shape = fold(self.problem, self._whole())
            if shape.hopeless():
                return self._infeasible(shape)
            model = build(shape, self._whole())
        except Undecided:
            raise self._nothing() from None
        for step, objective in enumerate(self.problem.objectives, start=1):
            self._improve(model, objective, step)
            if self.impossible:
                return self._infeasible(shape)
        self._settle(model)
        if self.impossible:
            return self._infeasible(shape)
        if self.best is None:
            raise self._nothing()
        return self._reached(model, self.best)

    def _nothing(self) -> Refusal:
        return Refusal("portfolio.cancelled" if self._stopped() else "portfolio.undecided")

    # -- time ------------------------------------------------------------------------------------------------------

    def _seconds(self) -> float:
        return time.monotonic() - self.began

    def _whole(self) -> Watch:
        """Who looks on till the end of the time."""
        return Watch(None if self.limit is None else self.began + self.limit, self.cancelled)

    def _stopped(self) -> bool:
        return self.cancelled is not None and self.cancelled()

    def _over(self) -> bool:
        return self._whole().over()

    def _watch(self, objective: Objective | None, step: int, unit: int = 1) -> Watch:
        """Who looks on during one step; the step is told at once, its values as they come."""
        steps = len(self.problem.objectives) + 1
        sign = -unit if objective and objective.maximised else unit

        def told(value: float, bound: float) -> None:
            if self.progress:
                known = [round(sign * one) if objective and math.isfinite(one) else None for one in (value, bound)]
                self.progress(Progress(objective, step, steps, known[0], known[1], self._seconds()))

        told(math.inf, math.inf)
        whole = self._whole()
        left, reserved = whole.left(), _RESERVED if step < steps - 1 else 0.0
        until = None if left is None else time.monotonic() + left * (1 - reserved)
        return replace(whole, until=until, told=told if self.progress else None)

    # -- one objective after another -------------------------------------------------------------------------------

    def _improve(self, model: Model, objective: Objective, step: int) -> None:
        """Make one objective best, then keep its value."""
        goal = model.goal(objective)
        watch = self._watch(objective, step, goal.unit)
        if objective is Objective.BALANCE:
            self._narrow(model, watch)
        relaxed = Ended.STOPPED if self._over() else relax(model.program, goal.costs, watch)
        if relaxed is Ended.INFEASIBLE and self._contradicted():
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
            self._contradicted()
            return None
        if found.columns is not None:
            self._take(model, found.columns)
        return math.ceil(found.bound - NEAR) if math.isfinite(found.bound) else None

    def _contradicted(self) -> bool:
        """HiGHS says that nothing satisfies the rows; true only while no division is known, for that is exact arithmetic."""
        self.impossible = self.best is None
        return self.impossible

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
            self._contradicted()
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

    def _infeasible(self, shape: Shape) -> Answer:
        if self.progress:
            steps = len(self.problem.objectives) + 1
            self.progress(Progress(None, steps, steps, None, None, self._seconds()))
        conflict, relaxations = diagnose(shape, self._whole())
        return Answer(Status.INFEASIBLE, conflict=conflict, relaxations=relaxations, solver=self._solver())

    def _solver(self) -> dict[str, str | float]:
        name, version = name_and_version()
        return {"name": name, "version": version, "seconds": round(self._seconds(), 3)}
