"""Judge any division without the solver: what it violates, and what it is worth.

Naive on purpose: plain loops over the sentences of the format, nothing shared with the model.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yixing_core.portfolio.answer import Plan, Reason, Status
from yixing_core.portfolio.problem import Duty, Objective, Problem, Role, Rule, RuleKind
from yixing_core.portfolio.wording import requirement


@dataclass(frozen=True)
class Verdict:
    """What ``check`` says of a division.

    Attributes:
        violations: one for each requirement that does not hold, in words; ``value:fit`` and ``status`` where the
            division claims what is not so.
        objectives: the values of the problem's objectives, computed from the division alone.
    """

    violations: tuple[Reason, ...]
    objectives: Mapping[Objective, int]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations


def check(problem: Problem, plan: Plan | Mapping[str, Duty]) -> Verdict:
    """Judge a division.

    Args:
        problem: what was asked.
        plan: a plan as read from a file, or the bare assignment (area to duty). It may miss areas and name unknown
            ids; both are violations.

    Example:
        >>> from yixing_core.portfolio.problem import Area, Member, Problem
        >>> problem = Problem((Member("m1", "甲"),), (Area("a1", "办文"),))
        >>> check(problem, {}).violations[0].text
        '“办文”必须有且只有一人分管：现在无人分管。'
    """
    given = plan if isinstance(plan, Plan) else Plan(plan)
    assignment = given.assignment
    values = {objective: value_of(problem, assignment, objective) for objective in problem.objectives}
    violations = [*_unknown(problem, assignment), *_covered(problem, assignment), *_bounds(problem, assignment)]
    for rule in problem.rules:
        told = _BROKEN[rule.kind](problem, rule, assignment)
        if told:
            violations.append(Reason(rule.id, f"{requirement(problem, rule.id)}：{told}。"))
    return Verdict((*violations, *_claims(given, values)), values)


def value_of(problem: Problem, assignment: Mapping[str, Duty], objective: Objective) -> int:
    """The value of an objective, from the division alone; areas and members that do not exist count nothing."""
    if objective is Objective.BALANCE:
        loads = {member.id: 0 for member in problem.members if member.max_areas != 0}
        for area in problem.areas:
            lead = _duty(assignment, area.id).lead
            if lead in loads:
                loads[lead] += area.weight
        return max(loads.values()) - min(loads.values()) if loads else 0
    if objective is Objective.STABILITY:
        return sum(
            problem.current_lead(area.id) not in {None, _duty(assignment, area.id).lead} for area in problem.areas
        )
    role = Role.LEAD if objective is Objective.FIT else Role.BACKUP
    return sum(problem.fit.get((_held(assignment, area.id, role) or "", area.id), 0) for area in problem.areas)


_NOBODY: Final = Duty()


def _duty(assignment: Mapping[str, Duty], area: str) -> Duty:
    return assignment.get(area, _NOBODY)


def _held(assignment: Mapping[str, Duty], area: str, role: Role) -> str | None:
    duty = _duty(assignment, area)
    return duty.lead if role is Role.LEAD else duty.backup


def _unknown(problem: Problem, assignment: Mapping[str, Duty]) -> Iterator[Reason]:
    for area in assignment:
        if area not in problem.area:
            yield Reason(f"cover:{area}", f"方案里的“{area}”不在本题的事项之列。")


def _covered(problem: Problem, assignment: Mapping[str, Duty]) -> Iterator[Reason]:
    for area in problem.areas:
        duty = _duty(assignment, area.id)
        name = f"cover:{area.id}"
        if duty.lead is None:
            yield Reason(name, f"{requirement(problem, name)}：现在无人分管。")
        elif duty.lead not in problem.member:
            yield Reason(name, f"{requirement(problem, name)}：“{duty.lead}”不在本题的成员之列。")
        name = f"backup:{area.id}"
        if duty.backup is not None and duty.backup not in problem.member:
            yield Reason(name, f"“{area.name}”的第二责任人“{duty.backup}”不在本题的成员之列。")
        elif problem.backup and duty.backup is None:
            yield Reason(name, f"{requirement(problem, name)}：现在没有第二责任人。")
        elif problem.backup and duty.backup == duty.lead:
            yield Reason(name, f"{requirement(problem, name)}：现在是同一人。")


def _bounds(problem: Problem, assignment: Mapping[str, Duty]) -> Iterator[Reason]:
    for member in problem.members:
        led = sum(_duty(assignment, area.id).lead == member.id for area in problem.areas)
        if member.max_areas is not None and led > member.max_areas:
            yield Reason(f"max:{member.id}", f"{requirement(problem, f'max:{member.id}')}：现在分管{led}项。")
        if led < member.min_areas:
            yield Reason(f"min:{member.id}", f"{requirement(problem, f'min:{member.id}')}：现在分管{led}项。")


def _named(problem: Problem, areas: list[str]) -> str:
    return "、".join(f"“{problem.area[area].name}”" for area in areas)


def _holding(problem: Problem, rule: Rule, assignment: Mapping[str, Duty], *, inside: bool) -> str:
    wrong = [
        area.id
        for area in problem.areas
        if (area.id in rule.areas) is inside
        and any(_held(assignment, area.id, role) == rule.member for role in rule.roles)
    ]
    return f"方案里有{_named(problem, wrong)}" if wrong else ""


def _only(problem: Problem, rule: Rule, assignment: Mapping[str, Duty]) -> str:
    return _holding(problem, rule, assignment, inside=False)


def _barred(problem: Problem, rule: Rule, assignment: Mapping[str, Duty]) -> str:
    return _holding(problem, rule, assignment, inside=True)


def _fixed(problem: Problem, rule: Rule, assignment: Mapping[str, Duty]) -> str:
    wrong = [area for area in rule.areas if _duty(assignment, area).lead != rule.member]
    return f"方案里没有{_named(problem, wrong)}" if wrong else ""


def _together(problem: Problem, rule: Rule, assignment: Mapping[str, Duty]) -> str:
    leads = {_duty(assignment, area).lead for area in rule.areas}
    return f"方案里分属{_who(problem, leads)}" if len(leads) > 1 else ""


def _apart(problem: Problem, rule: Rule, assignment: Mapping[str, Duty]) -> str:
    leads = [lead for area in rule.areas if (lead := _duty(assignment, area).lead) is not None]
    twice = {lead for lead in leads if leads.count(lead) > 1}
    return f"方案里{_who(problem, twice)}分管了不止一项" if twice else ""


def _no_mutual_backup(problem: Problem, rule: Rule, assignment: Mapping[str, Duty]) -> str:
    wrong = [
        area.id
        for area in problem.areas
        if (duty := _duty(assignment, area.id)).lead != duty.backup
        and duty.lead in rule.members
        and duty.backup in rule.members
    ]
    return f"方案里{_named(problem, wrong)}是这样" if wrong else ""


def _who(problem: Problem, members: Collection[str | None]) -> str:
    known = [member.name for member in problem.members if member.id in members]
    return "、".join([*known, *(["他人或无人"] if len(known) < len(members) else [])])


_BROKEN: Final[Mapping[RuleKind, Callable[[Problem, Rule, Mapping[str, Duty]], str]]] = {
    RuleKind.ONLY: _only,
    RuleKind.BARRED: _barred,
    RuleKind.FIXED: _fixed,
    RuleKind.TOGETHER: _together,
    RuleKind.APART: _apart,
    RuleKind.NO_MUTUAL_BACKUP: _no_mutual_backup,
}


def _claims(plan: Plan, values: Mapping[Objective, int]) -> Iterator[Reason]:
    for objective, reached in plan.objectives.items():
        if objective not in values:
            yield Reason(f"value:{objective.value}", f"方案写有“{objective.label}”的数值，本题没有这个目标。")
        elif reached.value != values[objective]:
            text = f"“{objective.label}”方案写的是{reached.value}，按方案本身计算是{values[objective]}。"
            yield Reason(f"value:{objective.value}", text)
        elif (reached.bound < reached.value) if objective.maximised else (reached.bound > reached.value):
            yield Reason(f"value:{objective.value}", f"“{objective.label}”的界{reached.bound}比达到的数值还差。")
        elif plan.status is Status.OPTIMAL and not reached.proved:
            yield Reason("status", f"方案写的是已证明最优，而“{objective.label}”的界与数值不等。")
