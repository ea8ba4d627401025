"""``P.json`` into a ``Problem``: every field checked, one line for the first thing that is wrong."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from yixing_core.portfolio.answer import UNEXPLAINED
from yixing_core.portfolio.problem import Area, Duty, Member, Objective, Problem, Role, Rule, RuleKind
from yixing_core.portfolio.reading import Reader, quoted, read_file, read_json

VERSION: Final = 1
MOST_FIT: Final = 10**6
MOST_WEIGHT: Final = 10**6
"""As for fit: sums of larger numbers could no longer be proved in floating point."""
MOST_BOUND: Final = 10**9
MOST_MEMBERS: Final = 500
MOST_AREAS: Final = 5_000
MOST_RULES: Final = 5_000
MOST_PAIRS: Final = 200_000
"""Members times areas: what one computation may hold in memory."""
MOST_SPREAD: Final = 200_000
"""The same for rules: each counts for what it says of single members in single areas."""

_NEEDS: Final[Mapping[RuleKind, tuple[str, ...]]] = {
    RuleKind.ONLY: ("member", "areas"),
    RuleKind.BARRED: ("member", "areas"),
    RuleKind.FIXED: ("member", "areas"),
    RuleKind.TOGETHER: ("areas",),
    RuleKind.APART: ("areas",),
    RuleKind.NO_MUTUAL_BACKUP: ("members",),
}
_WITH_ROLES: Final = frozenset({RuleKind.ONLY, RuleKind.BARRED})
_PAIR: Final = 2
Thing = TypeVar("Thing", Member, Area, Rule)


def read_problem(path: Path) -> Problem:
    """The problem in a file.

    Raises:
        Refusal: ``portfolio.unusable``, with the file, the place and what is wrong.
    """
    return parse_problem(read_file(path), str(path))


def parse_problem(data: bytes, name: str = "P.json") -> Problem:
    """The problem in the bytes of a file called ``name``.

    Raises:
        Refusal: ``portfolio.unusable``.
    """
    return problem_from(read_json(data, name), name)


def problem_from(document: Any, name: str = "P.json") -> Problem:
    """The problem in a JSON value that somebody else has put together.

    Raises:
        Refusal: ``portfolio.unusable``.
    """
    top = Reader(document, name).object(
        ("version", "members", "areas"), ("fit", "current", "rules", "backup", "objectives")
    )
    top["version"].integer(VERSION, VERSION)
    members = _bounded(top["members"], "成员", MOST_MEMBERS, _member)
    areas = _bounded(top["areas"], "事项", MOST_AREAS, _area)
    if len(members) * len(areas) > MOST_PAIRS:
        raise top["areas"].wrong(f"成员数乘以事项数超过{MOST_PAIRS}", "请分成几个问题。")
    backup = top["backup"].boolean() if "backup" in top else False
    ids = _Ids({member.id for member in members}, {area.id for area in areas})
    problem = Problem(
        members=members,
        areas=areas,
        rules=_bounded(top["rules"], "规则", MOST_RULES, lambda reader: _rule(reader, ids)) if "rules" in top else (),
        fit=_fit(top["fit"], ids) if "fit" in top else {},
        current=_current(top["current"]) if "current" in top else {},
        backup=backup,
        objectives=_objectives(top["objectives"], backup=backup) if "objectives" in top else (),
    )
    spread = sum(_spread(rule, problem) for rule in problem.rules)
    if spread > MOST_SPREAD:
        raise top["rules"].wrong(
            f"规则逐人逐项展开有{spread}处，超过{MOST_SPREAD}处", "请减少规则所列的成员、事项，或者分成几个问题。"
        )
    implicit = {UNEXPLAINED, *problem.implicit()}
    for number, rule in enumerate(problem.rules):
        if rule.id in implicit:
            raise Reader(None, name, f"rules[{number}].id").wrong(
                f"编号{quoted(rule.id)}已用来称呼一条当然的要求", "请换一个编号。"
            )
    return problem


def to_document(problem: Problem) -> dict[str, Any]:
    """The JSON value of a problem; ``problem_from`` reads it back."""
    fit: dict[str, dict[str, int]] = {}
    for (member, area), value in problem.fit.items():
        fit.setdefault(member, {})[area] = value
    return {
        "version": VERSION,
        "members": [
            {"id": member.id, "name": member.name, "post": member.post}
            | ({} if member.max_areas is None else {"max_areas": member.max_areas})
            | {"min_areas": member.min_areas}
            for member in problem.members
        ],
        "areas": [
            {"id": area.id, "name": area.name, "domain": area.domain, "tags": list(area.tags), "weight": area.weight}
            for area in problem.areas
        ],
        "fit": fit,
        "current": {
            area: {"lead": duty.lead} | ({} if duty.backup is None else {"backup": duty.backup})
            for area, duty in problem.current.items()
        },
        "rules": [_rule_document(rule) for rule in problem.rules],
        "backup": problem.backup,
        "objectives": [objective.value for objective in problem.objectives],
    }


def _rule_document(rule: Rule) -> dict[str, Any]:
    document: dict[str, Any] = {"id": rule.id, "kind": rule.kind.value}
    for key in _NEEDS[rule.kind]:
        value = getattr(rule, key)
        document[key] = value if isinstance(value, str) else list(value)
    if rule.kind in _WITH_ROLES:
        document["roles"] = [role.value for role in rule.roles]
    return document | ({"basis": rule.basis} if rule.basis else {})


def _spread(rule: Rule, problem: Problem) -> int:
    """Of how many pairs of member and area a rule speaks."""
    if rule.kind is RuleKind.NO_MUTUAL_BACKUP:
        return len(rule.members) * len(problem.areas)
    if rule.kind in {RuleKind.TOGETHER, RuleKind.APART}:
        return len(rule.areas) * len(problem.members)
    named = len(rule.areas)
    return (len(problem.areas) - named if rule.kind is RuleKind.ONLY else named) * len(rule.roles)


class _Ids:
    """The ids that rules and fits may name."""

    def __init__(self, members: set[str], areas: set[str]) -> None:
        self.members = members
        self.areas = areas

    def member(self, reader: Reader) -> str:
        return self._known(reader, self.members, "成员")

    def area(self, reader: Reader) -> str:
        return self._known(reader, self.areas, "事项")

    @staticmethod
    def _known(reader: Reader, known: set[str], what: str) -> str:
        value = reader.id()
        if value not in known:
            raise reader.wrong(f"没有编号为{quoted(value)}的{what}", f"请核对，或者先在{what}中登记。")
        return value


def _bounded(reader: Reader, what: str, most: int, read: Callable[[Reader], Thing]) -> tuple[Thing, ...]:
    found: dict[str, Thing] = {}
    for item in reader.items():
        if len(found) == most:
            raise reader.wrong(f"{what}超过{most}个", "请分成几个问题。")
        thing = read(item)
        if thing.id in found:
            raise item.wrong(f"{what}编号{quoted(thing.id)}重复", "每个编号只能用一次。")
        found[thing.id] = thing
    return tuple(found.values())


def _member(reader: Reader) -> Member:
    fields = reader.object(("id",), ("name", "post", "max_areas", "min_areas"))
    identity = fields["id"].id()
    unbounded = "max_areas" not in fields or fields["max_areas"].value is None
    most = None if unbounded else fields["max_areas"].integer(0, MOST_BOUND)
    least = fields["min_areas"].integer(0, MOST_BOUND) if "min_areas" in fields else 0
    if most is not None and least > most:
        raise reader.wrong(f"下限{least}大于上限{most}", "请改 min_areas 或 max_areas。")
    name = fields["name"].text() if "name" in fields else ""
    return Member(identity, name or identity, fields["post"].text() if "post" in fields else "", most, least)


def _area(reader: Reader) -> Area:
    fields = reader.object(("id",), ("name", "domain", "tags", "weight"))
    identity = fields["id"].id()
    name = fields["name"].text() if "name" in fields else ""
    return Area(
        identity,
        name or identity,
        fields["domain"].text() if "domain" in fields else "",
        tuple(tag.text() for tag in fields["tags"].items()) if "tags" in fields else (),
        fields["weight"].integer(0, MOST_WEIGHT) if "weight" in fields else 1,
    )


def _fit(reader: Reader, ids: _Ids) -> dict[tuple[str, str], int]:
    fit: dict[tuple[str, str], int] = {}
    for member, row in reader.entries():
        if member not in ids.members:
            raise row.wrong(f"没有编号为{quoted(member)}的成员", "请核对，或者先在成员中登记。")
        for area, value in row.entries():
            if area not in ids.areas:
                raise value.wrong(f"没有编号为{quoted(area)}的事项", "请核对，或者先在事项中登记。")
            fit[member, area] = value.integer(-MOST_FIT, MOST_FIT)
    return fit


def _current(reader: Reader) -> dict[str, Duty]:
    current: dict[str, Duty] = {}
    for area, entry in reader.entries():
        fields = entry.object((), ("lead", "backup"))
        found = [fields[role].id() if role in fields and fields[role].value is not None else None for role in Role]
        current[area] = Duty(*found)
    return current


def _objectives(reader: Reader, *, backup: bool) -> tuple[Objective, ...]:
    def read(item: Reader) -> str:
        return _choice(item, Objective, "目标")

    found = tuple(Objective(name) for name in reader.unique("目标", read))
    if Objective.BACKUP_FIT in found and not backup:
        raise reader.wrong("有目标“backup_fit”而没有“backup”: true", "请加上 backup，或者去掉这个目标。")
    return found


def _choice(reader: Reader, choices: type[Objective] | type[RuleKind] | type[Role], what: str) -> str:
    value = reader.value
    if not isinstance(value, str) or value not in set(choices):
        raise reader.wrong(f"没有{quoted(value)}这种{what}", f"可用的：{'、'.join(choices)}。")
    return value


def _rule(reader: Reader, ids: _Ids) -> Rule:
    if not isinstance(reader.value, dict) or "kind" not in reader.value:
        raise reader.wrong("缺少“kind”" if isinstance(reader.value, dict) else "应为 {…} 形式的对象")
    kind = RuleKind(_choice(Reader(reader.value["kind"], reader.file, f"{reader.path}.kind"), RuleKind, "规则"))
    needs = _NEEDS[kind]
    fields = reader.object(("id", "kind", *needs), ("basis", *(("roles",) if kind in _WITH_ROLES else ())))
    roles: tuple[str, ...] = (Role.LEAD.value,)
    if "roles" in fields:
        roles = fields["roles"].unique("角色", lambda item: _choice(item, Role, "角色"))
        if not roles:
            raise fields["roles"].wrong("没有写明角色", "请写 lead、backup 或两者，或者去掉这一项。")
    members = fields["members"].unique("成员", ids.member) if "members" in needs else ()
    if "members" in needs and len(members) < _PAIR:
        raise fields["members"].wrong("至少要有两名成员", "请补上另一名。")
    return Rule(
        fields["id"].id(),
        kind,
        member=ids.member(fields["member"]) if "member" in needs else "",
        areas=fields["areas"].unique("事项", ids.area) if "areas" in needs else (),
        members=members,
        roles=tuple(Role(role) for role in roles),
        basis=fields["basis"].text() if "basis" in fields else "",
    )
