"""Requirements that cannot hold together, and none too many."""

from collections.abc import Collection, Iterator, Sequence

from yixing_core.portfolio.elastic import Elastic
from yixing_core.portfolio.problem import Problem, RuleKind
from yixing_core.portfolio.shape import Shape
from yixing_core.portfolio.watch import Watch


def conflict_of(shape: Shape, watch: Watch) -> list[str]:
    """A minimal conflict of a problem without a division; of the smallest block that nobody can lead, if there is one.

    Raises:
        Undecided: it was stopped before it knew.
        ValueError: the problem does have a division.
    """
    for areas in shape.hopeless():
        return conflict_about(shape.problem, areas, watch)
    return minimal_conflict(Elastic(shape.problem, watch))


def conflict_about(problem: Problem, areas: Sequence[str], watch: Watch, unbacked: Collection[str] = ()) -> list[str]:
    """A minimal conflict among what is asked of areas that nobody can lead together.

    Args:
        problem: what is asked.
        areas: those of one block of ``Shape.hopeless``.
        watch: who may stop it.
        unbacked: areas that may go without a second person.

    Raises:
        Undecided: it was stopped before it knew.
    """
    names = [name for name in _about(problem, areas) if name not in {f"backup:{area}" for area in unbacked}]
    return minimal_conflict(Elastic(problem, watch, names))


def _about(problem: Problem, areas: Sequence[str]) -> Iterator[str]:
    """The requirements that can have a part in it when nobody may lead these areas together; bounds have none."""
    inside = set(areas)
    for rule in problem.rules:
        named = inside & set(rule.areas)
        if rule.kind is RuleKind.NO_MUTUAL_BACKUP:
            speaks = problem.backup
        elif rule.kind is RuleKind.ONLY:
            speaks = named != inside
        else:
            speaks = len(named) > (rule.kind is RuleKind.APART)
        if speaks:
            yield rule.id
    for kind in ("cover", "backup") if problem.backup else ("cover",):
        yield from (f"{kind}:{area}" for area in areas)


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
