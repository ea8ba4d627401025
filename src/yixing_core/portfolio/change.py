"""A problem changed a little: somebody leaves, arrives or is away; an area is pinned to somebody or kept from him.

All return a new problem; solving it is ``solve.solve``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from yixing_core.errors import Refusal
from yixing_core.portfolio import refusals as refusals
from yixing_core.portfolio.problem import Duty, Member, Objective, Problem, Role, Rule, RuleKind

_ABOUT_ONE = frozenset({RuleKind.ONLY, RuleKind.BARRED, RuleKind.FIXED})
_PAIR = 2


def redivide(
    problem: Problem,
    *,
    gone: Collection[str] = (),
    arriving: Sequence[Member] = (),
    fit: Mapping[tuple[str, str], int] | None = None,
    current: Mapping[str, Duty] | None = None,
) -> Problem:
    """The problem of dividing anew with as little change as possible.

    Args:
        problem: the problem so far.
        gone: ids of members who left or are away; their areas go to others, rules about them alone fall away.
        arriving: new members.
        fit: how areas suit the new members, beside what is known.
        current: the division that is to be kept as far as possible; that of the problem if not given.

    Returns:
        The problem with ``stability`` as its first objective. What those who are gone lead today counts as a change
        whoever takes it, so it does not stand in the way of anything.

    Raises:
        Refusal: ``portfolio.unknown`` for a member who does not exist, or who arrives and is there already.
    """
    for member in gone:
        if member not in problem.member:
            raise Refusal("portfolio.unknown", kind="成员", id=member)
    left = set(gone)
    members = [member for member in problem.members if member.id not in left]
    known = {member.id for member in members}
    for newcomer in arriving:
        if newcomer.id in known:
            raise Refusal("portfolio.present", id=newcomer.id)
        known.add(newcomer.id)
    members += arriving
    others = [objective for objective in problem.objectives if objective is not Objective.STABILITY]
    kept = {pair: value for pair, value in problem.fit.items() if pair[0] not in left} | dict(fit or {})
    return replace(
        problem,
        members=tuple(members),
        rules=tuple(rule for one in problem.rules if (rule := _without(one, left)) is not None),
        fit={pair: value for pair, value in kept.items() if pair[0] in known and pair[1] in problem.area},
        current=problem.current if current is None else current,
        objectives=(Objective.STABILITY, *others),
    )


def pin(problem: Problem, area: str, member: str, basis: str = "测算时指定") -> Problem:
    """The problem in which this member leads this area; an earlier pin of the area gives way. Its rule: ``pin:a``.

    Raises:
        Refusal: ``portfolio.unknown``.
    """
    _known(problem, area, member)
    return _added(problem, Rule(f"pin:{area}", RuleKind.FIXED, member=member, areas=(area,), basis=basis))


def forbid(
    problem: Problem, area: str, member: str, roles: tuple[Role, ...] = (Role.LEAD,), basis: str = "测算时排除"
) -> Problem:
    """The problem in which this member does not lead (or back up) this area. Its rule: ``forbid:a:m``.

    Raises:
        Refusal: ``portfolio.unknown``.
    """
    _known(problem, area, member)
    rule = Rule(f"forbid:{area}:{member}", RuleKind.BARRED, member=member, areas=(area,), roles=roles, basis=basis)
    return _added(problem, rule)


def release(problem: Problem, rule: str) -> Problem:
    """The problem without one of its rules, such as a pin.

    Raises:
        Refusal: ``portfolio.unknown``.
    """
    if rule not in problem.rule:
        raise Refusal("portfolio.unknown", kind="规则", id=rule)
    return replace(problem, rules=tuple(one for one in problem.rules if one.id != rule))


def _known(problem: Problem, area: str, member: str) -> None:
    if area not in problem.area:
        raise Refusal("portfolio.unknown", kind="事项", id=area)
    if member not in problem.member:
        raise Refusal("portfolio.unknown", kind="成员", id=member)


def _added(problem: Problem, rule: Rule) -> Problem:
    return replace(problem, rules=(*(one for one in problem.rules if one.id != rule.id), rule))


def _without(rule: Rule, left: set[str]) -> Rule | None:
    """The rule as it stands when these members are gone; None if nothing is left of it."""
    if rule.kind in _ABOUT_ONE:
        return None if rule.member in left else rule
    if rule.kind is RuleKind.NO_MUTUAL_BACKUP:
        members = tuple(member for member in rule.members if member not in left)
        return replace(rule, members=members) if len(members) >= _PAIR else None
    return rule
