"""Two divisions side by side: what changes for whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from yixing_core.portfolio.check import value_of
from yixing_core.portfolio.problem import Duty, Objective, Problem


@dataclass(frozen=True, slots=True)
class Move:
    """An area that changes hands; None where nobody had or has it."""

    area: str
    before: Duty
    after: Duty

    @property
    def lead_changes(self) -> bool:
        """Whether another leads it."""
        return self.before.lead != self.after.lead


@dataclass(frozen=True, slots=True)
class Share:
    """What changes for one member.

    Attributes:
        member: his id; also of somebody who is no longer a member but led an area.
        takes, gives: areas he leads from now on, or no longer.
        backs, unbacks: areas for which he stands in from now on, or no longer.
        areas, weight: numbers and sums of weights of the areas led, before and after.
    """

    member: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    backs: tuple[str, ...]
    unbacks: tuple[str, ...]
    areas: tuple[int, int]
    weight: tuple[int, int]

    @property
    def changes(self) -> bool:
        """Whether anything changes for him."""
        return bool(self.takes or self.gives or self.backs or self.unbacks)


@dataclass(frozen=True)
class Comparison:
    """Two divisions compared.

    Attributes:
        moves: areas of the problem whose lead or second person differs, in their order.
        shares: one for each member in their order, then those who led something and are no longer members.
        objectives: objective to its value before and after.
    """

    moves: tuple[Move, ...]
    shares: tuple[Share, ...]
    objectives: Mapping[Objective, tuple[int, int]]


def compare(problem: Problem, before: Mapping[str, Duty], after: Mapping[str, Duty]) -> Comparison:
    """Compare two divisions of the problem's areas; areas that a division leaves out have nobody in it.

    Example:
        >>> from yixing_core.portfolio.problem import Area, Member, Problem
        >>> problem = Problem((Member("m1", "甲"), Member("m2", "乙")), (Area("a1", "办文"),))
        >>> found = compare(problem, {"a1": Duty("m1")}, {"a1": Duty("m2")})
        >>> [(share.member, share.takes, share.gives) for share in found.shares]
        [('m1', (), ('a1',)), ('m2', ('a1',), ())]
    """
    nobody = Duty()
    pairs = {area.id: (before.get(area.id, nobody), after.get(area.id, nobody)) for area in problem.areas}
    people = dict.fromkeys(problem.member)
    for old, new in pairs.values():
        for duty in (old, new):
            people.update(dict.fromkeys(one for one in (duty.lead, duty.backup) if one is not None))
    return Comparison(
        tuple(Move(area, old, new) for area, (old, new) in pairs.items() if old != new),
        tuple(_share(problem, member, pairs) for member in people),
        {
            objective: (value_of(problem, before, objective), value_of(problem, after, objective))
            for objective in problem.objectives
        },
    )


def _share(problem: Problem, member: str, pairs: Mapping[str, tuple[Duty, Duty]]) -> Share:
    led = [{area for area, duties in pairs.items() if duties[when].lead == member} for when in (0, 1)]
    backed = [{area for area, duties in pairs.items() if duties[when].backup == member} for when in (0, 1)]

    def ordered(areas: set[str]) -> tuple[str, ...]:
        return tuple(area for area in pairs if area in areas)

    weight = [sum(problem.area[area].weight for area in areas) for areas in led]
    return Share(
        member,
        takes=ordered(led[1] - led[0]),
        gives=ordered(led[0] - led[1]),
        backs=ordered(backed[1] - backed[0]),
        unbacks=ordered(backed[0] - backed[1]),
        areas=(len(led[0]), len(led[1])),
        weight=(weight[0], weight[1]),
    )
