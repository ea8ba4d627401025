"""What would help where there is no division: single steps that suffice, or the fewest together."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from yixing_core.portfolio.answer import Reason, Relaxation
from yixing_core.portfolio.elastic import Elastic
from yixing_core.portfolio.engine import Ended, Relaxed, minimise, relax
from yixing_core.portfolio.model import build
from yixing_core.portfolio.problem import Problem
from yixing_core.portfolio.shape import fold
from yixing_core.portfolio.watch import Undecided, Watch
from yixing_core.portfolio.wording import loosening

_MOST_TRIED: Final = 24
"""Single steps that are tried: who reads a longer list chooses no better."""


def relaxations(problem: Problem, conflict: Sequence[str], watch: Watch) -> tuple[Relaxation, ...]:
    """What would make the whole problem solvable: each of the single steps that suffice, or one smallest set.

    That every area has exactly one lead is never given up.

    Raises:
        Undecided: it was stopped before it knew.
    """
    own = problem.rule
    tried = [name for name in conflict if name in own or not name.startswith("cover:")][:_MOST_TRIED]
    helpful = [relaxation for name in tried if (relaxation := _single(problem, name, watch))]
    if helpful:
        return tuple(helpful)
    elastic = Elastic(problem, watch)
    fewest = elastic.fewest([name for name in elastic.switches if name in own or not name.startswith("cover:")])
    if not fewest:
        return ()
    return (Relaxation(tuple(Reason(name, loosening(problem, name)) for name in fewest)),)


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
