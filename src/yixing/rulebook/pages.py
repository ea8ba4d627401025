"""What the pages of 规定库 show: view models from rules and rows, nothing else."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.compliance.gates import rulebook
from yixing.people.record import record_lines
from yixing.rulebook.actions import LOGIN_KEYS
from yixing.rulebook.coverage import READERS
from yixing.rulebook.queries import Number, RuleLine, adoptions_of, history, pack_titles
from yixing.rulebook.words import (
    PREFIX,
    STRENGTH,
    check_words,
    citation_url,
    condition_words,
    confidence_words,
    fact_words,
    held_words,
    unit_words,
)
from yixing.ui.components import (
    Badge,
    Column,
    Fact,
    NextStep,
    RecordLine,
    RelatedItem,
    SavedView,
    citation_words,
)
from yixing.ui.sheets import Sheet
from yixing_core.rules.catalogue import FACTS, GATES, flatten
from yixing_core.rules.facts.parameters import group_of
from yixing_core.rules.model import MARKS, STATUS_LABELS, Case
from yixing_core.rules.vocabulary import DECIDING_BODIES, STEPS

RULE_COLUMNS = (
    Column("id", "编号"),
    Column("title", "规定", "wide"),
    Column("gate", "何时核对"),
    Column("citation", "依据", "wide"),
    Column("strength", "力度"),
    Column("adopted", "本县采用"),
)
NUMBER_COLUMNS = (
    Column("label", "参数", "wide"),
    Column("value", "值"),
    Column("since", "自", "day"),
    Column("basis", "依据", "wide"),
    Column("rules", "用于"),
)
_RECORDS = 10


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A line of the list of rules."""

    id: str
    url: str
    title: str
    requires: str
    gate: str
    citation: str
    doubt: str
    strength: Badge
    decision: str
    since: dt.date | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """An example: a situation in words and what the rule says of it."""

    title: str
    on: dt.date
    facts: tuple[Fact, ...]
    mark: str
    word: str


def strength_badge(line: RuleLine) -> Badge:
    """硬性 or 提示, as a stamped outline."""
    return Badge(STRENGTH[line.strength], "bad" if line.blocking else "quiet")


def rule_rows(lines: Iterable[RuleLine]) -> list[RuleRow]:
    """Rules as the list shows them."""
    return [
        RuleRow(
            id=line.rule.id,
            url=citation_url(line.rule.id),
            title=line.rule.title,
            requires=line.rule.requires,
            gate=GATES[line.rule.gate].label,
            citation=citation_words(line.rule.citation)[0],
            doubt=line.doubt,
            strength=strength_badge(line),
            decision=line.decision,
            since=line.since,
        )
        for line in lines
    ]


def sections(current: str, actor: Actor) -> list[SavedView]:
    """The pages of this section that an actor may open."""
    found = [
        SavedView("规定", "/rules/", current=current == "rules"),
        SavedView("程序表", "/rules/procedures/", current=current == "procedures"),
        SavedView("参数", "/rules/parameters/", current=current == "parameters"),
    ]
    if loaders.may_open(actor, Section.RECHECK):
        found.append(SavedView("程序回查", "/recheck/", current=current == "recheck"))
    if actor.has(*READERS):
        found.append(SavedView("核对覆盖", "/rules/coverage/", current=current == "coverage"))
    if loaders.may(actor, Action.RULE_ADOPT):
        found.append(SavedView("期初规则确认", "/rules/first-day/", current=current == "first-day"))
    return found


def pack_views(lines: Iterable[RuleLine], chosen: str, said: dict[str, str]) -> list[SavedView]:
    """The packs as tabs, each with the number of rules that fit the rest of the filter."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.rule.pack] = counts.get(line.rule.pack, 0) + 1
    rest = {name: value for name, value in said.items() if value and name not in {"pack", "page"}}
    views = [SavedView("全部", f"/rules/?{urlencode(rest)}", current=not chosen, count=sum(counts.values()))]
    for pack, title in pack_titles().items():
        query = urlencode({**rest, "pack": pack})
        views.append(SavedView(title, f"/rules/?{query}", current=chosen == pack, count=counts.get(pack, 0)))
    return views


def group_views(numbers: Iterable[Number], chosen: str, day: dt.date) -> list[SavedView]:
    """The groups of parameters as tabs, each with how many it holds."""
    counts: Counter[tuple[str, str]] = Counter(group_of(number.key) for number in numbers)
    rest = {"day": day.isoformat()}
    views = [SavedView("全部", f"/rules/parameters/?{urlencode(rest)}", current=not chosen, count=counts.total())]
    for (code, heading), count in counts.items():
        query = urlencode({**rest, "group": code})
        views.append(SavedView(heading, f"/rules/parameters/?{query}", current=chosen == code, count=count))
    return views


def rule_facts(line: RuleLine) -> list[Fact]:
    """The facts of one rule."""
    rule = line.rule
    gate = GATES[rule.gate]
    words, _ = citation_words(rule.citation)
    facts = [
        Fact("要求", rule.requires),
        Fact("依据", words, note=line.doubt),
        Fact("把握", confidence_words(rule.citation), note=rule.citation.note),
        Fact("何时核对", gate.label, note=gate.asked),
        Fact("适用条件", condition_words(rule) or "一律适用"),
        Fact("核对内容", check_words(rule)),
        Fact("找谁", rule.who),
        Fact("施行", held_words(rule.since, rule.until)),
        Fact("归入", pack_titles()[rule.pack]),
    ]
    if rule.step:
        facts.append(Fact("程序", STEPS[rule.step]))
    if rule.decides:
        facts.append(Fact("决定主体", DECIDING_BODIES[rule.decides]))
    if line.since is not None:
        facts.append(Fact("本县采用", line.decision, note=f"自 {line.since.isoformat()} 起"))
    return facts


def numbers_of(line: RuleLine) -> list[RelatedItem]:
    """The county's numbers that the rule names."""
    keys = [fact.name.removeprefix(PREFIX) for fact in line.rule.facts if fact.name.startswith(PREFIX)]
    return [RelatedItem("参数", FACTS[PREFIX + key].label, f"/rules/parameters/{key}/") for key in keys]


