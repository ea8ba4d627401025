"""Small problems of every kind, and what is true of them by enumeration: nothing shared with the solver."""

import itertools
import random
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.problem import Problem, Rule, RuleKind

Held = Mapping[str, frozenset[str]]
ORDERS = [
    order for size in range(5) for order in itertools.permutations(("fit", "stability", "balance", "backup_fit"), size)
]


def dice(seed: int) -> random.Random:
    """Chance that falls the same way each time."""
    return random.Random(seed)  # noqa: S311  (samples, not secrets)


# -- problems ------------------------------------------------------------------------------------------------------


@st.composite
def problems(draw: st.DrawFn, *, most_members: int = 3, most_areas: int = 4, backup: bool | None = None) -> Problem:
    """A problem small enough to be enumerated; many have no division."""
    source = dice(draw(st.integers(0, 2**32)))
    with_backup = draw(st.booleans()) if backup is None else backup
    return problem_from(
        document(
            source,
            members=draw(st.integers(1, most_members)),
            areas=draw(st.integers(1, most_areas)),
            rules=draw(st.integers(0, 5)),
            backup=with_backup,
            objectives=draw(st.sampled_from([order for order in ORDERS if with_backup or "backup_fit" not in order])),
        )
    )


def document(
    source: random.Random, *, members: int, areas: int, rules: int, backup: bool, objectives: Collection[str]
) -> dict[str, Any]:
    """A random problem as JSON; about half of the small ones with rules have no division."""
    who = [f"m{number}" for number in range(members)]
    what = [f"a{number}" for number in range(areas)]
    current = {
        area: {"lead": source.choice([*who, "gone"])} | ({"backup": source.choice(who)} if backup else {})
        for area in [*what, "closed"]
        if source.random() < 0.7
    }
    return {
        "version": 1,
        "members": [_member(source, member, areas) for member in who],
        "areas": [{"id": area, "name": f"事项{area}", "weight": source.choice([0, 1, 1, 2, 3, 6])} for area in what],
        "fit": {member: {area: source.randint(-3, 5) for area in what if source.random() < 0.8} for member in who},
        "current": current,
        "rules": [_one_rule(source, f"R{number}", who, what) for number in range(rules)],
        "backup": backup,
        "objectives": list(objectives),
    }


def _member(source: random.Random, member: str, areas: int) -> dict[str, Any]:
    found: dict[str, Any] = {"id": member, "name": f"委员{member}"}
    if source.random() < 0.5:
        found["max_areas"] = source.randint(0, areas)
    if source.random() < 0.3:
        found["min_areas"] = source.randint(0, min(2, found.get("max_areas", areas)))
    return found


def _one_rule(source: random.Random, name: str, who: list[str], what: list[str]) -> dict[str, Any]:
    kind = source.choice(list(RuleKind))
    if kind is RuleKind.NO_MUTUAL_BACKUP and len(who) < 2:
        kind = RuleKind.BARRED
    rule: dict[str, Any] = {"id": name, "kind": kind.value}
    if kind is RuleKind.NO_MUTUAL_BACKUP:
        return rule | {"members": source.sample(who, source.randint(2, len(who)))}
    size = min(len(what), {RuleKind.FIXED: 1, RuleKind.BARRED: 2, RuleKind.ONLY: 3}.get(kind, 2))
    rule["areas"] = source.sample(what, source.randint(min(1, size), size))
    if kind in {RuleKind.TOGETHER, RuleKind.APART}:
        return rule
    if kind in {RuleKind.ONLY, RuleKind.BARRED} and source.random() < 0.6:
        rule["roles"] = source.choice([["backup"], ["lead", "backup"], ["lead"]])
    return rule | {"member": source.choice(who)}


# -- what is true --------------------------------------------------------------------------------------------------


def requirements(problem: Problem) -> list[str]:
    """All names of a conflict that the format knows for this problem."""
    names = [rule.id for rule in problem.rules] + [f"cover:{area.id}" for area in problem.areas]
    if problem.backup:
        names += [f"backup:{area.id}" for area in problem.areas]
    for member in problem.members:
        names += [f"max:{member.id}"] * (member.max_areas is not None) + [f"min:{member.id}"] * (member.min_areas > 0)
    return names


