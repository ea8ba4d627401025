"""Why there is no division: a minimal conflict, and the smallest relaxations that would help."""

from collections.abc import Iterator, Sequence

from yixing_core.portfolio.answer import UNEXPLAINED, Reason, Relaxation
from yixing_core.portfolio.elastic import Elastic
from yixing_core.portfolio.loosen import relaxations
from yixing_core.portfolio.problem import Problem, RuleKind
from yixing_core.portfolio.shape import Shape
from yixing_core.portfolio.watch import Undecided, Watch
from yixing_core.portfolio.wording import requirement


def diagnose(shape: Shape, watch: Watch) -> tuple[tuple[Reason, ...], tuple[Relaxation, ...]]:
    """A minimal conflict of a problem that has no division, and what would help.

    Args:
        shape: a problem that ``solve`` found infeasible, folded.
        watch: who may end it; the time is for both.

    Returns:
        The conflict: dropping any one of its requirements makes the rest of it satisfiable. Where time or memory did
        not suffice one line that says so, named ``UNEXPLAINED``: half a conflict would name what is not at fault.
        The relaxations: single ones if any single one helps, otherwise one smallest set; none if the time was over.

    Raises:
        ValueError: the problem does have a division.
    """
    problem = shape.problem
    areas = shape.hopeless()
    try:
        names = minimal_conflict(Elastic(problem, watch, [*_about(problem, areas)] if areas else None))
    except Undecided:
        return (Reason(UNEXPLAINED, "时间不够，没有找出是哪几项要求相互矛盾；请放宽时限再测算"),), ()
    except MemoryError:
        return (Reason(UNEXPLAINED, "内存不够，没有找出是哪几项要求相互矛盾；请分成几个问题再测算"),), ()
    conflict = tuple(Reason(name, requirement(problem, name)) for name in names)
    try:
        return conflict, relaxations(problem, names, watch)
    except (Undecided, MemoryError):
        return conflict, ()


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
