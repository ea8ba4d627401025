"""Read packs. Whatever a secretary can get wrong is refused with file, line, what is wrong and how to mend it."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from yixing_core.rules.cases import read_cases
from yixing_core.rules.catalogue import FACTS, GATES, unknown
from yixing_core.rules.expression import Expression, ExpressionError, parse
from yixing_core.rules.kinds import Fact, Kind, WrongValue, coerce
from yixing_core.rules.model import CONFIDENCES, RULE_ID, Citation, Pack, Parameter, Rule, Template
from yixing_core.rules.nodes import Both, facts_of
from yixing_core.rules.reach import Reach, reach
from yixing_core.rules.vocabulary import DECIDING_BODIES, STEPS
from yixing_core.rules.yamlread import Entry, Problem, Problems, Unusable, read

RULES_FILE: Final = "rules.yaml"
CASES_FILE: Final = "cases.yaml"

_PACK_KEYS: Final = (("pack", "title", "rules"), ("about", "citation", "effective", "parameters"))
_RULE_KEYS: Final = (
    ("id", "title", "requires", "gate", "message", "who", "mend"),
    ("citation", "effective", "when", "check", "met", "lack", "fill", "step", "decides"),
)
_CITATION_KEYS: Final = ("regulation", "edition", "article", "confidence", "note")
_PARAMETER_KEYS: Final = (("name", "value", "from", "basis", "confidence"), ("until",))
_CONFIDENCE: Final = f"可写：{'、'.join(CONFIDENCES)}（V 读到原文，L 地方做法，M 仅凭记忆）。"
# How many combinations of facts are tried to see whether a rule can be kept where it applies.
_TOGETHER: Final = 2_000
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


class _Dated(Protocol):
    """Anything that holds from one day to another."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...

    @property
    def line(self) -> int: ...


def load_packs(folder: Path) -> tuple[Pack, ...]:
    """Return all packs of a folder: every sub-folder with a ``rules.yaml``, in the order of their names.

    Raises:
        Unusable: something is wrong in a pack, or two packs hold the same rule at the same time.
    """
    problems = Problems()
    packs: list[Pack] = []
    for path in sorted(folder.glob(f"*/{RULES_FILE}")):
        try:
            packs.append(load_pack(path.parent))
        except Unusable as error:
            problems.found += error.problems
    if not packs and not problems.found:
        problems.add(str(folder), 1, "这个文件夹里没有规定包", f"每个规定包是一个文件夹，里面有 {RULES_FILE}。")
    rules = [rule for pack in packs for rule in pack.rules]
    _no_overlap(problems, [(rule.id, rule.file, rule) for rule in rules])
    parameters = [(pack, parameter) for pack in packs for parameter in pack.parameters]
    _no_overlap(problems, [(each.fact.name, f"{pack.id}/{RULES_FILE}", each) for pack, each in parameters])
    problems.close()
    return tuple(packs)


