"""The problem as one would write it down first: a binary for each role, member and area; a row for each sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from yixing_core.portfolio.problem import Objective, Problem, Role, RuleKind

Terms = dict[int, int]
Row = tuple[Terms, int | None, int | None]


@dataclass
class Textbook:
    """Columns with upper bounds (all integer, from 0), rows, and the goals in their order, all to be minimised."""

    upper: list[int]
    rows: list[Row]
    goals: list[Terms]


def textbook(problem: Problem) -> Textbook:
    """The plain model, with backups."""
    who = {member.id: number for number, member in enumerate(problem.members)}
    what = {area.id: number for number, area in enumerate(problem.areas)}
    size = len(who) * len(what)

    def x(member: str, area: str, role: Role = Role.LEAD) -> int:
        return (role is Role.BACKUP) * size + who[member] * len(what) + what[area]

    high, low = 2 * size, 2 * size + 1
    rows = [row for rule in problem.rules for row in _rule(problem, rule.id, x)]
    for area in what:
        rows += [({x(member, area, role): 1 for member in who}, 1, 1) for role in Role]
        rows += [({x(member, area): 1, x(member, area, Role.BACKUP): 1}, None, 1) for member in who]
    for member in problem.members:
        led = [x(member.id, area) for area in what]
        load = {x(member.id, area.id): area.weight for area in problem.areas}
        rows.append((dict.fromkeys(led, 1), member.min_areas, member.max_areas))
        rows += [({**load, high: -1}, None, 0), ({**load, low: -1}, 0, None)]
    total = sum(area.weight for area in problem.areas)
    return Textbook([1] * (2 * size) + [total] * 2, rows, [_goal(problem, one, x, high) for one in problem.objectives])


def _goal(problem: Problem, objective: Objective, x, high: int) -> Terms:
    if objective is Objective.BALANCE:
        return {high: 1, high + 1: -1}
    if objective is Objective.STABILITY:
        return {x(duty.lead, area): -1 for area, duty in problem.current.items() if duty.lead}
    role = Role.LEAD if objective is Objective.FIT else Role.BACKUP
    return {x(member, area, role): -value for (member, area), value in problem.fit.items() if value}


def _rule(problem: Problem, name: str, x) -> Iterator[Row]:
    rule = problem.rule[name]
    members, areas = list(problem.member), list(problem.area)
    if rule.kind is RuleKind.FIXED:
        yield from (({x(rule.member, area): 1}, 1, 1) for area in rule.areas)
    elif rule.kind is RuleKind.TOGETHER:
        for member in members:
            yield from (({x(member, rule.areas[0]): 1, x(member, area): -1}, 0, 0) for area in rule.areas[1:])
    elif rule.kind is RuleKind.APART:
        yield from (({x(member, area): 1 for area in rule.areas}, None, 1) for member in members)
    elif rule.kind is RuleKind.NO_MUTUAL_BACKUP:
        for one, two in permutations(rule.members, 2):
            yield from (({x(one, area): 1, x(two, area, Role.BACKUP): 1}, None, 1) for area in areas)
    else:
        inside = set(rule.areas)
        for area in areas:
            if (area in inside) is (rule.kind is RuleKind.BARRED):
                yield from (({x(rule.member, area, role): 1}, 0, 0) for role in rule.roles)
