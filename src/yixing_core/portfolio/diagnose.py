"""Why there is no division: a minimal conflict, and the smallest relaxations that would help."""

import time
from collections.abc import Callable, Sequence

from yixing_core.portfolio.answer import Reason, Relaxation
from yixing_core.portfolio.elastic import Elastic
from yixing_core.portfolio.engine import Undecided, Watch
from yixing_core.portfolio.loosen import relaxations
from yixing_core.portfolio.problem import Problem
from yixing_core.portfolio.wording import requirement


def diagnose(
    problem: Problem, *, seconds: float | None = None, stopped: Callable[[], bool] | None = None
) -> tuple[tuple[Reason, ...], tuple[Relaxation, ...]]:
    """A minimal conflict of a problem that has no division, and what would help.

    Args:
        problem: one that ``solve`` found infeasible.
        seconds: how long the search for the conflict may take; as long again for the relaxations.
        stopped: asked now and then; True ends it.

    Returns:
        The conflict: dropping any one of its requirements makes the rest of it satisfiable. Empty if the time did not
        suffice: half a conflict would name requirements that are not at fault.
        The relaxations: single ones if any single one helps, otherwise one smallest set.

    Raises:
        ValueError: the problem does have a division.
    """
    elastic = Elastic(problem, _watch(seconds, stopped))
    try:
        names = minimal_conflict(elastic)
    except Undecided:
        return (), ()
    conflict = tuple(Reason(name, requirement(problem, name)) for name in names)
    elastic.watch = _watch(seconds, stopped)
    try:
        return conflict, relaxations(elastic, names)
    except Undecided:
        return conflict, ()


def _watch(seconds: float | None, stopped: Callable[[], bool] | None) -> Watch:
    """A watch whose time counts from now over all that is asked."""
    if seconds is None:
        return Watch(None, stopped)
    end = time.monotonic() + seconds

    def over() -> bool:
        return time.monotonic() >= end or (stopped is not None and stopped())

    return Watch(seconds, over)


def minimal_conflict(elastic: Elastic) -> list[str]:
    """Requirements that cannot hold together, while any all-but-one of them can; in the order of the problem.

    Where the relaxation already contradicts itself its certificate names few too many, and each is left out once.
    Otherwise halves are left out while the rest still contradicts itself (Junker's QuickXplain), so that the number
    of questions grows with the size of the conflict, not of the problem.
    """
    suspects = elastic.suspects()
    if suspects is not None:
        part = Elastic(elastic.problem, elastic.watch, suspects)
        if not part.satisfiable(suspects):
            return _thin(part, suspects)
    everything = list(elastic.switches)
    if elastic.satisfiable(everything):
        raise ValueError("nothing to explain: the problem has a division")
    found = set(_explain(elastic, [], everything, asked=True))
    return [name for name in elastic.switches if name in found]


def _thin(part: Elastic, suspects: Sequence[str]) -> list[str]:
    """Leave out, one after another, what the contradiction does not need."""
    needed = list(suspects)
    for name in suspects:
        rest = [other for other in needed if other != name]
        if name in needed and not part.satisfiable(rest):
            fewer = part.suspects(rest)
            needed = rest if fewer is None or part.satisfiable(fewer) else fewer
    return needed


def _explain(elastic: Elastic, given: list[str], among: Sequence[str], *, asked: bool) -> list[str]:
    """The smallest part of ``among`` that contradicts ``given``; ``given`` and ``among`` together do."""
    if not asked and not elastic.satisfiable(given):
        return []
    if len(among) == 1:
        return list(among)
    half = len(among) // 2
    first, second = among[:half], among[half:]
    later = _explain(elastic, [*given, *first], second, asked=not first)
    earlier = _explain(elastic, [*given, *later], first, asked=not later)
    return [*later, *earlier]
