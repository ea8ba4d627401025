"""Why there is no division: a minimal conflict, and the smallest relaxations that would help."""

from yixing_core.portfolio.answer import UNEXPLAINED, Reason, Relaxation
from yixing_core.portfolio.conflict import conflict_of
from yixing_core.portfolio.loosen import relaxations
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
    try:
        names = conflict_of(shape, watch)
    except Undecided:
        stopped = watch.stopped is not None and watch.stopped()
        why, mend = ("已停止", "请重新测算") if stopped else ("时间不够", "请放宽时限再测算")
        return (Reason(UNEXPLAINED, f"{why}，没有找出是哪几项要求相互矛盾；{mend}"),), ()
    except MemoryError:
        return (Reason(UNEXPLAINED, "内存不够，没有找出是哪几项要求相互矛盾；请分成几个问题再测算"),), ()
    conflict = tuple(Reason(name, requirement(problem, name)) for name in names)
    try:
        return conflict, relaxations(problem, names, watch)
    except (Undecided, MemoryError):
        return conflict, ()
