"""Requirements in words that an office understands."""

from collections.abc import Iterable, Sequence
from typing import Final

from yixing_core.portfolio.problem import Problem, Role, Rule, RuleKind

_SHOWN: Final = 4


def areas_in_words(problem: Problem, areas: Iterable[str]) -> str:
    """“办文”、“信息”等5项."""
    names = [f"“{problem.area[area].name}”" for area in areas]
    if not names:
        return "任何事项"
    return "、".join(names) if len(names) <= _SHOWN else f"{'、'.join(names[:_SHOWN])}等{len(names)}项"


def requirement(problem: Problem, name: str) -> str:
    """What a requirement demands: a rule's id, or ``cover:a``, ``backup:a``, ``max:m``, ``min:m``."""
    if name in problem.rule:
        rule = problem.rule[name]
        return f"{_rule(problem, rule)}{f'（{rule.basis}）' if rule.basis else ''}"
    kind, _, subject = name.partition(":")
    if kind == "cover":
        return f"“{problem.area[subject].name}”必须有且只有一人分管"
    if kind == "backup":
        return f"“{problem.area[subject].name}”必须有且只有一名第二责任人，且不是分管人本人"
    member = problem.member[subject]
    if kind == "max":
        return f"{member.words}最多分管{member.max_areas}项"
    return f"{member.words}至少分管{member.min_areas}项"


def grouped(problem: Problem, names: Sequence[str]) -> list[str]:
    """A conflict in few lines: rules and bounds one by one, what is asked of many areas alike in one sentence."""
    lines = []
    for kind, words in _ALIKE.items():
        areas = [name.partition(":")[2] for name in names if name not in problem.rule and name.startswith(f"{kind}:")]
        if len(areas) > 1:
            lines.append(f"{areas_in_words(problem, areas)}，{words}")
        elif areas:
            lines.append(requirement(problem, f"{kind}:{areas[0]}"))
    alike = tuple(f"{kind}:" for kind in _ALIKE)
    own = [name for name in names if name in problem.rule or not name.startswith(alike)]
    return [*(f"{name}　{requirement(problem, name)}" for name in own), *lines]


_ALIKE: Final = {
    "cover": "各必须有且只有一人分管",
    "backup": "各必须有且只有一名第二责任人，且不是分管人本人",
}


def loosening(problem: Problem, name: str, bound: int | None = None) -> str:
    """What to do about a requirement so that it no longer stands in the way."""
    if name in problem.rule:
        return f"放开{name}：不再要求{_rule(problem, problem.rule[name])}"
    kind, _, subject = name.partition(":")
    if kind == "cover":
        return f"“{problem.area[subject].name}”暂不要求有且只有一人分管"
    if kind == "backup":
        return f"“{problem.area[subject].name}”不设第二责任人"
    member = problem.member[subject]
    if kind == "max":
        least = f"由{member.max_areas}项放宽到{bound}项" if bound is not None else "取消"
        return f"{member.words}分管项数的上限{least}"
    least = f"由{member.min_areas}项降到{bound}项" if bound is not None else "取消"
    return f"{member.words}分管项数的下限{least}"


def _rule(problem: Problem, rule: Rule) -> str:
    areas = areas_in_words(problem, rule.areas)
    if rule.kind is RuleKind.NO_MUTUAL_BACKUP:
        names = [problem.member[member].words for member in rule.members]
        who = "与".join(names) if len(names) <= _SHOWN else f"{'、'.join(names[:_SHOWN])}等{len(names)}人"
        return f"{who}不互为第二责任人"
    if rule.kind is RuleKind.TOGETHER:
        return f"{areas}由同一人分管"
    if rule.kind is RuleKind.APART:
        return f"{areas}不由同一人分管"
    who = problem.member[rule.member].words
    if rule.kind is RuleKind.FIXED:
        return f"{who}分管{areas}"
    if rule.kind is RuleKind.BARRED:
        return who + "，".join(_NOT[role].format(areas) for role in rule.roles)
    others = f"{areas}以外的事项" if rule.areas else areas
    return who + "，".join(_NOT[role].format(others) for role in rule.roles)


_NOT: Final = {Role.LEAD: "不分管{}", Role.BACKUP: "不担任{}的第二责任人"}
