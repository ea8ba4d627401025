"""HiGHS, asked for one thing at a time: a linear relaxation, or an integer optimum with gaps of zero.

One thread and a fixed seed, a fresh solver for each question: the same program gives the same answer. Nothing here
knows of members and areas.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import highspy

from yixing_core.portfolio.watch import Watch

INFINITY: Final = float("inf")
SEED: Final = 0
_TOLERANCE: Final = 1e-6
_NOTHING: Final = 1e-9


class Ended(StrEnum):
    """How a question ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


@dataclass
class Program:
    """Columns with bounds, rows of coefficients with bounds; costs are given with each question."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, lower: float, upper: float) -> int:
        """Add an integer column; return its index."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def row(self, lower: float, upper: float, terms: Sequence[tuple[int, float]]) -> int:
        """Add a row ``lower ≤ Σ value·column ≤ upper``; return its index."""
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.indices.extend(column for column, _ in terms)
        self.values.extend(value for _, value in terms)
        self.starts.append(len(self.indices))
        return len(self.row_lower) - 1


@dataclass(frozen=True)
class Relaxed:
    """The optimum of the linear relaxation, with what it says about columns and rows (minimisation)."""

    value: float
    columns: Sequence[float]
    reduced: Sequence[float]
    duals: Sequence[float]

    @property
    def integral(self) -> bool:
        """Whether every column is an integer, so that nothing is left to do."""
        return integral(self.columns)


def integral(values: Sequence[float]) -> bool:
    """Whether all values are integers, as far as floating point can tell."""
    return all(abs(value - round(value)) < _TOLERANCE for value in values)


@dataclass(frozen=True)
class Found:
    """What the search for integers found; ``columns`` is None where it has nothing yet."""

    ended: Ended
    columns: Sequence[int] | None
    bound: float


def relax(program: Program, costs: Sequence[int], watch: Watch) -> Relaxed | Ended:
    """Minimise over the linear relaxation; otherwise why there is no optimum."""
    if not program.lower:
        return Relaxed(0.0, (), (), ()) if _empty_holds(program) else Ended.INFEASIBLE
    highs = _highs(program, costs, integer=False, watch=watch)
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Ended.INFEASIBLE
    if status != highspy.HighsModelStatus.kOptimal:
        return Ended.STOPPED
    solution = highs.getSolution()
    value = float(highs.getInfo().objective_function_value)
    return Relaxed(value, list(solution.col_value), list(solution.col_dual), list(solution.row_dual))


def minimise(
    program: Program, costs: Sequence[int], watch: Watch, start: Sequence[int] | None = None, **options: Any
) -> Found:
    """Minimise over integers, with gaps of zero.

    Args:
        program: what must hold.
        costs: one for each column; sums of costs are integers.
        watch: who may stop it.
        start: a solution to begin with, if one is known.
        options: further options of HiGHS.
    """
    if not program.lower:
        return Found(Ended.OPTIMAL, (), 0.0) if _empty_holds(program) else Found(Ended.INFEASIBLE, None, INFINITY)
    highs = _highs(program, costs, integer=True, watch=watch)
    for name, value in options.items():
        highs.setOptionValue(name, value)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = [float(value) for value in start]
        highs.setSolution(known)
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Found(Ended.INFEASIBLE, None, INFINITY)
    has = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    columns = [round(value) for value in highs.getSolution().col_value] if has else None
    ended = Ended.OPTIMAL if has and status == highspy.HighsModelStatus.kOptimal else Ended.STOPPED
    return Found(ended, columns, float(info.mip_dual_bound))


class Tableau:
    """A relaxation that is kept warm while bounds of some columns change from question to question.

    Args:
        program: at least one column; no costs.
        watch: who may end a question; its time is that of all of them together.
    """

    def __init__(self, program: Program, watch: Watch) -> None:
        self._program = program
        self._highs = _highs(program, [0] * len(program.lower), integer=False, watch=Watch(stopped=watch.over))
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("solver", "simplex")

    def ask(self, columns: Sequence[int], lower: Sequence[int], upper: Sequence[int]) -> Sequence[float] | Ended:
        """A corner of the relaxation with these bounds of these columns; otherwise why there is none."""
        self._highs.changeColsBounds(
            len(columns), list(columns), [float(value) for value in lower], [float(value) for value in upper]
        )
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Ended.INFEASIBLE
        if status != highspy.HighsModelStatus.kOptimal:
            return Ended.STOPPED
        return list(self._highs.getSolution().col_value)

    def certificate(self) -> list[float] | None:
        """After ``INFEASIBLE``: the combination of rows that no bounds of columns can meet, as a weight for each column.

        Columns whose weight is 0 have no part in the contradiction. None where HiGHS has none to show.
        """
        _, known, ray = self._highs.getDualRay()
        if not known:
            return None
        program = self._program
        weights = [0.0] * len(program.lower)
        for row, dual in enumerate(ray):
            if abs(dual) > _NOTHING:
                for at in range(program.starts[row], program.starts[row + 1]):
                    weights[program.indices[at]] += float(dual) * program.values[at]
        return [weight if abs(weight) > _NOTHING else 0.0 for weight in weights]


def name_and_version() -> tuple[str, str]:
    """Which solver this is."""
    return "HiGHS", str(_new().version())


def _empty_holds(program: Program) -> bool:
    """Whether rows without columns hold."""
    return all(low <= 0 <= high for low, high in zip(program.row_lower, program.row_upper, strict=True))


def _new() -> Any:
    make: Callable[[], Any] = highspy.Highs  # the wheel's own annotations leave the constructor untyped
    return make()


def _highs(program: Program, costs: Sequence[int], *, integer: bool, watch: Watch) -> Any:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.lower), len(program.row_lower)
    model.col_cost_, model.col_lower_, model.col_upper_ = [float(cost) for cost in costs], program.lower, program.upper
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = program.starts, program.indices
    model.a_matrix_.value_ = program.values
    highs = _new()
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", SEED)):
        highs.setOptionValue(name, value)
    if integer:
        model.integrality_ = [highspy.HighsVarType.kInteger] * model.num_col_
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.0)
    left = watch.left()
    if left is not None:
        highs.setOptionValue("time_limit", max(left, 0.01))
    highs.passModel(model)
    _listen(highs, watch)
    return highs


def _listen(highs: Any, watch: Watch) -> None:
    told = watch.told
    if watch.stopped is not None or watch.until is not None:

        def ask(event: Any) -> None:
            if watch.over():
                event.interrupt()

        for signal in (highs.cbMipInterrupt, highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
            signal.subscribe(ask)
    if told is not None:

        def tell(event: Any) -> None:
            told(float(event.data_out.mip_primal_bound), float(event.data_out.mip_dual_bound))

        highs.cbMipLogging.subscribe(tell)
        highs.cbMipImprovingSolution.subscribe(tell)