def holds(problem: Problem, name: str, leads: Held, backups: Held) -> bool:
    """Whether one requirement holds of a division in which an area may have any number of leads and backups."""
    rules = {rule.id: rule for rule in problem.rules}
    if name in rules:
        return _rule_holds(rules[name], leads, backups)
    kind, subject = name.split(":")
    if kind == "cover":
        return len(leads[subject]) == 1
    if kind == "backup":
        return len(backups[subject]) == 1 and not backups[subject] & leads[subject]
    member = next(member for member in problem.members if member.id == subject)
    led = sum(subject in leads[area] for area in leads)
    return led <= (member.max_areas or 0) if kind == "max" else led >= member.min_areas


def _rule_holds(rule: Rule, leads: Held, backups: Held) -> bool:
    if rule.kind in {RuleKind.ONLY, RuleKind.BARRED}:
        held = {"lead": leads, "backup": backups}
        wrong = [area for area in leads if (area in rule.areas) is (rule.kind is RuleKind.BARRED)]
        return not any(rule.member in held[role][area] for role in rule.roles for area in wrong)
    if rule.kind is RuleKind.FIXED:
        return all(rule.member in leads[area] for area in rule.areas)
    if rule.kind is RuleKind.TOGETHER:
        return len({leads[area] for area in rule.areas}) == 1
    if rule.kind is RuleKind.APART:
        return all(not leads[one] & leads[two] for one, two in itertools.combinations(rule.areas, 2))
    pairs = itertools.permutations(rule.members, 2)
    return not any(lead in leads[area] and other in backups[area] for lead, other in pairs for area in leads)


def satisfiable(problem: Problem, names: Collection[str]) -> bool:
    """Whether some division satisfies these requirements, by trying all."""
    return any(
        all(holds(problem, name, leads, backups) for name in names) for leads, backups in _all(problem, set(names))
    )


def _all(problem: Problem, names: set[str]) -> Iterator[tuple[Held, Held]]:
    areas = [area.id for area in problem.areas]
    for lead in itertools.product(*(_holders(problem, f"cover:{area}" in names) for area in areas)):
        leads = dict(zip(areas, lead, strict=True))
        if not problem.backup:
            yield leads, dict.fromkeys(areas, frozenset())
            continue
        for backup in itertools.product(*(_holders(problem, f"backup:{area}" in names) for area in areas)):
            yield leads, dict(zip(areas, backup, strict=True))


def _holders(problem: Problem, one: bool) -> list[frozenset[str]]:
    who = [member.id for member in problem.members]
    sizes = [1] if one else range(len(who) + 1)
    return [frozenset(some) for size in sizes for some in itertools.combinations(who, size)]


def values(problem: Problem, leads: Held, backups: Held) -> tuple[int, ...]:
    """The objectives of a division, each so that less is better."""
    found = []
    for objective in problem.objectives:
        if objective == "balance":
            loads = [
                sum(area.weight for area in problem.areas if member.id in leads[area.id])
                for member in problem.members
                if member.max_areas is None or member.max_areas > 0
            ]
            found.append(max(loads) - min(loads) if loads else 0)
        elif objective == "stability":
            before = {area: duty.lead for area, duty in problem.current.items() if duty.lead}
            found.append(sum(area in leads and leads[area] != {lead} for area, lead in before.items()))
        else:
            held = leads if objective == "fit" else backups
            found.append(-sum(problem.fit.get((who, area), 0) for area, some in held.items() for who in some))
    return tuple(found)


def best(problem: Problem) -> tuple[int, ...] | None:
    """The values of the best division, objective before objective, by trying all; None if there is no division."""
    names = requirements(problem)
    return min(
        (
            values(problem, leads, backups)
            for leads, backups in _all(problem, set(names))
            if all(holds(problem, name, leads, backups) for name in names)
        ),
        default=None,
    )


def signed(problem: Problem, reached: Mapping[Any, Any]) -> tuple[int, ...]:
    """The values of an answer, each so that less is better."""
    return tuple(
        -reached[objective].value if objective in {"fit", "backup_fit"} else reached[objective].value
        for objective in problem.objectives
    )
