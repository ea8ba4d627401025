"""What would help where there is no division: single steps that suffice, or the fewest together."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from yixing_core.portfolio.answer import Reason, Relaxation
from yixing_core.portfolio.conflict import conflict_about
from yixing_core.portfolio.elastic import Elastic
from yixing_core.portfolio.engine import INFINITY, Ended, Program, Relaxed, minimise, relax
from yixing_core.portfolio.model import build
from yixing_core.portfolio.problem import Problem
from yixing_core.portfolio.shape import fold
from yixing_core.portfolio.watch import Undecided, Watch
from yixing_core.portfolio.wording import loosening

_MOST_TRIED: Final = 24
"""Single steps that are tried: who reads a longer list chooses no better."""
_AT_ONCE: Final = 8
"""Conflicts that are sought before the next attempt: finding one is cheaper than folding the problem anew."""


def relaxations(problem: Problem, conflict: Sequence[str], watch: Watch) -> tuple[Relaxation, ...]:
    """What would make the whole problem solvable: each of the single steps that suffice, or one smallest set.

    That every area has exactly one lead is never given up.

    Stopped halfway it gives the single steps that are known by then.

    Raises:
        Undecided: it was stopped before it knew any.
    """
    helpful: list[Relaxation] = []
    try:
        for name in [name for name in conflict if _droppable(problem, name)][:_MOST_TRIED]:
            relaxation = _single(problem, name, watch)
            helpful += [relaxation] if relaxation else []
    except Undecided:
        if not helpful:
            raise
    if helpful:
        return tuple(helpful)
    fewest = _fewest(problem, watch)
    if not fewest:
        return ()
    return (Relaxation(tuple(Reason(name, loosening(problem, name)) for name in fewest)),)


def _fewest(problem: Problem, watch: Watch) -> list[str] | None:
    """A smallest set of requirements without which the rest can hold; None if there is none.

    Every conflict must lose one of its requirements. While there are areas that nobody can lead, a conflict of each is
    found in them alone, and the smallest set that breaks all conflicts known so far is tried: if it suffices, none
    smaller does. Only what then still has no division asks the whole program.
    """
    conflicts: list[list[str]] = []
    dropped: list[str] = []
    while True:
        unbacked = {name.removeprefix("backup:") for name in dropped if name not in problem.rule}
        rest = replace(problem, rules=tuple(rule for rule in problem.rules if rule.id not in dropped))
        cornered = fold(rest, watch, unbacked=unbacked).hopeless()
        if not cornered:
            break
        for areas in cornered[:_AT_ONCE]:
            found = conflict_about(rest, areas, watch, unbacked)
            conflicts.append([name for name in found if _droppable(problem, name)])
            if not conflicts[-1]:
                return None
        dropped = _breaking(conflicts, watch)
    if dropped and _least(rest, watch, unbacked=unbacked) is not None:
        return [name for name in (*problem.rule, *problem.implicit()) if name in dropped]
    elastic = Elastic(problem, watch)
    return elastic.fewest([name for name in elastic.switches if _droppable(problem, name)])


def _breaking(conflicts: Sequence[Sequence[str]], watch: Watch) -> list[str]:
    """A smallest set of requirements of which each conflict has one."""
    program = Program()
    columns = {name: program.column(0, 1) for name in dict.fromkeys(name for one in conflicts for name in one)}
    for conflict in conflicts:
        program.row(1, INFINITY, [(columns[name], 1.0) for name in conflict])
    found = minimise(program, [1] * len(columns), watch)
    if found.ended is not Ended.OPTIMAL or found.columns is None:
        raise Undecided
    return [name for name, column in columns.items() if found.columns[column]]


def _droppable(problem: Problem, name: str) -> bool:
    return name in problem.rule or not name.startswith("cover:")


def _single(problem: Problem, name: str, watch: Watch) -> Relaxation | None:
    """The step of giving up this requirement alone, if that suffices."""
    kind, _, subject = name.partition(":")
    bound = None
    if name in problem.rule:
        rules = tuple(rule for rule in problem.rules if rule.id != name)
        helps = _least(replace(problem, rules=rules), watch) is not None
    elif kind == "backup":
        helps = _least(problem, watch, unbacked={subject}) is not None
    else:
        bound = nearest_bound(problem, kind, subject, watch)
        helps = bound is not None
    return Relaxation((Reason(name, loosening(problem, name, bound)),), bound) if helps else None


def nearest_bound(problem: Problem, kind: str, member: str, watch: Watch) -> int | None:
    """The bound of this member (``max`` or ``min``) nearest to his own with which there is a division; None if none.

    Raises:
        Undecided: it was stopped before it knew.
    """
    free = {"max_areas": None} if kind == "max" else {"min_areas": 0}
    members = tuple(replace(one, **free) if one.id == member else one for one in problem.members)
    sign = 1 if kind == "max" else -1
    led = _least(replace(problem, members=members), watch, member=member, sign=sign)
    return None if led is None else sign * led


def _least(
    problem: Problem, watch: Watch, *, member: str = "", sign: int = 1, unbacked: Collection[str] = ()
) -> int | None:
    """The least (with -1: the most, negated) areas that a member leads in any division; None if there is none."""
    shape = fold(replace(problem, objectives=()), watch, unbacked=unbacked)
    if shape.hopeless():
        return None
    model = build(shape, watch)
    costs = [
        sign * len(shape.blocks[block].areas) if problem.members[lead].id == member else 0
        for block, lead in model.pairs
    ]
    relaxed = relax(model.program, costs, watch)
    if isinstance(relaxed, Relaxed) and relaxed.integral:
        return round(relaxed.value)
    if relaxed is Ended.INFEASIBLE:
        return None
    found = minimise(model.program, costs, watch)
    if found.ended is Ended.STOPPED:
        raise Undecided
    return None if found.columns is None else sum(c * v for c, v in zip(costs, found.columns, strict=True))