def case_rows(line: RuleLine) -> list[CaseRow]:
    """The examples that test the rule, in words."""
    return [_case(case, line.rule.id) for case in rulebook().cases(line.rule.id)]


def _case(case: Case, rule: str) -> CaseRow:
    said = (fact_words(name, value) for name, value in flatten(case.facts))
    status = case.expect[rule]
    return CaseRow(
        title=case.title,
        on=case.on,
        facts=tuple(Fact(word, value) for word, value in said if word),
        mark=MARKS[status],
        word=STATUS_LABELS[status],
    )


def rule_next(line: RuleLine, actor: Actor) -> NextStep | None:
    """采用规定 or 终止采用, where it would change anything and this actor may do it."""
    running = next((row for row in adoptions_of(line.rule, actor) if row.until is None), None)
    if running is not None and loaders.may(actor, Action.RULE_END):
        return NextStep("终止采用", f"/rules/adoptions/{running.pk}/end/", primary=False)
    if not line.adoptable or not loaders.may(actor, Action.RULE_ADOPT):
        return None
    hard = "原已为硬性；登记后留下本县自己的采用依据。"
    consequence = hard if line.blocking else "自采用之日起，不符合或缺材料的不能办理；采用之前只作提示。"
    return NextStep("采用规定", f"/rules/{line.rule.id}/adopt/", consequence=consequence)


def rule_record(line: RuleLine, actor: Actor) -> list[RecordLine]:
    """办理记录 of a rule: its adoptions."""
    rows = adoptions_of(line.rule, actor)[:_RECORDS]
    return [each for row in reversed(rows) for each in record_lines(f"adoption/{row.pk}", actor)]


def number_facts(number: Number) -> list[Fact]:
    """The facts of one parameter."""
    facts = [
        Fact("现值", number.shown, note="" if number.own else "本县未定，暂按规定包的数"),
        Fact("单位", unit_words(number.fact) or "—"),
        Fact("自", number.since.isoformat() if number.since else "—"),
        Fact("依据", number.basis or "—", note="待核" if number.doubt else ""),
    ]
    return facts + [Fact(name, value, note="本会议体自定") for name, value in number.for_bodies]


def number_related(number: Number) -> list[RelatedItem]:
    """The rules that use a parameter."""
    titles = {rule.id: rule.title for rule in rulebook().rules()}
    return [RelatedItem("规定", titles[each], citation_url(each), each) for each in number.rules]


def number_next(number: Number, actor: Actor) -> NextStep | None:
    """登记参数, for whom it is."""
    if number.key in LOGIN_KEYS:
        return NextStep("登记参数", who="安全管理员")
    if not loaders.may(actor, Action.PARAMETER_SET):
        return None
    return NextStep("登记参数", f"/rules/parameters/{number.key}/set/")


def number_record(number: Number, actor: Actor) -> list[RecordLine]:
    """办理记录 of a parameter: its values."""
    rows = history(number.key, actor)[:_RECORDS]
    return [each for row in reversed(rows) for each in record_lines(f"parameter/{row.pk}", actor)]


def rule_sheet(lines: Iterable[RuleLine]) -> Sheet:
    """The rules as the sheet of a workbook."""
    heads = ("编号", "规定", "要求", "何时核对", "依据", "待核", "力度", "本县采用", "自")
    rows = [
        (
            line.rule.id,
            line.rule.title,
            line.rule.requires,
            GATES[line.rule.gate].label,
            citation_words(line.rule.citation)[0],
            line.doubt,
            STRENGTH[line.strength],
            line.decision,
            line.since,
        )
        for line in lines
    ]
    return Sheet("规定", heads, rows)


def number_sheet(numbers: Iterable[Number]) -> Sheet:
    """The numbers of the county as the sheet of a workbook."""
    heads = ("参数", "值", "自", "依据", "本县已定")
    rows = [(each.fact.label, each.shown, each.since, each.basis, each.own) for each in numbers]
    return Sheet("参数", heads, rows)
