"""Write the page of a pack: every rule with what it requires, where it stands, when it applies and what it checks."""

from collections.abc import Iterator

from yixing_core.rules.catalogue import GATES
from yixing_core.rules.kinds import shown
from yixing_core.rules.model import Pack, Rule
from yixing_core.rules.vocabulary import DECIDING_BODIES, STEPS
from yixing_core.rules.wording import words


def page(pack: Pack) -> str:
    """Return the page of a pack as Markdown."""
    return "\n".join(_lines(pack)) + "\n"


def _lines(pack: Pack) -> Iterator[str]:
    yield f"# {pack.title}（{pack.id}）"
    yield ""
    yield pack.about
    yield ""
    yield "由规定包写成，请勿手改；写法见 [怎样写一条规定](../rules.md)。"
    if pack.parameters:
        yield ""
        yield "| 参数 | 默认值 | 自 | 出处 | 置信 |"
        yield "|---|---|---|---|---|"
        for each in pack.parameters:
            value = shown(each.fact, each.value)
            name = f"{each.fact.label} `{each.fact.name}`"
            yield f"| {name} | {value} | {each.since} | {each.basis} | {each.confidence} |"
    for rule in pack.rules:
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    weight = "硬规定" if rule.citation.verified else "提示，采用后为硬规定"
    until = f"至 {rule.until}" if rule.until else "起"
    note = f"；{rule.citation.note}" if rule.citation.note else ""
    yield ""
    yield f"## {rule.id} {rule.title}"
    yield ""
    yield rule.requires
    yield ""
    yield f"- 依据：{rule.citation}，置信 {rule.citation.confidence}{note}"
    yield f"- 施行：{rule.since} {until}；{weight}"
    yield f"- 关口：暂不能“{GATES[rule.gate].label}”（`{rule.gate}`）"
    if rule.step:
        yield f"- 程序步骤：{STEPS[rule.step]}"
    if rule.decides:
        yield f"- 决定主体：{DECIDING_BODIES[rule.decides]}"
    if rule.when:
        yield f"- 适用：{words(rule.when.root)}"
    yield f"- 检查：{words(rule.check.root)}"
    yield f"- 找谁：{rule.who}；下一步：{rule.mend.text}"