def load_pack(folder: Path) -> Pack:
    """Return the pack in a folder: ``rules.yaml`` and, read when asked for, ``cases.yaml`` beside it.

    Raises:
        Unusable: anything is wrong, with file, line, what and mend for each; for the cases when they are read.
    """
    path = folder / RULES_FILE
    file = f"{folder.name}/{RULES_FILE}"
    tree = read(path, file)
    problems = Problems()
    if not isinstance(tree, Mapping):
        raise Unusable([Problem(file, 1, "文件应以 pack: 开头", "请参照现有规定包的写法。")])
    head = Entry(file, 1, tree, problems)
    head.keys_known(*_PACK_KEYS)
    if head.text("pack") != folder.name:
        head.refuse("pack", f"pack 的名称“{head.text('pack')}”与文件夹“{folder.name}”不同", "请改成一致。")
    reader = _Reader(head, folder.name)
    rules = [rule for entry in head.entries("rules") if (rule := reader.rule(entry))]
    parameters = [parameter for entry in head.entries("parameters") if (parameter := reader.parameter(entry))]
    _no_overlap(problems, [(rule.id, file, rule) for rule in rules])
    _no_overlap(problems, [(each.fact.name, file, each) for each in parameters])
    problems.close()
    return Pack(
        id=folder.name,
        title=head.text("title"),
        about=head.text("about"),
        rules=tuple(rules),
        parameters=tuple(parameters),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        read_cases=partial(read_cases, folder / CASES_FILE, f"{folder.name}/{CASES_FILE}"),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads the entries of one pack; the head gives what its rules share."""

    head: Entry
    pack: str

    def rule(self, entry: Entry) -> Rule | None:
        before = len(entry.problems.found)
        entry.keys_known(*_RULE_KEYS)
        identity, gate = entry.text("id"), entry.text("gate")
        if identity and not RULE_ID.fullmatch(identity):
            entry.refuse("id", f"编号“{identity}”写得不对", "请写成 LC-13 或 LC-13.2 的样子。")
        if gate and gate not in GATES:
            entry.refuse("gate", unknown("关口", gate, GATES), f"可用的关口：{'、'.join(GATES)}。")
        self.places(entry, gate)
        citation, period = self.citation(entry), self.period(entry)
        when = self.condition(entry, "when", gate)
        check = self.condition(entry, "check", gate) or self.decided(entry)
        _can_be_kept(entry, when, check)
        message, met = self.template(entry, "message", gate), self.template(entry, "met", gate)
        mend = self.template(entry, "mend", gate)
        if len(entry.problems.found) > before or not (citation and period and check and message and mend):
            return None
        return Rule(
            id=identity,
            pack=self.pack,
            title=entry.text("title"),
            requires=entry.text("requires"),
            citation=citation,
            since=period[0],
            until=period[1],
            gate=gate,
            when=when,
            check=check,
            message=message,
            met=met,
            lack=entry.text("lack"),
            who=entry.text("who"),
            mend=mend,
            fill=entry.text("fill"),
            step=entry.text("step"),
            decides=entry.text("decides"),
            file=entry.file,
            line=entry.line,
        )

    def places(self, entry: Entry, gate: str) -> None:
        step, body = entry.text("step"), entry.text("decides")
        if step and (step not in STEPS or gate != "matter.list"):
            entry.refuse("step", f"步骤“{step}”用得不对", f"只在 matter.list 用，可写：{'、'.join(STEPS)}。")
        if body and (body not in DECIDING_BODIES or gate != "matter.route"):
            entry.refuse(
                "decides", f"决定主体“{body}”用得不对", f"只在 matter.route 用，可写：{'、'.join(DECIDING_BODIES)}。"
            )

    def citation(self, entry: Entry) -> Citation | None:
        shared, own = self.head.inner("citation"), entry.inner("citation")
        parts: dict[str, str] = {}
        for source in (shared, own):
            if source is not None:
                source.keys_known((), _CITATION_KEYS)
                parts |= {key: source.text(key) for key in _CITATION_KEYS if source.text(key)}
        absent = [key for key in _CITATION_KEYS[:4] if key not in parts]
        if absent:
            entry.refuse(
                "citation",
                f"没有写明依据（缺 {'、'.join(absent)}）",
                "请写 citation: {regulation: 名称, edition: 年份, article: 第…条或待核, confidence: V1}。",
            )
            return None
        if parts["confidence"] not in CONFIDENCES:
            entry.refuse("citation", unknown("置信度", parts["confidence"], dict.fromkeys(CONFIDENCES)), _CONFIDENCE)
            return None
        return Citation(**parts)

    def period(self, entry: Entry) -> tuple[date, date | None] | None:
        source = entry.inner("effective") or self.head.inner("effective")
        if source is None:
            entry.refuse("effective", "没有写明何时起施行", "请写 effective: {from: 2019-09-01}。")
            return None
        source.keys_known(("from",), ("until",))
        since, until = source.day("from"), source.day("until")
        if since and until and until < since:
            source.refuse("until", "停止施行早于开始施行", "请核对两个日期。")
        return (since, until) if since else None

    def condition(self, entry: Entry, key: str, gate: str) -> Expression | None:
        text = entry.text(key)
        if not text:
            return None
        try:
            expression = parse(text)
        except ExpressionError as error:
            entry.refuse(key, error.what, error.mend)
            return None
        if not self.offered(entry, key, expression.facts, gate):
            return None
        what = {Reach.NEVER: "永远不会成立", Reach.ALWAYS: "永远成立"}.get(reach(expression))
        if what:
            mend = "请检查取值和 and、or。" if key == "check" else "请改写适用条件；总是适用的不写 when。"
            entry.refuse(key, f"“{key}”{what}", mend)
            return None
        return expression

    def decided(self, entry: Entry) -> Expression | None:
        """A rule that says who decides is kept by that body and by any higher one, unless it says otherwise."""
        body, bodies = entry.text("decides"), list(DECIDING_BODIES)
        if entry.values.get("check") is not None:
            return None
        if not body:
            entry.refuse("check", "缺少“check”", "请写要检查的条件，如 check: steps.legal.done。")
        if body not in bodies:
            return None
        higher = ", ".join(f'"{each}"' for each in bodies[bodies.index(body) :])
        return parse(f"matter.body in [{higher}]")

    def template(self, entry: Entry, key: str, gate: str) -> Template | None:
        text = entry.text(key)
        if not text:
            return None
        parts: list[str | Expression] = []
        for number, part in enumerate(_PLACE.split(text)):
            if number % 2 == 0:
                if "{" in part or "}" in part:
                    entry.refuse(key, f"“{key}”里的花括号不成对", "事实写成 {present}，其余地方不用花括号。")
                    return None
                parts.append(part)
                continue
            try:
                parts.append(parse(part, kind=None))
            except ExpressionError as error:
                entry.refuse(key, error.what, error.mend)
                return None
        template = Template(text, tuple(part for part in parts if part))
        return template if self.offered(entry, key, template.facts, gate) else None

    def offered(self, entry: Entry, key: str, facts: Sequence[Fact], gate: str) -> bool:
        if gate not in GATES:
            return True
        for fact in facts:
            if not GATES[gate].offers(fact.name):
                others = [name for name, other in GATES.items() if other.offers(fact.name)]
                entry.refuse(
                    key, f"关口 {gate} 看不到“{fact.name}”", f"它只在这些关口可用：{'、'.join(others) or '无'}。"
                )
                return False
        return True

    def parameter(self, entry: Entry) -> Parameter | None:
        if not entry.keys_known(*_PARAMETER_KEYS):
            return None
        name, since, until = f"params.{entry.text('name')}", entry.day("from"), entry.day("until")
        if name not in FACTS:
            entry.refuse("name", unknown("参数", name, FACTS), "可用的参数见 yixing rules facts。")
            return None
        try:
            value = coerce(FACTS[name], entry.values["value"])
        except WrongValue as error:
            entry.refuse("value", str(error), "请改正。")
            return None
        if since is None:
            return None
        return Parameter(FACTS[name], value, since, until, entry.text("basis"), entry.text("confidence"), entry.line)


def _can_be_kept(entry: Entry, when: Expression | None, check: Expression | None) -> None:
    """Note a rule that is broken wherever it applies, because its two conditions exclude each other."""
    if when is None or check is None or not {fact.name for fact in when.facts} & {fact.name for fact in check.facts}:
        return
    root = Both(Kind.BOOL, f"{when.text} and {check.text}", when.root, check.root)
    if reach(Expression(root.text, root, facts_of(root)), _TOGETHER) is Reach.NEVER:
        key = "check" if entry.values.get("check") is not None else "decides"
        entry.refuse(key, f"适用的时候“{key}”永远不会成立", "请核对“when”和“check”，两个条件不能互相排斥。")


def _no_overlap(problems: Problems, dated: Iterable[tuple[str, str, _Dated]]) -> None:
    """Note rules or parameters of one name that hold on the same day: nobody could say which is meant."""
    seen: dict[str, list[_Dated]] = {}
    for name, file, each in dated:
        for other in seen.get(name, []):
            if each.since <= (other.until or date.max) and other.since <= (each.until or date.max):
                problem = Problem(
                    file,
                    each.line,
                    f"“{name}”与第{other.line}行的同名条目在同一时间有效",
                    "同一编号的新旧版本，请给旧版写 until，新版写 from；不同的规定请另编号。",
                )
                if problem not in problems.found:
                    problems.found.append(problem)
        seen.setdefault(name, []).append(each)
